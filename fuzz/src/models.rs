//! Bytes → data files: a damaged one is an error, and a sound one can be asked anything.
//!
//! The first byte says which kind of file. Lengths and checksums are made right, or nothing
//! behind them would ever be read.

use super::PIPELINE;
use maqal::boundary::{BoundaryModel, Cohesion, N_BUCKETS, N_GAPS, Vocabulary};
use maqal::kb::{KnowledgeBase, UserList};
use maqal::tagger::features::N_BUCKETS as FEATURES;
use maqal::tagger::{Tagger, checksum};

fn tagger(mut bytes: Vec<u8>) {
    if let Some((head, body)) = bytes.split_at_mut_checked(16) {
        head[8..].copy_from_slice(&checksum(body).to_le_bytes());
    }
    let _ = Tagger::from_bytes(&bytes);
}

/// A tagger whose tables of features are right and empty, so that what follows them is read.
fn tagger_behind_its_tables(bytes: &[u8]) {
    let Some((width, rest)) = bytes.split_first() else {
        return;
    };
    let width = 1 + usize::from(width % 4);
    let mut file = b"MQTG\x03\0\0\0checksum\x01\0\0\0\x02\0\0\0ar".to_vec();
    file.extend((width as u32).to_le_bytes());
    file.extend((FEATURES as u32).to_le_bytes());
    file.extend(1f32.to_le_bytes());
    file.resize(file.len() + FEATURES * (width + 1), 0);
    file.extend_from_slice(rest);
    tagger(file);
}

fn base(mut bytes: Vec<u8>) {
    let length = bytes.len() as u64;
    if let Some((head, body)) = bytes.split_at_mut_checked(20) {
        head[8..16].copy_from_slice(&length.to_le_bytes());
        head[16..].copy_from_slice(&crc32fast::hash(body).to_le_bytes());
    }
    if let Ok(base) = KnowledgeBase::from_bytes("fuzzed.kb", bytes) {
        let _ = base.census();
        let _ = base.named("بغداد");
        let _ = base.find(["نهر", "دجله"].into_iter());
        let _ = base.by_id("Q796");
        for entry in base.entries().take(64) {
            let _ = format!("{:?}", base.entry(entry));
        }
    }
}

fn boundary(bytes: &[u8]) {
    let _ = BoundaryModel::from_bytes(bytes);
    // Any weights of the right number are sound.
    let mut whole = bytes.to_vec();
    let short = BoundaryModel::quantize(&vec![[0.0; N_GAPS]; N_BUCKETS], vec![0.0; 64]).to_bytes();
    whole.resize(short.len(), 7);
    if let Ok(model) = BoundaryModel::from_bytes(&whole) {
        let _ = model.log_probabilities(&[0, 1, u32::MAX]);
        let _ = model.length_prior(usize::MAX);
    }
}

/// One input.
pub fn run(data: &[u8]) {
    let Some((kind, bytes)) = data.split_first() else {
        return;
    };
    match kind % 7 {
        0 => tagger(bytes.to_vec()),
        1 => base(bytes.to_vec()),
        2 => boundary(bytes),
        3 => {
            let _ = Cohesion::from_bytes(bytes);
        }
        4 => {
            let _ = Vocabulary::from_bytes(bytes);
        }
        5 => tagger_behind_its_tables(bytes),
        _ => {
            if let Ok(text) = std::str::from_utf8(bytes) {
                let _ = UserList::parse("fuzzed.jsonl", text, &PIPELINE.packs().fold);
            }
        }
    }
}
