//! TeX and its conversion to Unicode.

use super::*;

#[test]
fn linear() {
    for (tex, expected) in [
        ("\\mathbb{R},\\mathbb{C}", "ℝ,ℂ"),
        ("\\mathbb{Z}_5[x]/\\langle p(x)\\rangle", "ℤ₅[x]/⟨p(x)⟩"),
        ("x^2 + y_{i+1}", "x² + yᵢ₊₁"),
        (
            "\\frac{-b \\pm \\sqrt{b^2-4ac}}{2a}",
            "(−b ± √(b²−4ac))/(2a)",
        ),
        ("\\frac{\\hbar^2}{2m}\\nabla^2", "ℏ²/(2m) ∇²"),
        ("\\frac{dy}{dx}2\\frac12", "dy/dx 2 1/2"),
        ("\\left(\\frac12\\right)^{10}", "(1/2)¹⁰"),
        ("\\frac{\\text{路程}}{\\text{时间}}", "路程/时间"),
        ("\\frac{1}{x^2}", "1/x²"),
        ("\\frac{x^n}{n!} \\frac{a}{10!}", "xⁿ/n! a/10!"),
        ("\\frac{(-1)^n}{(2n+1)^2}", "(−1)ⁿ/(2n+1)²"),
        ("\\frac{(a+b)(c+d)^2}{2}", "((a+b)(c+d)²)/2"),
        ("\\frac{1}{2n!} \\sqrt{n!}", "1/(2n!) √(n!)"),
        ("\\sqrt{a}b \\sqrt{ab} \\sqrt{a_i}", "√a b √(ab) √aᵢ"),
        ("\\sqrt{x}^2 \\sqrt{x^2}", "(√x)² √(x²)"),
        ("\\sqrt{2}x \\sqrt{2x} \\sqrt{12}", "√2 x √(2x) √12"),
        // A root sign and a bracket that is not closed are no root.
        ("\\frac{\\surd(}{2}", "(√()/2"),
        (
            "\\frac{a}{\\sqrt{b}c} \\frac{1}{\\sqrt{ab}}",
            "a/(√b c) 1/√(ab)",
        ),
        (
            "a/\\frac{b}{c} x/\\frac12 \\frac{a}{b}/c",
            "a/(b/c) x/(1/2) (a/b)/c",
        ),
        ("\\frac{a}{b}^2 {\\frac ab}^2", "(a/b)² (a/b)²"),
        (
            "\\underbrace{a+b}_{n} \\overbrace{a+b}^{n}",
            "(a+b)ₙ (a+b)ⁿ",
        ),
        ("\\phantom{x}y", "y"),
        ("\\lim_{x\\to 0} x", "lim_(x → 0) x"),
        ("\\overline{AB}", "A\u{305}B\u{305}"),
        ("\\overrightarrow{AB}", "vec(AB)"),
        ("\\vec F = m\\vec a_1", "vec(F) = m vec(a)₁"),
        ("\\mathcal O(n) \\in \\mathbb R", "O(n) ∈ ℝ"),
        ("\\mathfrak g", "g"),
        (
            "\\begin{pmatrix} 1 & 2 \\\\ 3 & 4 \\end{pmatrix}\n\\begin{bmatrix} a \\\\ b \\end{bmatrix}",
            "(1, 2; 3, 4) [a; b]",
        ),
        (
            "f(x)=\\begin{cases} 1, & x>0 \\\\ 0, & \\text{否则} \\end{cases}",
            "f(x) = {1, x > 0; 0, 否则}",
        ),
        ("\\begin{pmatrix} 1", "(1)"),
        (
            "\\begin{pmatrix} \\frac{1}{2} & ^{a}b \\end{pmatrix}",
            "(1/2, ᵃb)",
        ),
        ("a &_2F_1", "a ₂F₁"),
        ("x = {}_2F_1(a;b)", "x = ₂F₁(a;b)"),
        ("\\frac12 {}^ab", "1/2 ᵃb"),
        ("\\text{foo\nbar}", "foo bar"),
        ("x^a^b^c", "xᵃᵇᶜ"),
        ("[0, (1, 2) & (3)]", "[0, (1, 2) (3)]"),
        ("[ a, b ] ( a, b ) \\{ a \\}", "[a, b] (a, b) {a}"),
        (
            "\\left[ \\frac12 \\right] x \\in ] 0, 1 [",
            "[1/2] x ∈ ] 0, 1 [",
        ),
        ("\\int_0^\\infty e^{-\\pi x}dx", "∫₀^∞ exp(−πx)dx"),
        ("\\sum_{i=1}^na_i\\prod_kb", "∑ᵢ₌₁ⁿ aᵢ∏ₖ b"),
        ("\\int f \\int_0^1", "∫f ∫₀¹"),
        ("O(n\\log n)", "O(n log n)"),
        ("\\exp(-x) + \\log_2(n)", "exp(−x) + log₂(n)"),
        ("\\sin\\left(x\\right) a \\bmod (b)", "sin(x) a mod (b)"),
        ("\\lim_{x\\to 0} (1+x)", "lim_(x → 0) (1+x)"),
        ("\\text{max}(a, b)", "max(a, b)"),
        ("\\sum_{i=1}^{n} a_i", "∑ᵢ₌₁ⁿ aᵢ"),
        ("a \\leq b \\neq c", "a ≤ b ≠ c"),
        ("\\alpha\\beta \\in \\Omega", "αβ ∈ Ω"),
        ("e^{i\\pi}", "exp(iπ)"),
        ("2e^{(i\\pi)}", "2 exp(iπ)"),
        ("e^{-x} e^{i\\theta}", "e⁻ˣ eⁱᶿ"),
        ("e_1^{\\pi}", "e₁^π"),
        ("x^{1/2} a_{n/2}^{n/2-1}", "x^(1/2) a_(n/2)^(n/2−1)"),
        ("A^* f^{(n)} f^{(\\pi)}", "A* f⁽ⁿ⁾ f^(π)"),
        ("2^{2^n} 2^{\\aleph_0} x^{\\pi+1}", "2^2ⁿ 2^ℵ₀ x^(π+1)"),
        ("\\int_{-\\infty}^{\\infty}", "∫_(−∞)^∞"),
        ("\\begin{matrix} a & b \\\\ c & d \\end{matrix}", "a b\nc d"),
        ("\\unknown{x}", "\\unknown x"),
        ("{{{{", ""),
        ("\\", ""),
    ] {
        assert_eq!(super::tex(tex).linear(), expected, "{tex}");
    }
    // Deep nesting must not overflow the stack.
    super::tex(&"{".repeat(100_000)).linear();
    super::tex(&"\\frac".repeat(10_000)).linear();
    super::tex(&"\\begin{pmatrix}".repeat(10_000)).linear();
    super::tex(&"^a".repeat(100_000)).linear();
    // Each level must be written once.
    super::tex(&"\\frac12\\frac{".repeat(24)).linear();
}

