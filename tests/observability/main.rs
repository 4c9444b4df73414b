//! What can be seen of a running server, over real sockets.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "stops at the first surprise"
)]

mod collector;
mod documents;
mod explain;
mod log;
mod metrics;
mod probes;
mod spans;
mod watched;
#[path = "../support/log.rs"]
mod written;
