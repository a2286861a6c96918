//! The auditor's register of requests: every filter, and every figure opened up to exactly its cases.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::Date;
use uuid::Uuid;

use super::figures::{Figure, received_in, regulation_due_on};
use super::{DayCursor, Page};
use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::{Conn, Result, UnitScope};

/// A line of the register; nothing in it tells who asked.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Request`")]
pub struct RegisterRow {
    pub id: Uuid,
    pub registration_no: String,
    pub registered_unit_id: Uuid,
    pub unit_id: Uuid,
    pub status: String,
    pub channel: String,
    pub rule_set: String,
    pub source: String,
    pub applicant_kind: String,
    pub by_proxy: bool,
    pub subject: String,
    pub purpose: Option<String>,
    pub access_mode: Option<String>,
    pub delivery_mode: Option<String>,
    pub received_at: i64,
    pub received_on: Date,
    pub complete_on: Option<Date>,
    pub extended_at: Option<i64>,
    pub extension_reason: Option<String>,
    pub is_extension_valid: Option<bool>,
    pub target_on: Date,
    pub due_on: Date,
    pub statute_due_on: Date,
    /// The last day under the regulation as the figures see it on the day of the filter.
    pub regulation_due_on: Option<Date>,
    pub latest_on: Date,
    pub notice_on: Option<Date>,
    pub promised_on: Option<Date>,
    pub delivered_on: Option<Date>,
    pub deliver_by: Option<Date>,
    pub fee_total: Option<i64>,
    pub fee_paid_on: Option<Date>,
    pub closed_at: Option<i64>,
    pub outcome: Option<String>,
    pub working_days_used: Option<i32>,
    pub calendar_version_id: Uuid,
    /// Whether the line counts as [`Figure::Late`] on the day of the filter.
    pub is_late: bool,
}

/// What the auditor asked to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterFilter {
    /// The units looked into.
    pub scope: UnitScope,
    /// The day lateness is judged on.
    pub as_of: Date,
    /// Requests received in this year.
    pub year: Option<i32>,
    /// Requests received on or after this day.
    pub received_from: Option<Date>,
    /// Requests received on or before this day.
    pub received_to: Option<Date>,
    /// One status (its code).
    pub status: Option<String>,
    /// One outcome (its code).
    pub outcome: Option<String>,
    /// One channel (its code).
    pub channel: Option<String>,
    /// Only late ones, or only others.
    pub late: Option<bool>,
    /// Only extended ones, or only others.
    pub extended: Option<bool>,
    /// Exactly the cases of a figure.
    pub figure: Option<Figure>,
    /// Oldest first, as a register is written; otherwise newest first, as it is read.
    pub oldest_first: bool,
    /// The last row of the page before.
    pub after: Option<DayCursor>,
    /// Rows a page.
    pub limit: u64,
}

impl RegisterFilter {
    /// Everything in the scope, newest first.
    #[must_use]
    pub fn all(scope: UnitScope, as_of: Date, limit: u64) -> Self {
        Self {
            scope,
            as_of,
            year: None,
            received_from: None,
            received_to: None,
            status: None,
            outcome: None,
            channel: None,
            late: None,
            extended: None,
            figure: None,
            oldest_first: false,
            after: None,
            limit,
        }
    }
}

/// One page of the register, one statement. An export asks for page after page with a large `limit`, so that memory
/// stays bounded and no transaction stays open while somebody downloads.
pub async fn list_register(
    conn: &impl Conn,
    filter: &RegisterFilter,
) -> Result<Page<RegisterRow, DayCursor>> {
    let mut query = select()
        .expr_as(
            Expr::case(Figure::Late.condition(filter.as_of), true).finally(false),
            "is_late",
        )
        .expr_as(regulation_due_on(filter.as_of), "regulation_due_on")
        .filter(filter.scope.condition(Column::UnitId))
        .limit(filter.limit.saturating_add(1));
    if let Some(year) = filter.year {
        query = query.filter(received_in(year));
    }
    if let Some(from) = filter.received_from {
        query = query.filter(COLUMN.received_on.gte(from));
    }
    if let Some(to) = filter.received_to {
        query = query.filter(COLUMN.received_on.lte(to));
    }
    if let Some(status) = &filter.status {
        query = query.filter(COLUMN.status.eq(status.as_str()));
    }
    if let Some(outcome) = &filter.outcome {
        query = query.filter(Column::Outcome.eq(outcome.as_str()));
    }
    if let Some(channel) = &filter.channel {
        query = query.filter(COLUMN.channel.eq(channel.as_str()));
    }
    if let Some(late) = filter.late {
        let condition = Figure::Late.condition(filter.as_of);
        query = query.filter(if late { condition } else { condition.not() });
    }
    if let Some(extended) = filter.extended {
        let condition = Figure::Extended.condition(filter.as_of);
        query = query.filter(if extended { condition } else { condition.not() });
    }
    if let Some(figure) = filter.figure {
        query = query.filter(figure.condition(filter.as_of));
    }
    if let Some(cursor) = filter.after {
        query = query.filter(if filter.oldest_first {
            cursor.after(Column::ReceivedOn, Column::Id)
        } else {
            cursor.before(Column::ReceivedOn, Column::Id)
        });
    }
    query = if filter.oldest_first {
        query.order_by_asc(Column::ReceivedOn).order_by_asc(Column::Id)
    } else {
        query.order_by_desc(Column::ReceivedOn).order_by_desc(Column::Id)
    };
    let rows = query.into_model::<RegisterRow>().all(conn.raw()).await?;
    Ok(Page::cut(rows, filter.limit, |row| DayCursor {
        on: row.received_on,
        id: row.id,
    }))
}

fn select() -> sea_orm::Select<Entity> {
    Entity::find().select_only().columns([
        Column::Id,
        Column::RegistrationNo,
        Column::RegisteredUnitId,
        Column::UnitId,
        Column::Status,
        Column::Channel,
        Column::RuleSet,
        Column::Source,
        Column::ApplicantKind,
        Column::ByProxy,
        Column::Subject,
        Column::Purpose,
        Column::AccessMode,
        Column::DeliveryMode,
        Column::ReceivedAt,
        Column::ReceivedOn,
        Column::CompleteOn,
        Column::ExtendedAt,
        Column::ExtensionReason,
        Column::IsExtensionValid,
        Column::TargetOn,
        Column::DueOn,
        Column::StatuteDueOn,
        Column::LatestOn,
        Column::NoticeOn,
        Column::PromisedOn,
        Column::DeliveredOn,
        Column::DeliverBy,
        Column::FeeTotal,
        Column::FeePaidOn,
        Column::ClosedAt,
        Column::Outcome,
        Column::WorkingDaysUsed,
        Column::CalendarVersionId,
    ])
}
