//! Puts the parts of the house together from the settings, and says what to run when one of them is not ready.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context as _, bail};

use super::args::Global;
use crate::clock::{Clock, SystemClock};
use crate::config::{Settings, Sources};
use crate::domain::deadline::LawBook;
use crate::mail::{Mailer, SmtpMailer, UnconfiguredMailer};
use crate::persistence::{Db, SchemaState, schema_state};
use crate::security::{Entropy, Keys, OsEntropy, Passwords};
use crate::services::{CalendarCache, Context, keys};
use crate::storage::FileStore;
use crate::storage::extract::{ReadingLimits, TextReader};
use crate::text::Engine;

/// Flags that stand for settings.
pub type Flags = BTreeMap<&'static str, String>;

/// The settings of this process with what the command line says.
pub fn settings(global: &Global, listen: Option<SocketAddr>) -> anyhow::Result<Settings> {
    let mut flags = Flags::new();
    if let Some(listen) = listen {
        flags.insert("listen", listen.to_string());
    }
    settings_with(global, flags)
}

/// The settings of this process with more flags.
pub fn settings_with(global: &Global, mut flags: Flags) -> anyhow::Result<Settings> {
    if let Some(data) = &global.data {
        flags.insert("data_dir", data.display().to_string());
    }
    let sources = Sources::from_process(global.config.as_deref(), flags)?;
    Ok(Settings::load(&sources)?)
}

/// Where the keys lie.
pub fn keys_dir(settings: &Settings) -> PathBuf {
    settings.data_dir.join("keys")
}

/// The keys; refuses missing, short, repeated and readable ones.
pub fn keys(settings: &Settings) -> anyhow::Result<Keys> {
    Ok(Keys::load(&keys_dir(settings), &settings.keys)?)
}

/// The database, whatever its schema.
pub async fn database(settings: &Settings) -> anyhow::Result<Db> {
    Db::connect(settings.database_url.expose())
        .await
        .context("cannot open the database (database_url)")
}

/// The database with exactly the schema of this program.
pub async fn current_database(settings: &Settings) -> anyhow::Result<Db> {
    let db = database(settings).await?;
    match schema_state(&db)
        .await
        .context("cannot read the database schema")?
    {
        SchemaState::Current => Ok(db),
        SchemaState::Pending(count) => {
            bail!(
                "the database schema is not up to date ({count} migrations are missing): run `terbuka migrate`"
            )
        }
        SchemaState::Newer(name) => bail!(
            "the database was migrated by a newer terbuka ({name}): run that version, or restore the backup made before"
        ),
    }
}

/// The mail server, or the one that keeps mail waiting.
pub fn mailer(settings: &Settings, clock: &Arc<dyn Clock>) -> anyhow::Result<Arc<dyn Mailer>> {
    Ok(match &settings.smtp {
        Some(smtp) => Arc::new(SmtpMailer::new(smtp, Arc::clone(clock))?),
        None => Arc::new(UnconfiguredMailer),
    })
}

/// Everything a use case needs, on a database with the right schema.
pub async fn context(settings: Settings) -> anyhow::Result<Context> {
    let given = self::keys(&settings)?;
    let db = current_database(&settings).await?;
    let ctx = assemble(settings, given, db)?;
    keys::agree(&ctx).await?;
    Ok(ctx)
}

/// Everything a use case needs, on a database that was looked at already.
pub fn assemble(settings: Settings, keys: Keys, db: Db) -> anyhow::Result<Context> {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let entropy: Arc<dyn Entropy> = Arc::new(OsEntropy);
    Ok(Context {
        db,
        entropy: Arc::clone(&entropy),
        files: FileStore::local(&settings.data_dir.join("files"))
            .context("cannot open the file store in data_dir")?,
        reader: TextReader::new(
            std::env::current_exe().context("cannot tell where this program lies")?,
            ReadingLimits::default(),
        ),
        mailer: mailer(&settings, &clock)?,
        clock,
        passwords: Passwords::new(entropy),
        keys,
        law: Arc::new(LawBook::built_in().context("the built-in law pack is broken")?),
        engine: Arc::new(Engine::new().context("the built-in templates are broken")?),
        calendar: CalendarCache::default(),
        settings: Arc::new(settings),
    })
}
