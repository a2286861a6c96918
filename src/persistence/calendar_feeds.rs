//! Secret calendar addresses of officers, stored as hashes; one an account.

use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel, QueryFilter};
use uuid::Uuid;

use super::entities::calendar_feed::{COLUMN, Column, Entity};
use super::rows::CalendarFeed;
use super::{Conn, Result, Txn};

/// Keeps the address of an account; an earlier one of the same account is gone.
pub async fn upsert_calendar_feed(txn: &Txn, feed: &CalendarFeed) -> Result<()> {
    Entity::insert(feed.clone().into_active_model())
        .on_conflict(
            OnConflict::column(Column::UserId)
                .update_columns([Column::SecretHash, Column::CreatedAt])
                .to_owned(),
        )
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// The address with this hash.
pub async fn find_calendar_feed(conn: &impl Conn, secret_hash: &str) -> Result<Option<CalendarFeed>> {
    Ok(Entity::find()
        .filter(COLUMN.secret_hash.eq(secret_hash))
        .one(conn.raw())
        .await?)
}

/// The address of an account.
pub async fn find_calendar_feed_of(conn: &impl Conn, user_id: Uuid) -> Result<Option<CalendarFeed>> {
    Ok(Entity::find_by_id(user_id).one(conn.raw()).await?)
}

/// Forgets the address of an account; forgetting none changes nothing.
pub async fn delete_calendar_feed(txn: &Txn, user_id: Uuid) -> Result<()> {
    Entity::delete_by_id(user_id).exec(txn.raw()).await?;
    Ok(())
}
