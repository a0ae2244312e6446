//! The rows of formulas.

use super::*;
use crate::document::math::tex;
use crate::document::script::on_the_line;
use proptest::prelude::*;

fn check(source: &str, expected: &[&str]) {
    let set = layout(&tex(source), WidthPolicy::default(), usize::MAX).expect("box characters");
    let rows: Vec<&str> = set.rows.iter().map(|row| row.trim_end()).collect();
    assert_eq!(rows, expected, "{source}\n{}", rows.join("\n"));
}

#[test]
fn rows_of_formulas() {
    check(
        r"\frac{-b\pm\sqrt{b^2-4ac}}{2a}",
        &[
            "        ▁▁▁▁▁▁▁▁▁",
            " −b ± ╲╱ b² − 4ac",
            "──────────────────",
            "        2a",
        ],
    );
    check(
        r"\sum_{i=1}^{n} a_i = \prod_{k=0}^\infty \frac{1}{k!}",
        &[" n        ∞   1", " ∑  aᵢ =  ∏  ────", "i=1      k=0  k!"],
    );
    check(
        r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
        &["⌠∞  −x²       √π", "⎮  e    dx = ────", "⌡0            2"],
    );
    check(
        r"A=\begin{pmatrix} 1 & 2 \\ 3 & 4 \end{pmatrix}",
        &["A = ⎛ 1  2 ⎞", "    ⎝ 3  4 ⎠"],
    );
    check(
        r"f(x)=\begin{cases} 1, & x>0 \\ 0, & \text{否则} \end{cases}",
        &["       ⎧ 1,  x > 0", "f(x) = ⎨", "       ⎩ 0,  否则"],
    );
    check(
        r"f(x)=\begin{cases} 1, & x>0 \\ 2, & x=0 \\ 0, & \text{否则} \end{cases}",
        &[
            "       ⎧ 1,  x > 0",
            "f(x) = ⎨ 2,  x = 0",
            "       ⎩ 0,  否则",
        ],
    );
    check(
        r"\left(\frac{a}{b}\right)^{10}",
        &["⎛ a ⎞¹⁰", "⎜───⎟", "⎝ b ⎠"],
    );
    check(
        r"\lim_{x\to 0}\frac{\sin x}{x}=1",
        &["     sin x", "lim ─────── = 1", "x→0    x"],
    );
    // Two cells between a script and the limit beside it.
    check(
        r"\omega_n^{k+n/2}\sum_{i=0}^{n-1}a",
        &[" k+n/2  n−1", "ωₙ       ∑  a", "        i=0"],
    );
    check(r"\omega_{n/2}^{n/2-1}", &[" n/2−1", "ω", " n/2"]);
    check(
        r"\sqrt[3]{\frac{x+1}{y}}",
        &[
            "     ▁▁▁▁▁▁▁▁",
            "    ╱  x + 1",
            "   ╱  ───────",
            "³╲╱      y",
        ],
    );
    check(
        r"\begin{aligned} a &= b+c \\ &= d \end{aligned}",
        &["a = b + c", "  = d"],
    );
    check(
        r"x = a_0 + \cfrac{1}{a_1 + \cfrac{1}{a_2 + \cfrac{1}{a_3}}}",
        &[
            "                 1",
            "x = a₀ + ──────────────────",
            "                    1",
            "          a₁ + ───────────",
            "                      1",
            "                a₂ + ────",
            "                      a₃",
        ],
    );
    check(
        r"\binom{n}{k} = \frac{n!}{k!(n-k)!}",
        &[
            "             n!",
            "⎛ n ⎞ = ────────────",
            "⎝ k ⎠    k!(n − k)!",
        ],
    );
    check(
        r"\underbrace{a+b+\cdots+z}_{26}",
        &["a + b + ⋯ + z", "╰─────┬─────╯", "     26"],
    );
    check(
        r"\overline{AB}+\vec{AB}+\hat{xyz}+\tilde{m_i}",
        &["     ─→    ^", "A̅B̅ + AB + xyz + m̃ᵢ"],
    );
    check(r"e^{i\pi}+1=0", &[" iπ", "e   + 1 = 0"]);
    check(
        r"P(A|B)=\frac{P(B|A)P(A)}{P(B)}",
        &[
            "          P(B|A)P(A)",
            "P(A|B) = ────────────",
            "             P(B)",
        ],
    );
    check(
        r"\begin{bmatrix} a_{11} & \cdots & a_{1n} \\ \vdots & \ddots & \vdots \\ a_{n1} & \cdots & a_{nn} \end{bmatrix}^T",
        &["⎡ a₁₁  ⋯  a₁ₙ ⎤ᵀ", "⎢  ⋮   ⋱   ⋮  ⎥", "⎣ aₙ₁  ⋯  aₙₙ ⎦"],
    );
    check(
        r"\max_{\substack{0\le i<n\\ j\ne i}} |x_i-x_j|",
        &[" max  |xᵢ − xⱼ|", "0≤i<n", " j≠i"],
    );
    check(
        r"A \stackrel{\text{def}}{=} \left\lfloor\frac{x}{2}\right\rfloor",
        &["  def ⎢ x ⎥", "A  =  ⎢───⎥", "      ⎣ 2 ⎦"],
    );
    check(
        r"\mathbf{A}^H = \left[\frac{1}{2}\right]_{ij}^{\alpha\beta}",
        &["     ⎡ 1 ⎤ᵅᵝ", "Aᴴ = ⎢───⎥", "     ⎣ 2 ⎦ᵢⱼ"],
    );
    check(r"S=k\log W", &["S = k log W"]);
    check(
        r"\begin{eqnarray*} a &=& \frac{1}{2} \\ &=& -\frac{3}{4} \end{eqnarray*}",
        &[
            "     1",
            "a = ───",
            "     2",
            "",
            "       3",
            "  = − ───",
            "       4",
        ],
    );
    check(
        r"\left\{ \begin{array}{ll} a & b \\ c & d \\ e & f \end{array} \right.",
        &["⎧ a  b", "⎨ c  d", "⎩ e  f"],
    );
    check(
        r"\begin{pmatrix} 1 \\ 2 \end{pmatrix}\begin{bmatrix} 3 \\ 4 \end{bmatrix}",
        &["⎛ 1 ⎞ ⎡ 3 ⎤", "⎝ 2 ⎠ ⎣ 4 ⎦"],
    );
}

