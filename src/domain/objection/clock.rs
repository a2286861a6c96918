//! The clock of one objection: the answer by statute and by regulation, and the roads to the Commission that follow from it or from
//! its absence.

use super::decide::Moment;
use super::state::ObjectionState;
use super::status::Decision;
use crate::domain::calendar::{CalendarVersionId, CountingSettings, WorkingCalendar};
use crate::domain::deadline::{Deadline, DeadlineError, LawPack, Rule, RuleId, RuleSet, Trigger, compute};
use crate::domain::request::ORDER;
use serde::{Deserialize, Serialize};
use time::Date;

/// One duty or right with its dates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionDuty {
    /// `D12`.
    pub code: String,
    /// Its dates.
    pub deadline: Deadline,
    /// Day it was done.
    pub settled_on: Option<Date>,
}

/// A road to the Commission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// D14 after an answer, D15 after silence.
    pub deadline: Deadline,
    /// First day on which it is open.
    pub opens_on: Date,
}

/// All dates of an objection.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionClock {
    /// In the order of the law.
    pub duties: Vec<ObjectionDuty>,
    /// D12: the answer, by the statute from receipt; compliance is judged by it.
    pub statute: Deadline,
    /// D13: the answer, by the regulation from the entry in the register; none where no checked text gives it (Perki 1/2010).
    pub regulation: Option<Deadline>,
    /// D14, once the answer was received.
    pub after_answer: Option<Route>,
    /// D15, unless it was answered by its day. It stays open when a late answer comes (`docs/readings.md` R27).
    pub after_silence: Option<Route>,
}

/// The three dates of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerDates {
    /// Earliest defensible day.
    pub target: Date,
    /// Day used for compliance.
    pub due: Date,
    /// Latest defensible day.
    pub latest: Date,
}

/// What is kept of the clock beside each event, so that anyone can compute it again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ObjectionDates {
    /// The dates of the answer by the statute.
    pub statute: AnswerDates,
    /// The same by the regulation, where its text is checked.
    pub regulation: Option<AnswerDates>,
    /// Last day to go to the Commission after the answer.
    pub after_answer: Option<Date>,
    /// The rule set it was filed under.
    pub rule_set: RuleSet,
    /// Version of its law pack.
    pub law_version: u32,
    /// How days were counted.
    pub counting: CountingSettings,
    /// The calendar they were counted on.
    pub calendar: CalendarVersionId,
    /// Digest of that calendar's days.
    pub calendar_digest: String,
}

impl From<&Deadline> for AnswerDates {
    fn from(deadline: &Deadline) -> Self {
        Self {
            target: deadline.target,
            due: deadline.due,
            latest: deadline.latest,
        }
    }
}

impl ObjectionDates {
    /// The record of a clock.
    #[must_use]
    pub fn of(
        clock: &ObjectionClock,
        law: &LawPack,
        counting: &CountingSettings,
        calendar: &WorkingCalendar,
    ) -> Self {
        Self {
            statute: (&clock.statute).into(),
            regulation: clock.regulation.as_ref().map(AnswerDates::from),
            after_answer: clock.after_answer.map(|route| route.deadline.due),
            rule_set: law.rule_set(),
            law_version: law.version(),
            counting: *counting,
            calendar: calendar.id(),
            calendar_digest: calendar.digest().to_owned(),
        }
    }
}

