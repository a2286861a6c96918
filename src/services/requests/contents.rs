//! What is written together with an event, as the event binds it: a salted digest, never the words (law.md §0.4, UU 27/2022: an event
//! stays for ever, words can be erased).

use crate::domain::request::{Content, ContentKind, content_digest};
use crate::persistence::queries::AttachedFile;
use crate::persistence::rows;

/// What was asked.
#[must_use]
pub fn request(row: &rows::Request, items: &[rows::InformationItem]) -> Content {
    let head = [
        row.subject.as_str(),
        row.purpose.as_deref().unwrap_or_default(),
        row.access_mode.as_deref().unwrap_or_default(),
        row.delivery_mode.as_deref().unwrap_or_default(),
        &row.applicant_kind,
        if row.by_proxy { "proxy" } else { "" },
    ];
    let parts = head
        .into_iter()
        .chain(items.iter().map(|item| item.detail.as_str()));
    content(ContentKind::Request, row.id, &row.salt, parts)
}

/// What was answered, item by item.
#[must_use]
pub fn answers(row: &rows::Request, items: &[rows::InformationItem]) -> Content {
    let days: Vec<String> = items
        .iter()
        .map(|item| item.available_on.map(|day| day.to_string()).unwrap_or_default())
        .collect();
    let parts = items.iter().zip(&days).flat_map(|(item, day)| {
        let told = [
            &item.outcome,
            &item.answer,
            &item.ground,
            &item.redactions,
            &item.holder,
        ];
        let told = told.map(|part| part.as_deref().unwrap_or_default());
        told.into_iter().chain([day.as_str()])
    });
    content(ContentKind::Answers, row.id, &row.salt, parts)
}

/// A letter.
#[must_use]
pub fn letter(row: &rows::Letter) -> Content {
    let on = row.issued_on.to_string();
    content(
        ContentKind::Letter,
        row.id,
        &row.salt,
        [row.kind.as_str(), &on, &row.content],
    )
}

/// A message, or a note of the office.
#[must_use]
pub fn message(row: &rows::Message) -> Content {
    let kind = if is_note(row) {
        ContentKind::Note
    } else {
        ContentKind::Message
    };
    content(kind, row.id, &row.salt, [row.direction.as_str(), &row.body])
}

/// Whether a message is a note of the office.
#[must_use]
pub fn is_note(row: &rows::Message) -> bool {
    row.direction == "internal"
}

/// A file as it was attached.
#[must_use]
pub fn file(row: &rows::Attachment) -> Content {
    let parts = [row.sha256.as_str(), &row.name, &row.kind, &row.origin];
    content(ContentKind::File, row.id, &row.salt, parts)
}

/// A file as the pages read it.
#[must_use]
pub fn attached(row: &AttachedFile) -> Content {
    let parts = [row.sha256.as_str(), &row.name, &row.kind, &row.origin];
    content(ContentKind::File, row.id, &row.salt, parts)
}

/// A public text with its files, which everyone may read: it needs no salt.
#[must_use]
pub fn publication<'a>(
    row: &'a rows::Publication,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Content {
    let files = files.into_iter().flat_map(|(sha256, name)| [sha256, name]);
    let parts = [row.subject.as_str(), &row.question, &row.answer]
        .into_iter()
        .chain(files);
    content(ContentKind::Publication, row.request_id, "", parts)
}

fn content<'a>(
    kind: ContentKind,
    id: uuid::Uuid,
    salt: &'a str,
    parts: impl IntoIterator<Item = &'a str>,
) -> Content {
    Content {
        kind,
        id,
        digest: content_digest(salt, parts),
    }
}
