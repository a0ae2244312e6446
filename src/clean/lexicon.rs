//! Wordings of promotion, credits and paywalls, and how they are matched.
//!
//! In a pattern `…` stands for at most [`GAP`] cells of text, `|` parts alternatives of one
//! place, and `下载!量` is 下载 not followed by 量. Matched in lower case.

use std::cmp::Reverse;
use std::ops::Range;
use std::sync::LazyLock;

/// Cells that `…` may stand for: an ideograph says as much in two as a word in six.
const GAP: usize = 36;

/// What promotion says. Never enough alone: see `promotion`.
const PROMOTION: &[&str] = &[
    "下载!量…app|客户端|应用",
    "下載!量…app|應用",
    "尽在…app|客户端|公众号",
    "打开…app…查看|阅读|体验",
    "扫码|扫描|掃描|掃碼|长按|長按|识别…二维码|二維碼|qr code",
    "扫码|掃碼…分享|关注|下载|加入|阅读|咨询|进群",
    "扫一扫…分享|关注|下载|加入|阅读|体验",
    "京东|天猫|淘宝|拼多多…直达链接|领券|抢购",
    "关注…公众号|微信号|微信公号|服务号|视频号|订阅号",
    "關注…公眾號|粉絲專頁|粉絲團",
    "搜索…公众号|小程序",
    "添加|加…微信…备注|入群|进群|好友",
    "点击|點擊…阅读原文|閱讀原文|查看更多|查看原文|了解更多|阅读全文|下载",
    "查看知乎原文|查看知乎讨论|查看讨论",
    "阅读原文|閱讀原文|查看原文|阅读全文|閱讀全文|查看全文|文章原文",
    "观看|查看|获取…更多精彩视频|更多精彩内容|更多精彩",
    "更多精彩…视频|内容|內容|文章|资讯|推荐",
    "更多精彩|更多资讯|更多內容|更多内容|更多新闻",
    "原文链接…查看评论",
    "跳转微信打开|继续滑动看下一个|向上滑动看下一个|轻触阅读原文",
    "红包…抽|领|至高",
    "点此|点击|戳此…抽取|领取|抢购",
    "点赞…一键三连",
    "星标…不错过|不迷路|推送",
    "觉得好看|觉得不错|请点|点个|点一下|顺手点…在看",
    "复制代码|複製程式碼|コピーする",
    "喜欢…点个|点赞|点個…赞|在看|关注",
    "点赞|點讚…收藏|关注|转发|在看",
    "点击上方|点击下方|戳下方|戳上方",
    "分享到…微信|微博|朋友圈|qq|facebook|twitter|line",
    "打赏|赞赏…作者|支持|本文",
    "记得…点赞|关注|收藏",
    "点亮…在看|星标|⭐",
    "点亮星标",
    "加入…粉丝群|讨论群|交流群|qq群|知识星球",
    "アプリ…ダウンロード",
    "続きを読む|もっと見る",
    "フォロー…する|してね|お願い",
    "ランキング…クリック|応援|参加中|ポチ",
    "友だち追加|メルマガ登録",
    "앱…다운로드|설치",
    "더보기|구독하기|공유하기",
    "download…app|application",
    "subscribe…newsletter|channel|updates|weekly|now",
    "sign up…newsletter|free",
    "follow us|follow me|follow our…on twitter|on facebook|on instagram|on x",
    "share on|share this|tweet this",
    "read more|continue reading|more from",
    "read the full|read full",
    "get it on|available on…app store|google play",
    "click here…to|for",
];

/// What announces links to other articles, and is no promise of the author's.
pub const RELATED: &[&str] = &[
    "相关阅读",
    "相關閱讀",
    "推荐阅读",
    "推薦閱讀",
    "相关新闻",
    "相關新聞",
    "相关文章",
    "相關文章",
    "相关推荐",
    "关联阅读",
    "更多阅读",
    "更多報導",
    "往期推荐",
    "往期回顾",
    "往期精选",
    "热门推荐",
    "热门文章",
    "猜你喜欢",
    "你可能还喜欢",
    "您可能感兴趣",
    "延伸阅读",
    "延伸閱讀",
    "関連記事",
    "あわせて読みたい",
    "おすすめ記事",
    "관련기사",
    "관련 기사",
    "related articles",
    "related posts",
    "related stories",
    "you may also like",
    "you might also like",
];

/// What leads from an extract to the whole.
pub const WHOLE: &[&str] = &[
    "查看全文",
    "阅读全文",
    "閱讀全文",
    "阅读更多",
    "閱讀更多",
    "查看更多",
    "继续阅读",
    "繼續閱讀",
    "展开全文",
    "展開全文",
    "点击阅读全文",
    "点击查看全文",
    "點擊閱讀全文",
    "続きを読む",
    "続きをみる",
    "続きを見る",
    "もっと読む",
    "もっと見る",
    "全文を読む",
    "記事全文を読む",
    "전체보기",
    "전문 보기",
    "전문보기",
    "더보기",
    "더 보기",
    "더 읽기",
    "계속 읽기",
    "read more",
    "read on",
    "read full article",
    "read the full article",
    "read the full story",
    "read the whole story",
    "read the rest",
    "keep reading",
    "continue reading",
    "view full post",
];

