//! TeX commands and their Unicode characters.

/// Commands and their characters. Relations include the spaces around them.
const SYMBOLS: &[(&str, &str)] = &[
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("vartheta", "ϑ"),
    ("iota", "ι"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("varpi", "ϖ"),
    ("rho", "ρ"),
    ("varrho", "ϱ"),
    ("sigma", "σ"),
    ("varsigma", "ς"),
    ("tau", "τ"),
    ("upsilon", "υ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Upsilon", "Υ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("coprod", "∐"),
    ("int", "∫"),
    ("iint", "∬"),
    ("iiint", "∭"),
    ("oint", "∮"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("infty", "∞"),
    ("leq", " ≤ "),
    ("le", " ≤ "),
    ("geq", " ≥ "),
    ("ge", " ≥ "),
    ("neq", " ≠ "),
    ("ne", " ≠ "),
    ("approx", " ≈ "),
    ("equiv", " ≡ "),
    ("sim", " ∼ "),
    ("simeq", " ≃ "),
    ("cong", " ≅ "),
    ("propto", " ∝ "),
    ("ll", " ≪ "),
    ("gg", " ≫ "),
    ("prec", " ≺ "),
    ("succ", " ≻ "),
    ("leqslant", " ⩽ "),
    ("geqslant", " ⩾ "),
    ("doteq", " ≐ "),
    ("triangleq", " ≜ "),
    ("in", " ∈ "),
    ("notin", " ∉ "),
    ("ni", " ∋ "),
    ("subset", " ⊂ "),
    ("supset", " ⊃ "),
    ("subseteq", " ⊆ "),
    ("supseteq", " ⊇ "),
    ("cup", " ∪ "),
    ("cap", " ∩ "),
    ("bigcup", "⋃"),
    ("bigcap", "⋂"),
    ("bigvee", "⋁"),
    ("bigwedge", "⋀"),
    ("setminus", " ∖ "),
    ("emptyset", "∅"),
    ("varnothing", "∅"),
    ("forall", "∀"),
    ("exists", "∃"),
    ("nexists", "∄"),
    ("neg", "¬"),
    ("lnot", "¬"),
    ("land", " ∧ "),
    ("wedge", " ∧ "),
    ("lor", " ∨ "),
    ("vee", " ∨ "),
    ("top", "⊤"),
    ("bot", "⊥"),
    ("vdash", " ⊢ "),
    ("models", " ⊨ "),
    ("perp", " ⊥ "),
    ("parallel", " ∥ "),
    ("mid", " | "),
    ("pm", " ± "),
    ("mp", " ∓ "),
    ("times", " × "),
    ("div", " ÷ "),
    ("cdot", "·"),
    ("ast", "∗"),
    ("star", "⋆"),
    ("circ", "∘"),
    ("bullet", "•"),
    ("oplus", " ⊕ "),
    ("otimes", " ⊗ "),
    ("odot", " ⊙ "),
    ("bigoplus", "⨁"),
    ("bigotimes", "⨂"),
    ("dagger", "†"),
    ("to", " → "),
    ("rightarrow", " → "),
    ("leftarrow", " ← "),
    ("gets", " ← "),
    ("Rightarrow", " ⇒ "),
    ("Leftarrow", " ⇐ "),
    ("leftrightarrow", " ↔ "),
    ("Leftrightarrow", " ⇔ "),
    ("iff", " ⇔ "),
    ("implies", " ⇒ "),
    ("mapsto", " ↦ "),
    ("longrightarrow", " ⟶ "),
    ("longleftarrow", " ⟵ "),
    ("uparrow", "↑"),
    ("downarrow", "↓"),
    ("hookrightarrow", " ↪ "),
    ("rightleftharpoons", " ⇌ "),
    ("leadsto", " ⇝ "),
    ("langle", "⟨"),
    ("rangle", "⟩"),
    ("lfloor", "⌊"),
    ("rfloor", "⌋"),
    ("lceil", "⌈"),
    ("rceil", "⌉"),
    ("lvert", "|"),
    ("rvert", "|"),
    ("lVert", "‖"),
    ("rVert", "‖"),
    ("Vert", "‖"),
    ("vert", "|"),
    ("lbrace", "{"),
    ("rbrace", "}"),
    ("lbrack", "["),
    ("rbrack", "]"),
    ("ldots", "…"),
    ("cdots", "⋯"),
    ("dots", "…"),
    ("vdots", "⋮"),
    ("ddots", "⋱"),
    ("dotsc", "…"),
    ("hbar", "ℏ"),
    ("ell", "ℓ"),
    ("Re", "ℜ"),
    ("Im", "ℑ"),
    ("aleph", "ℵ"),
    ("wp", "℘"),
    ("angle", "∠"),
    ("triangle", "△"),
    ("square", "□"),
    ("Box", "□"),
    ("blacksquare", "■"),
    ("degree", "°"),
    ("prime", "′"),
    ("therefore", "∴"),
    ("because", "∵"),
    ("surd", "√"),
    ("quad", "   "),
    ("qquad", "      "),
    ("space", " "),
    ("thinspace", " "),
    ("enspace", " "),
    ("backslash", "\\"),
    ("colon", ":"),
    ("checkmark", "✓"),
    ("clubsuit", "♣"),
    ("hfill", " "),
    ("mod", " mod "),
    ("bmod", " mod "),
    ("hline", ""),
    ("nonumber", ""),
    ("notag", ""),
    ("R", "ℝ"),
    ("N", "ℕ"),
    ("Z", "ℤ"),
    ("newline", "\n"),
    ("cr", "\n"),
];

/// Functions that are written as their name.
pub const FUNCTIONS: &[&str] = &[
    "log", "ln", "lg", "exp", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos",
    "arctan", "sinh", "cosh", "tanh", "lim", "limsup", "liminf", "max", "min", "sup", "inf", "arg",
    "argmax", "argmin", "det", "dim", "ker", "gcd", "lcm", "Pr", "deg", "hom", "sgn",
];

/// The letters of a mathematical alphabet that Unicode had before it got them all, with their plain
/// forms. Others stay plain: fonts of terminals lack them, see [`crate::text::plain_letter`].
pub type Alphabet = &'static [(char, char)];

/// Double-struck: ℝ.
pub const DOUBLE: Alphabet = &[
    ('C', 'ℂ'),
    ('H', 'ℍ'),
    ('N', 'ℕ'),
    ('P', 'ℙ'),
    ('Q', 'ℚ'),
    ('R', 'ℝ'),
    ('Z', 'ℤ'),
];

/// Script: ℒ.
pub const SCRIPT: Alphabet = &[
    ('B', 'ℬ'),
    ('E', 'ℰ'),
    ('F', 'ℱ'),
    ('H', 'ℋ'),
    ('I', 'ℐ'),
    ('L', 'ℒ'),
    ('M', 'ℳ'),
    ('R', 'ℛ'),
    ('e', 'ℯ'),
    ('g', 'ℊ'),
    ('o', 'ℴ'),
];

/// Fraktur: ℜ.
pub const FRAKTUR: Alphabet = &[('C', 'ℭ'), ('H', 'ℌ'), ('I', 'ℑ'), ('R', 'ℜ'), ('Z', 'ℨ')];

/// The text in the letters of an alphabet. Other characters stay as they are.
pub fn letters(text: &str, alphabet: Alphabet) -> String {
    let letter = |c: char| alphabet.iter().find(|(plain, _)| *plain == c);
    text.chars()
        .map(|c| letter(c).map_or(c, |(_, letter)| *letter))
        .collect()
}

/// A mark above or below a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accent {
    /// As a function, where no combining character can express it: `vec(AB)`.
    pub name: &'static str,
    /// The combining character. Fonts of terminals have no arrow.
    pub mark: Option<char>,
}

/// The accent of a command.
pub fn accent(name: &str) -> Option<Accent> {
    let (name, mark) = match name {
        "hat" | "widehat" => ("hat", Some('\u{302}')),
        "bar" => ("bar", Some('\u{304}')),
        "overline" => ("overline", Some('\u{304}')),
        "vec" | "overrightarrow" => ("vec", None),
        "dot" => ("dot", Some('\u{307}')),
        "ddot" => ("ddot", Some('\u{308}')),
        "tilde" | "widetilde" => ("tilde", Some('\u{303}')),
        "underline" => ("underline", Some('\u{332}')),
        _ => return None,
    };
    Some(Accent { name, mark })
}

/// Whether the scripts of an operator or function are its limits.
pub fn takes_limits(name: &str) -> bool {
    const NAMES: &[&str] = &[
        "lim", "limsup", "liminf", "max", "min", "sup", "inf", "argmax", "argmin", "det", "gcd",
        "Pr",
    ];
    is_large_operator(name) && !is_integral(name) || NAMES.contains(&name)
}

/// Whether an operator is set larger than a letter in print.
pub fn is_large_operator(name: &str) -> bool {
    matches!(name, "∑" | "∏" | "∐" | "⋃" | "⋂" | "⨁" | "⨂" | "⋁" | "⋀") || is_integral(name)
}

fn is_integral(name: &str) -> bool {
    matches!(name, "∫" | "∬" | "∭" | "∮")
}

/// The negation of a relation: ∉ for `\not\in`.
pub fn negated(what: &str) -> String {
    let sign = match what {
        "=" => "≠",
        "∈" => "∉",
        "⊂" => "⊄",
        "⊆" => "⊈",
        "≡" => "≢",
        "∃" => "∄",
        "≤" => "≰",
        "≥" => "≱",
        "∼" => "≁",
        "≈" => "≉",
        other => return format!("¬{other}"),
    };
    format!(" {sign} ")
}

/// The characters of a command.
pub fn find(name: &str) -> Option<&'static str> {
    SYMBOLS
        .iter()
        .find(|(key, _)| *key == name)
        .map(|(_, symbol)| *symbol)
}
