//! Meja kerja: what an officer is writing for one step and the files laid beside it, kept sealed on the server until the step is
//! taken. So the answer can be looked at before it is sent, a refused form keeps its files, and a closed browser loses nothing.

use super::uploads::NewFile;
use super::{Context, ServiceError, keys, micros};
use crate::domain::actor::Viewer;
use crate::persistence::{Conn, drafts, files, rows, write};
use crate::storage::MediaType;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::str::FromStr;
use time::Duration;
use uuid::Uuid;

/// How long untouched work is kept.
const LIFETIME: Duration = Duration::days(30);

/// Whose work for what. Every officer has their own: nobody finds half of a colleague's answer under their own name.
#[derive(Clone, PartialEq, Eq)]
pub struct DeskKey(String);

impl DeskKey {
    /// The work of a viewer on one thing, for instance `answer` of a case.
    ///
    /// # Errors
    /// Forbidden for whoever has no account.
    pub fn of(viewer: &Viewer, what: &str, which: &str) -> Result<Self, ServiceError> {
        let user = viewer.user().ok_or(ServiceError::Forbidden)?;
        Ok(Self(format!("desk {what} {which} {}", user.0)))
    }

    /// The work of somebody without an account, on a thing that only they can open or name.
    #[must_use]
    pub fn secret(what: &str, which: &str) -> Self {
        Self(format!("desk {what} {which}"))
    }

    fn hash(&self, ctx: &Context) -> String {
        ctx.keys.tracking_token(&self.0).hash()
    }
}

/// A file on the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskFile {
    /// Its id, to take it away again.
    pub id: Uuid,
    /// The file.
    pub file: NewFile,
}

/// Work in progress.
#[derive(Clone, Debug)]
pub struct Desk<T> {
    /// What was written.
    pub content: T,
    /// The files, oldest first.
    pub files: Vec<DeskFile>,
}

/// The work lying there, if any.
///
/// # Errors
/// When the database is out of reach.
pub async fn open<T: DeserializeOwned>(
    ctx: &Context,
    key: &DeskKey,
) -> Result<Option<Desk<T>>, ServiceError> {
    let Some(row) = find(ctx, ctx.db.read(), key).await? else {
        return Ok(None);
    };
    let plain = ctx
        .keys
        .unseal(&context(row.id), &row.sealed)
        .map_err(ServiceError::unexpected)?;
    let mut found = Vec::new();
    for file in drafts::list_draft_files(ctx.db.read(), row.id).await? {
        found.push(DeskFile {
            id: file.id,
            file: kept(ctx, &file).await?,
        });
    }
    Ok(Some(Desk {
        content: serde_json::from_slice(&plain)?,
        files: found,
    }))
}

/// Lays down what was written and adds files to those that lie there.
///
/// # Errors
/// A fault at `field` when there are too many files.
pub async fn save(
    ctx: &Context,
    key: &DeskKey,
    content: &impl Serialize,
    field: &str,
    added: &[NewFile],
) -> Result<(), ServiceError> {
    let plain = serde_json::to_vec(content)?;
    match lay_down(ctx, key, &plain, field, added).await {
        // The same form at the same moment: the other one was faster and lies there now.
        Err(error) if error.is_duplicate_of("uq_drafts_token") => {
            lay_down(ctx, key, &plain, field, added).await
        }
        answer => answer,
    }
}

async fn lay_down(
    ctx: &Context,
    key: &DeskKey,
    plain: &[u8],
    field: &str,
    added: &[NewFile],
) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        keys::may_seal(ctx, txn).await?;
        let now = ctx.now();
        let found = find(ctx, txn, key).await?;
        let id = found.as_ref().map_or_else(|| ctx.new_id(), |row| row.id);
        let sealed = ctx
            .keys
            .seal(ctx.entropy.as_ref(), &context(id), plain)
            .map_err(ServiceError::unexpected)?;
        let (at, until) = (micros(now), micros(now + LIFETIME));
        if found.is_some() {
            drafts::update_draft(txn, id, sealed, at, until).await?;
        } else {
            // The key of a desk stays the same: work that expired on it makes room.
            drafts::delete_expired_draft(txn, &key.hash(ctx), at).await?;
            let row = rows::Draft {
                id,
                token_hash: key.hash(ctx),
                sealed,
                created_at: at,
                updated_at: at,
                expires_at: until,
                request_id: None,
            };
            drafts::insert_draft(txn, &row).await?;
        }
        let most = ctx.settings.uploads.max_files;
        let lying = drafts::list_draft_files(txn, id).await?;
        // The same file for the same item twice is one: a form sent twice at once.
        let is_new = |file: &&NewFile| {
            let (sha256, kind) = (file.sha256.to_string(), label(file));
            !lying.iter().any(|row| row.sha256 == sha256 && row.kind == kind)
        };
        let added: Vec<&NewFile> = added.iter().filter(is_new).collect();
        if !added.is_empty() && lying.len() + added.len() > most {
            return Err(super::uploads::too_many(field, most));
        }
        for file in added {
            files::insert_file(txn, &file.row(at)).await?;
            let row = rows::DraftFile {
                id: ctx.new_id(),
                draft_id: id,
                sha256: file.sha256.to_string(),
                name: file.name.clone(),
                kind: label(file),
                added_at: at,
            };
            drafts::insert_draft_file(txn, &row).await?;
        }
        Ok(())
    })
    .await
}

/// Takes a file off the desk.
///
/// # Errors
/// When the database is out of reach.
pub async fn remove(ctx: &Context, key: &DeskKey, file: Uuid) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        if let Some(row) = find(ctx, txn, key).await? {
            drafts::delete_draft_file(txn, row.id, file).await?;
        }
        Ok(())
    })
    .await
}

/// Clears the desk once the step is taken.
///
/// # Errors
/// When the database is out of reach.
pub async fn clear(ctx: &Context, key: &DeskKey) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        if let Some(row) = find(ctx, txn, key).await? {
            drafts::delete_draft(txn, row.id).await?;
        }
        Ok(())
    })
    .await
}

async fn find(ctx: &Context, conn: &impl Conn, key: &DeskKey) -> Result<Option<rows::Draft>, ServiceError> {
    Ok(drafts::find_draft(conn, &key.hash(ctx), micros(ctx.now())).await?)
}

async fn kept(ctx: &Context, row: &rows::DraftFile) -> Result<NewFile, ServiceError> {
    let content = files::find_file(ctx.db.read(), &row.sha256)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let media = MediaType::from_mime(&content.media_type)
        .ok_or_else(|| ServiceError::unexpected("a stored file of an unknown kind"))?;
    let (kind, item) = row.kind.split_once('#').unwrap_or((&row.kind, ""));
    Ok(NewFile {
        sha256: FromStr::from_str(&row.sha256).map_err(ServiceError::unexpected)?,
        size: u64::try_from(content.size).unwrap_or_default(),
        media,
        name: row.name.clone(),
        kind: match kind {
            "answer" => "answer",
            "redacted" => "redacted",
            other => super::drafts::document_kind(other),
        },
        item: item.parse().ok(),
        text: content.extracted_text,
    })
}

/// Kind and, for a file that answers one item, its position: `answer#2`.
fn label(file: &NewFile) -> String {
    match file.item {
        Some(item) => format!("{}#{item}", file.kind),
        None => file.kind.to_owned(),
    }
}

/// What a row of a desk is sealed for.
pub(super) fn context(id: Uuid) -> Vec<u8> {
    [b"desk:", id.as_bytes().as_slice()].concat()
}
