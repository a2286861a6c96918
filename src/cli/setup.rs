//! `setup` and `migrate`: from nothing to an installation that can serve, and from one schema to the next.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;

use anyhow::Context as _;

use super::args::Global;
use super::open;
use super::output::say;
use crate::persistence::migrate as bring_up;
use crate::security::{Keys, OsEntropy};
use crate::services::accounts::list_users;
use crate::services::calendars;
use crate::services::imports::units;
use crate::services::keys::agree;

/// Makes what is missing and leaves what is there; safe to run again.
pub async fn setup(global: &Global) -> anyhow::Result<()> {
    let settings = open::settings(global, None)?;
    let dir = &settings.data_dir;
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .with_context(|| format!("cannot make the folder {}", dir.display()))?;
    say(format_args!("data folder  {}", dir.display()))?;

    let given = &settings.keys;
    let all_given = [&given.session, &given.csrf, &given.identity, &given.lookup];
    if all_given.iter().all(|key| key.is_some()) {
        say("keys         from the settings")?;
    } else {
        let made = Keys::create_missing(&open::keys_dir(&settings), &OsEntropy)?;
        say(format_args!(
            "keys         {} made; keep a copy of {} apart from the data",
            made.len(),
            open::keys_dir(&settings).display()
        ))?;
    }
    let keys = open::keys(&settings)?;

    let db = open::database(&settings).await?;
    let applied = bring_up(&db)
        .await
        .context("cannot bring the schema up to date")?;
    say(format_args!("schema       {applied} migrations applied"))?;
    let ctx = open::assemble(settings, keys, db)?;
    agree(&ctx).await?;
    let report = units::import(&ctx, units::BUILT_IN).await?;
    say(format_args!(
        "units        {} added, {} changed, {} as they were",
        report.added, report.changed, report.unchanged
    ))?;
    let added = calendars::import_built_in(&ctx).await?;
    calendars::recompute(&ctx).await?;
    say(format_args!("calendar     {added} decrees added"))?;

    say("\nNext:")?;
    if list_users(&ctx).await?.is_empty() {
        say("  terbuka user add NAME --role admin     the first account, with a one-time password")?;
    }
    say("  terbuka doctor                         what is still missing")?;
    say("  terbuka serve                          serve, behind a proxy with TLS")?;
    Ok(ctx.db.close().await?)
}

/// Applies the migrations that are missing.
pub async fn migrate(global: &Global) -> anyhow::Result<()> {
    let settings = open::settings(global, None)?;
    let db = open::database(&settings).await?;
    match bring_up(&db)
        .await
        .context("cannot bring the schema up to date; it is as it was")?
    {
        0 => say("the schema is up to date")?,
        count => say(format_args!("{count} migrations applied"))?,
    }
    Ok(db.close().await?)
}
