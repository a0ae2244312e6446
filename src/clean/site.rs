//! Rules for single sites that no general rule covers.

use super::pass::Pass;
use super::view::{each_list, has_token, words};
use crate::text;

/// Maximum characters of a block that a row may cut.
const LONGEST: usize = 120;

/// The boilerplate of one site. A row applies to an article from this source or from this host,
/// and cuts the blocks of at most [`LONGEST`] characters that fit both `tokens` and `begins`; one
/// of these two may be empty.
struct Site {
    /// Part of the name of the source. Not empty.
    source: &'static str,
    /// The host or its parent domain. Not empty.
    host: &'static str,
    /// Class tokens that must all be present, separated by spaces.
    tokens: &'static str,
    /// The beginning of the text.
    begins: &'static str,
}

impl Site {
    fn applies(&self, source: &str, host: &str) -> bool {
        let subdomain = host.strip_suffix(self.host);
        source.contains(self.source)
            || subdomain.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    }
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
        .filter(|site| site.applies(source, &host))
        .collect();
    if rows.is_empty() {
        return;
    }
    each_list(&mut pass.document.blocks, &mut |blocks| {
        for block in blocks.iter_mut().filter(|block| block.cut.is_none()) {
            let text = words(block, LONGEST + 1);
            let hit = rows.iter().any(|site| {
                let tokens = site
                    .tokens
                    .split_ascii_whitespace()
                    .all(|token| has_token(block, token));
                tokens && text.chars().count() <= LONGEST && text.starts_with(site.begins)
            });
            if hit {
                block.cut = Some("site");
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_complete() {
        for site in SITES {
            assert!(!site.source.is_empty() && !site.host.is_empty());
            assert!(!site.tokens.is_empty() || !site.begins.is_empty());
        }
    }

    #[test]
    fn a_row_applies_to_its_source_and_host() {
        for (source, host, expected) in [
            ("知乎日报", "", true),
            ("", "zhihu.com", true),
            ("", "zhuanlan.zhihu.com", true),
            ("", "notzhihu.com", false),
            ("", "", false),
        ] {
            let site = SITES.iter().find(|site| site.source == "知乎");
            assert!(
                site.is_some_and(|site| site.applies(source, host) == expected),
                "{source} {host}"
            );
        }
    }
}
