//! One round of deliveries.

use time::Duration;
use uuid::Uuid;

use super::render::{Letterhead, render};
use crate::domain::objection;
use crate::domain::request::Command;
use crate::mail::{MailError, MailFault, OutgoingMail};
use crate::persistence::{UnitScope, outbox, requests, rows, units, users, write};
use crate::services::objections::{self, Objection, ObjectionKey, ObjectionStep, token_of};
use crate::services::requests::{By, CALENDAR_CHANGE, Case, CaseKey, SHARE_CHANGE, ShareChange, Step, take};
use crate::services::tracking::link_of;
use crate::services::{Context, ServiceError, identities, micros, reminders};

/// Mails claimed at a time.
const BATCH: u32 = 10;
/// How long a claim holds; longer than a whole batch may take with a server that answers nothing.
const LEASE: Duration = Duration::minutes(10);
/// The first pause after a failure; each one after it is twice as long.
const FIRST_PAUSE: Duration = Duration::seconds(30);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::hours(1);

/// What a round did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delivered {
    /// Handed to the server.
    pub sent: u32,
    /// Waiting for another try.
    pub waiting: u32,
    /// Given up.
    pub failed: u32,
    /// Of no use: nobody to write to, or too late.
    pub dropped: u32,
}

impl Delivered {
    /// Whether there may be more to do at once.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.sent + self.waiting + self.failed + self.dropped >= BATCH
    }
}

enum Attempt {
    Sent,
    NobodyToWriteTo,
    TooLate,
    Failed(MailError),
    Broken(String),
}

impl std::fmt::Display for Attempt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sent => f.write_str("sent"),
            Self::NobodyToWriteTo => f.write_str("nobody to write to"),
            Self::TooLate => f.write_str("too late to be of use"),
            Self::Failed(error) => error.fmt(f),
            Self::Broken(reason) => f.write_str(reason),
        }
    }
}

/// Delivers what is due, at least once. Without a mail server everything waits.
///
/// # Errors
/// When the database is out of reach.
pub async fn deliver_due(ctx: &Context) -> Result<Delivered, ServiceError> {
    let mut done = Delivered::default();
    if !ctx.mailer.is_configured() {
        return Ok(done);
    }
    let now = ctx.now();
    let claimed = write(&ctx.db, async |txn| {
        outbox::claim_outbox(txn, micros(now), micros(now + LEASE), BATCH).await
    })
    .await?;
    let mut is_reachable = true;
    for notice in claimed {
        let attempt = if is_reachable {
            attempt(ctx, &notice).await?
        } else {
            Attempt::Failed(MailError::Temporary(MailFault::Unreachable))
        };
        if let Attempt::Failed(MailError::Temporary(fault)) = &attempt {
            is_reachable = matches!(fault, MailFault::Refused(_));
        }
        let is_sent = matches!(attempt, Attempt::Sent);
        mark(ctx, &notice, attempt, &mut done).await?;
        if is_sent && let Err(error) = note_receipt(ctx, &notice).await {
            // The mail has gone and must not go again. Nothing of the applicant's is closed by a receipt that is not on record, and
            // the office can still record it.
            tracing::error!(mail.id = %notice.id, %error, "the receipt of a notice was not noted");
        }
    }
    Ok(done)
}

