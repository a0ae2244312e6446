//! Words by which pages in ten languages announce other articles and name their authors.

/// How a line begins that announces other articles. In lower case.
const RELATED: &[&str] = &[
    // Advertisements, in all ten
    "广告",
    "廣告",
    "広告",
    "광고",
    "advertisement",
    "advert",
    "anzeige",
    "werbung",
    "publicité",
    "publicidad",
    "publicidade",
    "реклама",
    // Chinese
    "相关阅读",
    "相关文章",
    "相关新闻",
    "相关链接",
    "相关推荐",
    "延伸阅读",
    "推荐阅读",
    "更多阅读",
    "更多文章",
    "热门文章",
    "猜你喜欢",
    "为你推荐",
    "往期回顾",
    "往期推荐",
    "上一篇",
    "下一篇",
    "热门推荐",
    "大家都在看",
    "编辑推荐",
    "精彩推荐",
    "相關閱讀",
    "相關文章",
    "相關新聞",
    "相關連結",
    "延伸閱讀",
    "推薦閱讀",
    "更多文章",
    "熱門文章",
    "看更多",
    "你可能也想看",
    "更多新聞",
    "熱門新聞",
    "編輯推薦",
    "猜你喜歡",
    // Japanese
    "関連記事",
    "関連リンク",
    "あわせて読みたい",
    "合わせて読みたい",
    "おすすめ記事",
    "こちらもおすすめ",
    "人気記事",
    "前の記事",
    "次の記事",
    "関連ニュース",
    "この記事も読まれています",
    "最新記事",
    // Korean
    "관련기사",
    "관련 기사",
    "관련글",
    "관련 글",
    "추천기사",
    "추천 기사",
    "이전글",
    "다음글",
    "이전 글",
    "다음 글",
    "함께 보면 좋은",
    "인기기사",
    "인기 기사",
    "많이 본 뉴스",
    "주요뉴스",
    // English
    "related",
    "related articles",
    "related stories",
    "related posts",
    "related news",
    "related coverage",
    "related content",
    "related reading",
    "related story",
    "related article",
    "read more",
    "read also",
    "also read",
    "read next",
    "see also",
    "see more",
    "more on this story",
    "more on this topic",
    "more on",
    "more from",
    "more news from",
    "more stories",
    "you may also like",
    "you might also like",
    "recommended",
    "recommended reading",
    "recommended for you",
    "don't miss",
    "don’t miss",
    "most read",
    "most popular",
    "trending",
    "trending now",
    "also see",
    "up next",
    "next article",
    "previous article",
    "latest news",
    "more",
    "further reading",
    "explore further",
    "next post",
    "previous post",
    "what to read next",
    "editor's picks",
    "must read",
    "also on",
    "from our partners",
    "popular posts",
    "recent posts",
    "continue reading",
    "click here for more",
    "watch",
    // German
    "lesen sie auch",
    "mehr zum thema",
    "das könnte sie auch interessieren",
    "das könnte dich auch interessieren",
    "auch interessant",
    "weitere artikel",
    "weitere beiträge",
    "weitere meldungen",
    "ähnliche artikel",
    "ähnliche beiträge",
    "verwandte artikel",
    "verwandte themen",
    "mehr dazu",
    "mehr lesen",
    "lies auch",
    "siehe auch",
    "zum thema",
    "meistgelesen",
    "passend dazu",
    "weiterlesen",
    "nächster artikel",
    "vorheriger artikel",
    "nächster beitrag",
    "vorheriger beitrag",
    "lesetipp",
    "lesen sie mehr",
    "mehr von",
    "mehr aus",
    "weitere news",
    "weitere themen",
    // French
    "lire aussi",
    "à lire aussi",
    "à lire",
    "lire également",
    "à lire également",
    "voir aussi",
    "sur le même sujet",
    "dans la même rubrique",
    "articles liés",
    "articles similaires",
    "nos articles",
    "article suivant",
    "article précédent",
    "en savoir plus",
    "les plus lus",
    "lire la suite",
    "à voir aussi",
    // Spanish
    "lea también",
    "lee también",
    "leer más",
    "lee más",
    "vea también",
    "ver también",
    "te puede interesar",
    "le puede interesar",
    "también te puede interesar",
    "noticias relacionadas",
    "artículos relacionados",
    "relacionado",
    "relacionadas",
    "más información",
    "más noticias",
    "lo más leído",
    "siguiente artículo",
    "artículo anterior",
    "te recomendamos",
    "además",
    "sigue leyendo",
    // Portuguese
    "leia também",
    "veja também",
    "leia mais",
    "saiba mais",
    "notícias relacionadas",
    "artigos relacionados",
    "mais lidas",
    "mais notícias",
    "você pode gostar",
    "próximo artigo",
    "artigo anterior",
    "confira também",
    // Russian
    "читайте также",
    "читать также",
    "смотрите также",
    "по теме",
    "материалы по теме",
    "похожие статьи",
    "похожие материалы",
    "читать далее",
    "подробнее",
    "самое читаемое",
    "следующая статья",
    "предыдущая статья",
    "новости по теме",
    "рекомендуем",
];

/// The rest of a line that announces other articles. Empty if it only announces them.
pub fn announced(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(is_mark);
    let first = text.chars().next()?.to_lowercase().next()?;
    let near = RELATED.iter().filter(|words| words.starts_with(first));
    let rests = near.filter_map(|words| after(text, words));
    // The longest words leave the least.
    rests.min_by_key(|rest| rest.len())
}

fn is_mark(c: char) -> bool {
    !c.is_alphanumeric()
}

