//! Everything that a program starts with: the embedded base and the user's files.

use std::path::PathBuf;

use super::error::KbError;
use super::lookup::KnowledgeBase;
use super::user_list::UserList;
use crate::lang::FoldTable;

/// The embedded base joined with `files`, in their order: compiled ones (they begin with
/// `MQKB` or end in `.kb`) and lists of JSON lines.
///
/// # Errors
/// The first file that cannot be used; nothing is loaded by half.
pub fn load(files: &[PathBuf], fold: &FoldTable) -> Result<KnowledgeBase, KbError> {
    let mut kb = KnowledgeBase::embedded()?;
    for path in files {
        let bytes = std::fs::read(path).map_err(|error| KbError::Read(path.clone(), error))?;
        let file = path.display().to_string();
        kb = if bytes.starts_with(super::format::MAGIC)
            || path.extension().is_some_and(|end| end == "kb")
        {
            kb.join_base(KnowledgeBase::from_bytes(&file, bytes)?)?
        } else {
            let text = String::from_utf8(bytes).map_err(|error| KbError::Line {
                file: file.clone(),
                line: 1 + error
                    .as_bytes()
                    .iter()
                    .take(error.utf8_error().valid_up_to())
                    .filter(|byte| **byte == b'\n')
                    .count(),
                field: "line".to_owned(),
                reason: "expected UTF-8".to_owned(),
            })?;
            kb.join(UserList::parse(&file, &text, fold)?)?
        };
    }
    kb.check_fold(fold)?;
    Ok(kb)
}
