//! The officer's queue: what the office owes, most urgent first.

use sea_orm::sea_query::{Expr, ExprTrait, Func, LikeExpr};
use sea_orm::{ColumnTrait, Condition, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use time::Date;
use time::macros::date;
use uuid::Uuid;

use super::{DayCursor, Page};
use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::{Conn, Result, UnitScope};

/// What the queue shows of a case.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Request`")]
pub struct QueueRow {
    pub id: Uuid,
    pub registration_no: String,
    pub unit_id: Uuid,
    pub registered_unit_id: Uuid,
    pub subject: String,
    pub applicant_kind: String,
    pub status: String,
    pub channel: String,
    pub outcome: Option<String>,
    pub received_on: Date,
    pub target_on: Date,
    pub due_on: Date,
    pub latest_on: Date,
    pub next_due_on: Option<Date>,
    pub notice_on: Option<Date>,
    pub extended_at: Option<i64>,
    pub clarification_open: bool,
    pub fee_total: Option<i64>,
    pub fee_paid_on: Option<Date>,
    pub published_at: Option<i64>,
    pub version: i32,
}

/// A tab of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum QueueView {
    /// Not yet checked for completeness.
    New,
    /// Being worked on, nothing awaited from the applicant.
    Working,
    /// Awaiting the applicant: incomplete, a clarification is open, or a fee is unpaid.
    Waiting,
    /// Awaiting the superior.
    Approval,
    /// Something is owed between today and this day.
    DueSoon {
        /// The last day that counts as soon.
        until: Date,
    },
    /// Something was owed before today.
    Overdue,
    /// The notice was given, the case is not closed yet.
    Answered,
    /// Closed, withdrawn or not followed up; the newest first, as nothing is owed.
    Closed,
    /// Neither closed, withdrawn nor left: whatever the office still has before it.
    Open,
    /// Everything.
    All,
}

/// What the officer asked to see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueFilter {
    /// The units the officer works for.
    pub scope: UnitScope,
    /// The tab.
    pub view: QueueView,
    /// Part of a registration number or of a subject.
    pub text: Option<String>,
    /// Today where the unit sits.
    pub today: Date,
    /// The last row of the page before.
    pub after: Option<DayCursor>,
    /// Rows a page.
    pub limit: u64,
}

/// Sorts last what is not owed; the migration gives the generated column the same value.
const NEVER: Date = date!(9999 - 12 - 31);
const QUEUE_ON: &str = "queue_on";

/// One page of the queue, one statement.
pub async fn list_officer_queue(conn: &impl Conn, filter: &QueueFilter) -> Result<Page<QueueRow, DayCursor>> {
    let mut query = Entity::find()
        .select_only()
        .columns([
            Column::Id,
            Column::RegistrationNo,
            Column::UnitId,
            Column::RegisteredUnitId,
            Column::Subject,
            Column::ApplicantKind,
            Column::Status,
            Column::Channel,
            Column::Outcome,
            Column::ReceivedOn,
            Column::TargetOn,
            Column::DueOn,
            Column::LatestOn,
            Column::NextDueOn,
            Column::NoticeOn,
            Column::ExtendedAt,
            Column::ClarificationOpen,
            Column::FeeTotal,
            Column::FeePaidOn,
            Column::PublishedAt,
            Column::Version,
        ])
        .filter(filter.scope.condition(Column::UnitId))
        .filter(view(filter.view, filter.today))
        .limit(filter.limit.saturating_add(1));
    if let Some(text) = filter
        .text
        .as_deref()
        .map(str::trim)
        .filter(|text| !text.is_empty())
    {
        query = query.filter(contains(text));
    }
    let newest_first = filter.view == QueueView::Closed;
    query = if newest_first {
        query.order_by_desc(Column::ReceivedOn).order_by_desc(Column::Id)
    } else {
        query.order_by_asc(Expr::col(QUEUE_ON)).order_by_asc(Column::Id)
    };
    if let Some(cursor) = filter.after {
        query = query.filter(if newest_first {
            cursor.before(Column::ReceivedOn, Column::Id)
        } else {
            cursor.after(QUEUE_ON, Column::Id)
        });
    }
    let rows = query.into_model::<QueueRow>().all(conn.raw()).await?;
    Ok(Page::cut(rows, filter.limit, |row| DayCursor {
        on: if newest_first {
            row.received_on
        } else {
            row.next_due_on.unwrap_or(NEVER)
        },
        id: row.id,
    }))
}

const CLOSED: [&str; 3] = ["closed", "withdrawn", "not_followed_up"];

fn view(view: QueueView, today: Date) -> Condition {
    let status = |codes: &[&str]| Condition::all().add(COLUMN.status.is_in(codes.iter().copied()));
    let queue_on = || Expr::col(QUEUE_ON);
    match view {
        QueueView::New => status(&["received", "completeness_check"]),
        QueueView::Working => status(&["under_review"]).add(COLUMN.clarification_open.eq(false)),
        QueueView::Waiting => Condition::any()
            .add(COLUMN.status.eq("incomplete"))
            // A fee that the applicant has not paid yet (`docs/readings.md` R42).
            .add(
                status(&["granted_full", "granted_partial"])
                    .add(Column::FeeTotal.is_not_null())
                    .add(Column::FeePaidOn.is_null()),
            )
            .add(status(&["under_review"]).add(COLUMN.clarification_open.eq(true))),
        QueueView::Approval => status(&["pending_approval"]),
        QueueView::DueSoon { until } => Condition::all()
            .add(queue_on().gte(today))
            .add(queue_on().lte(until)),
        QueueView::Overdue => Condition::all().add(queue_on().lt(today)),
        QueueView::Answered => status(&[
            "granted_full",
            "granted_partial",
            "refused",
            "not_held",
            "not_documented",
            "forwarded",
            "delivered",
        ]),
        QueueView::Closed => status(&CLOSED),
        QueueView::Open => Condition::all().add(COLUMN.status.is_not_in(CLOSED)),
        QueueView::All => Condition::all(),
    }
}

/// Both sides folded: LIKE ignores case on `SQLite` only.
fn contains(text: &str) -> Condition {
    let mut pattern = String::from("%");
    for sign in text.to_lowercase().chars() {
        if matches!(sign, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(sign);
    }
    pattern.push('%');
    let like =
        |column: Column| Func::lower(Expr::col(column)).like(LikeExpr::new(pattern.clone()).escape('\\'));
    Condition::any()
        .add(like(Column::RegistrationNo))
        .add(like(Column::Subject))
}
