//! API keys: kept as digests, compared in constant time.

use std::path::Path;

use ring::digest::{SHA256, digest};
use subtle::{Choice, ConditionallySelectable as _, ConstantTimeEq as _};

use crate::server::watched::FileError;

const DIGEST_BYTES: usize = 32;

/// The keys that are good.
pub(super) struct ApiKeys(Vec<(String, [u8; DIGEST_BYTES])>);

impl ApiKeys {
    /// Reads a name and a digest a line; `#` begins a comment line.
    pub(super) fn read(path: &Path) -> Result<Self, FileError> {
        let text = std::fs::read_to_string(path).map_err(|error| FileError::new(path, &error))?;
        Self::parse(&text).map_err(|reason| FileError::new(path, &reason))
    }

    fn parse(text: &str) -> Result<Self, String> {
        let mut keys = Vec::new();
        for (line, number) in text.lines().map(str::trim).zip(1..) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            // A digest only: whoever puts the key itself there should not read it in a log.
            let key = match words.as_slice() {
                [name, hex] => bytes(hex).map(|digest| ((*name).to_owned(), digest)),
                _ => None,
            };
            keys.push(key.ok_or_else(|| {
                format!(
                    "line {number}: expected a name and a SHA-256 digest of 64 hexadecimal digits"
                )
            })?);
        }
        if keys.is_empty() {
            return Err("no key is in it".to_owned());
        }
        Ok(Self(keys))
    }

    /// The name of a key. Every digest is compared, whole, whichever fits.
    pub(super) fn name_of(&self, key: &str) -> Option<&str> {
        let shown = digest(&SHA256, key.as_bytes());
        let mut found = u64::MAX;
        for ((_, good), idx) in self.0.iter().zip(0_u64..) {
            let same: Choice = good.as_slice().ct_eq(shown.as_ref());
            found.conditional_assign(&idx, same);
        }
        let found = usize::try_from(found).ok()?;
        self.0.get(found).map(|(name, _)| name.as_str())
    }
}

fn bytes(hex: &str) -> Option<[u8; DIGEST_BYTES]> {
    let digits: Option<Vec<u8>> = hex
        .chars()
        .map(|digit| u8::try_from(digit.to_digit(16)?).ok())
        .collect();
    let bytes: Option<Vec<u8>> = digits?
        .chunks(2)
        .map(|pair| match pair {
            [high, low] => Some(high << 4 | low),
            _ => None,
        })
        .collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_keys_by_their_digests() {
        // SHA-256 of "abc", from FIPS 180.
        let digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        let keys = ApiKeys::parse(&format!("# ours\n\nfirst {digest}\n")).unwrap();
        assert_eq!(keys.name_of("abc"), Some("first"));
        assert_eq!(keys.name_of("abd"), None);
        assert_eq!(keys.name_of(""), None);
        for wrong in [
            "",
            "first",
            "first ba78",
            &format!("a b {digest}"),
            &format!("a {digest}00"),
        ] {
            assert!(ApiKeys::parse(wrong).is_err(), "{wrong}");
        }
        let Err(said) = ApiKeys::parse("name secret-key") else {
            panic!("a key is no digest");
        };
        assert!(!said.contains("secret-key"), "{said}");
    }
}
