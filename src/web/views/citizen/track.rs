//! Finding a case again.

use serde::Serialize;
use uuid::Uuid;

use crate::domain::actor::{Role, Viewer};
use crate::services::tracking::{CitizenRow, Page};
use crate::web::views::Words;

/// The form, and the requests of a citizen with an account.
#[derive(Debug, Serialize)]
pub struct TrackView {
    is_citizen: bool,
    cases: Vec<Row>,
    older: Option<String>,
}

#[derive(Debug, Serialize)]
struct Row {
    href: String,
    number: String,
    subject: String,
    status: String,
    received_on: String,
    due_on: String,
}

/// The page for a caller.
pub fn track_view(words: Words<'_>, viewer: &Viewer, cases: Page<CitizenRow, Uuid>) -> TrackView {
    TrackView {
        is_citizen: viewer.holds(Role::Citizen),
        older: cases.next.map(|id| format!("/lacak?sesudah={id}")),
        cases: cases
            .rows
            .into_iter()
            .map(|row| Row {
                href: format!("/lacak/kasus/{}", row.id),
                number: row.registration_no,
                subject: row.subject,
                status: row.status,
                received_on: words.date(row.received_on),
                due_on: words.date(row.due_on),
            })
            .collect(),
    }
}
