//! The state of an objection: what its events add up to.

use super::event::{Event, GroundRuling};
use super::ground::Ground;
use super::status::{Decision, ObjectionStatus, Ruling};
use crate::domain::ids::{RequestId, UnitId};
use time::Date;

/// The answer, or what both sides agreed on instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// Day of the letter.
    pub on: Date,
    /// The unit whose superior answered.
    pub by: UnitId,
    /// One a ground; empty for an agreement.
    pub rulings: Vec<GroundRuling>,
    /// How it ended.
    pub decision: Decision,
    /// Day by which something has to be done.
    pub execute_by: Option<Date>,
    /// Day on which the applicant received it, once known.
    pub received_on: Option<Date>,
}

/// An objection as its events leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectionState {
    /// State.
    pub status: ObjectionStatus,
    /// Unit whose superior answers.
    pub unit: UnitId,
    /// Unit that received it, by whose calendar it is counted (`docs/readings.md` R18, R37).
    pub received_by: UnitId,
    /// The request it is about.
    pub request: Option<RequestId>,
    /// Its grounds.
    pub grounds: Vec<Ground>,
    /// Those that may be late.
    pub possibly_late: Vec<Ground>,
    /// Civil day of arrival.
    pub received_on: Date,
    /// Whether it came after closing time.
    pub is_after_hours: bool,
    /// Whether what is sent to the applicant is received at once.
    pub is_reached_online: bool,
    /// Civil day of entry in the register.
    pub recorded_on: Date,
    /// Whether something was asked for and has not come.
    pub is_question_open: bool,
    /// Whether a settlement was tried and failed: it is tried once.
    pub is_settlement_over: bool,
    /// The answer.
    pub answer: Option<Answered>,
    /// Day on which the order was carried out.
    pub executed_on: Option<Date>,
    /// Day of closing, by whatever road.
    pub closed_on: Option<Date>,
}

impl ObjectionState {
    /// An objection on the day it arrives; `None` unless the event is an arrival.
    fn received(event: &Event) -> Option<Self> {
        let Event::ObjectionReceived {
            on,
            unit,
            request,
            grounds,
            possibly_late,
            is_reached_online,
            is_after_hours,
            ..
        } = event
        else {
            return None;
        };
        Some(Self {
            status: ObjectionStatus::Registered,
            unit: *unit,
            received_by: *unit,
            request: *request,
            grounds: grounds.clone(),
            possibly_late: possibly_late.clone(),
            received_on: *on,
            is_after_hours: *is_after_hours,
            is_reached_online: *is_reached_online,
            recorded_on: *on,
            is_question_open: false,
            is_settlement_over: false,
            answer: None,
            executed_on: None,
            closed_on: None,
        })
    }

    /// The state after one more event.
    #[must_use]
    pub fn after(mut self, event: &Event) -> Self {
        match event {
            Event::ObjectionReceived { .. } => {
                self = Self::received(event).unwrap_or(self);
            }
            Event::ObjectionRegistered { on, .. } => self.recorded_on = *on,
            Event::ParticularsAsked { .. } => self.is_question_open = true,
            Event::ParticularsSupplied { .. } => self.is_question_open = false,
            Event::SettlementOpened { .. } => self.status = ObjectionStatus::Settlement,
            Event::SettlementFailed { .. } => {
                self.is_settlement_over = true;
                self.status = ObjectionStatus::Registered;
            }
            Event::SettlementReached { on, execute_by } => {
                self.answered(Answered {
                    on: *on,
                    by: self.unit,
                    rulings: Vec::new(),
                    decision: Decision::Settled,
                    execute_by: *execute_by,
                    // Nobody agrees to what they have not received.
                    received_on: Some(*on),
                });
                if execute_by.is_none() {
                    self.closed_on = Some(*on);
                }
            }
            Event::ObjectionAnswered {
                on,
                rulings,
                decision,
                execute_by,
                received_on,
            } => self.answered(Answered {
                on: *on,
                by: self.unit,
                rulings: rulings.clone(),
                decision: *decision,
                execute_by: *execute_by,
                received_on: *received_on,
            }),
            Event::AnswerReceived { on } => {
                if let Some(answer) = &mut self.answer {
                    answer.received_on = Some(*on);
                }
            }
            Event::ObjectionExecuted { on } => {
                self.executed_on = Some(*on);
                self.closed_on = Some(*on);
                self.status = ObjectionStatus::Closed;
            }
            Event::ObjectionClosed { on, .. } => {
                self.closed_on = Some(*on);
                self.status = ObjectionStatus::Closed;
            }
            Event::ObjectionWithdrawn { on } => {
                self.is_question_open = false;
                self.closed_on = Some(*on);
                self.status = ObjectionStatus::Withdrawn;
            }
            Event::ObjectionTransferred { to, .. } => self.unit = *to,
            Event::AnswerDateMoved { .. } | Event::RoadMoved { .. } => {}
        }
        self
    }

    fn answered(&mut self, answer: Answered) {
        self.is_question_open = false;
        self.status = if answer.execute_by.is_some() {
            ObjectionStatus::Executing
        } else {
            answer.decision.status()
        };
        self.answer = Some(answer);
    }

    /// The state a list of events adds up to; `None` unless the first is an arrival.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let first = Self::received(events.next()?)?;
        Some(events.fold(first, Self::after))
    }

    /// The request in which what was ordered or agreed on is done; none when something is to be published (ground b), or there is no
    /// request. What is ordered on ground b alone is no answer to anybody.
    #[must_use]
    pub fn reopens(&self) -> Option<RequestId> {
        let answer = self.answer.as_ref()?;
        let is_about_request = |ground: &Ground| !ground.needs_no_request();
        let concerns_request = if answer.rulings.is_empty() {
            self.grounds.iter().any(is_about_request)
        } else {
            answer
                .rulings
                .iter()
                .any(|one| one.ruling == Ruling::Upheld && is_about_request(&one.ground))
        };
        self.request.filter(|_| concerns_request)
    }

    /// What a dispute would be about: the unit that answered with the day of its answer, or the one that received the objection with the day
    /// of its arrival while there is none. Whoever went on with its duties since changes nothing in it (`docs/readings.md` R33).
    #[must_use]
    pub fn disputed(&self) -> (UnitId, Date) {
        match &self.answer {
            Some(answer) => (answer.by, answer.on),
            None => (self.received_by, self.received_on),
        }
    }

    /// Whether both sides may settle it between themselves: every ground is one of b to g (UU 14/2008 Ps 35(2)).
    #[must_use]
    pub fn may_be_settled(&self) -> bool {
        self.grounds.iter().all(|ground| ground.may_be_settled())
    }
}
