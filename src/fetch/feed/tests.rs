//! Feeds of all formats, broken ones, and limits.

use super::item::{MAX_BODY, MAX_ITEMS};
use super::*;
use crate::library::Zone;
use proptest::prelude::*;

fn read(text: &str) -> Result<Feed, NotAFeed> {
    let zone = Zone::named("Asia/Shanghai").expect("a zone");
    parse(
        text.as_bytes(),
        &Source {
            address: Some("https://a.example/feed/"),
            content_type: None,
            zone: &zone,
        },
        &|| false,
    )
}

/// `title|link|id|published|authors|tags` of each item, and its body on a line of its own.
fn shown(text: &str) -> String {
    let feed = read(text).expect("a feed");
    let link = feed.link.clone().unwrap_or_default();
    let mut out = format!("{} {link}", feed.title);
    for item in &feed.items {
        let date = item.published.map(crate::library::Date::rfc3339);
        let parts = [
            item.title.clone(),
            item.link.clone().unwrap_or_default(),
            item.id.clone().unwrap_or_default(),
            date.unwrap_or_default(),
            item.authors.join(","),
            item.tags.join(","),
        ];
        out += &format!("\n{}\n{}", parts.join("|"), item.body());
    }
    out
}

#[track_caller]
fn check(source: &str, expected: &str) {
    assert_eq!(shown(source), expected, "{source}");
}

#[test]
fn rss() {
    check(
        "<rss version='2.0' xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'>
         <channel><title>看报 &amp;amp; 新闻</title><link>https://a.example/</link><image><title>x</title></image>
         <item><title>一</title><link>/1</link><guid isPermaLink='false'>g1</guid>
         <pubDate>Tue, 19 Apr 2022 04:22:21 GMT</pubDate><dc:creator>甲</dc:creator><category>乙</category><category>丙</category>
         <description>短</description><content:encoded><![CDATA[<p>长<img src='i.png'></p>]]></content:encoded></item>
         <item><guid>https://a.example/2</guid><author>m@a.example (丁)</author><pubDate>2022-04-19 12:22</pubDate>
         <description>&lt;b&gt;二&lt;/b&gt; x</description><enclosure url='https://a.example/e.mp3' type='audio/mpeg' length='3000000'/></item>
         </channel></rss>",
        "看报 & 新闻 https://a.example/\n\
         一|https://a.example/1|g1|2022-04-19T04:22:21+00:00|甲|乙,丙\n\
         <p>长<img src='https://a.example/feed/i.png'></p>\n\
         |https://a.example/2|https://a.example/2|2022-04-19T12:22:00+08:00|丁|\n\
         <b>二</b> x\n<p><a href=\"https://a.example/e.mp3\">e.mp3 (audio/mpeg, 3 MB)</a></p>",
    );
    check(
        "<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'>
         <channel rdf:about='x'><title>RDF</title></channel>
         <item rdf:about='https://a.example/1'><title>一</title><link>https://a.example/1</link><dc:date>2022-04-19</dc:date></item></rdf:RDF>",
        "RDF \n一|https://a.example/1|https://a.example/1|2022-04-19T00:00:00+08:00||\n",
    );
    for version in ["version='0.91'", "version='0.94'", "version='9'", ""] {
        let source = format!(
            "<rss {version}><channel><title>t</title><item><title>i</title></item></channel></rss>"
        );
        check(&source, "t \ni|||||\n");
    }
}

