//! Columns derived from state and clock, so that lists and figures need not replay events. Nothing is decided here.

use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::request::{CaseClock, CaseState, Event};
use crate::persistence::rows;
use crate::services::Context;

/// Rewrites the derived columns. The dates a notice was judged by stand once it is given, whatever calendar comes later.
pub fn project(
    row: &mut rows::Request,
    state: &CaseState,
    clock: &CaseClock,
    calendar: &WorkingCalendar,
    counting: &CountingSettings,
) {
    row.unit_id = state.unit.0;
    state.status.code().clone_into(&mut row.status);
    row.clarification_open = state.is_clarification_open;
    row.checked_on = state.checked_on;
    row.complete_on = state.complete_on;
    row.incompleteness_received_on = state.incompleteness.and_then(|letter| letter.received_on);
    row.notice_on = state.notice.map(|notice| notice.on);
    row.promised_on = state.notice.and_then(|notice| notice.promised_on);
    row.outcome = state
        .current_notice()
        .map(|notice| notice.outcome.code().to_owned());
    row.delivered_on = state.delivered_on;
    row.deliver_by = clock.delivery.and_then(|delivery| delivery.deliver_by);
    let fee = state.current_fee();
    row.fee_total = fee.map(|fee| fee.total);
    row.fee_paid_on = fee.and_then(|fee| fee.paid_on);
    row.next_due_on = clock.next_due_on(state);
    row.fix_latest_on = clock.fix_latest_on(state);
    if is_judged(row) {
        return;
    }
    row.due_on = clock.notice.due;
    row.statute_due_on = clock.statute_due_on;
    row.regulation_due_on = clock.regulation_due_on;
    row.is_extension_valid = state.extension.map(|_| clock.is_extended);
    row.target_on = clock.notice.target;
    row.latest_on = clock.notice.latest;
    row.calendar_version_id = calendar.id().0;
    row.is_late_notice = state.notice.map(|notice| notice.on > clock.notice.due);
    row.working_days_used = state
        .notice
        .map(|notice| calendar.working_days_between(state.received_on, notice.on, counting));
}

/// Whether the written notice was given, and with it judged, before.
#[must_use]
pub const fn is_judged(row: &rows::Request) -> bool {
    row.is_late_notice.is_some()
}

/// Keeps the instant of what just happened.
pub fn stamp(row: &mut rows::Request, event: &Event, at: i64) {
    match event {
        // One instant for the row and its event: a clock that runs gives two.
        Event::RequestRegistered { .. } => row.registered_at = at,
        Event::DeclaredComplete { .. } => row.declared_complete_at = Some(at),
        Event::DeclaredIncomplete { .. } => row.incompleteness_at = Some(at),
        Event::Extended { reason, .. } => {
            row.extended_at = Some(at);
            row.extension_reason = Some(reason.map_or("unstated", |reason| reason.code()).to_owned());
        }
        // What an order brings afterwards does not take the place of what the office did by itself.
        Event::NoticeIssued { .. } => row.notice_at = row.notice_at.or(Some(at)),
        Event::Delivered { .. } => row.delivered_at = row.delivered_at.or(Some(at)),
        Event::Reopened { .. } => row.closed_at = None,
        Event::Closed { .. } | Event::Withdrawn { .. } | Event::ClosedNotFollowedUp { .. } => {
            row.closed_at = Some(at);
        }
        Event::Published => row.published_at = Some(at),
        Event::Unpublished => row.published_at = None,
        _ => {}
    }
}

/// Every share of the case as a row.
#[must_use]
pub fn share_rows(row: &rows::Request, state: &CaseState) -> Vec<rows::RequestShare> {
    let shares = state.shares.iter().map(|share| rows::RequestShare {
        request_id: row.id,
        no: i32::from(share.no),
        unit_id: share.unit.0,
        items: share
            .items
            .iter()
            .map(i32::to_string)
            .collect::<Vec<_>>()
            .join(","),
        status: share.status.code().to_owned(),
        asked_on: share.asked_on,
        wanted_on: share.wanted_on,
        done_on: share.done_on,
    });
    shares.collect()
}

/// Every duty of the case as a row; once the notice was judged before, those that follow it.
#[must_use]
pub fn deadline_rows(
    ctx: &Context,
    row: &rows::Request,
    clock: &CaseClock,
    is_judged: bool,
) -> Vec<rows::RequestDeadline> {
    clock
        .duties
        .iter()
        .filter(|duty| !is_judged || duty.follows_notice())
        .map(|duty| rows::RequestDeadline {
            id: ctx.new_id(),
            request_id: row.id,
            rule_id: duty.code.clone(),
            trigger_on: duty.deadline.trigger_on,
            trigger_at: None,
            length: i32::from(duty.deadline.length),
            target_on: duty.deadline.target,
            due_on: duty.deadline.due,
            latest_on: duty.deadline.latest,
            calendar_version_id: duty.deadline.calendar_version.0,
            settled_on: duty.settled_on,
            is_provisional: duty.deadline.is_provisional,
        })
        .collect()
}
