//! The `terbuka` command.

fn main() {}
