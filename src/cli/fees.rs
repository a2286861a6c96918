//! `fees import`.

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, anyhow};

use super::args::Global;
use super::open;
use super::output::{in_words, note, say};
use crate::services::ServiceError;
use crate::services::fees::{self, EnteredBy};

/// Enters the fee decrees of a file; 1 when one was left out.
pub async fn import(global: &Global, path: &Path) -> anyhow::Result<ExitCode> {
    let text = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    let decrees = fees::read(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?;
    let ctx = open::context(open::settings(global, None)?).await?;
    let (mut entered, mut left_out) = (0_u32, 0_u32);
    for decree in decrees {
        let number = &decree.schedule.decree_no;
        match fees::enter(&ctx, EnteredBy::Operator, decree.binds(), &decree.schedule).await {
            Ok(_) => entered += 1,
            Err(error @ ServiceError::Invalid(_)) => {
                left_out += 1;
                note(format_args!("{number}: {}", in_words(error, &ctx.engine)));
            }
            Err(error) => return Err(error.into()),
        }
    }
    say(format_args!("{entered} decrees entered, {left_out} left out"))?;
    ctx.db.close().await?;
    Ok(if left_out == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
