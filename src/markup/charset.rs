//! Bytes of a page → text, for pages whose `Content-Type` header is not known.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

/// Bytes of the page in which it may name its encoding (HTML standard, 13.2.3.2).
const PRESCAN: usize = 1024;

/// The page in the encoding of its byte order mark, else in UTF-8 if it is well-formed (crawlers
/// save pages so and leave the old name in them), else in the encoding that a `meta` element names,
/// else in windows-1252, as browsers do.
pub fn decode(bytes: &[u8]) -> String {
    let named = || {
        let head = bytes.get(..bytes.len().min(PRESCAN)).unwrap_or_default();
        let head = String::from_utf8_lossy(head).to_ascii_lowercase();
        let (_, behind) = head.split_once("charset=")?;
        let label = behind
            .trim_start_matches(['"', '\'', ' '])
            .split(|letter: char| !(letter.is_ascii_alphanumeric() || "-_:".contains(letter)))
            .next()?;
        // A page that says so in single bytes is not written in pairs of them.
        Encoding::for_label(label.as_bytes()).map(Encoding::output_encoding)
    };
    let encoding = if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        named().unwrap_or(WINDOWS_1252)
    };
    encoding.decode(bytes).0.into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_names_its_encoding() {
        let arabic = "<meta charset=\"windows-1256\"><p>خبر";
        let (bytes, ..) = encoding_rs::WINDOWS_1256.encode(arabic);
        assert_eq!(decode(&bytes), arabic);
        let saved_again = "<meta charset=gbk><p>é";
        assert_eq!(decode(saved_again.as_bytes()), saved_again);
        assert_eq!(decode(b"<p>\xe9"), "<p>é");
        assert_eq!(decode(b"\xef\xbb\xbf<p>a"), "<p>a");
        assert_eq!(
            decode(b"<meta charset=nonsense><p>a"),
            "<meta charset=nonsense><p>a"
        );
    }
}
