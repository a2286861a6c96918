//! The hash link between the events of one case: changing or removing an event breaks every later link, and changing what an
//! event tells of (a letter, a message, a file, a public text) breaks the digest that it carries of it.

use crate::domain::digest::digest;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

/// What of an event is bound by its hash.
#[derive(Clone, Copy, Debug)]
pub struct EventRecord<'a> {
    /// The case, or what else the log is about.
    pub subject: &'a str,
    /// Place in the case, from 1.
    pub seq: i32,
    /// Event kind code.
    pub kind: &'a str,
    /// When it happened.
    pub at: OffsetDateTime,
    /// Role of the actor.
    pub actor_role: &'a str,
    /// Account of the actor, if any.
    pub actor_user_id: Option<&'a str>,
    /// Appointment that gave the role, if staff.
    pub appointment_id: Option<&'a str>,
    /// State before it; `None` for the first.
    pub status_before: Option<&'a str>,
    /// State after it.
    pub status_after: &'a str,
    /// Facts of the event as stored.
    pub data: &'a str,
    /// Dates before and after, with what they were computed from, as stored.
    pub dates: &'a str,
    /// Digests of what was written with it, as stored.
    pub contents: &'a str,
}

/// SHA-256 over the previous hash and the record, each part with its length in front so that no two records read alike.
#[must_use]
pub fn event_hash(previous: Option<&str>, record: &EventRecord<'_>) -> String {
    let seq = record.seq.to_string();
    let at = record.at.unix_timestamp_nanos().to_string();
    digest([
        previous.unwrap_or_default(),
        record.subject,
        &seq,
        record.kind,
        &at,
        record.actor_role,
        record.actor_user_id.unwrap_or_default(),
        record.appointment_id.unwrap_or_default(),
        record.status_before.unwrap_or_default(),
        record.status_after,
        record.data,
        record.dates,
        record.contents,
    ])
}

/// What kind of thing was written together with an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContentKind {
    /// What was asked.
    Request,
    /// What was answered, item by item.
    Answers,
    /// An answer that waits for the superior.
    Proposal,
    /// A consequence-test sheet, and the decree it became.
    Sheet,
    /// A letter.
    Letter,
    /// A message with the applicant.
    Message,
    /// A note of the office: why a step was taken.
    Note,
    /// A file of the applicant.
    File,
    /// A file of the office's answer.
    AnswerFile,
    /// A file that another unit handed in for the answer.
    Material,
    /// The public text with its files.
    Publication,
}

impl ContentKind {
    /// Whether it may be gone one day: what people sent or wrote down of them is erased when they may ask for it, a public text is
    /// taken down. The rest of a file must stay (UU 14/2008 Ps 53).
    #[must_use]
    pub const fn may_be_gone(self) -> bool {
        matches!(self, Self::Message | Self::Note | Self::File | Self::Publication)
    }

    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Request => "request",
            Self::Answers => "answers",
            Self::Proposal => "proposal",
            Self::Sheet => "sheet",
            Self::Letter => "letter",
            Self::Message => "message",
            Self::Note => "note",
            Self::File => "file",
            Self::AnswerFile => "answer_file",
            Self::Material => "material",
            Self::Publication => "publication",
        }
    }
}

/// A thing written together with an event. The event holds its digest and never the thing, for an event stays for ever and what
/// people write may name people: once the thing and its salt are erased, the digest tells nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Content {
    /// What it is.
    pub kind: ContentKind,
    /// Its id.
    pub id: Uuid,
    /// Its digest.
    pub digest: String,
}

/// The digest of a thing: SHA-256 over its salt and its parts. The salt is as secret as the thing, so that nobody can find a short
/// text by trying.
#[must_use]
pub fn content_digest<'a>(salt: &'a str, parts: impl IntoIterator<Item = &'a str>) -> String {
    digest(std::iter::once(salt).chain(parts))
}