/// What a paywall or an extract says at its end.
const PAYWALL: &[&str] = &[
    "订阅|訂閱|登录|登錄|登入|注册|註冊|开通|購買|购买|付费|会员|會員|加入…继续阅读|繼續閱讀|阅读全文|閱讀全文|阅读更多|解锁|解鎖|看全文|读全文|讀全文|览全文|覽全文|完整内容|完整內容",
    "本文为付费!写|付费文章|付費文章|会员专享|會員專享|会员专属|訂戶專享|订户专享",
    "剩余…需订阅|需付费|付费阅读|付费后|付费解锁|付费查看",
    "この記事は有料!会員の|有料会員限定|会員限定記事|続きは…会員|有料",
    "유료…회원|기사|구독자",
    "회원 전용 기사|구독자 전용|전체 기사를 읽으시려면|나머지 내용은…구독|로그인",
    "로그인|구독|회원가입…하시면|하면|해야|후…전문|전체 기사|나머지|계속…읽을|볼|보실",
    "続き|全文|残り…ログイン|会員登録|購読|有料登録|無料登録…読める|読めます|お読み|ご覧|必要",
    "subscribe|sign in|log in|register…to continue reading|to read|to keep reading|for full access|to unlock",
    "this article is for subscribers! to|this post is for paid|for subscribers only",
];

/// How a credit line begins.
pub const CREDITS: &[&str] = &[
    "责任编辑",
    "責任編輯",
    "责编",
    "責編",
    "编辑：",
    "编辑:",
    "编辑｜",
    "编辑 |",
    "编辑丨",
    "编辑/",
    "編輯：",
    "编 辑",
    "校对",
    "校對",
    "审核",
    "监制",
    "值班编辑",
    "主编",
    "执行主编",
    "排版",
    "来源：",
    "来源:",
    "来源｜",
    "来源丨",
    "来源 |",
    "來源：",
    "來源:",
    "稿源",
    "文章来源",
    "消息来源",
    "资料来源",
    "資料來源",
    "原文：",
    "原文:",
    "原文链接",
    "原文標題",
    "原文标题",
    "原标题",
    "原標題",
    "作者：",
    "作者:",
    "作者｜",
    "作者丨",
    "作者 |",
    "作者/",
    "文/",
    "文｜",
    "文丨",
    "文 |",
    "文 /",
    "撰文",
    "采写",
    "記者",
    "记者",
    "本报记者",
    "采访",
    "图/",
    "图｜",
    "图 |",
    "摄影",
    "攝影",
    "视频：",
    "译者",
    "翻译：",
    "编译",
    "編譯",
    "译文出自",
    "本文来自",
    "本文來自",
    "本文转自",
    "本文轉載",
    "本文由",
    "本文作者",
    "转自",
    "转载自",
    "轉載自",
    "出处",
    "文章转载",
    "转载请",
    "轉載請",
    "转载本",
    "欢迎转载",
    "图片来源",
    "圖片來源",
    "头图来源",
    "题图",
    "封面来源",
    "图片、资料来源",
    "版权声明",
    "版權聲明",
    "版权所有",
    "免责声明",
    "免責聲明",
    "声明：",
    "聲明：",
    "特别声明",
    "未经授权",
    "本文仅代表",
    "以上内容仅",
    "仅供投资者参考",
    "本文首发",
    "本文不构成",
    "首发于",
    "via:",
    "via：",
    "via ",
    "source:",
    "author:",
    "editor:",
    "by ",
    "copyright",
    "©",
    "(c)",
    "出典",
    "文＝",
    "取材",
    "執筆",
    "編集",
    "翻訳",
    "記事提供",
    "기자",
    "출처",
    "글 ",
    "사진 ",
    "发布于",
    "發布於",
    "发表于",
    "更新于",
    "编辑于",
];

/// What a credit line holds, wherever.
pub const CREDIT_WORDS: &[&str] = &["转载请联系", "转载请注明", "轉載請註明", "转载请保留"];

/// How a credit line ends.
pub const CREDIT_ENDS: &[&str] = &[
    "的回答",
    "授权发布",
    "授权转载",
    "版权所有",
    "違者必究",
    "违者必究",
    "无断転載禁止",
    "無断転載を禁じます",
    "무단전재 및 재배포 금지",
    "기자",
];

/// A list of patterns, taken apart once.
pub struct Lexicon(Vec<Pattern>);

pub static PROMOTIONS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(PROMOTION));
pub static PAYWALLS: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::of(PAYWALL));

