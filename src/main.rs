//! The `terbuka` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    terbuka::cli::run()
}
