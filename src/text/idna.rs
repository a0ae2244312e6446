//! Host names in ASCII (Punycode, RFC 3492), so that homographs can be told apart.

use idna::punycode::encode_str;

/// A host with every label that is not ASCII as `xn--…`. None when a label is longer than
/// names can be.
pub(crate) fn host_in_ascii(host: &str) -> Option<String> {
    let labels: Option<Vec<String>> = host.to_lowercase().split('.').map(label).collect();
    Some(labels?.join("."))
}

fn label(label: &str) -> Option<String> {
    if label.is_ascii() {
        return Some(label.to_owned());
    }
    if label.len() > 252 {
        return None;
    }
    encode_str(label).map(|code| format!("xn--{code}"))
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
