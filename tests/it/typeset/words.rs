//! Words, names and numbers that lines keep whole, by language: a text, a measure, the expected
//! lines.

use super::languages::breaks;
#[cfg(feature = "phrase")]
use super::languages::check_with;
use kanbao::text::Language;
#[cfg(feature = "phrase")]
use kanbao::typeset::Options;

#[test]
fn names_keep_their_leading_sign() {
    use Language::{Ja, Latin, ZhHans};
    let rows: [(Language, u16, &str, &[&str]); 11] = [
        (
            Latin,
            20,
            "you should see .gitignore",
            &["you should see", ".gitignore"],
        ),
        (
            Latin,
            12,
            "edit the /etc/hosts",
            &["edit the", "/etc/hosts"],
        ),
        (Latin, 14, "git config --local", &["git config", "--local"]),
        (Latin, 12, "keys are in ~/.ssh", &["keys are in", "~/.ssh"]),
        (
            Latin,
            12,
            "now run the ./configure",
            &["now run the", "./configure"],
        ),
        (
            ZhHans,
            15,
            "单词匹配：/^\\d{3}/。",
            &["单词匹配：", "/^\\d{3}/。"],
        ),
        (
            ZhHans,
            12,
            "先打开文件/etc/hosts看",
            &["先打开文件", "/etc/hosts看"],
        ),
        (
            ZhHans,
            12,
            "这一次打开了~/.ssh看",
            &["这一次打开了", "~/.ssh看"],
        ),
        (
            ZhHans,
            12,
            "这一次交来报告.pdf看",
            &["这一次交来报", "告.pdf看"],
        ),
        (
            ZhHans,
            12,
            "这一回换成前端/UI的",
            &["这一回换成前", "端/UI的"],
        ),
        (
            Ja,
            14,
            "次に行うのは--forceである",
            &["次に行うのは", "--forceである"],
        ),
    ];
    for (language, measure, source, expected) in rows {
        breaks(language, measure, source, expected);
    }
}

#[test]
fn korean_lines_break_at_spaces_only() {
    let rows: [(u16, &str, &[&str]); 14] = [
        (20, "우리가 읽은 장/단점을", &["우리가 읽은", "장/단점을"]),
        (20, "우리가 소설〈무정〉을", &["우리가", "소설〈무정〉을"]),
        (16, "오늘 소설（무정）을", &["오늘", "소설（무정）을"]),
        (18, "오늘은 그래…그렇다고", &["오늘은", "그래…그렇다고"]),
        (18, "오늘은 서울・부산을", &["오늘은", "서울・부산을"]),
        (18, "오늘은 서울～부산을", &["오늘은", "서울～부산을"]),
        (17, "오늘은 서울→부산을", &["오늘은", "서울→부산을"]),
        (15, "오늘은 간다?라고", &["오늘은", "간다?라고"]),
        (16, "오늘은 간다.」라고 한", &["오늘은", "간다.」라고 한"]),
        (14, "오늘 아침 15.(월)", &["오늘 아침", "15.(월)"]),
        (16, "책을 여닫는 /문자는", &["책을 여닫는", "/문자는"]),
        (
            22,
            "우리의 JavaScript/TypeScript를",
            &["우리의 JavaScript/", "TypeScript를"],
        ),
        (12, "장점/단점/비용/시간", &["장점/단점/비", "용/시간"]),
        (12, "우리의 /etc/hosts", &["우리의", "/etc/hosts"]),
    ];
    for (measure, source, expected) in rows {
        breaks(Language::Ko, measure, source, expected);
    }
}

