//! What machines ask: is it alive, is it ready, what may be indexed, where to report a hole.

use rocket::http::Status;
use rocket::{Route, State, get, routes};
use time::Duration;
use time::format_description::well_known::Rfc3339;

use crate::services::Context;
use crate::services::health::{self, LastHealth};

pub fn routes() -> Vec<Route> {
    routes![alive, ready, robots, security]
}

/// The process answers. Asks nobody else, so that a slow database does not get the process killed.
#[get("/healthz")]
fn alive() -> &'static str {
    "ok\n"
}

/// The process can do its work: database, schema and file store answer.
#[get("/readyz")]
async fn ready(ctx: &State<Context>, last: &State<LastHealth>) -> (Status, String) {
    let health = health::recent(ctx, last).await;
    let status = if health.is_ready() {
        Status::Ok
    } else {
        Status::ServiceUnavailable
    };
    let said = |is_ok: bool| if is_ok { "ok" } else { "failing" };
    let lines = health
        .parts()
        .map(|(name, is_ok)| format!("{name} {}\n", said(is_ok)));
    (status, lines.concat())
}

/// Published answers may be found; workspaces and links with a secret in them may not.
#[get("/robots.txt")]
fn robots() -> &'static str {
    "User-agent: *\n\
     Disallow: /lacak\n\
     Disallow: /permohonan/baru\n\
     Disallow: /petugas\n\
     Disallow: /atasan\n\
     Disallow: /auditor\n\
     Disallow: /admin\n\
     Disallow: /akun\n\
     Disallow: /masuk\n"
}

/// How long the contact is promised to be right (RFC 9116 asks for less than a year).
const PROMISE: Duration = Duration::weeks(26);

/// Where to report a security hole (RFC 9116), when the operator named an address.
#[get("/.well-known/security.txt")]
fn security(ctx: &State<Context>) -> Option<String> {
    let contact = ctx.settings.instance.security_contact.as_deref()?;
    let expires = (ctx.now() + PROMISE)
        .replace_nanosecond(0)
        .ok()?
        .format(&Rfc3339)
        .ok()?;
    let canonical = &ctx.settings.base_url;
    Some(format!(
        "Contact: {contact}\nExpires: {expires}\nPreferred-Languages: id, en\n\
         Canonical: {canonical}/.well-known/security.txt\n"
    ))
}