#[test]
fn formulas_in_text() {
    let check = |text: &str, formulas: &[&str]| {
        let found: Vec<&str> = split(text)
            .unwrap_or_default()
            .into_iter()
            .filter_map(|part| match part {
                Part::Formula { tex, .. } => Some(tex),
                Part::Text(_) => None,
            })
            .collect();
        assert_eq!(found, formulas, "{text}");
    };
    check("设 $x^2$ 与 $$O(N)$$，\\(a\\)", &["x^2", "O(N)", "a"]);
    check("花了 $5 又花 $6，US$7", &[]);
    check("$HOME 与 $PATH$", &[]);
    check("先 echo $$ 再 kill $$ 即可，从 $$ 到 $$$。", &[]);
    check("为 $$面积=长×宽$$ 时 $$ x_1 $$", &["面积=长×宽", "x_1"]);
    check("$$ 面积 $$", &["面积"]);
    check("$x$ 与 $n$", &["x", "n"]);
    check("$\\text{速度}=a$ 与 $速度=a$", &["\\text{速度}=a"]);
    check("$P(\\text{晴天}) = 1$", &["P(\\text{晴天}) = 1"]);
    let speed = "速度 = \\frac{距离}{时间}";
    check(&format!("${speed}$，$v_{{水平}}t$"), &[speed, "v_{水平}t"]);
    check("$5 \\alpha，又花$ 与 $a\\n甲$b", &[]);
}

#[test]
fn variables_numbers_and_sums_are_terms() {
    for (text, expected) in [
        ("n", true),
        ("n+1", true),
        ("n - 1", true),
        ("-1", true),
        ("2n", true),
        ("n/2", true),
        ("f'", true),
        ("i, j", true),
        ("16", true),
        ("", false),
        ("5-", false),
        ("1,200", false),
        ("12345", false),
        ("HOME", false),
        ("a b", false),
        ("个", false),
    ] {
        assert_eq!(is_term(text), expected, "{text}");
    }
}