#[test]
fn chinese_numbers_keep_their_ordinal_and_their_whole() {
    use Language::{ZhHans, ZhHant};
    let rows: [(Language, u16, &str, &[&str]); 4] = [
        (ZhHans, 14, "昨天才读完第10篇", &["昨天才读完", "第10篇"]),
        (
            ZhHans,
            20,
            "我们在昨天才读完第 10 篇",
            &["我们在昨天才读完", "第 10 篇"],
        ),
        (
            ZhHans,
            24,
            "我们在昨天才读完第 10 / 10篇",
            &["我们在昨天才读完", "第 10 / 10篇"],
        ),
        (ZhHant, 14, "昨天才讀完 3 / 12", &["昨天才讀完", "3 / 12"]),
    ];
    for (language, measure, source, expected) in rows {
        breaks(language, measure, source, expected);
    }
}

#[test]
fn japanese_numbers_keep_their_counters() {
    let rows: [(u16, &str, &[&str]); 7] = [
        // Otherwise the last kana would be alone on its line.
        (
            38,
            "あの人はこの町に住んでいたこ9時30分に。",
            &["あの人はこの町に住んでいたこ9時", "30分に。"],
        ),
        (
            22,
            "手取り額が全部で622万円",
            &["手取り額が全部で", "622万円"],
        ),
        (16, "私の読んだ本の第2版", &["私の読んだ本の", "第2版"]),
        (16, "昨日のご飯代は約25円", &["昨日のご飯代は", "約25円"]),
        (
            38,
            "春の午後に駅前の古い本屋で見つけた机一つ",
            &["春の午後に駅前の古い本屋で見つけた机", "一つ"],
        ),
        (
            38,
            "春の午後に駅前の古い本屋で見つけた花一本",
            &["春の午後に駅前の古い本屋で見つけた花", "一本"],
        ),
        (
            38,
            "春の午後に駅前の古い本屋で見つけた第三位",
            &["春の午後に駅前の古い本屋で見つけた", "第三位"],
        ),
    ];
    for (measure, source, expected) in rows {
        breaks(Language::Ja, measure, source, expected);
    }
}

#[test]
fn japanese_bodies_keep_words_where_lines_stay_full() {
    use Language::Ja;
    // A Latin noun and its particle, and a katakana word, move for up to three ideographs.
    breaks(
        Ja,
        38,
        "春の午後に駅前の古い本屋で見つけたGitについての本",
        &["春の午後に駅前の古い本屋で見つけた", "Gitについての本"],
    );
    breaks(
        Ja,
        38,
        "春の午後に駅前の古い本屋で見つけた Git についての本",
        &["春の午後に駅前の古い本屋で見つけた", "Git についての本"],
    );
    breaks(
        Ja,
        38,
        "春の午後に駅前の古い本屋で買ったテキスト",
        &["春の午後に駅前の古い本屋で買った", "テキスト"],
    );
    // More would leave the line too short. Even so, no kana of the word is alone on a line.
    breaks(
        Ja,
        38,
        "春の午後に駅前の古い本屋でプログラミングの本",
        &["春の午後に駅前の古い本屋でプログラ", "ミングの本"],
    );
}

#[test]
fn words_with_hyphens_and_jamo_are_whole() {
    use Language::{Ja, Ko, Latin};
    breaks(
        Ko,
        20,
        "오늘은 비가 왔다ㅠㅠㅠㅠ",
        &["오늘은 비가", "왔다ㅠㅠㅠㅠ"],
    );
    breaks(Ja, 14, "翻訳の vimdoc-ja を", &["翻訳の", "vimdoc-ja を"]);
    breaks(
        Latin,
        16,
        "Rules by the ITU-T and others",
        &["Rules by the", "ITU-T and others"],
    );
    breaks(
        Latin,
        16,
        "Please send e-mail now",
        &["Please send", "e-mail now"],
    );
    breaks(
        Latin,
        16,
        "They are well-known now",
        &["They are well-", "known now"],
    );
}

/// Checks where a heading of a Japanese article breaks.
#[cfg(feature = "phrase")]
fn heading(measure: u16, source: &str, expected: &[&str]) {
    let options = Options {
        language: Language::Ja,
        measure,
        ..Options::default()
    };
    check_with(&options, &format!("<h4>{source}</h4>"), expected);
}

