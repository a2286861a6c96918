//! Who held a case on each working day between its receipt and the notice (`docs/readings.md` R21).
//!
//! A day belongs to whoever held the case when it began: the day on which a case comes to somebody is not counted against them, just
//! as the day of receipt is not. So the days add up to the working days that passed, whatever happened in between, and holding a case
//! moves no statutory clock.

#[cfg(test)]
mod tests;

use super::event::Event;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::ids::UnitId;
use time::Date;

/// Pemegang — with whom a case lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Holder {
    /// The office of this unit works on it.
    Office(UnitId),
    /// The office of this unit has asked the applicant a question. Nothing in the law stops for that: the clock runs against the
    /// office.
    Asked(UnitId),
    /// The superior of this unit has an answer to approve (Perki 1/2021 Ps 10(2)e–f); the clock runs against the office.
    Superior(UnitId),
    /// The applicant has the incompleteness letter and completes the request (Perki 1/2021 Ps 33(3)).
    Applicant,
}

impl Holder {
    /// The unit whose office answers for the day; `None` for the applicant's days.
    #[must_use]
    pub const fn office(self) -> Option<UnitId> {
        match self {
            Self::Office(unit) | Self::Asked(unit) | Self::Superior(unit) => Some(unit),
            Self::Applicant => None,
        }
    }
}

/// A stretch of days with one holder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HeldSpan {
    /// Who held it.
    pub holder: Holder,
    /// Its first day.
    pub from: Date,
    /// Its last day.
    pub to: Date,
    /// The working days in it.
    pub working_days: i32,
}

/// Every day of a case from the one after its receipt to the notice, the end of the case, or today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldDays {
    /// In order, without gaps.
    pub spans: Vec<HeldSpan>,
    /// Who holds it at the end of today; `None` once the notice was given or the case has ended.
    pub now: Option<Holder>,
}

impl HeldDays {
    /// The days of a case whose events are given with the civil day on which each was recorded; `None` unless the first is an arrival.
    #[must_use]
    pub fn of<'a>(
        log: impl IntoIterator<Item = (Date, &'a Event)>,
        today: Date,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Option<Self> {
        let mut log = log.into_iter();
        let (_, Event::RequestReceived { on, unit, .. }) = log.next()? else {
            return None;
        };
        let mut turns = Turns::from(*on, *unit);
        for (recorded_on, event) in log {
            turns.add(recorded_on, event);
        }
        Some(turns.count(today, calendar, settings))
    }

    /// The working days that have passed: the sum.
    #[must_use]
    pub fn elapsed(&self) -> i32 {
        self.days_of(|_| true)
    }

    /// The working days of the holders that are meant.
    #[must_use]
    pub fn days_of(&self, is_meant: impl Fn(Holder) -> bool) -> i32 {
        let meant = self.spans.iter().filter(|span| is_meant(span.holder));
        meant.map(|span| span.working_days).sum()
    }
}

/// A time with a first day and, once it is over, a last one.
type Stretch = (Date, Option<Date>);

/// What the events say about who had the case when.
struct Turns {
    received_on: Date,
    units: Vec<(Date, UnitId)>,
    questions: Vec<Stretch>,
    approvals: Vec<Stretch>,
    completion: Option<Stretch>,
    is_letter_in_time: bool,
    ended_on: Option<Date>,
}

impl Turns {
    fn from(received_on: Date, unit: UnitId) -> Self {
        Self {
            received_on,
            units: vec![(received_on, unit)],
            questions: Vec::new(),
            approvals: Vec::new(),
            completion: None,
            is_letter_in_time: false,
            ended_on: None,
        }
    }

    /// What happened on another day than it was entered counts on the day it happened.
    fn add(&mut self, recorded_on: Date, event: &Event) {
        if self.ended_on.is_some() {
            return;
        }
        match event {
            Event::Routed { to, .. } | Event::SuccessionTransferred { to, .. } => {
                self.units.push((recorded_on, *to));
            }
            Event::ClarificationAsked => self.questions.push((recorded_on, None)),
            Event::ClarificationAnswered => {
                if let Some((_, until @ None)) = self.questions.last_mut() {
                    *until = Some(recorded_on);
                }
            }
            Event::AnswerProposed { on, .. } => self.approvals.push((*on, None)),
            Event::AnswerRecalled { on } | Event::AnswerReturned { on } | Event::AnswerApproved { on } => {
                if let Some((_, until @ None)) = self.approvals.last_mut() {
                    *until = Some(*on);
                }
            }
            Event::DeclaredIncomplete { is_in_time, .. } => self.is_letter_in_time = *is_in_time,
            // A letter after its days gives the office nothing: the case stays with it (`docs/readings.md` R2).
            Event::IncompletenessReceived { on } if self.is_letter_in_time => {
                self.completion = Some((*on, None));
            }
            Event::FixSubmitted { on, .. } => {
                if let Some((_, until)) = &mut self.completion {
                    *until = Some(*on);
                }
            }
            Event::NoticeIssued { on, .. }
            | Event::Withdrawn { on }
            | Event::ClosedNotFollowedUp { on }
            | Event::Closed { on, .. } => self.ended_on = Some(*on),
            _ => {}
        }
    }

    /// Who has it at the end of a day, and so on the next.
    fn after(&self, day: Date) -> Holder {
        let holds = |(from, until): &Stretch| *from <= day && until.is_none_or(|until| until > day);
        let came = self.units.iter().rev().find(|(on, _)| *on <= day);
        let Some((_, unit)) = came.or(self.units.first()) else {
            return Holder::Applicant;
        };
        if self.completion.as_ref().is_some_and(holds) {
            Holder::Applicant
        } else if self.approvals.iter().any(holds) {
            Holder::Superior(*unit)
        } else if self.questions.iter().any(holds) {
            Holder::Asked(*unit)
        } else {
            Holder::Office(*unit)
        }
    }

    /// The days on which the case may have changed hands.
    fn changes(&self) -> impl Iterator<Item = Date> {
        let stretches = self
            .questions
            .iter()
            .chain(&self.approvals)
            .chain(&self.completion);
        let ends = stretches.flat_map(|(from, until)| std::iter::once(*from).chain(*until));
        self.units.iter().map(|(on, _)| *on).chain(ends)
    }

    fn count(&self, today: Date, calendar: &WorkingCalendar, settings: &CountingSettings) -> HeldDays {
        let end = self.ended_on.unwrap_or(today).max(self.received_on);
        let mut bounds: Vec<Date> = self
            .changes()
            .filter(|day| (self.received_on..end).contains(day))
            .chain([self.received_on, end])
            .collect();
        bounds.sort_unstable();
        bounds.dedup();
        let mut spans: Vec<HeldSpan> = Vec::new();
        for (after, to) in bounds.iter().zip(bounds.iter().skip(1)) {
            let holder = self.after(*after);
            let working_days = calendar.working_days_between(*after, *to, settings);
            match spans.last_mut().filter(|last| last.holder == holder) {
                Some(last) => {
                    last.to = *to;
                    last.working_days += working_days;
                }
                None => spans.push(HeldSpan {
                    holder,
                    from: after.next_day().unwrap_or(*after),
                    to: *to,
                    working_days,
                }),
            }
        }
        HeldDays {
            spans,
            now: self.ended_on.is_none().then(|| self.after(end)),
        }
    }
}