impl ObjectionClock {
    /// Computes every date of an objection.
    ///
    /// # Errors
    /// When a date lies beyond what dates can express, or the law pack lacks a rule.
    pub fn of(
        state: &ObjectionState,
        law: &LawPack,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Result<Self, DeadlineError> {
        let received = Trigger {
            on: state.received_on,
            after_hours: state.is_after_hours,
        };
        let receipt = checked(law, RuleId::D11, received, calendar, settings)?;
        let (statute, regulation) = Self::answer(law, received, state.recorded_on, calendar, settings)?;
        let answered_on = state.answer.as_ref().map(|answer| answer.on);
        let duty = |deadline: Deadline, settled_on| ObjectionDuty {
            code: deadline.rule_id.to_string(),
            deadline,
            settled_on,
        };
        let duties = [
            receipt.map(|receipt| duty(receipt, Some(state.recorded_on))),
            Some(duty(statute, answered_on)),
            regulation.map(|regulation| duty(regulation, answered_on)),
        ];
        let answered = Self {
            duties: duties.into_iter().flatten().collect(),
            statute,
            regulation,
            after_answer: None,
            after_silence: None,
        };
        answered.with_roads(state, law, calendar, settings)
    }

    /// The same dates of the answer, with the roads to the Commission counted on a calendar: an answer is judged by the calendar of its day,
    /// and what is still to come for the applicant follows the one in force (`docs/readings.md` R20).
    ///
    /// # Errors
    /// See [`Self::of`].
    pub fn with_roads(
        self,
        state: &ObjectionState,
        law: &LawPack,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Result<Self, DeadlineError> {
        let rule = |id| law.rule(id).ok_or(DeadlineError::NoSuchRule(id));
        let answer = state.answer.as_ref();
        // Who withdraws or agrees goes nowhere.
        let leads_on = state.closed_on.is_none() || answer.is_some();
        let is_settled = answer.is_some_and(|answer| answer.decision == Decision::Settled);
        let after_answer = match answer.and_then(|answer| answer.received_on) {
            Some(on) if !is_settled => Some(Route {
                deadline: compute(
                    rule(RuleId::D14)?,
                    Trigger::reached_applicant(on),
                    settings,
                    calendar,
                )?,
                opens_on: on,
            }),
            _ => None,
        };
        let is_silent = answer.is_none_or(|answer| answer.on > self.statute.due);
        let after_silence = if is_silent && leads_on && !is_settled {
            Some(Self::silence(
                rule(RuleId::D15)?,
                &self.statute,
                settings,
                calendar,
            )?)
        } else {
            None
        };
        let mut duties = self.duties;
        duties.retain(|duty| !matches!(duty.deadline.rule_id, RuleId::D14 | RuleId::D15));
        let roads = [after_answer, after_silence].into_iter().flatten();
        duties.extend(roads.map(|route| ObjectionDuty {
            code: route.deadline.rule_id.to_string(),
            deadline: route.deadline,
            settled_on: None,
        }));
        Ok(Self {
            duties,
            after_answer,
            after_silence,
            ..self
        })
    }

    /// D12 and D13, the two clocks of the answer. The statute counts whichever regulation was in force.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn answer(
        law: &LawPack,
        received: Trigger,
        recorded_on: Date,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Result<(Deadline, Option<Deadline>), DeadlineError> {
        let rule = |id| law.rule(id).ok_or(DeadlineError::NoSuchRule(id));
        Ok((
            compute(rule(RuleId::D12)?, received, settings, calendar)?,
            checked(law, RuleId::D13, recorded_on.into(), calendar, settings)?,
        ))
    }

    /// D15 counts from the end of the thirty days: `target` and `due` from their compliance day, `latest` from their latest.
    fn silence(
        rule: &Rule,
        statute: &Deadline,
        settings: &CountingSettings,
        calendar: &WorkingCalendar,
    ) -> Result<Route, DeadlineError> {
        let early = compute(rule, statute.due, settings, calendar)?;
        let late = compute(rule, statute.latest, settings, calendar)?;
        Ok(Route {
            deadline: Deadline {
                latest: early.latest.max(late.latest),
                is_provisional: early.is_provisional || late.is_provisional,
                ..early
            },
            opens_on: statute.due.next_day().ok_or(DeadlineError::OutOfRange)?,
        })
    }

    /// The duty to carry out what the superior ordered, or what both sides agreed, by the day that the answer names.
    ///
    /// # Errors
    /// See [`Self::of`].
    pub fn order(
        state: &ObjectionState,
        law: &LawPack,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Result<Option<ObjectionDuty>, DeadlineError> {
        let Some(by) = state.answer.as_ref().and_then(|answer| answer.execute_by) else {
            return Ok(None);
        };
        let rule = law
            .rule(RuleId::D09)
            .ok_or(DeadlineError::NoSuchRule(RuleId::D09))?;
        Ok(Some(ObjectionDuty {
            code: ORDER.to_owned(),
            deadline: compute(rule, by, settings, calendar)?,
            settled_on: state.executed_on,
        }))
    }

    /// The duty of the answer that falls due first; reminders and the superior's list follow it.
    #[must_use]
    pub fn escalation(&self) -> &Deadline {
        self.regulation
            .as_ref()
            .filter(|regulation| regulation.due < self.statute.due)
            .unwrap_or(&self.statute)
    }

    /// Whether the thirty days of the statute went by without an answer (Perki 1/2013 Ps 5b), as seen on a day. Derived, never stored.
    #[must_use]
    pub fn is_lapsed(&self, state: &ObjectionState, today: Date) -> bool {
        state.status.is_unanswered() && today > self.statute.due
    }

    /// The last defensible day to go to the Commission by any road open on a day.
    #[must_use]
    pub fn dispute_latest(&self, today: Date) -> Option<Date> {
        [self.after_answer, self.after_silence]
            .into_iter()
            .flatten()
            .filter(|route| route.opens_on <= today)
            .map(|route| route.deadline.latest)
            .max()
    }

    /// What a step on `today` is measured against.
    #[must_use]
    pub fn moment(&self, today: Date, has_decree: bool, is_disputed: bool) -> Moment {
        Moment {
            today,
            // The road after silence alone must not let an answer nobody has received be closed.
            dispute_latest: self.after_answer.and_then(|_| self.dispute_latest(today)),
            has_decree,
            is_disputed,
            is_decided: false,
            is_silent: self.after_silence.is_some_and(|route| route.opens_on <= today),
        }
    }

    /// The duty with this code.
    #[must_use]
    pub fn duty(&self, code: &str) -> Option<&ObjectionDuty> {
        self.duties.iter().find(|duty| duty.code == code)
    }
}

/// A date of a rule that a rule set may lack, or that nobody has checked: no date follows from it then, and none is shown.
fn checked(
    law: &LawPack,
    id: RuleId,
    from: Trigger,
    calendar: &WorkingCalendar,
    settings: &CountingSettings,
) -> Result<Option<Deadline>, DeadlineError> {
    let Some(rule) = law.rule(id) else {
        return Ok(None);
    };
    match compute(rule, from, settings, calendar) {
        Err(DeadlineError::NotConfirmed) => Ok(None),
        counted => counted.map(Some),
    }
}
