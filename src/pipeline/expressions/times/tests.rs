//! Times of single sentences.
