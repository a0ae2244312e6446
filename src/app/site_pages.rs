//! Pages of published sites that list other pages. They are not in the list; they open from the
//! panel of problems, and by links of articles.

use super::message::{Item, Listed};
use super::{App, Outcome};
use crate::library::{Entry, Problem, ProblemKind};
use std::path::PathBuf;
use std::sync::Arc;

impl App {
    /// Opens the page of a problem, if it is one that can be read.
    pub(super) fn open_site_page(&mut self, at: usize) -> Option<Outcome> {
        let page = self.site_page(self.library.problems.get(at)?)?;
        let before = self.before_jump();
        self.resume(&page);
        self.note_jump(before);
        Some(Outcome::None)
    }

    fn site_page(&self, problem: &Problem) -> Option<Item> {
        if problem.kind != ProblemKind::Listing {
            return None;
        }
        // A site has articles as well, of the same library.
        let roots = self.list.all.iter().map(|item| item.entry.root());
        let root = roots
            .into_iter()
            .find(|root| problem.path.starts_with(root.as_path()))?;
        let entry = Entry::of_site_page(root, &problem.path)?;
        Some(Item::new(Listed::new(entry)))
    }

    /// The paths of all such pages.
    pub(super) fn site_pages(&self) -> Vec<Arc<PathBuf>> {
        let problems = self.library.problems.iter();
        let pages = problems.filter(|problem| problem.kind == ProblemKind::Listing);
        pages.map(|problem| Arc::clone(&problem.path)).collect()
    }
}
