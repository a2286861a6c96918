//! The state of a dispute: what its events add up to.

use super::commission::Commission;
use super::event::{CommissionOrder, Event};
use super::status::{DisputeOutcome, DisputeStatus, Party};
use crate::domain::deadline::RuleSet;
use crate::domain::ids::{RequestId, UnitId};
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

/// What is known of the filing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filed {
    /// Day on which the Commission received it.
    pub on: Date,
    /// The objection it follows.
    pub objection: Uuid,
    /// The unit it is about.
    pub unit: UnitId,
    /// The Commission.
    pub commission: Commission,
    /// Whether it may be late.
    pub is_possibly_late: bool,
    /// Whether nobody can tell, for the receipt of the answer was not on record.
    pub is_receipt_unknown: bool,
    /// The rules it runs under.
    pub rule_set: RuleSet,
}

/// A letter of the clerk on what is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Day of the letter.
    pub on: Date,
    /// Day on which the applicant received it, when known.
    pub received_on: Option<Date>,
}

/// The mediation.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mediation {
    /// Day on which the hearing was adjourned for it.
    pub ordered_on: Option<Date>,
    /// Day of the first meeting.
    pub begun_on: Option<Date>,
    /// Whether it was extended.
    pub is_extended: bool,
    /// Day on which it ended, in whatever way.
    pub ended_on: Option<Date>,
}

/// The days on which the sides received a decision; the time of each runs from its own (UU 14/2008 Ps 48(1), 50).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Received {
    /// The applicant.
    pub requester: Option<Date>,
    /// The body.
    pub body: Option<Date>,
}

impl Received {
    /// The day of a side, when known.
    #[must_use]
    pub const fn by(self, party: Party) -> Option<Date> {
        match party {
            Party::Requester => self.requester,
            Party::PublicBody => self.body,
        }
    }

    /// Whether the day of any side is known.
    #[must_use]
    pub const fn is_known(self) -> bool {
        self.requester.is_some() || self.body.is_some()
    }

    /// Whether the days of both sides are known.
    #[must_use]
    pub const fn is_complete(self) -> bool {
        self.requester.is_some() && self.body.is_some()
    }

    const fn note(&mut self, party: Party, on: Date) {
        match party {
            Party::Requester => self.requester = Some(on),
            Party::PublicBody => self.body = Some(on),
        }
    }
}

/// A dispute as its events leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeState {
    /// State.
    pub status: DisputeStatus,
    /// The filing; none before it.
    pub filed: Option<Filed>,
    /// The letter of the clerk.
    pub asked: Option<Receipt>,
    /// Day on which what was missing came.
    pub completed_on: Option<Date>,
    /// Day of registration, or of its refusal.
    pub registered_on: Option<Date>,
    /// Day on which the first summons came.
    pub summoned_on: Option<Date>,
    /// Day of the first hearing.
    pub first_hearing_on: Option<Date>,
    /// Day of the hearing that comes, or was last.
    pub hearing_on: Option<Date>,
    /// The mediation.
    pub mediation: Mediation,
    /// Day of the session of the decision.
    pub session_on: Option<Date>,
    /// Day on which the body filed its conclusions.
    pub conclusions_on: Option<Date>,
    /// Day of the decision, and what it was.
    pub decision: Option<(Date, DisputeOutcome)>,
    /// When its copies were received.
    pub received: Received,
    /// Day on which a party went to court, and which.
    pub court_on: Option<(Date, Party)>,
    /// When the decision of the court was received.
    pub court_received: Received,
    /// Day on which a party went on to the Supreme Court, and which.
    pub cassation_on: Option<(Date, Party)>,
    /// Day on which the Commission was done with it, by whatever road.
    pub ended_on: Option<Date>,
    /// Day on which it was final.
    pub final_on: Option<Date>,
    /// What was decided, as it stands: by the Commission, or by whatever court had the last word.
    pub outcome: Option<DisputeOutcome>,
    /// What follows from it, once it is final.
    pub order: Option<CommissionOrder>,
    /// Day on which it was carried out.
    pub executed_on: Option<Date>,
    /// Day of the newest fact. Receipts take no part: the sides receive a decision on days of their own, and the office may learn of either
    /// after what followed.
    pub last_on: Option<Date>,
    /// Place of the record that stands last; 0 before any.
    pub last_seq: i32,
    /// How many records there are, those taken back among them.
    count: i32,
    /// How it stood before the record that stands last.
    before: Option<Arc<Self>>,
}

impl DisputeState {
    /// Before anybody went to the Commission.
    #[must_use]
    pub fn unfiled() -> Self {
        Self {
            status: DisputeStatus::Unfiled,
            filed: None,
            asked: None,
            completed_on: None,
            registered_on: None,
            summoned_on: None,
            first_hearing_on: None,
            hearing_on: None,
            mediation: Mediation::default(),
            session_on: None,
            conclusions_on: None,
            decision: None,
            received: Received::default(),
            court_on: None,
            court_received: Received::default(),
            cassation_on: None,
            ended_on: None,
            final_on: None,
            outcome: None,
            order: None,
            executed_on: None,
            last_on: None,
            last_seq: 0,
            count: 0,
            before: None,
        }
    }

