//! Finds the article of a page.

use super::page::Page;
use super::{choose, prune, surroundings, thread};
use crate::document::html::{Article, Node};

/// Minimum characters of running text of an article.
const MIN_RUNNING: usize = 20;

/// The article of a page. None if the page has hardly any text.
pub fn find_article(root: Node<'_>) -> Option<Article<'_>> {
    let mut page = Page::of(root);
    surroundings::cut(&mut page);
    let (roots, opened) = match page.running(0) < MIN_RUNNING {
        true => (vec![short(&page)?], Vec::new()),
        false => long(&mut page)?,
    };
    let node = |at: &usize| page.lines[*at].node;
    let cut = page.lines.iter().filter(|line| line.cut);
    Some(Article {
        junk: cut.map(|line| line.node.id()).collect(),
        opened: opened.iter().map(|at| node(at).id()).collect(),
        roots: roots.iter().map(node).collect(),
    })
}

/// The roots of an article with sentences, and the elements between the root and the core.
fn long(page: &mut Page<'_>) -> Option<(Vec<usize>, Vec<usize>)> {
    if let Some(posts) = thread::posts(page) {
        return Some((posts, Vec::new()));
    }
    let choice = choose::choose(page)?;
    prune::prune(page, &choice);
    let inner = page
        .ancestors(choice.core)
        .take_while(|at| *at != choice.root);
    let inner = inner.collect();
    Some((vec![choice.root], inner))
}

/// An article without sentences, by its name alone: a picture, a list, a few words.
fn short(page: &Page<'_>) -> Option<usize> {
    let has_content = |at: &usize| {
        !page.is_cut(*at)
            && (page.lines[*at].weight.length > 0 || page.holds(*at, &["img", "video"]))
    };
    let mut all = (0..page.lines.len()).filter(has_content);
    let names = |at: &usize| page.lines[*at].names;
    let find = |of: &dyn Fn(&usize) -> bool| all.clone().find(of);
    let body = find(&|at| names(at).body);
    let article = body.or_else(|| find(&|at| page.name(*at) == Some("article")));
    article.or_else(|| all.find(|at| page.name(*at) == Some("main")))
}
