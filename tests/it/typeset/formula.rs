//! Display formulas in two dimensions on a page: one position, the linear form in copied text.

use super::shown;
use kanbao::document::{Format, Position, build};
use kanbao::text::Language;
use kanbao::typeset::{Formulas, Options, Page};

fn page(source: &str, measure: u16, formulas: Formulas) -> Page {
    let mut document = build(source, Format::Html);
    document.language.get_or_insert(Language::ZhHans);
    document.number();
    let options = Options {
        measure,
        formulas,
        ..Options::default()
    };
    Page::new(&document, &options)
}

const SOURCE: &str = "<p>前</p><p>$$v = \\frac{s + 1}{t}$$</p><p>后</p>";

#[test]
fn a_summand_stays_with_its_sum() {
    let source = "<p>$$A_n = \\sum_{i=0}^{\\frac{n}{2}-1} a_{2i}b_{\\frac{n}{2}} \
                  + c\\sum_{i=0}^{\\frac{n}{2}-1} a_{2i+1}b_{\\frac{n}{2}}$$</p>";
    let found = shown(&page(source, 32, Formulas::Linear));
    let expected = [
        "    Aₙ =",
        "    ∑ᵢ₌₀^(n/2−1) a₂ᵢb_(n/2) +",
        "    c∑ᵢ₌₀^(n/2−1) a₂ᵢ₊₁b_(n/2)",
    ];
    assert_eq!(found.lines().collect::<Vec<_>>(), expected);
}

#[test]
fn a_formula_is_stacked_where_it_fits() {
    let check = |measure, formulas, expected: &[&str]| {
        let found = shown(&page(SOURCE, measure, formulas));
        let found: Vec<&str> = found.lines().collect();
        assert_eq!(found, expected, "{measure}");
    };
    let stacked = [
        "    前",
        "",
        "         s + 1",
        "    v = ───────",
        "           t",
        "",
        "    后",
    ];
    let linear = ["    前", "", "    v = (s + 1)/t", "", "    后"];
    check(30, Formulas::Stacked, &stacked);
    check(30, Formulas::Linear, &linear);
    let narrow = ["  前", "", "    v =", "    (s +", "    1)/t", "", "  后"];
    check(9, Formulas::Stacked, &narrow);
}

/// A formula of any length: between dollar signs it is short.
fn display(tex: &str) -> String {
    format!("<script type='math/tex; mode=display'>\\frac12 {tex}</script>")
}

#[test]
fn no_row_of_a_formula_is_lost() {
    let check = |formula: &str, rows: usize| {
        let page = shown(&page(&display(formula), 30, Formulas::Stacked));
        assert_eq!(page.matches('a').count(), rows);
    };
    check(&"a \\\\ ".repeat(100), 100);
    // The rows of a page number the rows of a formula in 16 bits.
    check(&"a \\\\ ".repeat(70_000), 70_000);
    check(&"a+".repeat(100), 100);
}

#[test]
fn deep_formulas_do_not_overflow_the_stack() {
    let level = format!("\\frac{{{}", "(".repeat(12));
    let end = format!("{}{}}}{{2}}", ")".repeat(12), "^a".repeat(14));
    for formula in [
        "\\frac12\\frac{".repeat(24),
        "{a{b".repeat(12) + &"}^c}^d".repeat(12),
        level.repeat(24) + &end.repeat(24),
        "^a".repeat(100_000),
    ] {
        let page = page(&display(&formula), 400, Formulas::Stacked);
        assert!(!page.is_empty());
    }
}

#[test]
fn a_formula_is_one_position() {
    let page = page(SOURCE, 30, Formulas::Stacked);
    assert_eq!(page.full_text(), "前\n\nv = (s + 1)/t\n\n后");
    let formula = Position { text: 1, byte: 0 };
    assert_eq!((page.place(1), page.place(2)), (formula, formula));
    assert_eq!(page.place(3), Position { text: 2, byte: 0 });
    for byte in 0..11 {
        assert_eq!(page.line_of(Position { text: 1, byte }), 2, "{byte}");
    }
    let hits = page.find("(s + 1)");
    assert_eq!(hits.len(), 1);
    let cells = |line| page.cells_of(line, 1, &hits[0].range);
    assert_eq!(cells(2), Some(9..14));
    assert_eq!(cells(3), Some(4..15));
    assert_eq!(cells(4), Some(11..12));
}
