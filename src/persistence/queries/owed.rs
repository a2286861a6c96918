//! What the office owes soon, with the duties behind it: what reminders look at. No subject and nobody's name.

use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::Date;
use uuid::Uuid;

use crate::domain::objection::ObjectionStatus;
use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::entities::{objection, request_deadline};
use crate::persistence::{Conn, Result, disputes};

/// A case in which something is owed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Request`")]
pub struct OwedRow {
    pub id: Uuid,
    pub registration_no: String,
    pub unit_id: Uuid,
    pub registered_unit_id: Uuid,
    pub rule_set: String,
    pub status: String,
    pub next_due_on: Date,
}

/// An open duty of a case, by its rule.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::RequestDeadline`")]
pub struct OwedDuty {
    pub request_id: Uuid,
    pub rule_id: String,
    pub target_on: Date,
    pub due_on: Date,
}

/// Cases of every unit in which something is owed by this day, and those with this status whatever their day, in batches by id; and
/// their open duties. Two statements.
pub async fn list_owed(
    conn: &impl Conn,
    until: Date,
    status: &str,
    after: Option<Uuid>,
    limit: u64,
) -> Result<(Vec<OwedRow>, Vec<OwedDuty>)> {
    let near = Condition::any()
        .add(COLUMN.next_due_on.lte(until))
        .add(COLUMN.status.eq(status));
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::RegistrationNo,
            Column::UnitId,
            Column::RegisteredUnitId,
            Column::RuleSet,
            Column::Status,
            Column::NextDueOn,
        ])
        .filter(COLUMN.next_due_on.is_not_null())
        .filter(near)
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(COLUMN.id.gt(after));
    }
    let cases = query.into_model::<OwedRow>().all(conn.raw()).await?;
    let duties = request_deadline::Entity::find()
        .select_only()
        .columns([
            request_deadline::Column::RequestId,
            request_deadline::Column::RuleId,
            request_deadline::Column::TargetOn,
            request_deadline::Column::DueOn,
        ])
        .filter(request_deadline::Column::RequestId.is_in(cases.iter().map(|case| case.id)))
        .filter(request_deadline::Column::SettledOn.is_null())
        .order_by_asc(request_deadline::Column::RuleId)
        .into_model::<OwedDuty>()
        .all(conn.raw())
        .await?;
    Ok((cases, duties))
}

/// An objection in which something is owed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Objection`")]
pub struct OwedObjection {
    pub id: Uuid,
    pub number: String,
    pub request_id: Option<Uuid>,
    pub unit_id: Uuid,
    pub received_unit_id: Uuid,
    pub rule_set: String,
    pub status: String,
    pub filed_on: Date,
    pub recorded_on: Date,
    pub queue_on: Date,
}

/// Objections of every unit in which something is owed by this day, in batches by id.
pub async fn list_owed_objections(
    conn: &impl Conn,
    until: Date,
    after: Option<Uuid>,
    limit: u64,
) -> Result<Vec<OwedObjection>> {
    use objection::{COLUMN, Column, Entity};
    let over = Condition::all()
        .add(Column::Status.ne(ObjectionStatus::Executing.code()))
        .add(Column::Id.in_subquery(disputes::settled()));
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Number,
            Column::RequestId,
            Column::UnitId,
            Column::ReceivedUnitId,
            Column::RuleSet,
            Column::Status,
            Column::FiledOn,
            Column::RecordedOn,
            Column::QueueOn,
        ])
        .filter(Column::QueueOn.lte(until))
        .filter(over.not())
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(after) = after {
        query = query.filter(COLUMN.id.gt(after));
    }
    Ok(query.into_model::<OwedObjection>().all(conn.raw()).await?)
}
