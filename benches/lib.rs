//! The rules of the portal without the portal, for benchmarks.

#[path = "../src/domain/mod.rs"]
pub mod domain;
