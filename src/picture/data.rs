//! The bytes of a picture that is inside a page, as a `data:` address (RFC 2397).

use super::fault::Fault;
use crate::text::percent_decode;
use base64::Engine;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

/// Pages leave out the padding, or have it wrong.
const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Decodes the data of an address.
///
/// # Errors
/// It is not in base64, as pictures other than SVG are.
pub(crate) fn bytes_of(address: &str) -> Result<Vec<u8>, Fault> {
    let damaged = || Fault::Damaged("data:".to_owned());
    let (head, data) = address.split_once(',').ok_or_else(damaged)?;
    if head.contains("svg") {
        return Err(Fault::Format("SVG"));
    }
    let base64 = head
        .rsplit(';')
        .next()
        .is_some_and(|end| end.trim().eq_ignore_ascii_case("base64"));
    if !base64 {
        return Err(damaged());
    }
    let data = percent_decode(data);
    let data: String = data.chars().filter(|c| !c.is_whitespace()).collect();
    ENGINE.decode(data).map_err(|_| damaged())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_decoded() {
        let check = |address: &str, expected: Result<&[u8], Fault>| {
            let expected = expected.map(<[u8]>::to_vec);
            assert_eq!(bytes_of(address), expected, "{address}");
        };
        let damaged = || Err(Fault::Damaged("data:".to_owned()));
        check("data:image/png;base64,AAEC", Ok(&[0, 1, 2]));
        check("data:image/png;base64,AAE%3D", Ok(&[0, 1]));
        check("data:image/png;BASE64,AAE", Ok(&[0, 1]));
        check("data:image/png;base64,AA EC", Ok(&[0, 1, 2]));
        check("data:image/svg+xml;base64,AAEC", Err(Fault::Format("SVG")));
        check("data:image/png,xyz", damaged());
        check("data:image/png;base64,*", damaged());
        check("data:", damaged());
    }
}
