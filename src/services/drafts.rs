//! The form while it is being filled in: kept on the server, sealed, found by a secret in the browser's cookie. A lost connection
//! loses nothing, and a form sent twice files once.

use super::requests::AttachedFile;
use super::uploads::NewFile;
use super::{Context, ServiceError, keys, micros, uploads};
use crate::domain::applicant::Submission;
use crate::persistence::{Conn, drafts, files, rows, write};
use crate::security::{TrackingToken, UnsealError};
use crate::storage::MediaType;
use std::str::FromStr;
use time::Duration;
use uuid::Uuid;

/// How long an untouched draft is kept.
const LIFETIME: Duration = Duration::days(30);

/// A draft with its documents.
#[derive(Clone, Debug)]
pub struct Draft {
    /// Its id, also the key that makes it file once.
    pub id: Uuid,
    /// The answers so far.
    pub submission: Submission,
    /// The documents so far.
    pub files: Vec<rows::DraftFile>,
    /// The request it became.
    pub request_id: Option<Uuid>,
}

/// Begins a draft; the token opens it again.
///
/// # Errors
/// When the database is out of reach.
pub async fn start(ctx: &Context, submission: &Submission) -> Result<TrackingToken, ServiceError> {
    start_with(ctx, submission, &[]).await
}

/// Begins a draft with documents that were handed in before.
///
/// # Errors
/// When the database is out of reach.
pub async fn start_with(
    ctx: &Context,
    submission: &Submission,
    papers: &[&AttachedFile],
) -> Result<TrackingToken, ServiceError> {
    let token = TrackingToken::new(ctx.entropy.as_ref());
    let now = ctx.now();
    let id = ctx.new_id();
    let row = rows::Draft {
        id,
        token_hash: token.hash(),
        sealed: seal(ctx, id, submission)?,
        created_at: micros(now),
        updated_at: micros(now),
        expires_at: micros(now + LIFETIME),
        request_id: None,
    };
    write(&ctx.db, async |txn| {
        keys::may_seal(ctx, txn).await?;
        drafts::insert_draft(txn, &row).await?;
        for paper in papers.iter().take(ctx.settings.uploads.max_files) {
            let added = rows::DraftFile {
                id: ctx.new_id(),
                draft_id: id,
                sha256: paper.sha256.clone(),
                name: paper.name.clone(),
                kind: paper.kind.clone(),
                added_at: micros(now),
            };
            drafts::insert_draft_file(txn, &added).await?;
        }
        Ok::<_, ServiceError>(())
    })
    .await?;
    Ok(token)
}

/// Opens a draft.
///
/// # Errors
/// Not found when the token opens nothing or the draft has expired.
pub async fn open(ctx: &Context, token: &TrackingToken) -> Result<Draft, ServiceError> {
    let row = find(ctx, ctx.db.read(), token).await?;
    // What was sent is emptied: the request has it now.
    let submission = if row.request_id.is_some() {
        Submission::default()
    } else {
        let plain = ctx
            .keys
            .unseal(&context(row.id), &row.sealed)
            .map_err(ServiceError::unexpected)?;
        serde_json::from_slice(&plain)?
    };
    Ok(Draft {
        id: row.id,
        submission,
        files: drafts::list_draft_files(ctx.db.read(), row.id).await?,
        request_id: row.request_id,
    })
}

/// Keeps the answers, right or wrong: nothing typed is lost.
///
/// # Errors
/// Not found when the token opens nothing; stale when the draft was sent already.
pub async fn save(ctx: &Context, token: &TrackingToken, submission: &Submission) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        let row = find(ctx, txn, token).await?;
        if row.request_id.is_some() {
            return Err(ServiceError::Stale);
        }
        keys::may_seal(ctx, txn).await?;
        let now = ctx.now();
        let sealed = seal(ctx, row.id, submission)?;
        drafts::update_draft(txn, row.id, sealed, micros(now), micros(now + LIFETIME)).await?;
        Ok(())
    })
    .await
}