/// The places of one pattern, each with the words that may stand there.
struct Pattern {
    first: Vec<Word>,
    rest: Vec<Vec<Word>>,
}

struct Word {
    text: &'static str,
    unless: &'static str,
    /// Its characters, roughly: most words are ruled out by them.
    letters: u128,
}

impl Word {
    fn of(word: &'static str) -> Self {
        let (text, unless) = word.split_once('!').unwrap_or((word, ""));
        Self {
            text,
            unless,
            letters: letters(text),
        }
    }

    /// Where it stands in a text at or after `from`, in bytes.
    fn find(&self, text: &str, mut from: usize) -> Option<Range<usize>> {
        loop {
            let start = from + text.get(from..)?.find(self.text)?;
            let end = start + self.text.len();
            let refused = !self.unless.is_empty() && text.get(end..)?.starts_with(self.unless);
            if !refused {
                return Some(start..end);
            }
            from = end;
        }
    }
}

/// The set of the characters of a text, in as many bits as there are.
fn letters(text: &str) -> u128 {
    text.chars()
        .fold(0, |bits, c| bits | 1 << (u32::from(c) % 127))
}

impl Pattern {
    fn of(pattern: &'static str) -> Self {
        let mut places = pattern
            .split('…')
            .map(|place| place.split('|').map(Word::of).collect());
        Self {
            first: places.next().unwrap_or_default(),
            rest: places.collect(),
        }
    }

    /// Where it stands in a text (of lower case), in bytes, if it matches.
    fn matched(&self, text: &str, letters: u128) -> Option<Range<usize>> {
        let possible = |word: &&Word| word.letters & letters == word.letters;
        self.first.iter().filter(possible).find_map(|first| {
            let mut from = 0;
            while let Some(found) = first.find(text, from) {
                if let Some(last) = follow(&self.rest, text, found.end) {
                    return Some(found.start..last);
                }
                from = found.end;
            }
            None
        })
    }
}

/// Where the rest of a pattern ends, when it begins within the gap behind `from`.
fn follow(rest: &[Vec<Word>], text: &str, from: usize) -> Option<usize> {
    let Some((next, rest)) = rest.split_first() else {
        return Some(from);
    };
    next.iter().find_map(|word| {
        let found = word.find(text, from)?;
        let between = text.get(from..found.start)?;
        // What is said in two sentences is not one phrase.
        let broken = between.contains(['。', '！', '？', '；', '!', '?']);
        let gap: usize = between
            .chars()
            .map(|c| if c.is_ascii() { 1 } else { 2 })
            .sum();
        (gap <= GAP && !broken)
            .then(|| follow(rest, text, found.end))
            .flatten()
    })
}

impl Lexicon {
    fn of(patterns: &[&'static str]) -> Self {
        Self(patterns.iter().copied().map(Pattern::of).collect())
    }

    /// Where the patterns stand in a text, in bytes, in order and apart from each other.
    pub fn spans(&self, text: &str) -> Vec<Range<usize>> {
        let letters = letters(text);
        let matched = |pattern: &Pattern| pattern.matched(text, letters);
        let mut all: Vec<Range<usize>> = self.0.iter().filter_map(matched).collect();
        // The longest first: what overlaps a longer one says nothing more.
        all.sort_by_key(|span| (Reverse(span.len()), span.start));
        let mut kept: Vec<Range<usize>> = Vec::new();
        for span in all {
            let apart = |own: &Range<usize>| span.end <= own.start || own.end <= span.start;
            if kept.iter().all(apart) {
                kept.push(span);
            }
        }
        kept.sort_by_key(|span| span.start);
        kept
    }

    /// The most characters that any pattern covers.
    pub fn best(&self, text: &str) -> Option<usize> {
        let letters = letters(text);
        self.0
            .iter()
            .filter_map(|pattern| pattern.matched(text, letters))
            .filter_map(|span| text.get(span))
            .map(|part| part.chars().count())
            .max()
    }
}

/// Characters that spans cover, but blanks and signs.
pub fn covered(text: &str, spans: &[Range<usize>]) -> usize {
    spans
        .iter()
        .filter_map(|span| text.get(span.clone()))
        .map(|part| part.chars().filter(|c| c.is_alphanumeric()).count())
        .sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns() {
        for (pattern, text, covered) in [
            ("下载!量…app|客户端", "下载某某财经app，查看更多", Some(9)),
            ("下载!量…app", "下载量最高的app是它", None),
            ("扫码|扫描…二维码", "请扫描下方二维码", Some(7)),
            ("关注", "不", None),
            ("订阅…查看全文", "你会订阅吗？查看全文", None),
        ] {
            assert_eq!(Lexicon::of(&[pattern]).best(text), covered, "{text}");
        }
    }

    #[test]
    fn patterns_are_lower_case() {
        for pattern in PROMOTION.iter().chain(PAYWALL).chain(CREDITS) {
            assert_eq!(**pattern, pattern.to_lowercase());
        }
    }
}
