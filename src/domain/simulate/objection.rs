//! An objection of the past, its answer judged as it was and as it would have been (UU 14/2008 Ps 36(2); Perki 1/2021 Ps 44(1)), by the
//! rules of the figures (`docs/readings.md`, Measure M17).

use std::sync::Arc;

use time::Date;

use super::assume::{Assumptions, LawOf};
use super::judge::Standing;
use super::past::moved;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::deadline::{DeadlineError, LawPack, RuleSet, Trigger};
use crate::domain::objection::{ObjectionClock, ObjectionState};

/// What of an objection bears on its answer. Nothing tells who objected or why.
#[derive(Clone, Debug)]
pub struct PastObjection {
    state: ObjectionState,
    rule_set: RuleSet,
    calendar: Arc<WorkingCalendar>,
    counting: CountingSettings,
}

/// What the figures look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerFacts {
    /// Whether no answer was given and none is owed any more: it was withdrawn.
    pub is_left_out: bool,
    /// Day of the answer, or of the agreement.
    pub answered_on: Option<Date>,
    /// Last day by the statute (D12).
    pub statute_due_on: Date,
    /// Last day by the regulation (D13), where its text is checked.
    pub regulation_due_on: Option<Date>,
}

/// Where the answer to an objection stands by each of its clocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AnswerVerdict {
    /// By the statute, counted from receipt.
    pub statute: Standing,
    /// By the regulation, counted from the register.
    pub regulation: Standing,
}

impl AnswerVerdict {
    /// The verdict on a day.
    #[must_use]
    pub fn of(facts: &AnswerFacts, as_of: Date) -> Self {
        let standing = |due_on: Option<Date>| match (due_on, facts.answered_on) {
            (None, _) => Standing::LeftOut,
            (Some(due_on), Some(on)) if on <= due_on => Standing::InTime,
            (Some(_), Some(_)) => Standing::AnsweredLate,
            (Some(_), None) if facts.is_left_out => Standing::LeftOut,
            (Some(due_on), None) if due_on < as_of => Standing::NeverAnswered,
            (Some(_), None) => Standing::Pending,
        };
        Self {
            statute: standing(Some(facts.statute_due_on)),
            regulation: standing(facts.regulation_due_on),
        }
    }
}

impl PastObjection {
    /// An objection as its events leave it, with the rules, the calendar and the way of counting by which it was judged or is to be.
    #[must_use]
    pub const fn new(
        state: ObjectionState,
        rule_set: RuleSet,
        calendar: Arc<WorkingCalendar>,
        counting: CountingSettings,
    ) -> Self {
        Self {
            state,
            rule_set,
            calendar,
            counting,
        }
    }

    /// The objection as its events leave it.
    #[must_use]
    pub const fn state(&self) -> &ObjectionState {
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
    ) -> Result<(AnswerVerdict, AnswerVerdict, bool), DeadlineError> {
        let answered_on = self.state.answer.as_ref().map(|answer| answer.on);
        let (was, _) = self.verdict(
            law.history(self.rule_set),
            (&self.calendar, &self.counting),
            (answered_on, as_of),
        )?;
        let calendar = assumptions.calendar.as_ref().unwrap_or(&self.calendar);
        let counting = assumptions.counting(&self.counting);
        let earliest = |on: Date| self.state.received_on.min(on);
        let acted_on =
            answered_on.map(|on| moved(on, assumptions.shift, calendar, &counting).max(earliest(on)));
        // An answer after `as_of` has not come yet.
        let acted_on = acted_on.filter(|on| assumptions.shift == 0 || *on <= as_of);
        let (would, is_provisional) = self.verdict(
            law.assumed(self.rule_set),
            (calendar, &counting),
            (acted_on, as_of),
        )?;
        Ok((was, would, is_provisional))
    }

    fn verdict(
        &self,
        law: &LawPack,
        (calendar, counting): (&WorkingCalendar, &CountingSettings),
        (answered_on, as_of): (Option<Date>, Date),
    ) -> Result<(AnswerVerdict, bool), DeadlineError> {
        let received = Trigger {
            on: self.state.received_on,
            after_hours: self.state.is_after_hours,
        };
        let (statute, regulation) =
            ObjectionClock::answer(law, received, self.state.recorded_on, calendar, counting)?;
        let facts = AnswerFacts {
            is_left_out: self.state.answer.is_none() && !self.state.status.is_unanswered(),
            answered_on,
            statute_due_on: statute.due,
            regulation_due_on: regulation.map(|regulation| regulation.due),
        };
        let is_provisional = statute.is_provisional || regulation.is_some_and(|one| one.is_provisional);
        Ok((AnswerVerdict::of(&facts, as_of), is_provisional))
    }
}
