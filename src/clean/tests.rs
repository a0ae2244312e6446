//! Tables of what each rule cuts, and of what no rule may cut.

use super::*;
use crate::document::Flaw;
use crate::document::{self, Format};

fn cleaned(source: &str, title: &str) -> (Document, Vec<Cut>) {
    let mut document = document::build(source, Format::Html);
    let context = Context {
        title,
        ..Context::default()
    };
    let cuts = clean(&mut document, &context);
    (document, cuts)
}

fn check(source: &str, expected: &str) {
    let (document, _) = cleaned(source, "标题是这样的");
    assert_eq!(
        document::outline(&document).trim_end(),
        expected,
        "{source}"
    );
}

#[test]
fn names_are_unique() {
    let mut names: Vec<_> = RULES.iter().map(|rule| rule.name).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), RULES.len());
}

#[test]
fn promotion_needs_two_signals() {
    check(
        "<blockquote><p><a href=\"https://a.b/c\">下载某某财经APP，查看更多资讯</a></p></blockquote><p>正文在此，写得很长。</p>",
        "!promotion >\n  !promotion p [0@1:下载某某财经APP，查看更多资讯]\np 正文在此，写得很长。",
    );
    check(
        "<p>正文在此。</p><p>去年下载量最高的APP是微信，其次才是别的。</p>",
        "p 正文在此。\np 去年下载量最高的APP是微信，其次才是别的。",
    );
}

#[test]
fn promotional_lines_are_cut() {
    let text = "正文在此，写得很长，一直写到这里才停。";
    for (line, cut) in [
        ("下载溪声APP，第一时间读到两岸的新鲜事", true),
        (
            "#欢迎关注溪声的公众号：溪声（微信号：xisheng），更多精彩内容每天送到。",
            true,
        ),
        ("⭐点赞、转发、在看一键三连⭐", true),
        ("观看更多精彩视频", true),
        ("跳转微信打开", true),
        ("某宝红包至高 999 元，每天抽一次：点此抽取。", true),
        ("下载客户端以后，按第二页的办法安装即可。", false),
        ("他读到“关注我们的公众号”和“扫码加入”就关掉了手机。", false),
        ("转载请注明出处", false),
    ] {
        let source = format!("<p>{text}</p><p>{text}</p><p>{line}</p>");
        let (_, cuts) = cleaned(&source, "标题是这样的");
        assert_eq!(
            cuts.iter().any(|one| one.rule == "promotion"),
            cut,
            "{line}"
        );
    }
}

#[test]
fn lists_of_related_articles_are_cut() {
    let link = "<a href=\"https://a.b/1\">另一条溪</a>";
    check(
        &format!(
            "<p>正文。</p><p><b>相关阅读：</b></p><ul><li>{link}</li></ul><p>跳转微信打开</p>"
        ),
        "p 正文。\n!related-list p [1:相关阅读：]\n!related-list ul\n  *\n    p [0@1:另一条溪]\n!promotion p 跳转微信打开",
    );
    check(
        &format!("<p>正文。</p><p>相关阅读：{link}</p><p>完。</p>"),
        "p 正文。\n!related-list p 相关阅读：[0@1:另一条溪]\np 完。",
    );
    check(
        "<p>正文。</p><p>推荐阅读</p><p>这本书值得一读。</p>",
        "p 正文。\np 推荐阅读\np 这本书值得一读。",
    );
    check(
        &format!("<p>正文。</p><h2>推荐阅读</h2><p>{link}</p>"),
        "p 正文。\nh2 推荐阅读\np [0@1:另一条溪]",
    );
}

