//! What can go wrong in the database, in words that services understand. Built here and nowhere else.

use sea_orm::sqlx::error::DatabaseError;
use sea_orm::{ConnAcquireErr, DbErr, RuntimeErr, SqlxError};

type Source = Box<dyn std::error::Error + Send + Sync>;

/// A read or a write that did not work.
#[derive(Debug, thiserror::Error)]
pub enum PersistenceError {
    /// There is no such row, or it lies outside what the caller may see.
    #[error("no such row")]
    NotFound,
    /// A value that must be unique is taken.
    #[error("{constraint}: this value is already taken")]
    Duplicate {
        /// The name of the constraint, the same on both engines (see the migrations).
        constraint: String,
    },
    /// Someone else changed the row since it was read. A normal outcome: show the new state.
    #[error("changed by someone else since it was read")]
    Stale,
    /// A stored value cannot be understood.
    #[error("a row of {table} cannot be understood: {reason}")]
    InvalidRow {
        /// The table.
        table: &'static str,
        /// What is wrong with it; no personal data.
        reason: String,
    },
    /// No database, no space, or no answer in time. Trying again later may help.
    #[error("the database is unavailable")]
    Unavailable(#[source] Source),
    /// A bug or a broken database.
    #[error("the database refused")]
    Other(#[source] Source),
}

impl PersistenceError {
    /// A stored value of `table` that the domain does not know.
    #[must_use]
    pub fn invalid_row(table: &'static str, reason: impl Into<String>) -> Self {
        Self::InvalidRow {
            table,
            reason: reason.into(),
        }
    }

    /// Whether this is the named constraint refusing a duplicate.
    #[must_use]
    pub fn is_duplicate_of(&self, name: &str) -> bool {
        matches!(self, Self::Duplicate { constraint } if constraint == name)
    }
}

impl From<DbErr> for PersistenceError {
    fn from(error: DbErr) -> Self {
        match error {
            DbErr::RecordNotFound(_) => Self::NotFound,
            DbErr::RecordNotUpdated => Self::Stale,
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout | ConnAcquireErr::ConnectionClosed)
            | DbErr::Conn(_) => Self::Unavailable(error.into()),
            DbErr::Exec(RuntimeErr::SqlxError(ref source))
            | DbErr::Query(RuntimeErr::SqlxError(ref source)) => match source.as_ref() {
                SqlxError::Database(refusal) => {
                    from_refusal(refusal.as_ref()).unwrap_or(Self::Other(error.into()))
                }
                SqlxError::Io(_)
                | SqlxError::Tls(_)
                | SqlxError::PoolTimedOut
                | SqlxError::PoolClosed
                | SqlxError::WorkerCrashed => Self::Unavailable(error.into()),
                SqlxError::ColumnDecode { .. } | SqlxError::Decode(_) => Self::InvalidRow {
                    table: "unknown",
                    reason: error.to_string(),
                },
                _ => Self::Other(error.into()),
            },
            DbErr::TryIntoErr { .. } | DbErr::Type(_) | DbErr::Json(_) => Self::InvalidRow {
                table: "unknown",
                reason: error.to_string(),
            },
            _ => Self::Other(error.into()),
        }
    }
}

/// Reads the code of the engine; `None` for what is a bug rather than a condition.
fn from_refusal(refusal: &dyn DatabaseError) -> Option<PersistenceError> {
    if refusal.is_unique_violation() {
        let constraint = match refusal.constraint() {
            Some(name) => name.to_owned(),
            None => on_sqlite(refusal.message()),
        };
        return Some(PersistenceError::Duplicate { constraint });
    }
    let code = refusal.code().unwrap_or_default();
    let unavailable = match code.parse::<u32>() {
        // SQLite: the low byte is the primary code; PostgreSQL codes have five characters.
        Ok(extended) if code.len() < 5 => matches!(
            extended & 0xff,
            BUSY | LOCKED | READ_ONLY | IO | FULL | CANNOT_OPEN
        ),
        // Connection, out of resources, operator intervention, system error; deadlock and serialisation failure.
        _ => ["08", "53", "57", "58", "40"]
            .iter()
            .any(|class| code.starts_with(class)),
    };
    unavailable.then(|| PersistenceError::Unavailable(refusal.to_string().into()))
}

const BUSY: u32 = 5;
const LOCKED: u32 = 6;
const READ_ONLY: u32 = 8;
const IO: u32 = 10;
const FULL: u32 = 13;
const CANNOT_OPEN: u32 = 14;

/// `SQLite` names the columns, `PostgreSQL` the constraint. Left: columns as `SQLite` writes them; right: the name.
/// A test compares this table with the schema.
pub(super) const UNIQUE: [(&str, &str); 29] = [
    ("units.code", "uq_units_code"),
    ("users.username", "uq_users_username"),
    ("calendar_versions.seq", "uq_calendar_versions_seq"),
    ("requests.registration_no", "uq_requests_registration_no"),
    (
        "requests.registered_unit_id, requests.reg_year, requests.reg_seq",
        "uq_requests_number",
    ),
    ("requests.import_ref", "uq_requests_import_ref"),
    ("requests.submission_key", "uq_requests_submission_key"),
    (
        "request_deadlines.request_id, request_deadlines.rule_id",
        "uq_request_deadlines_rule",
    ),
    (
        "information_items.request_id, information_items.position",
        "uq_information_items_position",
    ),
    (
        "record_events.subject_id, record_events.seq",
        "uq_record_events_seq",
    ),
    (
        "request_events.request_id, request_events.seq",
        "uq_request_events_seq",
    ),
    (
        "exemptions.unit_id, exemptions.number_year, exemptions.number_seq",
        "uq_exemptions_seq",
    ),
    (
        "answer_proposals.request_id, answer_proposals.event_seq",
        "uq_answer_proposals_event",
    ),
    (
        "fee_items.schedule_id, fee_items.position",
        "uq_fee_items_position",
    ),
    ("drafts.token_hash", "uq_drafts_token"),
    (
        "unit_successions.act_id, unit_successions.position",
        "uq_unit_successions_position",
    ),
    ("objections.number", "ux_objections_number"),
    ("objections.submission_key", "ux_objections_submission_key"),
    ("objections.token_hash", "ux_objections_token"),
    ("tracking_tokens.token_hash", "uq_tracking_tokens_hash"),
    ("disputes.objection_id", "uq_disputes_objection"),
    (
        "dispute_notes.dispute_id, dispute_notes.event_seq",
        "uq_dispute_notes_event",
    ),
    ("calendar_feeds.secret_hash", "uq_calendar_feeds_hash"),
    ("publications.request_id", "uq_publications_request"),
    (
        "publication_files.doc_id, publication_files.position",
        "uq_publication_files_position",
    ),
    ("calendar_days.version_id, calendar_days.date", "pk_calendar_days"),
    ("briefings.user_id, briefings.told_on", "pk_briefings"),
    (
        "reminders.user_id, reminders.subject_id, reminders.duty, reminders.step",
        "pk_reminders",
    ),
    (
        "sign_in_attempts.key_hash, sign_in_attempts.window_start",
        "pk_sign_in_attempts",
    ),
];

/// The constraint behind `UNIQUE constraint failed: table.column, …`.
fn on_sqlite(message: &str) -> String {
    let columns = message
        .rsplit("constraint failed: ")
        .next()
        .unwrap_or(message)
        .trim();
    let known = UNIQUE
        .iter()
        .find(|(known, _)| *known == columns)
        .map(|(_, name)| (*name).to_owned());
    // A primary key of one column is named after its table.
    known.unwrap_or_else(|| format!("pk_{}", columns.split('.').next().unwrap_or(columns)))
}
