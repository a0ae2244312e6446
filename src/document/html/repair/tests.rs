//! Sources and their repaired form.

use super::*;

fn check(source: &str, expected: &str) {
    assert_eq!(repair(source, Attributes::Read), expected, "{source}");
}

#[test]
fn sound_source_is_borrowed() {
    for source in [
        "<p class=\"a>b\">一<br/>二</p>",
        "<pre><code><span class=\"k\">if</span> (a < b)</code></pre>",
        "a < b && c > d, 1 <= n",
    ] {
        assert!(
            matches!(repair(source, Attributes::Read), Cow::Borrowed(_)),
            "{source}"
        );
    }
}

#[test]
fn tags_in_code_samples_are_escaped() {
    check(
        "<pre><code>const a = $<HTMLElement>(x);</code></pre>",
        "<pre><code>const a = $&lt;HTMLElement>(x);</code></pre>",
    );
    check(
        "<pre><code><template><div>a</div></template></code></pre>",
        "<pre><code>&lt;template>&lt;div>a&lt;/div>&lt;/template></code></pre>",
    );
    check(
        "<p>用 <code><script></code> 引入</p><p>后文</p>",
        "<p>用 <code>&lt;script></code> 引入</p><p>后文</p>",
    );
    check(
        "<pre>List<String> <!-- 注 --></pre>",
        "<pre>List&lt;String> &lt;!-- 注 --></pre>",
    );
    check(
        "<code>a<b && c>d</code>，<code>Vec<u></code>，<code>a<b</code>",
        "<code>a&lt;b && c>d</code>，<code>Vec&lt;u></code>，<code>a&lt;b</code>",
    );
    check(
        "<code><b>a</b> x<i></code>",
        "<code><b>a</b> x&lt;i></code>",
    );
    check("一<!-- 二 -->三<!-->四<!--->五<!-- 六 --!>七", "一三四五七");
    check("一<!--!>二<!--->三", "一三");
    check("<pre><div>a</div></pre>", "<pre><div>a</div></pre>");
}

#[test]
fn unclosed_elements_do_not_swallow_the_rest() {
    check("一<script>二", "一&lt;script>二");
    check("一<!-- 二", "一&lt;!-- 二");
    check("<plaintext>一", "&lt;plaintext>一");
    check("<iframe src=\"x\">一", "<iframe src=\"x\"></iframe>一");
    check("一<a href=\"x", "一&lt;a href=\"x");
    check("<script>a<b</script>一", "<script>a<b</script>一");
    check("<![CDATA[一<二]]>三", "一<二三");
}

#[test]
fn wrappers_beyond_a_depth_are_skipped() {
    let nested = |open: &str, close: &str, count| open.repeat(count) + "文" + &close.repeat(count);
    let sound = nested("<div>", "</div>", 80);
    check(&sound, &sound);
    check(
        &nested("<div>", "</div>", 81),
        &sound.replace("文", "<p>文</p>"),
    );
    check(
        &nested("<span>", "</span>", 400),
        &nested("<span>", "</span>", 80),
    );
}

#[test]
fn noframes_content_is_kept_on_a_frameset_page() {
    check(
        "<frameset><noframes><body>一</body></noframes></frameset>",
        "<frameset><body>一</body></frameset>",
    );
    check("<noframes>一</noframes>二", "<noframes>一</noframes>二");
}

#[test]
fn unknown_names_are_text() {
    check("按 <C-r> 键", "按 &lt;C-r> 键");
    check("<a-b>一</a-b><your-name>", "<a-b>一</a-b>&lt;your-name>");
    check("若a<b，则c>d", "若a&lt;b，则c>d");
    check("若a<b 且 c>d", "若a&lt;b 且 c>d");
    check("x<a and b>c<b>重</b>", "x&lt;a and b>c<b>重</b>");
    check("甲s<s，x</p>", "甲s&lt;s，x</p>");
    check("<stdio.h> <https://a.b/>", "&lt;stdio.h> &lt;https://a.b/>");
    check("<foo class=\"x\">一</foo>", "<foo class=\"x\">一</foo>");
}

#[test]
fn an_end_tag_without_its_bracket_is_completed() {
    check("<p>一</p<p>二</p>", "<p>一</p><p>二</p>");
    check("<code>a</b<c</code>", "<code>a&lt;/b&lt;c</code>");
}

#[test]
fn an_unclosed_quote_affects_its_own_tag_only() {
    check("<a href=\"x>一</a><p>二</p>", "<a>一</a><p>二</p>");
}

#[test]
fn unread_attributes_are_dropped() {
    let source = "<a target=\"_blank\" href=\"x\" rel=\"a b\">一</a>";
    check(source, "<a href=\"x\">一</a>");
    assert_eq!(repair(source, Attributes::All), source);
    for kept in [
        "<a title=' rel=\"x\"'>",
        "<a title=\"my rel=x\">",
        "<a rel>",
    ] {
        check(kept, kept);
    }
}

#[test]
fn too_many_attributes_are_dropped() {
    let tag = |count| format!("<p {}>文", "a=\"x y\" ".repeat(count));
    check(&tag(200), &tag(200));
    check(&tag(600), "<p>文");
    check(&format!("<p{}>文", "/a".repeat(600)), "<p>文");
    check(&format!("<p {}>文", "a=\"\"".repeat(600)), "<p>文");
}

#[test]
fn long_data_addresses_are_dropped() {
    let data = format!("data:image/png;base64,{}", "A".repeat(3000));
    let name = crate::document::embedded::name(&data).expect("it is long");
    check(
        &format!("<img src=\"{data}\" alt=\"图\">"),
        &format!("<img src=\"{name}\" alt=\"图\">"),
    );
}