#[test]
fn lists_named_by_class_or_made_of_cards() {
    let link = "<a href=\"https://a.b/1\">溪水为什么在桥下转弯以后就听不见了</a>";
    let item = format!("<li><img src=\"https://a.b/1.png\">{link}</li>");
    check(
        &format!("<p>正文。</p><h3 class=\"related_post_title\">相关文章</h3><ul>{item}</ul>"),
        "p 正文。\n!related h3 相关文章\n!related-list ul\n  *\n    figure 2\n    p [0@1:溪水为什么在桥下转弯以后就听不见了]",
    );
    let card = "<p><img src=\"https://a.b/1.png\"></p><p>另一条溪</p>";
    check(
        &format!("<p>正文。</p><h2>推荐阅读</h2>{card}"),
        "p 正文。\n!related-list h2 推荐阅读\n!related-list figure 1\n!related-list p 另一条溪",
    );
    check(
        "<p>正文。</p><p>The post <a href=\"https://a.b/1\">题</a> first appeared on <a href=\"https://a.b\">站</a>.</p>",
        "p 正文。\n!residue p The post [0@1:题] first appeared on [0@2:站].",
    );
}

#[test]
fn lone_full_stops_after_pictures_are_cut() {
    check(
        "<p>如图<br><img src=\"https://a.b/1.png\">。</p><p>后文。</p>",
        "p 如图\nfigure 1\n!residue p 。\np 后文。",
    );
}

#[test]
fn classes_cut_short_blocks_only() {
    check(
        "<p>正文在此，写得比那一块要长一些才行，因为一半以上的东西不会被当作边角料。</p><div class=\"appendQr_wrap\"><div><img src=\"https://a.b/q.png\"></div><div>海量资讯，尽在某某APP</div></div>",
        "p 正文在此，写得比那一块要长一些才行，因为一半以上的东西不会被当作边角料。\n!qr-code group\n  figure 1\n  p 海量资讯，尽在某某APP",
    );
    let long = "正文".repeat(80);
    check(
        &format!("<div class=\"share\"><p>{long}</p></div>"),
        &format!("p {long}"),
    );
}

#[test]
fn a_credit_has_a_name() {
    let text = "正文在此，写得很长，一直写到这里才停。";
    for (line, expected) in [
        ("记者 李四 北京报道", true),
        ("（本报记者王五）", true),
        ("摄影/撰文：王五", true),
        ("编译｜王五", true),
        ("题图来自 Unsplash，基于 CC0 协议", true),
        ("图片来源：视觉中国", true),
        ("转自知乎", true),
        ("（题图：鲁迅公园，上海，2018。）", true),
        ("图片、资料来源：", true),
        ("作者|王五", true),
        ("出品|某某汽车组", true),
        ("本文由王五授权某某网发布，未经许可，不得转载。", true),
        ("取材・文＝山田", true),
        ("by Jane Doe", true),
        (
            "编译错误，变量 userName 没有声明类型；修改为这样是可以的：",
            false,
        ),
        ("编译错误，x := 2 不能在函数体外使用", false),
        ("记者看到，门口排着长队。", false),
        ("摄影是光的艺术。", false),
        ("出处不详的句子最好别引用。", false),
        ("译者要懂两种语言。", false),
        ("转自治区政府同意后施行。", false),
        ("图片来源可靠吗？没有人知道。", false),
        ("本文由三部分组成。", false),
        ("by then it was late.", false),
    ] {
        let source = format!("<p>{text}</p><p>{text}</p><p>{line}</p>");
        let (document, _) = cleaned(&source, "标题是这样的");
        let outline = document::outline(&document);
        assert_eq!(outline.contains("p.Credit"), expected, "{line}\n{outline}");
    }
}

#[test]
fn credits_are_dimmed() {
    check(
        "<p>正文在此。</p><p class=\"article-editor\">责任编辑：赵某某</p>",
        "p 正文在此。\np.Credit 责任编辑：赵某某",
    );
    check(
        "<p>正文在此。</p><p>记者：张三</p>",
        "p 正文在此。\np.Credit 记者：张三",
    );
    check(
        "<p>正文在此。</p><p>记者：乘客多吗？</p><p>王明：不少。</p><p>记者：您好</p><p>王明：您好。</p>",
        "p 正文在此。\np 记者：乘客多吗？\np 王明：不少。\np 记者：您好\np 王明：您好。",
    );
}

