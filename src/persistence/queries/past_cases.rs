//! Cases of a period for a simulation: where each stands, and nothing of who asked or what.

use sea_orm::{
    Condition, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::Date;
use uuid::Uuid;

use super::objection_list::live;
use super::{DayCursor, Page};
use crate::persistence::entities::objection;
use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::{Conn, Result, UnitScope};

/// A case as the figures see it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Request`")]
pub struct PastRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub received_on: Date,
    pub status: String,
    pub notice_on: Option<Date>,
    pub due_on: Date,
    pub fix_latest_on: Option<Date>,
    pub extended_at: Option<i64>,
    pub is_extension_valid: Option<bool>,
    pub working_days_used: Option<i32>,
    pub calendar_version_id: Uuid,
}

/// Which cases.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PastFilter {
    /// The units looked into.
    pub scope: UnitScope,
    /// Received on or after this day.
    pub from: Option<Date>,
    /// Received on or before this day.
    pub to: Option<Date>,
}

impl PastFilter {
    fn condition(&self) -> Condition {
        self.scope
            .condition(Column::UnitId)
            .add_option(self.from.map(|from| COLUMN.received_on.gte(from)))
            .add_option(self.to.map(|to| COLUMN.received_on.lte(to)))
    }
}

/// How many there are.
pub async fn count_past(conn: &impl Conn, filter: &PastFilter) -> Result<u64> {
    Ok(Entity::find()
        .filter(filter.condition())
        .count(conn.raw())
        .await?)
}

/// Up to `limit` of them, in the order of receipt.
pub async fn list_past(
    conn: &impl Conn,
    filter: &PastFilter,
    after: Option<DayCursor>,
    limit: u64,
) -> Result<Page<PastRow, DayCursor>> {
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::UnitId,
            Column::ReceivedOn,
            Column::Status,
            Column::NoticeOn,
            Column::DueOn,
            Column::FixLatestOn,
            Column::ExtendedAt,
            Column::IsExtensionValid,
            Column::WorkingDaysUsed,
            Column::CalendarVersionId,
        ])
        .filter(filter.condition())
        .order_by_asc(Column::ReceivedOn)
        .order_by_asc(Column::Id)
        .limit(limit.saturating_add(1));
    if let Some(cursor) = after {
        query = query.filter(cursor.after(Column::ReceivedOn, Column::Id));
    }
    let rows = query.into_model::<PastRow>().all(conn.raw()).await?;
    Ok(Page::cut(rows, limit, |row| DayCursor {
        on: row.received_on,
        id: row.id,
    }))
}

/// An objection as the figures see it.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Objection`")]
pub struct PastObjectionRow {
    pub id: Uuid,
    pub unit_id: Uuid,
    pub filed_on: Date,
    pub status: String,
    pub rule_set: String,
    pub statute_due_on: Date,
    pub regulation_due_on: Option<Date>,
    pub decided_on: Option<Date>,
    pub calendar_version_id: Uuid,
}

impl PastFilter {
    fn of_objections(&self) -> Condition {
        let filed_on = objection::COLUMN.filed_on;
        live()
            .add(self.scope.condition(objection::Column::UnitId))
            .add_option(self.from.map(|from| filed_on.gte(from)))
            .add_option(self.to.map(|to| filed_on.lte(to)))
    }
}

/// How many objections there are.
pub async fn count_past_objections(conn: &impl Conn, filter: &PastFilter) -> Result<u64> {
    Ok(objection::Entity::find()
        .filter(filter.of_objections())
        .count(conn.raw())
        .await?)
}

/// Up to `limit` objections, in the order of filing.
pub async fn list_past_objections(
    conn: &impl Conn,
    filter: &PastFilter,
    after: Option<DayCursor>,
    limit: u64,
) -> Result<Page<PastObjectionRow, DayCursor>> {
    use objection::Column as C;
    let mut query = objection::Entity::find()
        .select_only()
        .columns([
            C::Id,
            C::UnitId,
            C::FiledOn,
            C::Status,
            C::RuleSet,
            C::StatuteDueOn,
            C::RegulationDueOn,
            C::DecidedOn,
            C::CalendarVersionId,
        ])
        .filter(filter.of_objections())
        .order_by_asc(C::FiledOn)
        .order_by_asc(C::Id)
        .limit(limit.saturating_add(1));
    if let Some(cursor) = after {
        query = query.filter(cursor.after(C::FiledOn, C::Id));
    }
    let rows = query.into_model::<PastObjectionRow>().all(conn.raw()).await?;
    Ok(Page::cut(rows, limit, |row| DayCursor {
        on: row.filed_on,
        id: row.id,
    }))
}
