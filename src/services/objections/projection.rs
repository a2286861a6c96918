//! Columns derived from state and clock, so that lists and figures need not replay events. Nothing is decided here.

use crate::domain::calendar::WorkingCalendar;
use crate::domain::objection::{ObjectionClock, ObjectionState, ObjectionStatus};
use crate::persistence::rows;

/// Rewrites the derived columns. The dates an answer was judged by stand once it is given, whatever calendar comes later.
pub fn project(
    row: &mut rows::Objection,
    state: &ObjectionState,
    clock: &ObjectionClock,
    calendar: &WorkingCalendar,
) {
    let is_judged = row.decided_on.is_some();
    let answer = state.answer.as_ref();
    row.unit_id = state.unit.0;
    row.received_unit_id = Some(state.received_by.0);
    row.request_id = state.request.map(|id| id.0);
    row.filed_on = state.received_on;
    row.recorded_on = Some(state.recorded_on);
    row.status = Some(state.status.code().to_owned());
    row.grounds = state
        .grounds
        .iter()
        .map(|ground| ground.code())
        .collect::<Vec<_>>()
        .join(",");
    row.is_possibly_late = Some(!state.possibly_late.is_empty());
    row.is_question_open = Some(state.is_question_open);
    row.decided_on = answer.map(|answer| answer.on);
    row.decision = answer.map(|answer| answer.decision.code().to_owned());
    row.answer_received_on = answer.and_then(|answer| answer.received_on);
    row.execute_by = answer.and_then(|answer| answer.execute_by);
    row.executed_on = state.executed_on;
    row.closed_on = state.closed_on;
    row.queue_on = match state.status {
        ObjectionStatus::Registered | ObjectionStatus::Settlement => Some(clock.escalation().due),
        ObjectionStatus::Executing => row.execute_by,
        _ => None,
    };
    if is_judged {
        return;
    }
    row.statute_due_on = Some(clock.statute.due);
    row.regulation_due_on = clock.regulation.map(|regulation| regulation.due);
    row.calendar_version_id = Some(calendar.id().0);
}
