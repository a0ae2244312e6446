//! Names of hosts in the letters of the wire (RFC 3492), so that a name can be told from one
//! that looks like it.

const BASE: u32 = 36;
const FIRST: u32 = 26;
const LAST: u32 = 1;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const START: u32 = 0x80;
const BIAS: u32 = 72;

/// A host with every part that is not ASCII as `xn--…`. None when a part is longer than any
/// name may be.
pub fn host_in_ascii(host: &str) -> Option<String> {
    let parts: Option<Vec<String>> = host.to_lowercase().split('.').map(part).collect();
    Some(parts?.join("."))
}

fn part(part: &str) -> Option<String> {
    if part.is_ascii() {
        return Some(part.to_owned());
    }
    if part.len() > 252 {
        return None;
    }
    encode(part).map(|code| format!("xn--{code}"))
}

fn encode(part: &str) -> Option<String> {
    let letters: Vec<u32> = part.chars().map(u32::from).collect();
    let mut out: String = part.chars().filter(char::is_ascii).collect();
    let plain = out.len() as u32;
    if plain > 0 {
        out.push('-');
    }
    let (mut code, mut delta, mut bias, mut done) = (START, 0u32, BIAS, plain);
    while (done as usize) < letters.len() {
        let next = letters.iter().copied().filter(|c| *c >= code).min()?;
        delta = delta.checked_add((next - code).checked_mul(done + 1)?)?;
        code = next;
        for letter in &letters {
            if *letter < code {
                delta = delta.checked_add(1)?;
            } else if *letter == code {
                number(delta, bias, &mut out);
                bias = adapt(delta, done + 1, done == plain);
                delta = 0;
                done += 1;
            }
        }
        delta = delta.checked_add(1)?;
        code += 1;
    }
    Some(out)
}

/// A number in digits whose weights depend on the bias.
fn number(mut rest: u32, bias: u32, out: &mut String) {
    let mut at = BASE;
    loop {
        let limit = at.saturating_sub(bias).clamp(LAST, FIRST);
        if rest < limit {
            break;
        }
        out.push(digit(limit + (rest - limit) % (BASE - limit)));
        rest = (rest - limit) / (BASE - limit);
        at += BASE;
    }
    out.push(digit(rest));
}

fn digit(value: u32) -> char {
    let letter = if value < 26 { b'a' } else { b'0' - 26 };
    char::from(letter + value as u8)
}

fn adapt(delta: u32, count: u32, first: bool) -> u32 {
    let mut delta = delta / if first { DAMP } else { 2 };
    delta += delta / count;
    let mut bias = 0;
    while delta > (BASE - LAST) * FIRST / 2 {
        delta /= BASE - LAST;
        bias += BASE;
    }
    bias + (BASE - LAST + 1) * delta / (delta + SKEW)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn known_names() {
        #[track_caller]
        fn check(host: &str, expected: &str) {
            assert_eq!(host_in_ascii(host).as_deref(), Some(expected));
        }
        check("example.org", "example.org");
        check("例子.中国", "xn--fsqu00a.xn--fiqs8s");
        check("Bücher.example", "xn--bcher-kva.example");
        check("他们为什么不说中文", "xn--ihqwcrb4cv8a8dqg056pqjye");
        check("ひとつ屋根の下2", "xn--2-u9tlzr9756bt3uc0v");
        assert_eq!(host_in_ascii(&"字".repeat(300)), None);
    }

    proptest! {
        #[test]
        fn every_name_ends_as_ascii(host: String) {
            prop_assert!(host_in_ascii(&host).is_none_or(|host| host.is_ascii()));
        }
    }
}
