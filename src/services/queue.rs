//! Antrean: the cases of an office, what is due first on top, with the working days that are left counted for today.

use super::requests::unit_scope;
use super::{Context, ServiceError, calendars};
use crate::domain::actor::{Role, Viewer};
use crate::domain::deadline::DueState;
use crate::domain::policy::{self, Scope};
use crate::persistence::queries::{self, DayCursor, QueueFilter, QueueView};
use crate::persistence::units;
use std::str::FromStr;
use time::Date;

/// Working days before the last one from which a case counts as nearly due: a setting of the house, not of the law.
const NEARLY: u16 = 2;

/// Rows a page.
pub const PAGE: u64 = 25;

/// A tab of the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// Baru: not yet checked.
    New,
    /// Dikerjakan.
    Working,
    /// Menunggu pemohon.
    Waiting,
    /// Menunggu persetujuan Atasan PPID.
    Approval,
    /// Hampir jatuh tempo.
    DueSoon,
    /// Terlambat.
    Overdue,
    /// Dijawab, not yet closed.
    Answered,
    /// Selesai.
    Closed,
    /// Everything not closed.
    Open,
    /// Semua.
    All,
}

/// What was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// The tab.
    pub tab: Tab,
    /// Part of a number or subject.
    pub text: Option<&'a str>,
    /// Where the page starts, as [`Queue::next`] gave it; anything else is the start.
    pub after: Option<&'a str>,
}

/// One page of the queue.
#[derive(Clone, Debug)]
pub struct Queue {
    /// The cases.
    pub entries: Vec<Entry>,
    /// Where the next page starts.
    pub next: Option<String>,
    /// Whether the viewer works for more than one unit.
    pub has_many_units: bool,
}

/// One case in the queue.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Number.
    pub registration_no: String,
    /// Subject.
    pub subject: String,
    /// Code of the applicant kind.
    pub applicant_kind: String,
    /// Code of the status.
    pub status: String,
    /// Short name of the unit now responsible.
    pub unit: String,
    /// Day of arrival.
    pub received_on: Date,
    /// The next day on which the office owes something.
    pub due_on: Option<Date>,
    /// Where that day stands today.
    pub due: Option<DueState>,
    /// Whether it is nearly due.
    pub is_soon: bool,
    /// Whether something is awaited from the applicant; the clock runs on.
    pub is_waiting: bool,
    /// Whether the answer is public.
    pub is_published: bool,
}

/// Whether so few working days are left that the case is pressing.
#[must_use]
pub fn is_soon(due: DueState) -> bool {
    matches!(due, DueState::Left(days) if days <= u32::from(NEARLY))
}

/// One page of the queue of whoever holds one of the roles.
///
/// # Errors
/// Forbidden for who holds none of them.
pub async fn list(
    ctx: &Context,
    viewer: &Viewer,
    roles: &[Role],
    asked: Asked<'_>,
) -> Result<Queue, ServiceError> {
    let scope = policy::unit_scope(viewer, roles);
    if scope == Scope::Nothing {
        return Err(ServiceError::Forbidden);
    }
    let conn = ctx.db.read();
    let (today, counting) = (ctx.today(ctx.zone()), ctx.counting());
    let calendar = calendars::current(ctx, conn).await?;
    let local = calendars::local(ctx, conn).await?;
    let filter = QueueFilter {
        scope: unit_scope(&scope),
        view: match asked.tab {
            Tab::New => QueueView::New,
            Tab::Working => QueueView::Working,
            Tab::Waiting => QueueView::Waiting,
            Tab::Approval => QueueView::Approval,
            Tab::DueSoon => QueueView::DueSoon {
                until: calendar
                    .add_working_days(today, NEARLY, &counting)
                    .unwrap_or(today),
            },
            Tab::Overdue => QueueView::Overdue,
            Tab::Answered => QueueView::Answered,
            Tab::Closed => QueueView::Closed,
            Tab::Open => QueueView::Open,
            Tab::All => QueueView::All,
        },
        text: asked.text.map(str::to_owned),
        today,
        after: asked.after.and_then(|after| DayCursor::from_str(after).ok()),
        limit: PAGE,
    };
    let page = queries::list_officer_queue(conn, &filter).await?;
    let known = units::list_units(conn).await?;
    let entries = page.rows.into_iter().map(|row| {
        let due = row.next_due_on.map(|on| {
            let own = local.get(&row.registered_unit_id);
            DueState::of(on, today, &counting, own.unwrap_or(&calendar))
        });
        let is_given = matches!(row.status.as_str(), "granted_full" | "granted_partial");
        let is_unpaid = is_given && row.fee_total.is_some() && row.fee_paid_on.is_none();
        Entry {
            unit: known
                .iter()
                .find(|unit| unit.id == row.unit_id)
                .map(|unit| unit.short_name.clone())
                .unwrap_or_default(),
            due_on: row.next_due_on,
            due,
            is_soon: due.is_some_and(is_soon),
            is_waiting: row.status == "incomplete" || row.clarification_open || is_unpaid,
            is_published: row.published_at.is_some(),
            registration_no: row.registration_no,
            subject: row.subject,
            applicant_kind: row.applicant_kind,
            status: row.status,
            received_on: row.received_on,
        }
    });
    Ok(Queue {
        entries: entries.collect(),
        next: page.next.map(|cursor| cursor.to_string()),
        has_many_units: !matches!(&scope, Scope::Units(units) if units.len() == 1),
    })
}