#[test]
fn atom() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://b.example/x/'><title type='html'>&lt;i>A&lt;/i></title>
         <link rel='self' href='feed'/><link href='/'/><author><name>F</name></author>
         <entry><title>一 &lt;二></title><id>urn:1</id><link href='1'/><link rel='enclosure' href='2.ogg' type='audio/ogg'/>
         <updated>2022-04-19T04:22:21Z</updated><author><name>甲</name><email>a@b</email></author><author><name>乙</name></author>
         <category term='t' label='标签'/><summary>短</summary>
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>a &lt; b<br/><a href='3'>c</a></div></content>
         <source><title>no</title><id>no</id></source></entry>
         <entry><title>三</title><issued>2003-12-13T08:29:29-04:00</issued><content type='text/html' mode='escaped'>&lt;p>x</content></entry></feed>",
        "A https://b.example/\n\
         一 <二>|https://b.example/x/1|urn:1||甲,乙|标签\n\
         <div>a &lt; b<br><a href=\"https://b.example/x/3\">c</a></div>\n\
         <p><a href=\"https://b.example/x/2.ogg\">2.ogg (audio/ogg)</a></p>\n\
         三|||2003-12-13T08:29:29-04:00||\n<p>x",
    );
}

#[test]
fn content_in_base64() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry><content type='application/octet-stream'>RXhhbXBsZSA8Yj5BdG9tPC9iPg==</content></entry>\
         <entry><content type='image/png'>iVBORw0KGgo=</content><summary>x</summary></entry></feed>",
        " \n|||||\nExample <b>Atom</b>\n|||||\n<p>x</p>",
    );
}

#[test]
fn json() {
    check(
        r#"{"version":"https://jsonfeed.org/version/1.1","title":"J","home_page_url":"https://a.example/","items":[
        {"id":7,"url":"1","title":"<一>","content_html":"<p>x</p>","date_published":"2022-04-19T04:22:21+08:00",
         "authors":[{"name":"甲"}],"tags":["t"],"attachments":[{"url":"https://a.example/e.mp3","mime_type":"audio/mpeg"}]},
        {"id":"u","content_text":"a\nb"}]}"#,
        "J https://a.example/\n\
         <一>|https://a.example/feed/1|7|2022-04-19T04:22:21+08:00|甲|t\n\
         <p>x</p>\n<p><a href=\"https://a.example/e.mp3\">e.mp3 (audio/mpeg)</a></p>\n\
         ||u|||\n<p>a<br>\nb</p>",
    );
}

