//! A generated library, the same in every run.

use std::fs;
use std::io;
use std::path::Path;

const PROSE: &str = include_str!("../../tests/prose/zh-Hans.txt");

/// Writes articles of one to about sixty paragraphs.
pub fn make_library(folder: &Path, count: usize) -> io::Result<()> {
    let sentences: Vec<&str> = PROSE
        .lines()
        .filter(|line| !line.trim().is_empty())
        .collect();
    let mut state = 20_220_419_u64;
    let mut next = move |below: usize| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (state >> 33) as usize % below
    };
    for number in 0..count {
        let month = folder.join(format!("来源{}/2022-{:02}", number % 60, 1 + number % 12));
        fs::create_dir_all(&month)?;
        let title: String = sentences[next(sentences.len())]
            .chars()
            .take(12 + next(20))
            .collect();
        // One long article, for measuring bytes. Its date makes it the first of its folder.
        let paragraphs = if number == 7 {
            600
        } else {
            1 + next(6) * next(11)
        };
        let body: String = (0..paragraphs)
            .map(|_| format!("<p>　　{}</p>\n", sentences[next(sentences.len())]))
            .collect();
        let article = format!(
            "\n---\ntitle: \"第{number}篇 {}\"\ncategories: \n - 来源{}\nauthor: 来源{}\n\
             date: Tue, {} {} {} {:02}:{:02}:21 GMT\n---\n\n<div>\n{body}</div>\n",
            title.replace('"', ""),
            number % 60,
            number % 60,
            1 + next(28),
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun"][next(6)],
            if number == 7 { 2023 } else { 2022 },
            next(24),
            next(60),
        );
        fs::write(month.join(format!("{number}.md")), article)?;
    }
    Ok(())
}
