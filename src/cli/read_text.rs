//! `read-text`: the hidden command by which the portal has documents read apart from itself. Needs no settings and no data folder.

use std::io::{Read, Write, stdin, stdout};
use std::time::Duration;

use anyhow::Context as _;

use super::args::ReadTextArgs;
use crate::storage::extract::{ExtractLimits, confine, whole_text};

/// Gives up what a document must not have, reads one from stdin and prints its text.
pub fn run(args: &ReadTextArgs) -> anyhow::Result<()> {
    confine(args.memory, Duration::from_secs(args.seconds)).context("cannot limit this process")?;
    let limits = ExtractLimits::default();
    let mut document = Vec::new();
    let most = u64::try_from(limits.max_input)?.saturating_add(1);
    stdin().lock().take(most).read_to_end(&mut document)?;
    let text = whole_text(args.kind, &document, &limits)?;
    Ok(stdout().lock().write_all(text.as_bytes())?)
}
