//! What staff were told of what they owe. A row is written in the transaction that leaves the mail, so that of many workers one tells.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter};
use time::Date;
use uuid::Uuid;

use super::entities::{briefing, reminder};
use super::rows::{Briefing, Reminder};
use super::{Conn, Result, Txn};

/// Ids in one statement.
const BATCH: usize = 500;

/// Notes that somebody's briefing of a day is made; false when it was before.
pub async fn insert_briefing(txn: &Txn, row: &Briefing) -> Result<bool> {
    let key = [briefing::Column::UserId, briefing::Column::ToldOn];
    let added = briefing::Entity::insert(row.clone().into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(added == 1)
}

/// Notes that somebody is told of a step; false when they were before.
pub async fn insert_reminder(txn: &Txn, row: &Reminder) -> Result<bool> {
    let key = [
        reminder::Column::UserId,
        reminder::Column::SubjectId,
        reminder::Column::Duty,
        reminder::Column::Step,
    ];
    let added = reminder::Entity::insert(row.clone().into_active_model())
        .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
        .exec_without_returning(txn.raw())
        .await?;
    Ok(added == 1)
}

/// Whether somebody's briefing of a day is made.
pub async fn has_briefing(conn: &impl Conn, user_id: Uuid, told_on: Date) -> Result<bool> {
    let found = briefing::Entity::find_by_id((user_id, told_on))
        .one(conn.raw())
        .await?;
    Ok(found.is_some())
}

/// What somebody was told of these subjects.
pub async fn list_reminders(conn: &impl Conn, user_id: Uuid, subject_ids: &[Uuid]) -> Result<Vec<Reminder>> {
    let mut told = Vec::new();
    for ids in subject_ids.chunks(BATCH) {
        let some = reminder::Entity::find()
            .filter(reminder::COLUMN.user_id.eq(user_id))
            .filter(reminder::Column::SubjectId.is_in(ids.iter().copied()))
            .all(conn.raw())
            .await?;
        told.extend(some);
    }
    Ok(told)
}
