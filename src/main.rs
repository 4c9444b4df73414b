//! Command line of Maqal.

fn main() {}
