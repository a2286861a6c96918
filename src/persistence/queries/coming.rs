//! What offices owe next, for a calendar: no subject and nobody's name.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::Date;
use uuid::Uuid;

use super::objection_list::{ObjectionView, live, view};
use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::entities::{objection, request_deadline};
use crate::persistence::{Conn, Result, UnitScope};

/// A case on which the office owes something.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Request`")]
pub struct ComingRow {
    pub id: Uuid,
    pub registration_no: String,
    pub unit_id: Uuid,
    pub rule_set: String,
    pub next_due_on: Date,
}

/// An open duty of a case, by its rule.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::RequestDeadline`")]
pub struct OpenDuty {
    pub request_id: Uuid,
    pub rule_id: String,
    pub due_on: Date,
}

/// The cases on which something is owed, in this state or in any, the most urgent first, and their open duties. Two statements.
pub async fn list_coming(
    conn: &impl Conn,
    scope: &UnitScope,
    status: Option<&str>,
    limit: u64,
) -> Result<(Vec<ComingRow>, Vec<OpenDuty>)> {
    let mut cases = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::RegistrationNo,
            Column::UnitId,
            Column::RuleSet,
            Column::NextDueOn,
        ])
        .filter(scope.condition(Column::UnitId))
        .filter(COLUMN.next_due_on.is_not_null())
        .order_by_asc(Expr::col("queue_on"))
        .order_by_asc(Column::Id)
        .limit(limit);
    if let Some(status) = status {
        cases = cases.filter(Column::Status.eq(status));
    }
    let cases = cases.into_model::<ComingRow>().all(conn.raw()).await?;
    let duties = request_deadline::Entity::find()
        .select_only()
        .columns([
            request_deadline::Column::RequestId,
            request_deadline::Column::RuleId,
            request_deadline::Column::DueOn,
        ])
        .filter(request_deadline::Column::RequestId.is_in(cases.iter().map(|case| case.id)))
        .filter(request_deadline::Column::SettledOn.is_null())
        .order_by_asc(request_deadline::Column::RuleId)
        .into_model::<OpenDuty>()
        .all(conn.raw())
        .await?;
    Ok((cases, duties))
}

/// An objection on which something is owed.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Objection`")]
pub struct ComingObjection {
    pub id: Uuid,
    pub number: String,
    pub request_id: Option<Uuid>,
    pub unit_id: Uuid,
    pub rule_set: String,
    pub statute_due_on: Date,
    pub queue_on: Date,
}

/// The objections of a tab on which something is owed, the most urgent first. One statement.
pub async fn list_coming_objections(
    conn: &impl Conn,
    scope: &UnitScope,
    tab: ObjectionView,
    limit: u64,
) -> Result<Vec<ComingObjection>> {
    use objection::{Column, Entity};
    let query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Number,
            Column::RequestId,
            Column::UnitId,
            Column::RuleSet,
            Column::StatuteDueOn,
            Column::QueueOn,
        ])
        .filter(live())
        .filter(scope.condition(Column::UnitId))
        .filter(view(tab))
        .filter(Column::QueueOn.is_not_null())
        .order_by_asc(Column::QueueOn)
        .order_by_asc(Column::Id)
        .limit(limit);
    Ok(query.into_model::<ComingObjection>().all(conn.raw()).await?)
}
