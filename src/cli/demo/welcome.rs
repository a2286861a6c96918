//! What the demo prints, in both languages, and the credentials file.

use crate::services::tracking::link_of;
use std::fs::OpenOptions;
use std::io::Write;
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;

use serde::Serialize;

use super::super::output::say;
use super::cases::TRACKED;
use super::users::Credential;
use crate::persistence::requests;
use crate::services::Context;

#[derive(Serialize)]
struct Credentials<'a> {
    base_url: &'a str,
    users: &'a [Credential],
}

/// Writes the credentials, readable by the owner only, whatever stood there before.
pub fn write_credentials(path: &Path, base_url: &str, users: &[Credential]) -> anyhow::Result<()> {
    let mut file = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(path)?;
    file.set_permissions(PermissionsExt::from_mode(0o600))?;
    serde_json::to_writer_pretty(&mut file, &Credentials { base_url, users })?;
    file.write_all(b"\n")?;
    Ok(file.sync_all()?)
}

/// Prints address, users and what to try.
pub async fn print(ctx: &Context, users: &[Credential]) -> anyhow::Result<()> {
    let base = &ctx.settings.base_url;
    say(format_args!("\nTerbuka: {base}\n"))?;
    say("Akun dan sandi sekali pakai / Accounts and one-time passwords:")?;
    for user in users {
        let unit = user.unit.unwrap_or("-");
        say(format_args!(
            "  {:<10} {:<16} {:<16} {}",
            user.role, unit, user.username, user.password
        ))?;
    }
    say("\nCobalah / Try:")?;
    say(format_args!(
        "  {base}/permohonan/baru   ajukan permohonan / file a request"
    ))?;
    if let Some(row) = requests::find_request_by_submission(ctx.db.read(), TRACKED).await? {
        let token = link_of(ctx, ctx.db.read(), row.id).await?;
        say(format_args!(
            "  {base}/lacak/{}   lacak {} / track it",
            token.expose(),
            row.registration_no
        ))?;
    }
    say(format_args!(
        "  {base}/masuk   masuk sebagai petugas.lapas / sign in as an officer"
    ))?;
    say(
        "\nData contoh, seluruhnya rekaan; jangan dipakai melayani warga. / Invented data; never serve real requests with it.",
    )?;
    say("Ctrl-C berhenti. / Ctrl-C stops.\n")
}
