//! Builds the front end and the table of embedded files.
//!
//! Two tasks: `build/front.rs` turns `assets/` into hashed, pre-compressed files (npm and Sass run only when their inputs
//! changed), `build/embed.rs` writes the table of templates and messages. Nothing is written outside `OUT_DIR`.

#![allow(
    clippy::print_stdout,
    reason = "cargo reads its directives from standard output"
)]

use std::fmt;
use std::path::PathBuf;

#[path = "build/embed.rs"]
mod embed;
#[path = "build/front.rs"]
mod front;

/// What stopped the build, in words for the person who typed `cargo build`.
struct Failure(String);

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Failure {
    fn new(doing: impl fmt::Display, cause: impl fmt::Display) -> Self {
        Self(format!("{doing}: {cause}"))
    }
}

fn main() -> Result<(), Failure> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    for watched in ["build.rs", "build", "assets", "templates"] {
        println!("cargo:rerun-if-changed={watched}");
    }
    embed::templates(&root, &out)?;
    front::build(&root, &out)
}

#[allow(
    clippy::disallowed_methods,
    reason = "cargo hands its settings to a build script through the environment"
)]
fn variable(name: &str) -> Result<String, Failure> {
    std::env::var(name).map_err(|e| Failure::new(name, e))
}
