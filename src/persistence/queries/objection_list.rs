//! Lists of objections: what the superior owes first, and the register for officers and auditors. Every figure opens up to exactly its
//! objections.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::macros::date;
use time::{Date, Month};
use uuid::Uuid;

use super::objection_figures::ObjectionFigure;
use super::{DayCursor, Page};
use crate::persistence::entities::objection::{COLUMN, Column, Entity};
use crate::persistence::{Conn, Result, UnitScope, disputes};

/// A line of a list; nothing in it tells who objects.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(
    missing_docs,
    reason = "the columns of `rows::Objection`, and one of `rows::Request`"
)]
pub struct ObjectionRow {
    pub id: Uuid,
    pub number: String,
    pub request_id: Option<Uuid>,
    pub registration_no: Option<String>,
    pub unit_id: Uuid,
    pub status: String,
    pub channel: String,
    pub applicant_kind: String,
    pub by_proxy: bool,
    pub subject: String,
    pub purpose: Option<String>,
    pub grounds: String,
    pub filed_on: Date,
    pub recorded_on: Date,
    pub statute_due_on: Date,
    pub regulation_due_on: Option<Date>,
    pub queue_on: Option<Date>,
    pub decided_on: Option<Date>,
    pub decision: Option<String>,
    pub execute_by: Option<Date>,
    pub executed_on: Option<Date>,
    pub is_possibly_late: bool,
    pub is_question_open: bool,
}

/// A tab of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ObjectionView {
    /// An answer is owed; the most urgent first.
    Unanswered,
    /// An order is to be carried out; the most urgent first.
    Executing,
    /// Answered, closed, withdrawn, or over with its dispute; the newest first.
    Done,
    /// Everything; the newest first.
    All,
}

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionFilter {
    /// The units looked into.
    pub scope: UnitScope,
    /// The tab.
    pub view: ObjectionView,
    /// Filed in this year.
    pub year: Option<i32>,
    /// Code of a ground.
    pub ground: Option<String>,
    /// Code of a state.
    pub status: Option<String>,
    /// Code of a decision.
    pub decision: Option<String>,
    /// Exactly the objections of a figure.
    pub figure: Option<ObjectionFigure>,
    /// The day lateness is judged on.
    pub as_of: Date,
    /// The last row of the page before.
    pub after: Option<DayCursor>,
    /// Rows a page.
    pub limit: u64,
}

/// What is not owed comes last.
const NEVER: Date = date!(9999 - 12 - 31);

/// One page of a list, one statement.
pub async fn list_objection_rows(
    conn: &impl Conn,
    filter: &ObjectionFilter,
) -> Result<Page<ObjectionRow, DayCursor>> {
    use crate::persistence::entities::request;
    let number = sea_orm::sea_query::Query::select()
        .column((request::Entity, request::Column::RegistrationNo))
        .from(request::Entity)
        .and_where(Expr::col((request::Entity, request::Column::Id)).equals((Entity, Column::RequestId)))
        .to_owned();
    let by_due = matches!(filter.view, ObjectionView::Unanswered | ObjectionView::Executing);
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::Number,
            Column::RequestId,
            Column::UnitId,
            Column::Status,
            Column::Channel,
            Column::ApplicantKind,
            Column::ByProxy,
            Column::Subject,
            Column::Purpose,
            Column::Grounds,
            Column::FiledOn,
            Column::RecordedOn,
            Column::StatuteDueOn,
            Column::RegulationDueOn,
            Column::QueueOn,
            Column::DecidedOn,
            Column::Decision,
            Column::ExecuteBy,
            Column::ExecutedOn,
            Column::IsPossiblyLate,
            Column::IsQuestionOpen,
        ])
        .expr_as(Expr::SubQuery(None, Box::new(number.into())), "registration_no")
        .filter(live())
        .filter(filter.scope.condition(Column::UnitId))
        .filter(view(filter.view))
        .limit(filter.limit.saturating_add(1));
    if let Some(year) = filter.year {
        query = query.filter(filed_in(year));
    }
    if let Some(ground) = &filter.ground {
        query = query.filter(names(ground));
    }
    if let Some(status) = &filter.status {
        query = query.filter(Column::Status.eq(status.as_str()));
    }
    if let Some(decision) = &filter.decision {
        query = query.filter(Column::Decision.eq(decision.as_str()));
    }
    if let Some(figure) = filter.figure {
        query = query.filter(figure.condition(filter.as_of));
    }
    query = if by_due {
        query.order_by_asc(Column::QueueOn).order_by_asc(Column::Id)
    } else {
        query.order_by_desc(Column::FiledOn).order_by_desc(Column::Id)
    };
    if let Some(cursor) = filter.after {
        query = query.filter(if by_due {
            cursor.after(Column::QueueOn, Column::Id)
        } else {
            cursor.before(Column::FiledOn, Column::Id)
        });
    }
    let rows = query.into_model::<ObjectionRow>().all(conn.raw()).await?;
    Ok(Page::cut(rows, filter.limit, |row| DayCursor {
        on: if by_due {
            row.queue_on.unwrap_or(NEVER)
        } else {
            row.filed_on
        },
        id: row.id,
    }))
}

/// Whether the dispute about it is over for good, so that nobody owes an answer.
fn is_settled() -> Condition {
    Condition::all().add(Column::Id.in_subquery(disputes::settled()))
}

/// What a tab shows.
pub(super) fn view(view: ObjectionView) -> Condition {
    let status = |codes: &[&str]| Condition::all().add(Column::Status.is_in(codes.iter().copied()));
    match view {
        ObjectionView::Unanswered => status(&UNANSWERED).add(is_settled().not()),
        ObjectionView::Executing => status(&["executing"]),
        ObjectionView::Done => Condition::any()
            .add(status(&[
                "upheld",
                "partly_upheld",
                "rejected",
                "closed",
                "withdrawn",
            ]))
            .add(status(&UNANSWERED).add(is_settled())),
        ObjectionView::All => Condition::all(),
    }
}

/// States in which an answer is owed.
pub(super) const UNANSWERED: [&str; 2] = ["registered", "settlement"];

/// Those filed here; what an older register knew is no line of this one.
pub(super) fn live() -> Condition {
    Condition::all().add(Column::Number.is_not_null())
}

/// Filed in a year.
pub(super) fn filed_in(year: i32) -> Condition {
    // Outside these years nothing was filed, and PostgreSQL has no such dates.
    let year = year.clamp(1, 9998);
    let bound = |year: i32| Date::from_calendar_date(year, Month::January, 1).unwrap_or(Date::MIN);
    Condition::all()
        .add(COLUMN.filed_on.gte(bound(year)))
        .add(COLUMN.filed_on.lt(bound(year + 1)))
}

/// Whether a ground is among those of an objection. Codes are of the closed list, none is part of another.
pub(super) fn names(ground: &str) -> Condition {
    let code: String = ground
        .chars()
        .filter(|c| c.is_ascii_lowercase() || *c == '_')
        .collect();
    Condition::all().add(COLUMN.grounds.contains(code))
}