/// Values of other kinds than expected are left out, and those that are not read are not built.
#[test]
fn json_of_other_kinds() {
    let ignored = format!("[{}0]", "{\"\":[0]},".repeat(20));
    let source = |items: &str| {
        format!(
            r#"{{"x":{ignored},"title":["t"],"items":{items},"title":"J","home_page_url":5}} end"#
        )
    };
    check(
        &source(
            r#"[7,null,{"id":1.5,"title":true,"content_html":{"a":1},"tags":"t","authors":{"name":"x"},
            "author":{"name":"甲","url":[]},"attachments":[1,{"url":"https://a.example/e","size_in_bytes":2000000}],
            "summary":"一\u4e8c"},{"id":[],"title":"先","title":"后"}]"#,
        ),
        "J \n||1.5||甲|\n<p>一二</p>\n<p><a href=\"https://a.example/e\">e (2 MB)</a></p>\n后|||||\n",
    );
    assert_eq!(read(&source("{}")), Err(NotAFeed::Unknown));
    assert_eq!(read(r#"{"title":"no items"}"#), Err(NotAFeed::Unknown));
}

#[test]
fn media() {
    check(
        "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:media='http://search.yahoo.com/mrss/'><entry><title>v</title>
         <media:group><media:title>w</media:title><media:content url='https://a.example/v.mp4' type='video/mp4'/>
         <media:thumbnail url='https://a.example/t.jpg'/><media:description>说明</media:description></media:group></entry></feed>",
        " \nv|||||\n<p><img src=\"https://a.example/t.jpg\" alt=\"\"></p>\n<p>说明</p>\n\
         <p><a href=\"https://a.example/v.mp4\">v.mp4 (video/mp4)</a></p>",
    );
}

#[test]
fn broken_feeds() {
    let expected = "t \n一|||||\n<p>x &amp; y</p>\n二|||||\n";
    for source in [
        // Something before the document, and no end.
        "\n\n<!-- x --><?xml version='1.0'?><rss><channel><title>t</title><item><title>一</title><description>x & y</description></item><item><title>二",
        // Fields and items that are not closed.
        "<rss><channel><title>t</title><item><title>一<description>x & y<item><title>二</channel></rss>",
        // End tags that were never opened, an unknown prefix.
        "<rss><channel></b><title>t</title></c><item><a:b/><title>一</title><description>x & y</description></item><item><title>二</title></item>",
        // Control characters, and text before the document.
        "junk <rss><channel><title>\u{1b}t\u{0}</title><item><title>一</title><description>x & y</description></item><item><title>二</title></item>",
    ] {
        check(source, expected);
    }
    check(
        "<rss><channel><item><title>a&nbsp;b &unknown; &#x4e00;</title><description>1 < 2<p>c</p></description></item></channel></rss>",
        " \na b &unknown; 一|||||\n1 < 2<p>c</p>",
    );
}

#[test]
fn other_sources() {
    let refused = |text: &str| read(text).expect_err(text);
    assert_eq!(refused(""), NotAFeed::Empty);
    assert_eq!(refused(" \n"), NotAFeed::Empty);
    assert_eq!(refused("<!DOCTYPE html><title>x</title>"), NotAFeed::Page);
    assert_eq!(
        refused("<?xml version='1.0'?><svg><title>x</title></svg>"),
        NotAFeed::Unknown
    );
    assert_eq!(refused("{\"a\": 1}"), NotAFeed::Unknown);
    assert_eq!(refused("text"), NotAFeed::Unknown);
}

#[test]
fn charsets() {
    let zone = Zone::named("UTC").expect("a zone");
    let check = |bytes: &[u8], content_type: Option<&str>, expected: &str| {
        let source = Source {
            address: None,
            content_type,
            zone: &zone,
        };
        assert_eq!(
            parse(bytes, &source, &|| false).expect("a feed").title,
            expected
        );
    };
    // 看报 in GBK and in Shift_JIS's place: only a label tells them apart.
    let gbk = |declaration: &str| {
        let bytes = b"<rss><channel><title>\xbf\xb4\xb1\xa8</title></channel></rss>";
        [declaration.as_bytes(), bytes].concat()
    };
    check(
        &gbk("<?xml version='1.0' encoding='gb2312'?>"),
        None,
        "看报",
    );
    check(&gbk(""), Some("text/xml; charset=GBK"), "看报");
    check(
        &gbk("<?xml version='1.0' encoding='utf-8'?>"),
        Some("text/xml;charset=\"gbk\""),
        "看报",
    );
    let utf8 = "<rss><channel><title>看报</title></channel></rss>";
    check(
        utf8.as_bytes(),
        Some("text/xml; charset=iso-8859-1"),
        "看报",
    );
    let marked = format!("\u{feff}{utf8}");
    check(marked.as_bytes(), None, "看报");
    let wide: Vec<u8> = marked.encode_utf16().flat_map(u16::to_le_bytes).collect();
    check(&wide, None, "看报");
}

#[test]
fn limits() {
    let items = "<item><title>x</title></item>".repeat(MAX_ITEMS + 1);
    let feed = read(&format!("<rss><channel>{items}</channel></rss>")).expect("a feed");
    assert_eq!((feed.items.len(), feed.is_cut), (MAX_ITEMS, true));
    let body = "看".repeat(MAX_BODY);
    let long = format!(
        "<rss><channel><item><title>{body}</title><description>{body}</description></item></channel></rss>"
    );
    let feed = read(&long).expect("a feed");
    let item = feed.items.first().expect("an item");
    assert!(item.title.chars().count() <= 300);
    assert!(item.body().len() <= MAX_BODY + 16);
}

/// The bytes of all texts and addresses of a feed.
fn size(feed: &Feed) -> usize {
    let of = |item: &Item| {
        let enclosures = item.enclosures.iter();
        let enclosures: usize = enclosures.map(|file| file.address.len()).sum();
        item.body().len() + item.link.as_ref().map_or(0, String::len) + enclosures
    };
    feed.items.iter().map(of).sum()
}

#[test]
fn a_long_base_does_not_multiply_a_feed() {
    let base = |length: usize| format!("https://a.example/{}/", "b".repeat(length));
    let xml = |base: &str, count: usize| {
        let links = "&lt;a href=\"x\">".repeat(count);
        let item = format!(
            "<item><link>x</link><description>{links}</description>{}</item>",
            "<enclosure url='e'/>".repeat(50)
        );
        format!(
            "<rss xml:base='{base}'><channel>{}</channel></rss>",
            item.repeat(50)
        )
    };
    // A base that is too long is ignored, and that of the document is in force.
    let feed = read(&xml(&base(1 << 20), 100)).expect("a feed");
    assert_eq!(
        feed.items.first().expect("an item").link.as_deref(),
        Some("https://a.example/feed/x")
    );
    assert!(size(&feed) < 1 << 20, "{}", size(&feed));
    // What a permitted one adds has a limit, whatever the number of addresses.
    for count in [1_000, 2_000] {
        let source = xml(&base(2_000), count);
        let size = size(&read(&source).expect("a feed"));
        assert!(size < source.len() + (33 << 20), "{size}");
    }
    let links = "<a href='x'>".repeat(20_000);
    let item = format!(r#"{{"url":"{}","content_html":"{links}"}}"#, base(2_000));
    let items = vec![item; 20].join(",");
    let size = size(&read(&format!(r#"{{"items":[{items}]}}"#)).expect("a feed"));
    assert!(size < items.len() + (17 << 20), "{size}");
}

#[test]
fn reading_stops_when_it_is_told_to_and_after_the_last_item() {
    let zone = Zone::named("UTC").expect("a zone");
    let source = Source {
        address: None,
        content_type: None,
        zone: &zone,
    };
    let asked = |text: &str, most: usize| {
        let asked = std::cell::Cell::new(0_usize);
        let is_stopped = || {
            asked.set(asked.get() + 1);
            asked.get() > most
        };
        let read = parse(text.as_bytes(), &source, &is_stopped);
        (read.map(|feed| feed.items.len()), asked.get())
    };
    let xml = |count: usize| {
        let items = "<item><title>x</title></item>".repeat(count);
        format!("<rss><channel>{items}</channel></rss>")
    };
    let json = |count: usize| {
        let items = vec![r#"{"title":"x"}"#; count].join(",");
        format!(r#"{{"items":[{items}]}}"#)
    };
    for text in [xml(100), json(100)] {
        let (read, asked) = asked(&text, 10);
        assert_eq!(read, Err(NotAFeed::Unfinished));
        assert!(asked < 15, "{asked}");
    }
    for write in [&xml as &dyn Fn(usize) -> String, &json] {
        let one_too_many = asked(&write(MAX_ITEMS + 1), usize::MAX);
        assert_eq!(one_too_many.0, Ok(MAX_ITEMS));
        assert_eq!(asked(&write(2 * MAX_ITEMS), usize::MAX), one_too_many);
    }
}

proptest! {
    #[test]
    fn never_panics_and_titles_are_clean(
        source in "(<rss>|<feed>|<item>|<entry>|</item>|<title>|</title>|<title type='html'>|<link>|<author>|<name>|\
                   <description>|</description>|<content:encoded>|<!\\[CDATA\\[|\\]\\]>|&lt;|&#27;|&|<|>|[a-c看\u{0}-\u{1f}\u{202e}]){0,40}"
    ) {
        if let Ok(feed) = read(&source) {
            for item in &feed.items {
                prop_assert!(!item.title.contains(char::is_control));
                let _ = item.body();
            }
            prop_assert!(!feed.title.contains(char::is_control));
        }
    }

    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        let zone = Zone::named("UTC").expect("a zone");
        let source = Source { address: None, content_type: Some("text/xml; charset=big5"), zone: &zone };
        let _ = parse(&bytes, &source, &|| false);
    }
}
