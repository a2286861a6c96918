//! A case of the past, replayed as it was and as it would have been.

use std::sync::Arc;

use time::Date;

use super::assume::{Assumptions, LawOf};
use super::judge::{Facts, Verdict};
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::deadline::{DeadlineError, LawPack, RuleId, RuleSet};
use crate::domain::request::{CaseClock, CaseState, Event, Status};

/// What of a case bears on its notice. Nothing tells who asked or what.
#[derive(Clone, Debug)]
pub struct PastCase {
    state: CaseState,
    rule_set: RuleSet,
    calendar: Arc<WorkingCalendar>,
    counting: CountingSettings,
    is_imported: bool,
}

/// A case under one set of rules.
struct Replay<'a> {
    law: &'a LawPack,
    calendar: &'a WorkingCalendar,
    counting: CountingSettings,
}

impl Replay<'_> {
    fn clock(&self, state: &CaseState) -> Result<CaseClock, DeadlineError> {
        CaseClock::of(state, self.law, self.calendar, &self.counting)
    }

    fn verdict(&self, state: &CaseState, clock: &CaseClock, as_of: Date) -> Verdict {
        let notice_on = state.notice.map(|notice| notice.on);
        let used = |on| {
            self.calendar
                .working_days_between(state.received_on, on, &self.counting)
        };
        let facts = Facts {
            status: state.status,
            notice_on,
            due_on: clock.notice.due,
            fix_latest_on: clock.fix_latest_on(state),
            is_extension_valid: state.extension.map(|_| clock.is_extended),
            working_days: notice_on.map(used),
        };
        Verdict::of(&facts, as_of)
    }
}

impl PastCase {
    /// A case from its events, with the calendar and the way of counting by which its notice was judged or is to be. `None` unless
    /// the first event is an arrival.
    #[must_use]
    pub fn of<'a>(
        log: impl IntoIterator<Item = &'a Event> + Clone,
        calendar: Arc<WorkingCalendar>,
        counting: CountingSettings,
    ) -> Option<Self> {
        let mut state = CaseState::replay(log.clone())?;
        let arrival = log.clone().into_iter().next()?;
        let Event::RequestReceived { rule_set, .. } = arrival else {
            return None;
        };
        let is_imported = log
            .into_iter()
            .any(|event| matches!(event, Event::Imported { .. }));
        // What follows the notice has no part in it.
        state.delivered_on = None;
        if let Some(notice) = &mut state.notice {
            notice.promised_on = None;
            notice.received_on = None;
        }
        Some(Self {
            state,
            rule_set: *rule_set,
            calendar,
            counting,
            is_imported,
        })
    }

    /// The case as its events leave it.
    #[must_use]
    pub const fn state(&self) -> &CaseState {
        &self.state
    }

    /// The verdict as it was and as it would have been, and whether the latter rests on a year whose days off are not known.
    ///
    /// # Errors
    /// When a date lies beyond what dates can express.
    pub fn judge(
        &self,
        law: &LawOf<'_>,
        assumptions: &Assumptions,
        as_of: Date,
    ) -> Result<(Verdict, Verdict, bool), DeadlineError> {
        let history = Replay {
            law: law.history(self.rule_set),
            calendar: &self.calendar,
            counting: self.counting,
        };
        let assumed = Replay {
            law: law.assumed(self.rule_set),
            calendar: assumptions.calendar.as_ref().unwrap_or(&self.calendar),
            counting: assumptions.counting(&self.counting),
        };
        let was = history.clock(&self.state)?;
        let mut state = self.state.clone();
        if assumptions.changes_dates() {
            forget_limits(&mut state);
        }
        shift(&mut state, &assumed, assumptions.shift, as_of);
        let would = assumed.clock(&state)?;
        let would = if self.read_anew(&mut state, &was, &would) {
            assumed.clock(&state)?
        } else {
            would
        };
        Ok((
            history.verdict(&self.state, &was, as_of),
            assumed.verdict(&state, &would, as_of),
            would.notice.is_provisional,
        ))
    }

    /// What the events say in the light of the rules of their day is said anew where those rules give another answer: whether the
    /// letter came in time, from when the request counts as complete, and an extension of an older register that has no day of its
    /// own. Tells whether anything changed.
    fn read_anew(&self, state: &mut CaseState, was: &CaseClock, would: &CaseClock) -> bool {
        let before = state.clone();
        let due = |clock: &CaseClock, rule: RuleId| {
            let duty = clock.duty(&rule.to_string());
            duty.map(|duty| duty.deadline.due)
        };
        if let Some(letter) = &mut state.incompleteness {
            let in_time = |clock| due(clock, RuleId::D02).is_some_and(|due| letter.issued_on <= due);
            let (then, now) = (in_time(was), in_time(would));
            if then != now {
                letter.is_in_time = now;
            }
        }
        if let Some((checked_on, _)) = state.checked_on.zip(state.complete_on) {
            let is_late = |clock: &CaseClock| checked_on > clock.moment(checked_on).check_due;
            let (then, now) = (is_late(was), is_late(would));
            if then != now {
                let fixed_on = state.incompleteness.and_then(|letter| letter.fixed_on);
                let arrived_on = fixed_on.unwrap_or(state.received_on);
                state.complete_on = Some(if now { arrived_on } else { checked_on });
            }
        }
        let moved_due = due(would, RuleId::D05).filter(|now| due(was, RuleId::D05) != Some(*now));
        let answered_on = state.notice.map(|notice| notice.on);
        if let Some(extension) = state.extension.as_mut().filter(|_| self.is_imported)
            && (moved_due.is_some() || answered_on != self.state.notice.map(|notice| notice.on))
            && let Some(due_on) = due(would, RuleId::D05)
        {
            extension.on = answered_on.map_or(due_on, |answered| answered.min(due_on));
        }
        *state != before
    }
}

/// The office gives its notice that many working days later, or earlier: never before there was something to answer. An extension that
/// the notice would have come before was not needed; a notice after `as_of` has not come yet.
fn shift(state: &mut CaseState, rules: &Replay<'_>, by: i16, as_of: Date) {
    let Some(notice) = state.notice.as_mut().filter(|_| by != 0) else {
        return;
    };
    let fixed_on = state.incompleteness.and_then(|letter| letter.fixed_on);
    let earliest = fixed_on.unwrap_or(state.received_on).min(notice.on);
    notice.on = moved(notice.on, by, rules.calendar, &rules.counting).max(earliest);
    let on = notice.on;
    state.extension = state.extension.filter(|extension| extension.on <= on);
    if state.checked_on.is_some_and(|checked| checked > on) {
        state.checked_on = Some(on);
        state.complete_on = state.complete_on.map(|complete| complete.min(on));
    }
    if on > as_of {
        state.notice = None;
        state.status = Status::UnderReview;
    }
}

/// A day of acting that many working days later, or earlier.
pub(super) fn moved(on: Date, by: i16, calendar: &WorkingCalendar, counting: &CountingSettings) -> Date {
    let count = by.unsigned_abs();
    let moved = match by {
        0 => None,
        ..0 => calendar.subtract_working_days(on, count, counting),
        1.. => calendar.add_working_days(on, count, counting),
    };
    moved.unwrap_or(on)
}

/// What was in time by the dates known then (`docs/readings.md` R20) is judged anew where other dates are supposed.
const fn forget_limits(state: &mut CaseState) {
    state.is_check_late = None;
    if let Some(letter) = &mut state.incompleteness {
        letter.fix_latest = None;
    }
    if let Some(extension) = &mut state.extension {
        extension.known = None;
    }
}
