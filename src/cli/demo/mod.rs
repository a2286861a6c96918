//! `demo`: the whole portal on invented data, in one folder, with one-time passwords. Never for real requests.

mod answers;
mod cases;
mod exemptions;
mod fees;
mod folder;
mod objections;
mod seed;
mod shares;
mod story;
#[cfg(test)]
mod tests;
mod users;
mod welcome;

use std::path::Path;

use anyhow::{Context as _, bail};

use super::args::{DemoArgs, Global};
use super::open::{self, Flags};
use super::output::note;
use super::{logging, serve};
use crate::config::Settings;
use crate::persistence::{SchemaState, migrate, schema_state};
use crate::security::{Keys, OsEntropy};
use crate::services::keys::agree;
use crate::services::{Context, calendars};
use folder::{Folder, State};

/// Lays the demonstration on the first start, issues new passwords, and serves.
pub async fn run(global: &Global, args: &DemoArgs) -> anyhow::Result<()> {
    let settings = settings(global, args)?;
    logging::init(&settings.log)?;
    let listen = settings.listen;
    // Before anything is laid: a taken port is the most common fault.
    let probe = std::net::TcpListener::bind(listen)
        .with_context(|| format!("cannot listen on {listen}: choose another address with --listen"))?;
    drop(probe);
    let ctx = prepare(settings).await?;
    let users = users::issue_passwords(&ctx).await?;
    if let Some(path) = &args.credentials {
        welcome::write_credentials(path, &ctx.settings.base_url, &users)
            .with_context(|| format!("cannot write the credentials to {}", path.display()))?;
    }
    welcome::print(&ctx, &users).await?;
    serve::until_stopped(ctx, true).await
}

/// The settings of this process, on the embedded database of the demo's own folder whatever they say.
fn settings(global: &Global, args: &DemoArgs) -> anyhow::Result<Settings> {
    let mut flags = Flags::new();
    if let Some(listen) = args.listen.listen {
        flags.insert("listen", listen.to_string());
    }
    let settings = open::settings_with(global, flags.clone())?;
    let url = format!(
        "sqlite://{}?mode=rwc",
        settings.data_dir.join("terbuka.sqlite").display()
    );
    flags.insert("database_url", url);
    open::settings_with(global, flags)
}

/// Opens the folder, laying it first where that was never done to its end.
async fn prepare(settings: Settings) -> anyhow::Result<Context> {
    let folder = Folder::open(&settings.data_dir)?;
    if folder.state()? != State::Ready {
        note("Menyiapkan data contoh, sekali saja … / Laying the sample data, this once …");
        folder.begin()?;
    }
    let ctx = context(settings).await?;
    calendars::import_built_in(&ctx).await?;
    if folder.state()? != State::Ready {
        seed::lay(&ctx).await?;
        folder.finish()?;
    }
    Ok(ctx)
}

/// The parts of the house with a database that a newer demo may still have to migrate.
async fn context(settings: Settings) -> anyhow::Result<Context> {
    let dir = open::keys_dir(&settings);
    Keys::create_missing(&dir, &OsEntropy)?;
    let keys = open::keys(&settings)?;
    let db = open::database(&settings).await?;
    match schema_state(&db).await? {
        SchemaState::Current => {}
        SchemaState::Pending(_) => {
            migrate(&db).await?;
        }
        SchemaState::Newer(name) => bail!(
            "this demo was laid by a newer terbuka ({name}): run that version, or remove {} to begin anew",
            shown(&settings.data_dir)
        ),
    }
    let ctx = open::assemble(settings, keys, db)?;
    agree(&ctx).await?;
    Ok(ctx)
}

/// Tells whoever serves a demo for real.
pub fn warn_if_demo(data_dir: &Path) {
    if folder::is_demo(data_dir) {
        note(format_args!(
            "warning: {} was laid by `terbuka demo`; its data are invented and its passwords were printed",
            shown(data_dir)
        ));
    }
}

fn shown(path: &Path) -> std::path::Display<'_> {
    path.display()
}