#[test]
fn credits_with_a_bar_are_no_headings() {
    let text = "正文在此，写得很长，一直写到这里才停。";
    check(
        &format!("<p><b>文｜甲乙</b></p><p><b>编辑｜丙丁</b></p><p>{text}</p>"),
        &format!("p.Credit 文｜甲乙\np.Credit 编辑｜丙丁\np {text}"),
    );
    let many = format!("<p>{text}</p>").repeat(20);
    let all = format!("p {text}\n").repeat(20);
    for (line, expected) in [
        ("编辑丨丙丁", "p.Credit 编辑丨丙丁"),
        ("现场｜一条溪", "h2 现场｜一条溪"),
    ] {
        let source = format!("{many}<p><b>{line}</b></p>{many}");
        check(&source, format!("{all}{expected}\n{all}").trim_end());
    }
}

#[test]
fn flaws_are_reported() {
    for (source, flaw) in [
        ("<p>标题是这样的</p>", Some(Flaw::TitleOnly)),
        (
            "<p>正文在此。</p><p>订阅后继续阅读全文</p>",
            Some(Flaw::Truncated),
        ),
        ("<p>正文在此。</p>", None),
        // No letters, and yet a text.
        ("<p>😂😂🎉</p><p>？？！！</p>", None),
        (
            "<p>正文在此，写得比那一块要长一些才行。</p><div class=\"cta-subscribe\"><p>这是会员文章</p><p>订阅后阅读全文，首月只要一元</p></div>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>你会订阅吗？<a href=\"https://a.b/1\">查看全文</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>正文在此……</p><p>本文为会员文章，订阅后可阅读全文。</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>正文到此为止。</p><p>剩余内容需付费阅读</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>正文到此……<a href=\"https://a.b/1\">阅读全文</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>正文到此：<a href=\"https://a.b/1\">查看全文</a></p><p>本文为会员文章，订阅后可阅读全文。</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>正文到此。</p><p>加入會員，即可閱讀全文</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>正文到此……<a href=\"https://a.b/1\">繼續閱讀</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>川の話はここまで。</p><p>この記事は有料会員限定です。残り1,204文字</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>川の話はここまで。</p><p>続きを読むには会員登録が必要です</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>川の話はここまで <a href=\"https://a.b/1\">続きを読む</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>강 이야기는 여기까지.</p><p>전체 기사를 읽으시려면 로그인하세요.</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>강 이야기는 여기까지 <a href=\"https://a.b/1\">더보기</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>The river is long.</p><p>Subscribe to continue reading</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>The river is long. <a href=\"https://a.b/1\">Read more »</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>The river is long. <a href=\"https://a.b/1\">Continue reading “The river” →</a></p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>The river is long and the boat is slow [&hellip;]</p>",
            Some(Flaw::Truncated),
        ),
        (
            "<p>雖然手中的船槳已經斷了，划船的人還是不肯靠岸，他說河的下游有一座橋，過了橋就有人家，人家裡有燈，燈下有人等著，等了很多年，從前年的冬天一直等到今年，還有別的人也在等，等船，等信，等...</p>",
            Some(Flaw::Truncated),
        ),
        ("<p>他没有说完，只是看着河……</p>", None),
        ("<p>正文在此。</p><p>会员都已经读完了全文。</p>", None),
        (
            "<p>各家的手机都已经支持第五代网络，报上名来的有甲、乙、丙﹑</p><p><img src=\"https://a.b/1.png\"></p>",
            Some(Flaw::Truncated),
        ),
    ] {
        let (document, _) = cleaned(source, "标题是这样的");
        assert_eq!(document.flaws.first().copied(), flaw, "{source}");
    }
}

#[test]
fn doubled_title_and_pseudo_headings() {
    check(
        "<h1>标题：是这样的</h1><p>一。</p><p><b>小节</b></p><p>二。</p>",
        "!duplicate-title h1 标题：是这样的\np 一。\nh2 小节\np 二。",
    );
    for (source, expected) in [
        ("<h1>雪</h1><p>一。", "!duplicate-title h1 雪\np 一。"),
        ("<p>雪</p><p>一。", "p 雪\np 一。"),
    ] {
        let (document, _) = cleaned(source, "雪");
        assert_eq!(document::outline(&document).trim_end(), expected);
    }
    // With its reading it says more than the title.
    check(
        "<h1>标题：是<ruby>这<rt></rt></ruby>样的</h1><p>一。",
        "!duplicate-title h1 标题：是这样的\np 一。",
    );
    check(
        "<h1>标题：<ruby>是<rt>这</rt></ruby>样的</h1><p>一。",
        "h1 标题：[800:是][1000:(这)]样的\np 一。",
    );
    // With a number it may be longer, as its siblings are headings.
    check(
        "<p>一。</p><p><b>1. 缩放与检查（Zooming and inspecting）</b></p><p>二。</p>",
        "p 一。\nh2 1. 缩放与检查（Zooming and inspecting）\np 二。",
    );
}

