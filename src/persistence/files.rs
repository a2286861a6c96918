//! Stored files by content hash. The bytes are in `storage`.

use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Query};
use sea_orm::{Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, QuerySelect, Set};

use super::entities::file::{ActiveModel, COLUMN, Column, Entity};
use super::entities::{attachment, draft_file, objection_file, proposal_file, publication_file, share_file};
use super::rows::File;
use super::{Conn, Result, Txn};

/// Notes a stored file; the same content twice is one row, which learns its text from whoever read it first.
pub async fn insert_file(txn: &Txn, file: &File) -> Result<()> {
    Entity::insert(file.clone().into_active_model())
        .on_conflict(
            OnConflict::column(Column::Sha256)
                .value(
                    Column::ExtractedText,
                    Expr::cust("COALESCE(files.extracted_text, excluded.extracted_text)"),
                )
                .to_owned(),
        )
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The file with this hash.
pub async fn find_file(conn: &impl Conn, sha256: &str) -> Result<Option<File>> {
    Ok(Entity::find_by_id(sha256.to_owned()).one(conn.raw()).await?)
}

/// Keeps the text found in a file, for search.
pub async fn update_file_text(txn: &Txn, sha256: &str, text: &str) -> Result<()> {
    Entity::update_many()
        .set(ActiveModel {
            extracted_text: Set(Some(text.to_owned())),
            ..Default::default()
        })
        .filter(COLUMN.sha256.eq(sha256))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// Files older than an instant that nothing refers to: left over by uploads that went nowhere.
pub async fn list_orphan_files(conn: &impl Conn, before: i64, limit: u64) -> Result<Vec<File>> {
    Ok(Entity::find()
        .filter(COLUMN.created_at.lt(before))
        .filter(unreferenced())
        .order_by_asc(Column::Sha256)
        .limit(limit)
        .all(conn.raw())
        .await?)
}

/// Forgets a file unless something refers to it again; tells whether it did. Remove the bytes afterwards.
pub async fn delete_orphan_file(txn: &Txn, sha256: &str) -> Result<bool> {
    let done = Entity::delete_many()
        .filter(COLUMN.sha256.eq(sha256))
        .filter(unreferenced())
        .exec(txn.raw())
        .await?;
    Ok(done.rows_affected == 1)
}

fn unreferenced() -> Condition {
    let attached = Query::select()
        .column(attachment::Column::Sha256)
        .from(attachment::Entity)
        .to_owned();
    let drafted = Query::select()
        .column(draft_file::Column::Sha256)
        .from(draft_file::Entity)
        .to_owned();
    let published = Query::select()
        .column(publication_file::Column::Sha256)
        .from(publication_file::Entity)
        .to_owned();
    let proposed = Query::select()
        .column(proposal_file::Column::Sha256)
        .from(proposal_file::Entity)
        .to_owned();
    let objected = Query::select()
        .column(objection_file::Column::Sha256)
        .from(objection_file::Entity)
        .to_owned();
    let shared = Query::select()
        .column(share_file::Column::Sha256)
        .from(share_file::Entity)
        .to_owned();
    [attached, drafted, published, proposed, objected, shared]
        .into_iter()
        .fold(Condition::all(), |condition, used| {
            condition.add(Expr::col((Entity, Column::Sha256)).not_in_subquery(used))
        })
}
