//! `doctor`: what is wrong with this installation, or soon will be, one line each with what to do.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::ExitCode;

use time::{Date, Duration};

use super::args::Global;
use super::open;
use super::output::say;
use crate::clock::{Clock, SystemClock};
use crate::config::Settings;
use crate::persistence::{Db, SchemaState, jobs, outbox, schema_state};
use crate::security::KeyInfo;
use crate::services::{Context, calendars, instant, keys, reminders};

/// The day this was written: a clock before it is wrong.
const NOT_BEFORE: Date = time::macros::date!(2026 - 11 - 01);

/// How long a worker may be silent while mail waits for it; a round takes seconds.
const SILENCE: Duration = Duration::hours(1);

#[derive(Default)]
struct Findings {
    failures: u32,
}

impl Findings {
    fn fail(&mut self, what: &str, told: impl Display) -> anyhow::Result<()> {
        self.failures += 1;
        say(format_args!("FAIL  {what:<10} {told}"))
    }
}

fn fine(what: &str, told: impl Display) -> anyhow::Result<()> {
    say(format_args!("ok    {what:<10} {told}"))
}

fn warn(what: &str, told: impl Display) -> anyhow::Result<()> {
    say(format_args!("warn  {what:<10} {told}"))
}

/// Looks at every part; 1 when one of them fails.
pub async fn run(global: &Global) -> anyhow::Result<ExitCode> {
    let mut findings = Findings::default();
    let settings = match open::settings(global, None) {
        Ok(settings) => settings,
        Err(error) => {
            findings.fail("config", format_args!("{error:#}"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    fine("config", format_args!("data in {}", settings.data_dir.display()))?;
    folder(&mut findings, &settings)?;
    secret_files(&settings)?;
    let keys = match open::keys(&settings) {
        Ok(keys) => {
            fine("keys", told_of(&keys.describe()))?;
            Some(keys)
        }
        Err(error) => {
            findings.fail("keys", format_args!("{error:#}"))?;
            None
        }
    };
    let db = database(&mut findings, &settings).await?;
    if let (Some(keys), Some(db)) = (keys, db) {
        let ctx = open::assemble(settings, keys, db)?;
        seals(&mut findings, &ctx).await?;
        files(&mut findings, &ctx).await?;
        calendar(&mut findings, &ctx).await?;
        mail(&mut findings, &ctx).await?;
        worker(&ctx).await?;
        ctx.db.close().await?;
    }
    Ok(if findings.failures == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn folder(findings: &mut Findings, settings: &Settings) -> anyhow::Result<()> {
    match std::fs::metadata(&settings.data_dir) {
        Err(_) => findings.fail("folder", "does not exist: run `terbuka setup`"),
        Ok(meta) if meta.permissions().mode() & 0o077 != 0 => warn(
            "folder",
            format_args!(
                "others on this machine may look in: run `chmod 700 {}`",
                settings.data_dir.display()
            ),
        ),
        Ok(_) => fine("folder", "for its owner only"),
    }
}

/// Whether others may look at secrets: into the folder of the keys, or into files that hold them.
fn secret_files(settings: &Settings) -> anyhow::Result<()> {
    let mode = |path: &Path| std::fs::metadata(path).ok().map(|meta| meta.permissions().mode());
    let is_open = |path: &Path| mode(path).is_some_and(|mode| mode & 0o077 != 0);
    let keys = open::keys_dir(settings);
    if is_open(&keys) {
        warn(
            "keys",
            format_args!(
                "others on this machine may list the keys: run `chmod 700 {}`",
                keys.display()
            ),
        )?;
    }
    let mut told = BTreeSet::new();
    for path in settings.secret_files() {
        if is_open(path) && told.insert(path) {
            warn(
                "config",
                format_args!(
                    "{} holds a secret and can be read by others: run `chmod 600 {}`",
                    path.display(),
                    path.display()
                ),
            )?;
        }
    }
    Ok(())
}

/// Numbers and ages of the keys, like `identity 1 (400 days), identity 2 (3 days, current)`.
fn told_of(keys: &[KeyInfo]) -> String {
    let now = SystemClock.now();
    let one = |key: &KeyInfo| {
        let age = key
            .made_at
            .map(|at| format!("{} days", (now - at).whole_days().max(0)));
        let age = age.unwrap_or_else(|| "from the settings".to_owned());
        let state = if key.is_current { "" } else { ", old" };
        format!("{} {} ({age}{state})", key.purpose.name(), key.number)
    };
    keys.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// Whether the identity keys are those of this database, and whether something is still sealed with an old one.
async fn seals(findings: &mut Findings, ctx: &Context) -> anyhow::Result<()> {
    if let Err(error) = keys::compare(ctx).await {
        return findings.fail("seals", error);
    }
    match keys::count_old(ctx).await? {
        0 => fine(
            "seals",
            format_args!("all under identity key {}", ctx.keys.identity_number()),
        ),
        old => warn(
            "seals",
            format_args!(
                "{old} rows are not under identity key {} yet: the worker goes on, or run `terbuka keys reseal`",
                ctx.keys.identity_number()
            ),
        ),
    }
}

/// The database, when it has the schema of this program.
async fn database(findings: &mut Findings, settings: &Settings) -> anyhow::Result<Option<Db>> {
    // Connecting would make the file; looking must change nothing.
    let is_sqlite = settings.database_url.expose().starts_with("sqlite:");
    if is_sqlite && !settings.data_dir.exists() {
        findings.fail("database", "does not exist: run `terbuka setup`")?;
        return Ok(None);
    }
    let db = match open::database(settings).await {
        Ok(db) => db,
        Err(error) => {
            findings.fail("database", format_args!("{error:#}"))?;
            return Ok(None);
        }
    };
    match schema_state(&db).await {
        Ok(SchemaState::Current) => {
            fine("database", format_args!("{:?}, schema up to date", db.engine()))?;
            return Ok(Some(db));
        }
        Ok(SchemaState::Pending(count)) => {
            findings.fail(
                "database",
                format_args!("{count} migrations are missing: run `terbuka migrate`"),
            )?;
        }
        Ok(SchemaState::Newer(name)) => {
            findings.fail(
                "database",
                format_args!("migrated by a newer terbuka ({name}): run that version"),
            )?;
        }
        Err(error) => findings.fail("database", format_args!("cannot be read: {error}"))?,
    }
    Ok(None)
}

async fn files(findings: &mut Findings, ctx: &Context) -> anyhow::Result<()> {
    match ctx.files.probe().await {
        Ok(()) => fine("files", "the store takes files"),
        Err(error) => findings.fail(
            "files",
            format_args!("the store takes no files (disk full?): {error}"),
        ),
    }
}

async fn calendar(findings: &mut Findings, ctx: &Context) -> anyhow::Result<()> {
    let today = ctx.today(ctx.zone());
    if today < NOT_BEFORE {
        findings.fail(
            "clock",
            format_args!("says {today}: set the clock of this machine"),
        )?;
    } else {
        fine("clock", format_args!("{today} in {}", ctx.zone().name()))?;
    }
    match calendars::current(ctx, ctx.db.read()).await {
        Err(_) => findings.fail("calendar", "none was imported: run `terbuka setup`"),
        Ok(calendar) => match calendars::missing_year(ctx, ctx.db.read()).await? {
            Some(year) => warn(
                "calendar",
                format_args!(
                    "the days off of {year} are missing: run `terbuka calendar import FILE --amend` once they are decreed"
                ),
            ),
            None => fine("calendar", format_args!("{}", calendar.version().decree)),
        },
    }
}

async fn mail(findings: &mut Findings, ctx: &Context) -> anyhow::Result<()> {
    let waiting = outbox::count_outbox_waiting(ctx.db.read()).await?;
    let failed = outbox::count_outbox_failed(ctx.db.read()).await?;
    if ctx.mailer.is_configured() {
        match ctx.mailer.check().await {
            Ok(()) => fine("mail", format_args!("the server answers; {waiting} wait"))?,
            Err(error) => findings.fail("mail", format_args!("{error}; {waiting} wait"))?,
        }
    } else {
        warn(
            "mail",
            format_args!("no server is configured (smtp.host); {waiting} wait"),
        )?;
    }
    if failed > 0 {
        warn(
            "outbox",
            format_args!("{failed} mails were given up; the log of the worker says why"),
        )?;
    }
    Ok(())
}

/// Whether anybody does what time asks for. A dead worker moves no date; it only tells nobody.
async fn worker(ctx: &Context) -> anyhow::Result<()> {
    let conn = ctx.db.read();
    let last = jobs::find_job(conn, reminders::JOB).await?;
    let last = last.and_then(|job| job.last_run_at).map(instant);
    if last.is_some_and(|last| ctx.now() - last < SILENCE) {
        return fine("worker", "runs");
    }
    let waiting = outbox::count_outbox_waiting(conn).await?;
    // Without a calendar nobody's working day is known; what is wrong then was said above.
    let briefings = reminders::count_owed(ctx).await.unwrap_or_default();
    if waiting + briefings == 0 {
        return fine("worker", "does not run, and nothing waits for it");
    }
    let since = last.map_or_else(
        || "has never run".to_owned(),
        |last| format!("has not run since {}", last.to_offset(ctx.zone().offset()).date()),
    );
    warn(
        "worker",
        format_args!(
            "{since} (waiting: mails {waiting}, briefings {briefings}): run `terbuka serve` or `terbuka worker`"
        ),
    )
}