    /// The state after one more event.
    #[must_use]
    pub fn after(self, event: &Event) -> Self {
        let count = self.count + 1;
        if matches!(event, Event::RecordedInError { .. }) {
            let before = self.before.as_deref();
            return Self {
                count,
                ..before.cloned().unwrap_or_else(Self::unfiled)
            };
        }
        let before = Arc::new(self);
        Self {
            last_seq: count,
            count,
            before: Some(Arc::clone(&before)),
            ..Self::clone(&before).moved(event)
        }
    }

    /// How it stood before the record that stands last.
    #[must_use]
    pub fn before(&self) -> Option<&Self> {
        self.before.as_deref()
    }

    #[expect(clippy::too_many_lines, reason = "a table, one arm an event")]
    fn moved(mut self, event: &Event) -> Self {
        use DisputeStatus as S;
        match event {
            Event::DisputeFiled {
                on,
                objection,
                unit,
                commission,
                is_possibly_late,
                is_receipt_unknown,
                rule_set,
                ..
            } => {
                // One that was not registered begins anew.
                self = Self::unfiled();
                self.filed = Some(Filed {
                    on: *on,
                    objection: *objection,
                    unit: *unit,
                    commission: commission.clone(),
                    is_possibly_late: *is_possibly_late,
                    is_receipt_unknown: *is_receipt_unknown,
                    rule_set: *rule_set,
                });
                self.status = S::Filed;
            }
            Event::ClerkAsked { on, received_on } => {
                self.asked = Some(Receipt {
                    on: *on,
                    received_on: *received_on,
                });
                self.status = S::Incomplete;
            }
            Event::DisputeCompleted { on } => {
                self.completed_on = Some(*on);
                self.status = S::Filed;
            }
            Event::RegistrationRefused { on } => {
                self.registered_on = Some(*on);
                self.ended(*on, S::NotRegistered);
            }
            Event::DisputeRegistered { on, .. } => {
                self.registered_on = Some(*on);
                self.status = S::Registered;
            }
            Event::Summoned { on, hearing_on } => {
                if self.first_hearing_on.is_none() {
                    self.summoned_on = Some(*on);
                    self.first_hearing_on = Some(*hearing_on);
                }
                self.hearing_on = Some(*hearing_on);
                self.status = S::Adjudication;
            }
            Event::MediationOrdered { on } => {
                self.mediation.ordered_on = Some(*on);
                self.status = S::Mediation;
            }
            Event::MediationBegun { on } => self.mediation.begun_on = Some(*on),
            Event::MediationExtended { .. } => self.mediation.is_extended = true,
            Event::MediationSucceeded { on, order } => {
                self.mediation.ended_on = Some(*on);
                self.final_on = Some(*on);
                self.order.clone_from(order);
                self.ended(*on, S::Mediated);
            }
            Event::MediationFailed { on } => {
                self.mediation.ended_on = Some(*on);
                self.status = S::Adjudication;
            }
            Event::DecisionSessionSet { session_on, .. } => self.session_on = Some(*session_on),
            Event::ConclusionsFiled { on } => self.conclusions_on = Some(*on),
            Event::DecisionRead { on, outcome } => {
                self.decision = Some((*on, *outcome));
                self.outcome = Some(*outcome);
                self.ended(*on, S::Adjudicated);
            }
            Event::DecisionReceived { on, party } => self.received.note(*party, *on),
            Event::CourtObjectionFiled { on, party } => {
                self.court_on = Some((*on, *party));
                self.status = S::Court;
            }
            Event::CourtDecisionReceived { on, party } => self.court_received.note(*party, *on),
            Event::CassationFiled { on, party } => {
                self.cassation_on = Some((*on, *party));
                self.status = S::Cassation;
            }
            Event::DecisionFinal {
                on, outcome, order, ..
            } => {
                self.final_on = Some(*on);
                self.order.clone_from(order);
                self.outcome = outcome.or(self.outcome);
                self.status = S::Final;
            }
            Event::DisputeExecuted { on } => {
                self.executed_on = Some(*on);
                self.status = S::Executed;
            }
            Event::DisputeWithdrawn { on } => self.ended(*on, S::Withdrawn),
            Event::DisputeLapsed { on } => self.ended(*on, S::Lapsed),
            Event::RecordedInError { .. } => {}
        }
        if !event.is_receipt() {
            self.last_on = Some(event.on());
        }
        self
    }

    fn ended(&mut self, on: Date, status: DisputeStatus) {
        self.ended_on = Some(on);
        self.status = status;
    }

    /// Whether the Commission or a court still has it, or the body still has something to carry out: nothing where the application was
    /// rejected.
    #[must_use]
    pub fn is_open(&self) -> bool {
        use DisputeStatus as S;
        match self.status {
            S::Unfiled | S::NotRegistered | S::Executed | S::Withdrawn | S::Lapsed => false,
            S::Adjudicated | S::Final => self.outcome != Some(DisputeOutcome::Rejected),
            _ => true,
        }
    }

    /// The request in which an order is carried out, whose answer then settles it.
    #[must_use]
    pub fn reopened(&self) -> Option<RequestId> {
        self.order.as_ref().and_then(|order| order.request)
    }

    /// The state a list of events adds up to.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Self {
        events.into_iter().fold(Self::unfiled(), Self::after)
    }
}