#[test]
fn scripts_at_the_start_of_cells() {
    check(
        r"\begin{aligned} x &= \frac12 \\ &_2F_1 + c \end{aligned}",
        &["     1", "x = ───", "     2", "", "  ₂F₁ + c"],
    );
    check(
        r"\begin{pmatrix} \frac{1}{2} & ^{a}b \end{pmatrix}",
        &["⎛  1      ⎞", "⎜ ───  ᵃb ⎟", "⎝  2      ⎠"],
    );
}

#[test]
fn lines_inside_formulas() {
    check(
        "\\frac{1}{2} + \\text{foo\nbar}",
        &[" 1", "─── + foo bar", " 2"],
    );
    check(
        r"\int_{\substack{a\\b}}\frac12",
        &["⌠   1", "⎮  ───", "⌡a  2", " b"],
    );
    check(
        r"\left(\frac{a}{b}\right)^{\substack{1\\2}}_{\substack{i\\j}}",
        &["     1", "⎛ a ⎞2", "⎜───⎟", "⎝ b ⎠i", "     j"],
    );
    check("\\frac12 \\tag{a\nb}", &[" 1", "─── (a b)", " 2"]);
    check(
        r"\mathbb{\substack{A\\B}}+\frac12",
        &["     1", "A + ───", "B    2"],
    );
}

#[test]
fn empty_grids() {
    check(
        r"x = \begin{pmatrix}\end{pmatrix} + \frac12",
        &["            1", "x = (  ) + ───", "            2"],
    );
    check(r"\begin{matrix}\end{matrix}\frac12", &[" 1", "───", " 2"]);
}

#[test]
fn breaks_of_formulas_in_lines() {
    let within = |room: usize, formula: &str, expected: &[&str]| {
        let parts = unbroken(formula, room);
        let words = |part: &Part| {
            formula
                .get(part.range.clone())
                .unwrap_or_default()
                .to_owned()
        };
        let torn = |part: &Part| words(part) + if part.tears { " ~" } else { "" };
        let parts: Vec<String> = parts.iter().map(torn).collect();
        assert_eq!(parts, expected, "{formula}");
    };
    let check = |formula: &str, expected: &[&str]| within(13, formula, expected);
    // What fits on a line is not broken inside brackets.
    within(20, "a = (a₀, a₁, ⋯, aₙ₋₁)", &["a =", "(a₀, a₁, ⋯, aₙ₋₁)"]);
    check("ω_(n/2)^(n/2−1) = −1", &["ω_(n/2)^(n/2−1) = −1"]);
    check("f(x, y) = x² + 2 sin y", &["f(x, y) =", "x² +", "2 sin y"]);
    check("x₁, x₂, …, xₙ ∈ ℝ", &["x₁,", "x₂,", "…,", "xₙ ∈ ℝ"]);
    check("e^(iπ) + 1 = 0", &["e^(iπ) +", "1 = 0"]);
    check("x = (−b ± c)/(2a)", &["x =", "(−b ± c)/(2a)"]);
    check(
        "a = (a₀, a₁, ⋯, aₙ₋₁)",
        &["a =", "(a₀, ~", "a₁, ~", "⋯, ~", "aₙ₋₁)"],
    );
    check(
        "x = (−b ± √(b²−4ac))/(2a)",
        &["x =", "(−b ± ~", "√(b²−4ac))/(2a)"],
    );
    check(
        "∫_(−∞)^∞ f(x) exp(−2πi x ξ) dx",
        &["∫_(−∞)^∞ f(x) ~", "exp(−2πi x ξ) dx"],
    );
    check(
        "A(ω) = ∑ᵢ₌₀^(n/2−1) a₂ᵢω_(n/2)ᵏⁱ + ωₙᵏ",
        &["A(ω) =", "∑ᵢ₌₀^(n/2−1) a₂ᵢω_(n/2)ᵏⁱ +", "ωₙᵏ"],
    );
    check("lim_(x → 0, y → 0) f", &["lim_(x → 0, y → 0) f"]);
    check("g = gᵏ (mod p)", &["g =", "gᵏ", "(mod p)"]);
    check("h(f(a, b, c, d, e))", &["h(f(a, b, c, d, e))"]);
    check("(a = b", &["(a = b"]);
    check("", &[""]);
}

