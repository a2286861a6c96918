//! Published answers and their search index, always written together.

use std::collections::BTreeSet;

use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder,
    Statement, Value,
};
use uuid::Uuid;

use super::entities::publication::{COLUMN, Column, Entity};
use super::entities::publication_file;
use super::rows::{Publication, PublicationFile};
use super::{Conn, PersistenceError, Result, Txn};

/// Bytes of index text a publication may have: a `tsvector` ends at one megabyte, and a text of this many different
/// words says nothing more by being longer.
const SEARCH_TEXT_LIMIT: usize = 400_000;
/// Bytes a single word may have.
const TOKEN_LIMIT: usize = 64;

/// Publishes an answer. `doc_id` is given by the database, and `search_text` is stored as its distinct tokens; the
/// returned row has both.
pub async fn insert_publication(txn: &Txn, publication: &Publication) -> Result<Publication> {
    let mut row = Publication {
        search_text: index_text(&publication.search_text),
        ..publication.clone()
    }
    .into_active_model()
    .reset_all();
    row.not_set(Column::DocId);
    let stored = Entity::insert(row).exec_with_returning(txn.raw()).await?;
    index(txn, stored.doc_id, &stored.search_text).await?;
    Ok(stored)
}

/// Changes a published answer as read at `publication.version`; `Stale` when someone was faster.
pub async fn update_publication(txn: &Txn, publication: &Publication) -> Result<Publication> {
    let next = Publication {
        search_text: index_text(&publication.search_text),
        version: publication.version + 1,
        ..publication.clone()
    };
    let mut changes = next.clone().into_active_model().reset_all();
    changes.not_set(Column::DocId);
    let done = Entity::update_many()
        .set(changes)
        .filter(COLUMN.doc_id.eq(next.doc_id))
        .filter(COLUMN.version.eq(publication.version))
        .exec(txn.raw())
        .await?;
    if done.rows_affected != 1 {
        return Err(PersistenceError::Stale);
    }
    unindex(txn, next.doc_id).await?;
    index(txn, next.doc_id, &next.search_text).await?;
    Ok(next)
}

/// Takes a published answer back; tells whether there was one.
pub async fn delete_publication(txn: &Txn, request_id: Uuid) -> Result<bool> {
    let Some(publication) = find_publication_of(txn, request_id).await? else {
        return Ok(false);
    };
    unindex(txn, publication.doc_id).await?;
    Entity::delete_by_id(publication.doc_id).exec(txn.raw()).await?;
    Ok(true)
}

/// The published answer to a request.
pub async fn find_publication_of(conn: &impl Conn, request_id: Uuid) -> Result<Option<Publication>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .one(conn.raw())
        .await?)
}

/// The published answer with this registration number.
pub async fn find_publication_by_no(conn: &impl Conn, registration_no: &str) -> Result<Option<Publication>> {
    Ok(Entity::find()
        .filter(COLUMN.registration_no.eq(registration_no))
        .one(conn.raw())
        .await?)
}

/// Adds a file to a published answer.
pub async fn insert_publication_file(txn: &Txn, file: &PublicationFile) -> Result<()> {
    publication_file::Entity::insert(file.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Takes every file off a published answer.
pub async fn delete_publication_files(txn: &Txn, doc_id: i64) -> Result<()> {
    publication_file::Entity::delete_many()
        .filter(publication_file::COLUMN.doc_id.eq(doc_id))
        .exec(txn.raw())
        .await?;
    Ok(())
}

/// The files of a published answer in order.
pub async fn list_publication_files(conn: &impl Conn, doc_id: i64) -> Result<Vec<PublicationFile>> {
    Ok(publication_file::Entity::find()
        .filter(publication_file::COLUMN.doc_id.eq(doc_id))
        .order_by_asc(publication_file::Column::Position)
        .all(conn.raw())
        .await?)
}

/// The distinct tokens in the text, in order, within the limits of both engines.
fn index_text(text: &str) -> String {
    let tokens: BTreeSet<&str> = text
        .split(|sign: char| !sign.is_alphanumeric())
        .filter(|token| is_indexable(token))
        .collect();
    let mut kept = String::new();
    for token in tokens {
        if kept.len() + token.len() >= SEARCH_TEXT_LIMIT {
            break;
        }
        if !kept.is_empty() {
            kept.push(' ');
        }
        kept.push_str(token);
    }
    kept
}

fn is_indexable(token: &str) -> bool {
    !token.is_empty() && token.len() <= TOKEN_LIMIT
}

/// `PostgreSQL` generates its vector from the row; `SQLite` keeps an index of its own.
async fn index(txn: &Txn, doc_id: i64, text: &str) -> Result<()> {
    let sql = "INSERT INTO publication_search (rowid, tokens) VALUES ($1, $2)";
    on_sqlite(txn, sql, [doc_id.into(), text.into()]).await
}

async fn unindex(txn: &Txn, doc_id: i64) -> Result<()> {
    on_sqlite(
        txn,
        "DELETE FROM publication_search WHERE rowid = $1",
        [doc_id.into()],
    )
    .await
}

async fn on_sqlite<const N: usize>(txn: &Txn, sql: &str, values: [Value; N]) -> Result<()> {
    if txn.raw().get_database_backend() == DbBackend::Sqlite {
        txn.raw()
            .execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, sql, values))
            .await?;
    }
    Ok(())
}
