//! What is written together with an event of an objection, as the event binds it: a salted digest, never the words.

use crate::domain::request::{Content, ContentKind, content_digest};
use crate::persistence::objection_papers::ObjectionDocument;
use crate::persistence::rows;
use uuid::Uuid;

/// What was objected to, and why.
#[must_use]
pub fn objection(row: &rows::Objection) -> Content {
    let salt = row.salt.as_deref().unwrap_or_default();
    let parts = [
        row.subject.as_deref().unwrap_or_default(),
        row.purpose.as_deref().unwrap_or_default(),
        &row.reason,
        row.applicant_kind.as_deref().unwrap_or_default(),
        if row.by_proxy == Some(true) { "proxy" } else { "" },
    ];
    content(ContentKind::Request, row.id, salt, parts)
}

/// A letter with its author and when it was issued.
#[must_use]
pub fn letter(row: &rows::ObjectionLetter) -> Content {
    let (at, on, author) = (
        row.issued_at.to_string(),
        row.issued_on.to_string(),
        text(row.author_user_id),
    );
    let parts = [row.kind.as_str(), &at, &on, &author, &row.content];
    content(ContentKind::Letter, row.id, &row.salt, parts)
}

/// A message, or a note of the office.
#[must_use]
pub fn message(row: &rows::ObjectionMessage) -> Content {
    let kind = if row.direction == "internal" {
        ContentKind::Note
    } else {
        ContentKind::Message
    };
    let (at, author) = (row.at.to_string(), text(row.author_user_id));
    let parts = [row.direction.as_str(), &at, &author, &row.body];
    content(kind, row.id, &row.salt, parts)
}

/// A document as it was added.
#[must_use]
pub fn file(row: &rows::ObjectionFile) -> Content {
    document(
        [&row.sha256, &row.name, &row.kind, &row.origin],
        row.id,
        &row.salt,
    )
}

/// A document as the pages read it.
#[must_use]
pub fn attached(row: &ObjectionDocument) -> Content {
    document(
        [&row.sha256, &row.name, &row.kind, &row.origin],
        row.id,
        &row.salt,
    )
}

fn document(what: [&String; 4], id: Uuid, salt: &str) -> Content {
    let [.., origin] = what;
    let kind = if origin == "office" {
        ContentKind::AnswerFile
    } else {
        ContentKind::File
    };
    content(kind, id, salt, what.map(String::as_str))
}

fn text(id: Option<Uuid>) -> String {
    id.map(|id| id.to_string()).unwrap_or_default()
}

fn content<'a>(
    kind: ContentKind,
    id: Uuid,
    salt: &'a str,
    parts: impl IntoIterator<Item = &'a str>,
) -> Content {
    Content {
        kind,
        id,
        digest: content_digest(salt, parts),
    }
}
