//! Break opportunities inside web addresses.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

/// Whether an address may break at a byte: before `.`, which shows that the address goes on, and
/// after `/ ? & = # - _`, but neither beside another mark, nor inside a number, nor after the
/// scheme, which would be alone at the end of a line.
pub fn may_break(address: &str, at: usize) -> bool {
    let (head, tail) = (&address[..at], &address[at..]);
    if let Some(rest) = tail.strip_prefix('.') {
        return head.ends_with(|c: char| c.is_ascii_alphanumeric())
            && rest.starts_with(|c: char| c.is_ascii_alphabetic());
    }
    head.ends_with(['/', '?', '&', '=', '#', '-', '_'])
        && !head.ends_with("://")
        && tail.starts_with(|c: char| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_break_beside_their_marks() {
        let check = |expected: &str| {
            let address = expected.replace('|', "");
            let mut shown = String::new();
            for (at, c) in address.char_indices() {
                if at > 0 && may_break(&address, at) {
                    shown.push('|');
                }
                shown.push(c);
            }
            assert_eq!(shown, expected);
        };
        check("http://www3|.ocn|.ne|.jp/~hoge/|index|.html");
        check("https://www|.example|.org/|a_|b-|c?|d=|1.5&|e=|2#|f");
        check("https://10.0.0.1:8080/|v1.2/");
        check("www|.example|.org/...");
    }
}
