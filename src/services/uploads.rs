//! Taking in a file: kept by content before the transaction begins, swept later if the use case does not finish.

use super::{Context, Fault, FaultValue, ServiceError, micros};
use crate::persistence::rows;
use crate::storage::extract::{ExtractLimits, HIDDEN};
use crate::storage::{ContentHash, MediaType, SniffError, StorageError, UploadLimits, names};
use tokio::io::AsyncRead;
use uuid::Uuid;

/// A file that is kept and not yet part of anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewFile {
    /// Content.
    pub sha256: ContentHash,
    /// Size in bytes.
    pub size: u64,
    /// Kind found in the content.
    pub media: MediaType,
    /// Safe name.
    pub name: String,
    /// What the document is for: identity, poa, deed, supporting, fix, answer, redacted.
    pub kind: &'static str,
    /// The information item it answers, by position.
    pub item: Option<i32>,
    /// Text found in it, when it was asked for.
    pub text: Option<String>,
}

impl NewFile {
    /// The row of the content.
    #[must_use]
    pub fn row(&self, created_at: i64) -> rows::File {
        rows::File {
            sha256: self.sha256.to_string(),
            size: i64::try_from(self.size).unwrap_or(i64::MAX),
            media_type: self.media.as_str().to_owned(),
            created_at,
            extracted_text: self.text.clone(),
        }
    }

    /// The row that makes it part of a case.
    #[must_use]
    pub fn attachment(&self, ctx: &Context, request_id: Uuid) -> rows::Attachment {
        rows::Attachment {
            id: ctx.new_id(),
            request_id,
            item_id: None,
            letter_id: None,
            message_id: None,
            sha256: self.sha256.to_string(),
            name: self.name.clone(),
            kind: self.kind.to_owned(),
            origin: "applicant".to_owned(),
            salt: ctx.new_salt(),
            added_at: micros(ctx.now()),
            added_by: None,
            is_public: false,
        }
    }
}

/// Keeps a file.
///
/// # Errors
/// A fault at `field` for what the sender can mend; unavailable when the store fails.
pub async fn keep(
    ctx: &Context,
    field: &str,
    kind: &'static str,
    name: &str,
    reader: impl AsyncRead + Unpin,
) -> Result<NewFile, ServiceError> {
    let limit = ctx.settings.uploads.max_file_bytes;
    let stored = ctx
        .files
        .put(reader, UploadLimits::up_to(limit), name)
        .await
        .map_err(|error| from_storage(field, error))?;
    Ok(NewFile {
        sha256: stored.sha256,
        size: stored.size,
        media: stored.media,
        name: given_name(kind, name, &stored.sha256, stored.media),
        kind,
        item: None,
        text: None,
    })
}

/// One document too many.
#[must_use]
pub fn too_many(field: &str, most: usize) -> ServiceError {
    let mut fault = Fault::new(field, "field.files_too_many");
    fault.values.push(("limit", FaultValue::Text(most.to_string())));
    ServiceError::Invalid(vec![fault])
}

/// The name a file is kept under. People call documents of theirs after themselves, so those get a name of ours; the office names
/// its answers.
fn given_name(kind: &str, name: &str, sha256: &ContentHash, media: MediaType) -> String {
    let what = match kind {
        "identity" => "identitas",
        "deed" => "akta",
        "poa" => "kuasa",
        "supporting" => "pendukung",
        "fix" => "perbaikan",
        _ => return names::safe_name(name, media),
    };
    let hash = sha256.to_string();
    let mark = hash.get(..6).unwrap_or_default();
    names::safe_name(&format!("{what}-{mark}"), media)
}

/// Reads the text of a kept file for the search index. A file that cannot be read has no text; it is still a lawful answer.
///
/// # Errors
/// When the store fails.
pub async fn read_text(ctx: &Context, mut file: NewFile) -> Result<NewFile, ServiceError> {
    if !file.media.has_text() || file.size > ExtractLimits::default().max_input as u64 {
        return Ok(file);
    }
    let turn = ctx.reader.turn().await;
    let bytes = ctx
        .files
        .read(file.sha256, file.size)
        .await
        .map_err(|error| from_storage("file", error))?;
    match turn.text(file.media, bytes).await {
        Ok(text) => file.text = Some(text).filter(|text| !text.trim().is_empty()),
        Err(error) => {
            tracing::warn!(kind = file.media.as_str(), %error, "a document is kept without words for the search");
        }
    }
    Ok(file)
}

/// What a reader sees of a text that [`read_text`] kept.
#[must_use]
pub fn seen_text(text: &str) -> &str {
    text.split(HIDDEN).next().unwrap_or_default()
}

/// Whether a text that [`read_text`] kept is all there is: a picture, a scan or a locked file has none, and a very long one is cut.
#[must_use]
pub fn is_whole_text(text: Option<&str>) -> bool {
    let most = ExtractLimits::default().max_chars;
    text.is_some_and(|text| {
        !seen_text(text).trim().is_empty() && text.split(HIDDEN).all(|part| part.chars().count() < most)
    })
}

/// What the sender is told.
fn from_storage(field: &str, error: StorageError) -> ServiceError {
    let fault = |code: &str| Fault::new(field, format!("field.{code}"));
    match error {
        StorageError::TooLarge { limit } => {
            let mut fault = fault("file_too_large");
            fault.values.push(("limit", FaultValue::Bytes(limit)));
            ServiceError::Invalid(vec![fault])
        }
        StorageError::Refused(SniffError::Empty) => ServiceError::Invalid(vec![fault("file_empty")]),
        StorageError::Refused(SniffError::NotAllowed { .. }) => {
            ServiceError::Invalid(vec![fault("file_not_allowed")])
        }
        StorageError::Refused(SniffError::Disguised { .. }) => {
            ServiceError::Invalid(vec![fault("file_disguised")])
        }
        StorageError::Refused(SniffError::Macro) => ServiceError::Invalid(vec![fault("file_macro")]),
        StorageError::Refused(SniffError::Bomb) => ServiceError::Invalid(vec![fault("file_bomb")]),
        StorageError::NotFound(_) => ServiceError::NotFound,
        StorageError::Unavailable(_) | StorageError::Interrupted(_) => {
            ServiceError::Unavailable(error.into())
        }
        StorageError::Corrupt { .. } => ServiceError::unexpected(error),
    }
}
