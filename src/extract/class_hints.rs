//! The words by which pages name their parts, and how running text is told.

/// Words in class and id of what holds an article.
pub const FOR: &[&str] = &[
    "article",
    "articlebody",
    "body",
    "content",
    "detail",
    "entry",
    "main",
    "markdown",
    "post",
    "story",
    "text",
];

/// Elements that stand within a line.
pub const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q",
    "rb", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
];

/// Signs that part sentences.
pub const STOPS: [char; 7] = ['，', '。', '、', '；', '？', '！', '．'];

/// How the small print of a site begins, behind signs like these. It is no running text.
pub const LEGAL: &[&str] = &[
    "Copyright",
    "Notice:",
    "Powered by",
    "©",
    "ⓒ",
    "免责声明",
    "免責聲明",
    "版权声明",
    "版權聲明",
    "特别声明",
    "特別聲明",
    "本文链接",
    "※",
];
pub const OPENING: [char; 7] = [' ', '\n', '\u{3000}', '“', '「', '(', '（'];

/// Elements whose text is never an article's, nor any part of it.
pub const MACHINERY: &[&str] = &[
    "button", "head", "iframe", "noscript", "script", "select", "style", "svg", "template",
    "textarea", "title",
];

/// Elements and roles that are no part of an article.
pub const ELEMENTS: &[&str] = &["dialog", "form", "menu", "nav"];
pub const ROLES: &[&str] = &[
    "banner",
    "contentinfo",
    "dialog",
    "menu",
    "navigation",
    "search",
    "toolbar",
];

/// Words of class, id and label that name what readers write, beside those with `comment`.
pub const COMMENTS: &[&str] = &["discussion", "disqus", "replies", "reply", "respond"];

/// Words behind which another part is named, not this one.
pub const OF_OTHERS: &[&str] = &["has", "hide", "no", "not", "show", "with", "without"];

/// Words of class, id and label that name what stands round an article or interrupts it.
pub const AROUND: &[&str] = &[
    "ad",
    "ads",
    "adsbygoogle",
    "adv",
    "advert",
    "advertisement",
    "banner",
    "bio",
    "bottom",
    "breadcrumb",
    "breadcrumbs",
    "btn",
    "button",
    "buttons",
    "catlinks",
    "cookie",
    "cta",
    "editsection",
    "follow",
    "foot",
    "footer",
    "hot",
    "keywords",
    "labels",
    "leftbar",
    "like",
    "login",
    "menu",
    "modal",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "noprint",
    "pager",
    "pagination",
    "podcasts",
    "popup",
    "printfooter",
    "profile",
    "promo",
    "promotion",
    "pstatus",
    "qr",
    "qrcode",
    "rank",
    "rightbar",
    "ranking",
    "recommend",
    "recommendation",
    "recommendations",
    "recommended",
    "recommends",
    "related",
    "reward",
    "share",
    "sharedaddy",
    "sharing",
    "side",
    "sidebar",
    "signature",
    "signup",
    "skip",
    "social",
    "subscribe",
    "subscription",
    "taglist",
    "tags",
    "toc",
    "toolbar",
    "tools",
    "vote",
    "votes",
    "widget",
];