/// Adds a document.
///
/// # Errors
/// A fault at `file` when there are too many.
pub async fn attach(ctx: &Context, token: &TrackingToken, file: &NewFile) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        let row = find(ctx, txn, token).await?;
        if row.request_id.is_some() {
            return Err(ServiceError::Stale);
        }
        let most = ctx.settings.uploads.max_files;
        if drafts::list_draft_files(txn, row.id).await?.len() >= most {
            return Err(uploads::too_many("file", most));
        }
        let now = micros(ctx.now());
        files::insert_file(txn, &file.row(now)).await?;
        let added = rows::DraftFile {
            id: ctx.new_id(),
            draft_id: row.id,
            sha256: file.sha256.to_string(),
            name: file.name.clone(),
            kind: file.kind.to_owned(),
            added_at: now,
        };
        drafts::insert_draft_file(txn, &added).await?;
        Ok(())
    })
    .await
}

/// Takes a document out again.
///
/// # Errors
/// Not found when the token opens nothing.
pub async fn detach(ctx: &Context, token: &TrackingToken, file: Uuid) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        let row = find(ctx, txn, token).await?;
        drafts::delete_draft_file(txn, row.id, file).await?;
        Ok(())
    })
    .await
}

/// The documents of a draft as files to be filed with the request.
///
/// # Errors
/// Unexpected when a stored file is not understood.
pub async fn documents(ctx: &Context, draft: &Draft) -> Result<Vec<NewFile>, ServiceError> {
    let mut found = Vec::with_capacity(draft.files.len());
    for file in &draft.files {
        let content = files::find_file(ctx.db.read(), &file.sha256)
            .await?
            .ok_or(ServiceError::NotFound)?;
        let media = MediaType::from_mime(&content.media_type)
            .ok_or_else(|| ServiceError::unexpected("a stored file of an unknown kind"))?;
        found.push(NewFile {
            sha256: FromStr::from_str(&file.sha256).map_err(ServiceError::unexpected)?,
            size: u64::try_from(content.size).unwrap_or_default(),
            media,
            name: file.name.clone(),
            kind: document_kind(&file.kind),
            item: None,
            text: content.extracted_text,
        });
    }
    Ok(found)
}

/// What an applicant's document may be for; anything else is supporting.
#[must_use]
pub fn document_kind(code: &str) -> &'static str {
    match code {
        "identity" => "identity",
        "poa" => "poa",
        "deed" => "deed",
        "fix" => "fix",
        _ => "supporting",
    }
}

async fn find(ctx: &Context, conn: &impl Conn, token: &TrackingToken) -> Result<rows::Draft, ServiceError> {
    drafts::find_draft(conn, &token.hash(), micros(ctx.now()))
        .await?
        .ok_or(ServiceError::NotFound)
}

fn seal(ctx: &Context, id: Uuid, submission: &Submission) -> Result<Vec<u8>, ServiceError> {
    let plain = serde_json::to_vec(submission)?;
    ctx.keys
        .seal(ctx.entropy.as_ref(), &context(id), &plain)
        .map_err(ServiceError::unexpected)
}

/// Opens what lies in the table of drafts, whosever it is: a form, or the work on a desk. Tells what it was sealed for.
pub(super) fn reopen(
    ctx: &Context,
    id: Uuid,
    sealed: &[u8],
) -> Result<(Vec<u8>, zeroize::Zeroizing<Vec<u8>>), UnsealError> {
    let mut told = Err(UnsealError::Tampered);
    for context in [context(id), super::desk::context(id)] {
        told = ctx.keys.unseal(&context, sealed).map(|plain| (context, plain));
        if told.is_ok() {
            break;
        }
    }
    told
}

fn context(id: Uuid) -> Vec<u8> {
    [b"draft:", id.as_bytes().as_slice()].concat()
}