#[test]
#[cfg(feature = "phrase")]
fn japanese_headings_break_between_words() {
    // A Latin noun and its particle, with and without a space.
    heading(
        28,
        "新しい Contributor と作るVimの話",
        &["新しい Contributor と", "作るVimの話"],
    );
    heading(
        24,
        "新しいプログラミングの入門書",
        &["新しい", "プログラミングの入門書"],
    );
    heading(
        26,
        "いまさら聞けない64ビット入門",
        &["いまさら聞けない", "64ビット入門"],
    );
    // The first line is no single ideograph.
    heading(
        34,
        "読『岩田さん、彼はこのように語った』",
        &["読『岩田さん、", "彼はこのように語った』"],
    );
}

#[test]
fn only_numbers_wider_than_a_line_are_cut_and_faces_are_whole() {
    use Language::{Ja, ZhHans};
    let rows: [(Language, u16, &str, &[&str]); 11] = [
        (
            ZhHans,
            16,
            "任何状态。比如，\u{a0}Semaphore",
            &["任何状态。比如，", "Semaphore"],
        ),
        (
            ZhHans,
            16,
            "过滤用这关键字\u{a0}filter",
            &["过滤用这关键字", "filter"],
        ),
        (
            ZhHans,
            16,
            "过滤用这关键字\u{a0}12",
            &["过滤用这关键", "字\u{a0}12"],
        ),
        // Where no line holds all of them, spaces that do not break go first.
        (
            ZhHans,
            24,
            "public\u{a0}static\u{a0}void\u{a0}AppInitialize()",
            &["public\u{a0}static\u{a0}void", "AppInitialize()"],
        ),
        (
            ZhHans,
            20,
            "a.example/%E5%B9%B4%E6%9C%88/b",
            &["a.example/", "%E5%B9%B4%E6%9C%88/b"],
        ),
        (
            ZhHans,
            24,
            r"定位到LOCAL_MACHINE\Control\Overrides\4看",
            &["定位到LOCAL_MACHINE\\", "Control\\Overrides\\4看"],
        ),
        (
            ZhHans,
            20,
            "念：3.14159265358979323846。",
            &["念：3.14159265358979", "323846。"],
        ),
        (
            ZhHans,
            20,
            "念：3.14159265358979。",
            &["念：", "3.14159265358979。"],
        ),
        (
            ZhHans,
            12,
            "念号码a/123456789/b看",
            &["念号码a/", "123456789/", "b看"],
        ),
        (
            Ja,
            22,
            "気圧が下がる（´・ω・｀）とね",
            &["気圧が下がる", "（´・ω・｀）とね"],
        ),
        (
            Ja,
            22,
            "気圧が下がるよ（´・ω・｀）",
            &["気圧が下がるよ", "（´・ω・｀）"],
        ),
    ];
    for (language, measure, source, expected) in rows {
        breaks(language, measure, source, expected);
    }
}

#[test]
fn numbers_keep_their_words_and_options_their_hyphens() {
    use Language::{Latin, ZhHans};
    let rows: [(Language, u16, &str, &[&str]); 6] = [
        (
            Latin,
            18,
            "they all met on 1 July 2012",
            &["they all met on", "1 July 2012"],
        ),
        (
            Latin,
            16,
            "they met on May 12, 2012",
            &["they met on", "May 12, 2012"],
        ),
        (
            Latin,
            16,
            "a disk that has 512 GB of it",
            &["a disk that has", "512 GB of it"],
        ),
        (
            ZhHans,
            18,
            "这块磁盘一共有 512 GB",
            &["这块磁盘一共有", "512 GB"],
        ),
        (
            Latin,
            20,
            "run it with --pure-lockfile",
            &["run it with", "--pure-lockfile"],
        ),
        (
            ZhHans,
            18,
            "命令要带 --pure-lockfile",
            &["命令要带", "--pure-lockfile"],
        ),
    ];
    for (language, measure, text, expected) in rows {
        breaks(language, measure, text, expected);
    }
}
