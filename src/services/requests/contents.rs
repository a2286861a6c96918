//! What is written together with an event, as the event binds it: a salted digest, never the words (`docs/readings.md` R13, UU 27/2022: an event
//! stays for ever, words can be erased).

use crate::domain::request::{Content, ContentKind, content_digest};
use crate::persistence::queries::AttachedFile;
use crate::persistence::rows;
use uuid::Uuid;

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
    // Answers that rest on no exemption are bound as they always were.
    let rests: Vec<String> = items
        .iter()
        .filter_map(|item| item.exemption_id.map(|id| format!("{} {id}", item.position)))
        .collect();
    let parts = parts.chain(rests.iter().map(String::as_str));
    content(ContentKind::Answers, row.id, &row.salt, parts)
}

/// A letter with its sender, its author and when it was issued.
#[must_use]
pub fn letter(row: &rows::Letter) -> Content {
    let (at, on) = (row.issued_at.to_string(), row.issued_on.to_string());
    let author = row.author_user_id.map(|id| id.to_string()).unwrap_or_default();
    let parts = [row.kind.as_str(), &at, &on, &author, &row.content];
    content(ContentKind::Letter, row.id, &row.salt, parts)
}

/// A message, or a note of the office.
#[must_use]
pub fn message(row: &rows::Message) -> Content {
    let kind = if is_note(row) {
        ContentKind::Note
    } else {
        ContentKind::Message
    };
    let at = row.at.to_string();
    let author = text(row.author_user_id);
    content(
        kind,
        row.id,
        &row.salt,
        [row.direction.as_str(), &at, &author, &row.body],
    )
}

/// Whether a message is a note of the office.
#[must_use]
pub fn is_note(row: &rows::Message) -> bool {
    row.direction == "internal"
}

/// A file as it was attached.
#[must_use]
pub fn file(row: &rows::Attachment) -> Content {
    let places = [row.item_id, row.letter_id, row.message_id].map(text);
    attachment(
        row.id,
        &row.salt,
        [&row.sha256, &row.name, &row.kind, &row.origin],
        &places,
    )
}

/// A file as the pages read it.
#[must_use]
pub fn attached(row: &AttachedFile) -> Content {
    let places = [row.item_id, row.letter_id, row.message_id].map(text);
    attachment(
        row.id,
        &row.salt,
        [&row.sha256, &row.name, &row.kind, &row.origin],
        &places,
    )
}

fn attachment(id: Uuid, salt: &str, what: [&String; 4], places: &[String]) -> Content {
    let [.., origin] = what;
    let kind = if origin == "office" {
        ContentKind::AnswerFile
    } else {
        ContentKind::File
    };
    content(kind, id, salt, what.into_iter().chain(places).map(String::as_str))
}

/// A file of a share.
#[must_use]
pub fn material(id: Uuid, salt: &str, share_no: i32, sha256: &str, name: &str) -> Content {
    let no = share_no.to_string();
    content(ContentKind::Material, id, salt, [no.as_str(), sha256, name])
}

/// A public text with its files, which everyone may read: it needs no salt.
#[must_use]
pub fn publication<'a>(
    row: &rows::Publication,
    files: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> Content {
    let files = files.into_iter().flat_map(|(sha256, name)| [sha256, name]);
    let (received, answered) = (row.received_on.to_string(), row.answered_on.to_string());
    let head = [
        row.registration_no.as_str(),
        &row.subject,
        &row.question,
        &row.answer,
        &row.outcome,
        &received,
        &answered,
    ];
    let files: Vec<&str> = files.collect();
    let parts = head.into_iter().chain(files.iter().copied());
    content(ContentKind::Publication, row.request_id, "", parts)
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