/// What follows some words at the start of a text, if a mark separates them.
fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut chars = text.chars();
    for word in words.chars() {
        let c = chars.next()?;
        if c != word && !c.to_lowercase().eq([word]) {
            return None;
        }
    }
    let rest = chars.as_str();
    let of_word = |c: char| !is_mark(c) || ['\'', '’', '-', ','].contains(&c);
    let marked = rest.trim().is_empty() || rest.trim_start().starts_with(is_mark);
    (marked && !rest.starts_with(of_word)).then(|| rest.trim_start_matches(is_mark))
}

/// How bylines begin. In lower case.
const BYLINES: &[&str] = &[
    "by ",
    "posted by",
    "written by",
    "published",
    "updated",
    "last updated",
    "posted",
    "von ",
    "veröffentlicht",
    "par ",
    "publié",
    "por ",
    "publicado",
    "автор",
    "опубликовано",
    "作者",
    "来源",
    "來源",
    "发布",
    "發布",
    "编辑",
    "編輯",
    "記者",
    "记者",
    "文/",
    "文／",
    "著者",
    "投稿",
    "公開",
    "更新",
    "기자",
    "입력",
    "수정",
    "등록",
];

/// Maximum characters of a byline, and of one that has neither name nor date.
const MAX_BYLINE: usize = 80;
const MAX_PLAIN: usize = 20;

/// Whether a text begins as a byline and goes on with a name, a date or a sign.
pub fn is_byline(text: &str) -> bool {
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let count = text.chars().count();
    let begins = |words: &&str| {
        let mut chars = text.chars();
        let same = words.chars().all(|word| {
            let next = chars.next();
            next.is_some_and(|c| c == word || c.to_lowercase().eq([word]))
        });
        same.then(|| chars.as_str())
    };
    let mut rests = BYLINES.iter().filter_map(|words| begins(&words));
    let names = |rest: &str| {
        let first = rest.trim_start().chars().next();
        let sign = rest.chars().next().is_none_or(|c| !c.is_alphabetic());
        first.is_none_or(|c| !c.is_alphabetic() || c.is_uppercase())
            || (sign && first.is_some_and(|c| !c.is_lowercase()))
            || rest.contains(|c: char| c.is_ascii_digit())
    };
    count < MAX_BYLINE && !is_prose(text) && rests.any(|rest| count <= MAX_PLAIN || names(rest))
}

/// Whether a text is a sentence or more: it has the end of a sentence, or several clauses.
pub fn is_prose(text: &str) -> bool {
    let commas = text.chars().filter(|c| ['，', '；'].contains(c)).count();
    if commas > 1 || text.contains(['。', '！', '？', '．']) {
        return true;
    }
    let mut words = text.split_whitespace().peekable();
    while let Some(word) = words.next() {
        let word = word.trim_end_matches(['"', '\'', '”', '’', '»', ')', '」']);
        let Some(inner) = word.strip_suffix(['.', '!', '?', '…']) else {
            continue;
        };
        // Not an abbreviation, as in `a.m.`, `J. Smith` or `Jan. 5`.
        let small = inner.starts_with(char::is_lowercase);
        let whole = !inner.contains('.') && (small || inner.chars().count() > 4);
        let starts = words
            .peek()
            .is_none_or(|next| !next.starts_with(|c: char| c.is_lowercase() || c.is_numeric()));
        if whole && starts && inner.chars().any(char::is_alphabetic) {
            return true;
        }
    }
    false
}

/// What invitations ask for, in the languages that the cleaning rules do not cover. In lower case.
const ASK: &[&str] = &[
    "share on",
    "share this",
    "teilen",
    "partager",
    "compartir",
    "compartilhar",
    "поделиться",
    "シェア",
    "공유",
    "分享到",
    "subscribe",
    "sign up",
    "follow ",
    "download",
    "get the latest",
    "like us",
    "chat with us",
    "click here",
    "abonnieren",
    "folgen sie",
    "folge uns",
    "folgt uns",
    "melden sie sich",
    "jetzt anmelden",
    "herunterladen",
    "abonnez",
    "inscrivez",
    "suivez",
    "téléchargez",
    "rejoignez",
    "suscríbe",
    "suscriba",
    "síguenos",
    "siguenos",
    "síganos",
    "descarga",
    "únete",
    "hazte",
    "nuestro canal",
    "regístrate",
    "assine",
    "inscreva",
    "siga ",
    "baixe",
    "nosso canal",
    "подпис",
    "следите за",
    "читайте нас",
    "скачайте",
    "skachat",
    "구독",
    "팔로우",
    "다운로드",
    "친구추가",
    "subskry",
    "zapraszamy",
    "obserwuj",
    "iscriviti",
    "seguici",
    "abonneer",
    "volg ons",
];

/// What invitations offer.
const OFFER: &[&str] = &[
    " email",
    " mail",
    "newsletter",
    "inbox",
    " app",
    "facebook",
    "twitter",
    "instagram",
    "youtube",
    "telegram",
    "whatsapp",
    "messenger",
    "kanal",
    "mitglied",
    "chaîne",
    "boletín",
    "miembro",
    "newsletter",
    "canal",
    "рассылк",
    "канал",
    "телеграм",
    "вконтакте",
    "채널",
    "뉴스레터",
    "카카오",
    "앱",
    "subskrypcj",
    "google news",
    "linkedin",
];

/// Whether a line invites the reader to subscribe, follow or download.
pub fn is_invitation(text: &str) -> bool {
    if text.chars().count() > 160 {
        return false;
    }
    let text = text.to_lowercase();
    let has = |list: &[&str]| list.iter().any(|words| text.contains(words));
    has(ASK) && has(OFFER)
}
