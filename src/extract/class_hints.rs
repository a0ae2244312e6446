//! Words that pages use to name their parts (in class, id, role and label), and the signs that
//! distinguish running text from other text.

/// Words in class and id of an element that holds an article.
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

/// How words begin that name comments.
pub const COMMENT_STEMS: &[&str] = &["comment", "kommentar", "comentario", "pinglun"];

/// How classes of page builders begin.
pub const BUILDERS: &[&str] = &["elementor", "et_pb", "wp-block", "vc_", "wpb_", "fl-"];

/// Words of parts that lead to other articles. Weak evidence: only with links.
pub const CARDS: &[&str] = &[
    "card", "cards", "teaser", "teasers", "rank", "embed", "linklist", "box", "infobox",
    "readmore", "more", "links", "list", "latest", "recent", "also", "swiper", "item",
];

/// Words in class and id of a caption of a picture.
pub const CAPTIONS: &[&str] = &[
    "caption",
    "credit",
    "credits",
    "copyright",
    "gallery",
    "legend",
    "slide",
    "slideshow",
    "carousel",
];

/// Words in class and id of a byline.
pub const BYLINES: &[&str] = &[
    "author",
    "authors",
    "byline",
    "date",
    "dateline",
    "datetime",
    "datum",
    "meta",
    "posted",
    "published",
    "pubdate",
    "source",
    "time",
    "timestamp",
    "updated",
    "info",
    "infos",
    "writer",
];

/// Words that, beside a word of a byline, name a part of the text: `alert-info`, `sourceCode`.
pub const NOTES: &[&str] = &[
    "admonition",
    "alert",
    "callout",
    "code",
    "codehilite",
    "hint",
    "highlight",
    "important",
    "message",
    "note",
    "notice",
    "shell",
    "table",
    "tip",
    "warning",
];

/// Words that, beside a word of [`WRITERS`], name a text about an author.
pub const PORTRAITS: &[&str] = &[
    "about",
    "bio",
    "biography",
    "box",
    "card",
    "desc",
    "description",
    "profile",
];

/// Words in class and id of an author.
pub const WRITERS: &[&str] = &["author", "authors", "writer"];

/// Classes of texts for screen readers only.
pub const UNSEEN: &[&str] = &[
    "off-screen",
    "offscreen",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
];

/// Words in class and id of the writer of a post.
pub const SIGNED: &[&str] = &[
    "user", "username", "userinfo", "avatar", "poster", "nick", "nickname", "floor", "name",
    "writer", "authi",
];

/// Words that own a body or a text: `article-body`, `post_content`.
pub const OWNERS: &[&str] = &[
    "art", "article", "blog", "content", "entry", "news", "post", "single", "story", "topic",
];

/// Words that name the text of their owner.
pub const BODIES: &[&str] = &[
    "article", "body", "bodycopy", "content", "detail", "main", "text",
];

/// Inline elements: they do not end a line of text.
pub const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "cite", "code", "del", "em", "font", "i", "ins", "kbd", "mark", "q",
    "rb", "rp", "rt", "ruby", "s", "small", "span", "strong", "sub", "sup", "time", "tt", "u",
    "var", "wbr",
];

/// Full-width punctuation that only sentences have.
pub const STOPS: [char; 7] = ['，', '。', '、', '；', '？', '！', '．'];

/// How legal notices begin, after any of [`OPENING`]. They do not count as running text.
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

/// Spaces and opening punctuation that may precede a legal notice.
pub const OPENING: [char; 7] = [' ', '\n', '\u{3000}', '“', '「', '(', '（'];

/// Elements whose text is not shown as text at all. It counts nowhere.
pub const MACHINERY: &[&str] = &[
    "button", "head", "iframe", "noscript", "script", "select", "style", "svg", "template",
    "textarea", "title",
];

/// Elements outside an article.
pub const ELEMENTS: &[&str] = &["dialog", "form", "menu", "nav"];

/// ARIA roles outside an article.
pub const ROLES: &[&str] = &[
    "banner",
    "contentinfo",
    "dialog",
    "menu",
    "navigation",
    "search",
    "toolbar",
];

/// Words in class, id and label of readers' comments, besides those that begin with `comment`.
pub const COMMENTS: &[&str] = &["discussion", "disqus", "replies", "reply", "respond"];

/// Words after which the next word names another part: `has-sidebar` is not a sidebar.
pub const OF_OTHERS: &[&str] = &[
    "bare", "border", "margin", "padding", "space", "spacing", "has", "hide", "no", "not", "show",
    "with", "without",
];

/// Words in class, id and label of the parts around an article, or that interrupt it.
pub const AROUND: &[&str] = &[
    "mehr",
    "empfehlungen",
    "abo",
    "sponsored",
    "sponsor",
    "syndication",
    "feedback",
    "promobox",
    "paywall",
    "donate",
    "previous",
    "prev",
    "next",
    "prevnext",
    "teasers",
    "recirculation",
    "recirc",
    "taboola",
    "outbrain",
    "rail",
    "popular",
    "trending",
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
    "sightml",
    "sign",
    "signature",
    "signup",
    "skip",
    "disclaimer",
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