/// The characters of a formula that its linear form and its box share: letters, digits and
/// signs on the line, without brackets and marks of the linear form.
fn glyphs(text: &str) -> Vec<char> {
    let mut glyphs: Vec<char> = text
        .chars()
        .map(|c| on_the_line(&c.to_string()).chars().next().unwrap_or(c))
        .map(|c| match c {
            '-' => '−',
            '⌠' => '∫',
            'ᵅ' => 'α',
            c => c,
        })
        .filter(|c| !c.is_whitespace() && !"()[]{}|,;/^_√∛∜".contains(*c))
        .collect();
    glyphs.sort_unstable();
    glyphs
}

fn tex_source() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        "[a-z0-9+=()\\[\\]-]{1,4}",
        Just(r"\alpha".to_owned()),
        Just(r"\le ".to_owned()),
        Just(r"\text{否则}".to_owned()),
        Just(r"\infty ".to_owned()),
        Just(r"\substack{a\\b}".to_owned()),
        Just("\\text{c\nd}".to_owned()),
        Just(r"\mathbb{\substack{A\\B}}".to_owned()),
        Just(r"\begin{pmatrix}\end{pmatrix}".to_owned()),
        Just(r"{}_2F_1 ".to_owned()),
    ];
    leaf.prop_recursive(4, 24, 3, |inner| {
        let two = (inner.clone(), inner.clone());
        prop_oneof![
            two.clone().prop_map(|(a, b)| format!("{a} {b}")),
            two.clone()
                .prop_map(|(a, b)| format!(r"\frac{{{a}}}{{{b}}}")),
            two.clone()
                .prop_map(|(a, b)| format!(r"\sum_{{{a}}}^{{{b}}}")),
            two.clone()
                .prop_map(|(a, b)| format!(r"\int_{{{a}}}^{{{b}}}")),
            two.clone().prop_map(|(a, b)| format!("{{{a}}}_{{{b}}}")),
            two.clone().prop_map(|(a, b)| format!("{{{a}}}^{{{b}}}")),
            two.clone()
                .prop_map(|(a, b)| format!(r"\left({a}\right]^{{{b}}}")),
            two.clone().prop_map(|(a, b)| {
                format!(r"\begin{{pmatrix}} {a} & {b} \\ {b} \end{{pmatrix}}")
            }),
            two.clone()
                .prop_map(|(a, b)| format!(r"\begin{{cases}} {a} & {b} \\ {b} \end{{cases}}")),
            two.prop_map(|(a, b)| {
                format!(r"\begin{{aligned}} {a} &_{{{b}}} \\ ^{{{a}}} &\limits {b} \end{{aligned}}")
            }),
            inner.clone().prop_map(|a| format!("{a} \\tag{{e\nf}}")),
            inner.clone().prop_map(|a| format!(r"\sqrt{{{a}}}")),
            inner
                .clone()
                .prop_map(|a| format!(r"\underbrace{{{a}}}_{{n}}")),
            inner.prop_map(|a| format!(r"\hat{{{a}}}")),
        ]
    })
}

proptest! {
    /// Every glyph of the linear form is in the box, and every row is as wide as the box says.
    #[test]
    fn boxes_are_complete_rectangles(source in tex_source()) {
        let formula = tex(&source);
        let width = WidthPolicy::default();
        let set = layout(&formula, width, usize::MAX).expect("narrow box characters");
        let narrow = layout(&formula, width, set.width.saturating_sub(1));
        prop_assert!(set.width == 0 || narrow.is_none(), "{} fits a narrower page", source);
        for row in &set.rows {
            prop_assert_eq!(width.str(row), set.width, "{}", source);
        }
        prop_assert!(set.baseline < set.height());
        let mut shown = glyphs(&set.rows.concat());
        // `hat(AB)` is a mark over the letters.
        let linear = formula.linear().replace("hat(", "(").replace("exp(", "e(");
        for glyph in glyphs(&linear) {
            let at = shown.iter().position(|shown| *shown == glyph);
            prop_assert!(at.is_some(), "{} is lost of {}\n{}", glyph, source, set.rows.join("\n"));
            shown.remove(at.unwrap_or_default());
        }
    }
}