#[test]
fn handmade_lists_hang() {
    check(
        "<p>1、甲</p><p>2、乙</p><p>3、丙</p><p>完</p>",
        "hl\n  *\n    p 1、甲\n  *\n    p 2、乙\n  *\n    p 3、丙\np 完",
    );
    // Two lines are a list after a bullet, or where the text has longer lists after their sign.
    let two = "hl\n  *\n    p • 甲\n  *\n    p • 乙\np 完";
    check("<p>• 甲</p><p>• 乙</p><p>完</p>", two);
    check("<p>• 甲<br>• 乙<br>完</p>", two);
    check("<p>→ 甲<br>→ 乙<br>完</p>", "p → 甲\\n→ 乙\\n完");
    let three = "hl\n  *\n    p → 甲\n  *\n    p → 乙\n  *\n    p → 丙\n";
    check(
        "<p>→ 甲<br>→ 乙<br>→ 丙<br>完</p><p>又<br>→ 丁<br>→ 戊</p>",
        &format!("{three}p 完\np 又\nhl\n  *\n    p → 丁\n  *\n    p → 戊"),
    );
    // A series that paragraphs interrupt has one look.
    check(
        "<p>（1）甲</p><p>文</p><p>（2）乙</p><p>（3）丙</p><p>（4）丁</p><p>文</p><p>（5）戊</p>",
        "p （1）甲\np 文\np （2）乙\np （3）丙\np （4）丁\np 文\np （5）戊",
    );
    // Pictures between the items belong to the list.
    let picture = "<p><img src=\"https://a.b/c.png\"></p>";
    let source = format!("<p>1、甲</p>{picture}<p>2、乙</p><p>完</p>");
    let (document, _) = cleaned(&source, "标题是这样的");
    let outline = document::outline(&document);
    assert!(
        outline.starts_with("hl\n  *\n    p 1、甲\n    fig"),
        "{outline}"
    );
}

#[test]
fn selectors_of_the_user_cut_elements() {
    let check = |selector: &str, source: &str, expected: &str| {
        let known = document::Context {
            selectors: &[selector],
            ..document::Context::default()
        };
        let rules = vec![UserRule {
            selector: Some(selector.into()),
            ..UserRule::default()
        }];
        let settings = Settings {
            rules,
            ..Settings::default()
        };
        let mut document = document::build_with(source, Format::Html, &known);
        clean_with(&mut document, &Context::default(), &settings);
        assert_eq!(document::outline(&document), expected, "{selector}");
    };
    let source = "<div class=\"a\"><p>一</p><p data-x=\"y\">二</p></div><p>三</p>";
    check("[data-x=y]", source, "p 一\n!user p 二\np 三\n");
    check("div.a > p:first-child", source, "!user p 一\np 二\np 三\n");
    check("div.b p", source, "p 一\np 二\np 三\n");
    check("((", source, "p 一\np 二\np 三\n");
}

#[test]
fn rules_can_be_switched_off_and_added() {
    let source = "<p>一<span hidden>二</span></p><p class=\"my-box\">三</p>";
    let settings = Settings {
        off: vec!["hidden".into()],
        rules: vec![UserRule {
            token: Some("box".into()),
            ..UserRule::default()
        }],
        ..Settings::default()
    };
    let mut document = document::build(source, Format::Html);
    let cuts = clean_with(&mut document, &Context::default(), &settings);
    assert_eq!(document::outline(&document), "p 一二\n!user p 三\n");
    assert_eq!(cuts.len(), 1);
}
