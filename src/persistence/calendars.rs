//! Versions of the holiday calendar. A version is never changed, only followed by another.

use sea_orm::{ColumnTrait, Condition, EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::{calendar_day, calendar_version};
use super::rows::{CalendarDay, CalendarVersion};
use super::{Conn, PersistenceError, Result, Txn};

/// Rows in one INSERT: well under what either engine takes as parameters.
const CHUNK: usize = 500;

/// Adds a version with all its days.
pub async fn insert_calendar(txn: &Txn, version: &CalendarVersion, days: &[CalendarDay]) -> Result<()> {
    calendar_version::Entity::insert(version.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    for chunk in days.chunks(CHUNK) {
        let rows = chunk.iter().cloned().map(IntoActiveModel::into_active_model);
        calendar_day::Entity::insert_many(rows)
            .exec_without_returning(txn.raw())
            .await?;
    }
    Ok(())
}

/// The newest version of the country's calendar; none in an empty database.
pub async fn find_current_calendar(conn: &impl Conn) -> Result<Option<CalendarVersion>> {
    Ok(calendar_version::Entity::find()
        .filter(calendar_version::Column::UnitId.is_null())
        .order_by_desc(calendar_version::Column::Seq)
        .one(conn.raw())
        .await?)
}

/// The newest version that counts for a unit: its own, or the country's when it has none.
pub async fn find_calendar_for(conn: &impl Conn, unit_id: Uuid) -> Result<Option<CalendarVersion>> {
    let own_or_common = Condition::any()
        .add(calendar_version::Column::UnitId.is_null())
        .add(calendar_version::Column::UnitId.eq(unit_id));
    Ok(calendar_version::Entity::find()
        .filter(own_or_common)
        .order_by_asc(calendar_version::Column::UnitId.is_null())
        .order_by_desc(calendar_version::Column::Seq)
        .one(conn.raw())
        .await?)
}

/// The place of the next version.
pub async fn next_seq(conn: &impl Conn) -> Result<i32> {
    let last = calendar_version::Entity::find()
        .order_by_desc(calendar_version::Column::Seq)
        .one(conn.raw())
        .await?;
    Ok(last.map_or(1, |version| version.seq + 1))
}

/// The version with this id.
pub async fn get_calendar(conn: &impl Conn, id: Uuid) -> Result<CalendarVersion> {
    calendar_version::Entity::find_by_id(id)
        .one(conn.raw())
        .await?
        .ok_or(PersistenceError::NotFound)
}

/// All versions, oldest first.
pub async fn list_calendars(conn: &impl Conn) -> Result<Vec<CalendarVersion>> {
    Ok(calendar_version::Entity::find()
        .order_by_asc(calendar_version::Column::Seq)
        .all(conn.raw())
        .await?)
}

/// The days of a version in order.
pub async fn list_calendar_days(conn: &impl Conn, version_id: Uuid) -> Result<Vec<CalendarDay>> {
    Ok(calendar_day::Entity::find()
        .filter(calendar_day::COLUMN.version_id.eq(version_id))
        .order_by_asc(calendar_day::Column::Date)
        .all(conn.raw())
        .await?)
}
