//! Fee decrees with their lines. One is entered once and may be ended; triggers refuse every other change.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder, Set,
};
use time::Date;
use uuid::Uuid;

use super::entities::{fee_item, fee_schedule};
use super::rows::{FeeItem, FeeSchedule};
use super::{Conn, PersistenceError, Result, Txn};

/// Keeps others from entering or ending a decree until the transaction ends. On `SQLite` there is but one writer anyway.
pub async fn lock_schedules(txn: &Txn) -> Result<()> {
    if txn.raw().get_database_backend() == sea_orm::DbBackend::Postgres {
        let lock = "LOCK TABLE fee_schedules IN SHARE ROW EXCLUSIVE MODE";
        txn.raw().execute_unprepared(lock).await?;
    }
    Ok(())
}

/// Adds a decree with its lines.
pub async fn insert_schedule(txn: &Txn, schedule: &FeeSchedule, items: &[FeeItem]) -> Result<()> {
    fee_schedule::Entity::insert(schedule.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    let rows = items.iter().cloned().map(IntoActiveModel::into_active_model);
    fee_item::Entity::insert_many(rows)
        .exec_without_returning(txn.raw())
        .await?;
    Ok(())
}

/// Sets the last day of a decree.
pub async fn end_schedule(txn: &Txn, id: Uuid, last_day: Date, by: &str, at: i64) -> Result<()> {
    let done = fee_schedule::Entity::update_many()
        .set(fee_schedule::ActiveModel {
            valid_to: Set(Some(last_day)),
            ended_by: Set(Some(by.to_owned())),
            ended_at: Set(Some(at)),
            ..Default::default()
        })
        .filter(fee_schedule::COLUMN.id.eq(id))
        .exec(txn.raw())
        .await?;
    if done.rows_affected == 1 {
        Ok(())
    } else {
        Err(PersistenceError::NotFound)
    }
}

/// The decree with this id.
pub async fn get_schedule(conn: &impl Conn, id: Uuid) -> Result<FeeSchedule> {
    fee_schedule::Entity::find_by_id(id)
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// Every decree, the newest first.
pub async fn list_schedules(conn: &impl Conn) -> Result<Vec<FeeSchedule>> {
    Ok(fee_schedule::Entity::find()
        .order_by_desc(fee_schedule::Column::ValidFrom)
        .order_by_desc(fee_schedule::Column::Id)
        .all(conn.raw())
        .await?)
}

/// The decrees in force on a day that may bind a unit: its own first, then those of whole bodies.
pub async fn list_schedules_in_force(conn: &impl Conn, unit_id: Uuid, day: Date) -> Result<Vec<FeeSchedule>> {
    let binds = Condition::any()
        .add(fee_schedule::Column::UnitId.eq(unit_id))
        .add(fee_schedule::Column::UnitId.is_null());
    let lasts = Condition::any()
        .add(fee_schedule::Column::ValidTo.is_null())
        .add(fee_schedule::Column::ValidTo.gte(day));
    let mut found = fee_schedule::Entity::find()
        .filter(binds)
        .filter(lasts)
        .filter(fee_schedule::COLUMN.valid_from.lte(day))
        .all(conn.raw())
        .await?;
    found.sort_by_key(|one| one.unit_id.is_none());
    Ok(found)
}

/// The lines of these decrees, in their order.
pub async fn list_fee_items(conn: &impl Conn, schedules: &[Uuid]) -> Result<Vec<FeeItem>> {
    Ok(fee_item::Entity::find()
        .filter(fee_item::Column::ScheduleId.is_in(schedules.iter().copied()))
        .order_by_asc(fee_item::Column::ScheduleId)
        .order_by_asc(fee_item::Column::Position)
        .all(conn.raw())
        .await?)
}
