//! `config check`: every setting with its source, or everything that is wrong.

use super::args::Global;
use super::open;
use super::output::say;

/// Prints the settings; secrets stay masked.
pub fn run(global: &Global) -> anyhow::Result<()> {
    let settings = open::settings(global, None)?;
    say(settings.describe().trim_end())
}
