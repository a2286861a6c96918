//! The portal as its users meet it: requests over HTTP against a whole application, on each engine of the run.
//!
//! One binary, because each further one would be linked against everything again. Support comes first, then a module a
//! page or promise.

// Clippy takes only `#[test]` functions for tests; here every function is part of one.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails by panicking"
)]
#![allow(
    clippy::large_futures,
    reason = "a test holds a whole application and its people"
)]
#![allow(
    clippy::needless_pass_by_value,
    reason = "Rocket hands guards and forms to handlers by value"
)]
#![allow(
    clippy::too_many_lines,
    clippy::unnecessary_wraps,
    clippy::format_collect,
    reason = "a journey is told from beginning to end, and a test is read, not run a million times"
)]

mod access;
mod access_matrix;
mod account;
mod admin;
mod auditor;
mod caching;
mod cases;
mod citizen;
mod crawl;
mod dates;
mod elsewhere;
mod errors;
mod forms;
mod guards;
mod handed_over;
mod headers;
mod hostile;
mod in_office;
mod machine;
mod objection;
mod officer;
mod ops;
mod public;
mod scenarios;
mod simulation;
mod succession;
mod support;
