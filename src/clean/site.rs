//! Rules for single sites that no general rule covers.

use super::pass::Pass;
use super::view::{each_list, has_token, words};
use crate::text;

/// The boilerplate of one site.
struct Site {
    /// Part of the source's name, of its host, or both.
    source: &'static str,
    host: &'static str,
    /// Class tokens that must all be present, separated by spaces; or empty.
    tokens: &'static str,
    /// The beginning of the text; or empty.
    begins: &'static str,
}

const SITES: &[Site] = &[
    Site {
        source: "巴哈姆特",
        host: "gamer.com.tw",
        tokens: "article gamercard",
        begins: "",
    },
    Site {
        source: "知乎",
        host: "zhihu.com",
        tokens: "avatar",
        begins: "",
    },
    Site {
        source: "36氪",
        host: "36kr.com",
        tokens: "",
        begins: "该文观点仅代表作者本人，36氪平台仅提供信息存储空间服务",
    },
    Site {
        source: "cnBeta",
        host: "cnbeta.com",
        tokens: "",
        begins: "访问：",
    },
];

/// Applies the rows of the article's site.
pub fn run(pass: &mut Pass<'_>) {
    let host = text::host(pass.context.address.unwrap_or_default()).to_owned();
    let source = pass.context.source;
    let rows: Vec<&Site> = SITES
        .iter()
        .filter(|site| {
            source.contains(site.source) || (!host.is_empty() && host.ends_with(site.host))
        })
        .collect();
    if rows.is_empty() {
        return;
    }
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
            let text = words(block, 121);
            let hit = rows.iter().any(|site| {
                let tokens = site
                    .tokens
                    .split_ascii_whitespace()
                    .all(|token| has_token(block, token));
                tokens && text.chars().count() <= 120 && text.starts_with(site.begins)
            });
            if hit {
                block.cut = Some("site");
            }
        }
    });
}
