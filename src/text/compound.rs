//! Compounds that are written with different characters in Mainland China, Taiwan, Hong Kong and
//! Japan, or by different writers: 计划 and 計畫, 什么 and 甚麼. OpenCC converts them word by word,
//! because their characters are not variants of each other elsewhere: 画 is not 划. A search
//! looks for all forms of a compound; the characters alone stay apart.

/// Pairs of forms, folded ([`fold`](super::fold())).
const PAIRS: &[(&str, &str)] = &[
    ("什么", "甚么"),
    ("计划", "计画"),
    ("企划", "企画"),
    ("规划", "规画"),
    ("策划", "策画"),
    ("筹划", "筹画"),
    ("谋划", "谋画"),
    ("擘划", "擘画"),
    ("刻划", "刻画"),
    ("比划", "比画"),
    ("区划", "区画"),
    ("指手划脚", "指手画脚"),
    ("借口", "藉口"),
    ("借由", "藉由"),
    ("借此", "藉此"),
    ("借助", "藉助"),
    ("凭借", "凭藉"),
    ("账户", "帐户"),
    ("账号", "帐号"),
    ("账单", "帐单"),
    ("账目", "帐目"),
    ("账面", "帐面"),
    ("记账", "记帐"),
    ("转账", "转帐"),
    ("结账", "结帐"),
    ("身份", "身分"),
    ("部分", "部份"),
    ("成分", "成份"),
    ("充分", "充份"),
    ("水分", "水份"),
    ("想象", "想像"),
    ("好像", "好象"),
    ("回复", "回覆"),
    ("答复", "答覆"),
    ("记录", "纪录"),
    ("精彩", "精采"),
    ("喝彩", "喝采"),
    ("仿佛", "彷佛"),
    ("坐标", "座标"),
    ("撤销", "撤消"),
    ("联络", "连络"),
    ("关联", "关连"),
    ("唯一", "惟一"),
    ("唯有", "惟有"),
    ("粘贴", "黏贴"),
    ("沉没", "沈没"),
    ("沉默", "沈默"),
    ("沉重", "沈重"),
    ("深沉", "深沈"),
];

/// The most forms of a text.
const MOST: usize = 16;

/// A folded text in all forms of its compounds, the given one first.
pub(crate) fn compound_forms(folded: &str) -> Vec<String> {
    let mut forms = vec![folded.to_owned()];
    for (one, other) in PAIRS {
        for (from, to) in [(one, other), (other, one)] {
            if folded.contains(from) && forms.len() * 2 <= MOST {
                let others: Vec<String> = forms.iter().map(|form| form.replace(from, to)).collect();
                forms.extend(others);
            }
        }
    }
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;

    #[test]
    fn the_pairs_are_folded_and_different() {
        for (one, other) in PAIRS {
            assert_eq!((fold(one), fold(other)), ((*one).into(), (*other).into()));
            assert_ne!(one, other);
        }
    }

    #[test]
    fn each_compound_has_its_forms() {
        let forms = |text: &str| compound_forms(&fold(text));
        assert_eq!(forms("甚麼"), ["甚么", "什么"]);
        assert_eq!(forms("五年計畫"), ["五年计画", "五年计划"]);
        assert_eq!(forms("画"), ["画"]);
        let both = ["什么计划", "甚么计划", "什么计画", "甚么计画"];
        assert_eq!(forms("什么计划"), both);
        let many = PAIRS.iter().map(|pair| pair.0).collect::<String>();
        assert_eq!(forms(&many).len(), MOST);
    }
}
