//! What is written in an objection: letters as issued, messages and notes, and documents.

use sea_orm::{
    ConnectionTrait, EntityTrait, FromQueryResult, IntoActiveModel, QueryFilter, QueryOrder, Set, Statement,
};
use time::Date;
use uuid::Uuid;

use super::entities::{objection_file, objection_letter, objection_message};
use super::rows::{ObjectionFile, ObjectionLetter, ObjectionMessage};
use super::{Conn, PersistenceError, Result, Txn};

/// Adds a letter.
pub async fn insert_objection_letter(txn: &Txn, letter: &ObjectionLetter) -> Result<()> {
    objection_letter::Entity::insert(letter.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The letters of an objection, oldest first.
pub async fn list_objection_letters(conn: &impl Conn, objection_id: Uuid) -> Result<Vec<ObjectionLetter>> {
    Ok(objection_letter::Entity::find()
        .filter(objection_letter::COLUMN.objection_id.eq(objection_id))
        .order_by_asc(objection_letter::Column::IssuedAt)
        .order_by_asc(objection_letter::Column::Id)
        .all(conn.raw())
        .await?)
}

/// Notes the day on which the applicant received a letter.
pub async fn update_objection_letter_received(txn: &Txn, id: Uuid, received_on: Date) -> Result<()> {
    let done = objection_letter::Entity::update_many()
        .set(objection_letter::ActiveModel {
            received_on: Set(Some(received_on)),
            ..Default::default()
        })
        .filter(objection_letter::COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// Adds a message or note.
pub async fn insert_objection_message(txn: &Txn, message: &ObjectionMessage) -> Result<()> {
    objection_message::Entity::insert(message.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The messages and notes of an objection, oldest first.
pub async fn list_objection_messages(conn: &impl Conn, objection_id: Uuid) -> Result<Vec<ObjectionMessage>> {
    Ok(objection_message::Entity::find()
        .filter(objection_message::COLUMN.objection_id.eq(objection_id))
        .order_by_asc(objection_message::Column::At)
        .order_by_asc(objection_message::Column::Id)
        .all(conn.raw())
        .await?)
}

/// Adds a document.
pub async fn insert_objection_file(txn: &Txn, file: &ObjectionFile) -> Result<()> {
    objection_file::Entity::insert(file.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// A document with what its file is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(
    missing_docs,
    reason = "the columns of `rows::ObjectionFile` and `rows::File`"
)]
pub struct ObjectionDocument {
    pub id: Uuid,
    pub sha256: String,
    pub name: String,
    pub kind: String,
    pub origin: String,
    pub salt: String,
    pub added_at: i64,
    pub size: i64,
    pub media_type: String,
}

/// The documents of an objection, oldest first.
pub async fn list_objection_documents(
    conn: &impl Conn,
    objection_id: Uuid,
) -> Result<Vec<ObjectionDocument>> {
    let statement = Statement::from_sql_and_values(
        conn.raw().get_database_backend(),
        "SELECT o.id, o.sha256, o.name, o.kind, o.origin, o.salt, o.added_at, f.size, f.media_type \
         FROM objection_files o JOIN files f ON f.sha256 = o.sha256 \
         WHERE o.objection_id = $1 ORDER BY o.added_at, o.id",
        [objection_id.into()],
    );
    Ok(ObjectionDocument::find_by_statement(statement)
        .all(conn.raw())
        .await?)
}
