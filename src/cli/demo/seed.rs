//! Lays the demonstration: units, calendars, accounts, the old register, the open cases.

use std::io::Cursor;

use time::Duration;

use super::super::output::{in_words, note};
use super::{cases, exemptions, fees, story, users};
use crate::services::Context;
use crate::services::imports::requests::{Options, SAMPLE, Told};
use crate::services::imports::{requests, units};

/// Appointments of the sample accounts began so long ago.
const SERVICE: Duration = Duration::days(400);

/// Lays everything; calendars are there already.
pub async fn lay(ctx: &Context) -> anyhow::Result<()> {
    let report = units::import(ctx, units::BUILT_IN).await?;
    note(format_args!("  {} unit / units", report.added));
    users::make(ctx, ctx.today(ctx.zone()) - SERVICE).await?;
    note(format_args!("  {} akun / accounts", users::SAMPLES.len()));

    let staff = users::Staff::load(ctx).await?;
    let options = Options {
        publisher: staff.publisher(),
    };
    let mut tell = |told: Told| {
        if let Told::Bad(bad) = told {
            note(format_args!("  {bad}"));
        }
    };
    let report = requests::import(ctx, &mut Cursor::new(SAMPLE.as_bytes()), options, &mut tell).await?;
    note(format_args!(
        "  {} permohonan lama, {} diumumkan / past requests, {} published",
        report.imported, report.published, report.published
    ));
    let exemptions = exemptions::make(ctx, &staff).await?;
    fees::make(ctx).await?;
    let samples = cases::read()?;
    let count = samples.len();
    for case in samples {
        story::play(ctx, &staff, &case, &exemptions)
            .await
            .map_err(|error| match error.downcast() {
                Ok(error) => in_words(error, &ctx.engine).context(format!("sample case {}", case.key)),
                Err(error) => error.context(format!("sample case {}", case.key)),
            })?;
    }
    note(format_args!("  {count} perkara berjalan / open cases"));
    Ok(())
}
