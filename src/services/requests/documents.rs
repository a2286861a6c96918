//! Menambahkan dokumen: an applicant sends a document after filing (Perki 1/2021 Ps 27), while the request is not yet decided.

use super::case::{Case, CaseKey};
use super::contents;
use crate::domain::actor::Actor;
use crate::domain::request::{Denial, Event};
use crate::persistence::{attachments, files, write};
use crate::services::uploads::{self, NewFile};
use crate::services::{Context, ServiceError, calendars};
use std::collections::HashSet;
use uuid::Uuid;

/// Documents of an applicant in one case. A limit against filling the store, not a rule of the law.
const MOST: usize = 40;

/// Adds documents to a case. Permissions: its applicant, let in by the tracking key or by owning it. No state and no date
/// changes: a document that was asked for by letter is sent with the fix instead.
///
/// # Errors
/// A fault at `file` when there is none or there are too many; denied once the request was decided.
pub async fn add_documents(ctx: &Context, request_id: Uuid, sent: Vec<NewFile>) -> Result<(), ServiceError> {
    if sent.is_empty() {
        return Err(ServiceError::invalid("file", "field.file_missing"));
    }
    write(&ctx.db, async |txn| {
        let mut case = Case::load(ctx, txn, &CaseKey::Id(request_id)).await?;
        if !case.state.status.is_undecided() {
            return Err(ServiceError::Denied(Denial::NotInThisState));
        }
        let known = attachments::list_attachments(txn, request_id).await?;
        // A document sent twice, or twice at once, is one.
        let mut seen: HashSet<String> = known
            .iter()
            .filter(|row| row.origin == "applicant")
            .map(|row| row.sha256.clone())
            .collect();
        let sent: Vec<&NewFile> = sent
            .iter()
            .filter(|file| seen.insert(file.sha256.to_string()))
            .collect();
        if sent.is_empty() {
            return Ok(());
        }
        if known.len() + sent.len() > MOST {
            return Err(uploads::too_many("file", MOST));
        }
        let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
        let rows: Vec<_> = sent.iter().map(|file| file.attachment(ctx, request_id)).collect();
        let bound: Vec<_> = rows.iter().map(contents::file).collect();
        let new = [Event::DocumentAdded];
        case.append(ctx, txn, &calendar, Actor::APPLICANT, &new, &bound)
            .await?;
        for (file, row) in sent.iter().zip(&rows) {
            files::insert_file(txn, &file.row(row.added_at)).await?;
            attachments::insert_attachment(txn, row).await?;
        }
        Ok(())
    })
    .await
}
