//! [`LetterCase`]: how the letters of a word are written.

/// How the letters of a word are written; marks and digits are passed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LetterCase {
    /// The first one is small.
    Small,
    /// The first one is large.
    Capital,
    /// Two or more, all large.
    Capitals,
    /// Letters of a script without case.
    Uncased,
    /// There are none.
    NoLetters,
}

impl LetterCase {
    /// That of `word`.
    pub fn of(word: &str) -> Self {
        let mut letters = word.chars().filter(|letter| letter.is_alphabetic());
        match letters.next() {
            Some(first) if first.is_uppercase() => {
                let mut rest = letters.peekable();
                if rest.peek().is_some() && rest.all(char::is_uppercase) {
                    Self::Capitals
                } else {
                    Self::Capital
                }
            }
            Some(first) if first.is_lowercase() => Self::Small,
            Some(_) => Self::Uncased,
            None => Self::NoLetters,
        }
    }

    /// Whether the first letter is large.
    pub const fn is_capital(self) -> bool {
        matches!(self, Self::Capital | Self::Capitals)
    }
}

#[cfg(test)]
mod tests {
    use super::LetterCase;

    #[test]
    fn letters_tell() {
        let cases = [
            ("lima", LetterCase::Small),
            ("iPad", LetterCase::Small),
            ("Lima", LetterCase::Capital),
            ("É", LetterCase::Capital),
            ("«USA»", LetterCase::Capitals),
            ("ООН", LetterCase::Capitals),
            ("ليما", LetterCase::Uncased),
            ("1990", LetterCase::NoLetters),
            ("", LetterCase::NoLetters),
        ];
        for (word, expected) in cases {
            assert_eq!(LetterCase::of(word), expected, "{word}");
        }
    }
}
