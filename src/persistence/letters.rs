//! Letters, frozen as issued.

use sea_orm::{EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set};
use time::Date;
use uuid::Uuid;

use super::entities::letter::{ActiveModel, COLUMN, Column, Entity};
use super::rows::Letter;
use super::{Conn, PersistenceError, Result, Txn};

/// Adds a letter.
pub async fn insert_letter(txn: &Txn, letter: &Letter) -> Result<()> {
    Entity::insert(letter.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Notes the day on which the applicant received a letter.
pub async fn update_letter_received(txn: &Txn, id: Uuid, received_on: Date) -> Result<()> {
    let done = Entity::update_many()
        .set(ActiveModel {
            received_on: Set(Some(received_on)),
            ..Default::default()
        })
        .filter(COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// A letter of a request.
pub async fn find_letter(conn: &impl Conn, request_id: Uuid, id: Uuid) -> Result<Option<Letter>> {
    Ok(Entity::find_by_id(id)
        .filter(COLUMN.request_id.eq(request_id))
        .one(conn.raw())
        .await?)
}

/// The letters of a request, oldest first.
pub async fn list_letters(conn: &impl Conn, request_id: Uuid) -> Result<Vec<Letter>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::IssuedAt)
        .order_by_asc(Column::Id)
        .all(conn.raw())
        .await?)
}