/// A mail that the server took has reached the applicant's mailbox (UU ITE Ps 8), so a notice that was under way is received.
async fn note_receipt(ctx: &Context, notice: &rows::Outbox) -> Result<(), ServiceError> {
    if let Some(id) = notice.objection_id.filter(|_| notice.kind == "objection_answer") {
        return note_answer_receipt(ctx, id).await;
    }
    let Some(id) = notice.request_id.filter(|_| notice.kind == "notice") else {
        return Ok(());
    };
    let key = CaseKey::Id(id);
    let case = Case::load(ctx, ctx.db.read(), &key).await?;
    let step = Step {
        key,
        by: By::System,
        seen_version: None,
        command: Command::ConfirmNoticeReceived {
            on: ctx.today(case.zone),
            proof: String::new(),
        },
        files: Vec::new(),
    };
    match take(ctx, step).await {
        // Known already, or the case has moved on: nothing is left to note.
        Ok(_) | Err(ServiceError::Denied(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

/// The same for the answer to an objection: from its receipt the days to the Commission run.
async fn note_answer_receipt(ctx: &Context, id: Uuid) -> Result<(), ServiceError> {
    let key = ObjectionKey::Id(id);
    let objection = Objection::load(ctx, ctx.db.read(), &key).await?;
    let step = ObjectionStep {
        key,
        by: objections::By::System,
        seen_version: None,
        command: objection::Command::ConfirmAnswerReceived {
            on: ctx.today(objection.zone),
            proof: String::new(),
        },
        files: Vec::new(),
    };
    match objections::take(ctx, step).await {
        // Known already, or the objection has moved on: nothing is left to note.
        Ok(_) | Err(ServiceError::Invalid(_)) => Ok(()),
        Err(error) => Err(error),
    }
}

async fn attempt(ctx: &Context, notice: &rows::Outbox) -> Result<Attempt, ServiceError> {
    if reminders::is_outdated(notice, ctx.now()) {
        return Ok(Attempt::TooLate);
    }
    let Some(to) = address(ctx, notice).await? else {
        return Ok(Attempt::NobodyToWriteTo);
    };
    let rendered = match letterhead(ctx, notice).await {
        Ok(head) => render(ctx, notice, &head),
        Err(error) => Err(error.to_string()),
    };
    let words = match rendered {
        Ok(words) => words,
        Err(reason) => return Ok(Attempt::Broken(reason)),
    };
    let mail = OutgoingMail {
        to,
        subject: words.subject,
        text: words.text,
        html: words.html,
        message_id: message_id(ctx, notice.id),
    };
    Ok(match ctx.mailer.send(&mail).await {
        Ok(()) => Attempt::Sent,
        Err(error) => Attempt::Failed(error),
    })
}

/// The same for every try, so that whoever gets a mail twice can tell.
fn message_id(ctx: &Context, id: Uuid) -> String {
    let url = &ctx.settings.base_url;
    let host = url.split("://").nth(1).unwrap_or(url);
    let host: String = host
        .chars()
        .take_while(|c| *c != ':' && *c != '/')
        .filter(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-'))
        .collect();
    format!("{id}@{}", if host.is_empty() { "localhost" } else { &host })
}

async fn address(ctx: &Context, notice: &rows::Outbox) -> Result<Option<String>, ServiceError> {
    let db = ctx.db.read();
    if let Some(user) = notice.recipient.strip_prefix("user:") {
        let Ok(id) = Uuid::try_parse(user) else {
            return Ok(None);
        };
        return Ok(users::find_user(db, id).await?.and_then(|user| user.email));
    }
    if let Some(id) = notice.objection_id {
        let objection = Objection::load(ctx, db, &ObjectionKey::Id(id)).await?;
        let identity = objections::identity(ctx, &objection).await?;
        return Ok(identity.and_then(|identity| identity.email));
    }
    match notice.request_id {
        Some(id) => Ok(identities::open(ctx, db, id)
            .await?
            .and_then(|identity| identity.email)),
        None => Ok(None),
    }
}

async fn letterhead(ctx: &Context, notice: &rows::Outbox) -> Result<Letterhead, ServiceError> {
    let base = &ctx.settings.base_url;
    if let Some(id) = notice.objection_id {
        let objection = Objection::load(ctx, ctx.db.read(), &ObjectionKey::Id(id)).await?;
        let number = objection.number().to_owned();
        return Ok(Letterhead {
            link: if notice.recipient == "applicant" {
                format!("{base}/keberatan/{}", token_of(ctx, &objection.row).expose())
            } else {
                format!("{base}/atasan/keberatan/{number}")
            },
            number,
            unit_name: objection.unit.name,
        });
    }
    if notice.kind == SHARE_CHANGE {
        let change: ShareChange = serde_json::from_str(&notice.payload)?;
        return Ok(Letterhead {
            link: format!("{base}{}", change.path),
            number: change.number,
            unit_name: ctx.settings.instance.name.clone(),
        });
    }
    let Some(id) = notice.request_id else {
        return Ok(Letterhead {
            number: String::new(),
            link: match notice.kind.as_str() {
                CALENDAR_CHANGE => format!("{base}/petugas"),
                _ => base.clone(),
            },
            unit_name: ctx.settings.instance.name.clone(),
        });
    };
    let request = requests::get_request(ctx.db.read(), &UnitScope::All, id).await?;
    let unit = units::get_unit(ctx.db.read(), request.unit_id).await?;
    let token = link_of(ctx, ctx.db.read(), id).await?;
    Ok(Letterhead {
        number: request.registration_no,
        link: format!("{base}/lacak/{}", token.expose()),
        unit_name: unit.name,
    })
}

async fn mark(
    ctx: &Context,
    notice: &rows::Outbox,
    attempt: Attempt,
    done: &mut Delivered,
) -> Result<(), ServiceError> {
    let now = micros(ctx.now());
    let id = notice.id;
    if let Attempt::Failed(_) | Attempt::Broken(_) = &attempt {
        let error = attempt.to_string();
        tracing::warn!(mail.id = %id, mail.kind = notice.kind, error, "a mail was not sent");
    }
    write(&ctx.db, async |txn| match &attempt {
        Attempt::Sent => {
            done.sent += 1;
            tracing::info!(mail.id = %id, mail.kind = notice.kind, "a mail was sent");
            outbox::mark_outbox_sent(txn, id, now).await
        }
        Attempt::NobodyToWriteTo | Attempt::TooLate => {
            done.dropped += 1;
            outbox::mark_outbox_sent(txn, id, now).await
        }
        Attempt::Failed(error @ MailError::Temporary(_)) => {
            done.waiting += 1;
            let again = micros(ctx.now() + pause(notice.attempts));
            outbox::mark_outbox_retry(txn, id, again, &error.to_string()).await
        }
        Attempt::Failed(error) => {
            done.failed += 1;
            outbox::mark_outbox_failed(txn, id, now, &error.to_string()).await
        }
        // A fault of the program: a mended one sends it.
        Attempt::Broken(reason) => {
            done.waiting += 1;
            let again = micros(ctx.now() + LONGEST_PAUSE);
            outbox::mark_outbox_retry(txn, id, again, reason).await
        }
    })
    .await?;
    Ok(())
}

/// How long to wait after so many tries.
fn pause(attempts: i32) -> Duration {
    let doublings = u32::try_from(attempts.saturating_sub(1))
        .unwrap_or_default()
        .min(16);
    (FIRST_PAUSE * 2_i32.pow(doublings)).min(LONGEST_PAUSE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_growing() {
        assert_eq!(pause(1), Duration::seconds(30));
        assert_eq!(pause(2), Duration::seconds(60));
        assert_eq!(pause(5), Duration::minutes(8));
        assert_eq!(pause(i32::MAX), LONGEST_PAUSE);
        assert_eq!(pause(0), FIRST_PAUSE);
    }
}
