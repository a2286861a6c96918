//! `decide`: the only function that changes the state of a dispute.

use super::command::{Command, CommandKind};
use super::commission::Commission;
use super::event::{CommissionOrder, Event};
use super::permit::{Denial, permits};
use super::remedy::{Remedy, Timeliness};
use super::state::{DisputeState, Received};
use super::status::{DisputeOutcome, Party};
use crate::domain::actor::Role;
use crate::domain::deadline::RuleSet;
use crate::domain::ids::{RequestId, UnitId};
use crate::domain::limits::{FORESEEN_YEARS, NOTE, is_longer, years_after};
use crate::domain::objection::Ground;
use time::Date;
use uuid::Uuid;

/// Characters of a number at the Commission.
const LONGEST_NUMBER: usize = 120;

/// The day of the record and what it is measured against.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Civil day at the unit.
    pub today: Date,
    /// The objection.
    pub objection: Uuid,
    /// The unit it is about.
    pub unit: UnitId,
    /// Its grounds.
    pub grounds: Vec<Ground>,
    /// Its rule set.
    pub rule_set: RuleSet,
    /// The Commission that is the right one.
    pub commission: Commission,
    /// Which road is open.
    pub remedy: Remedy,
    /// The last defensible day to object to the decision before a court, or to go on from there, once the receipts of both sides are known.
    pub objection_latest: Option<Date>,
    /// The request in which what is granted is carried out; none where nothing of it is left to answer.
    pub request: Option<RequestId>,
    /// The exemptions in force that its answer rests on.
    pub exemptions: Vec<Uuid>,
}

/// Decides a command: the event it causes, or why it is not lawful.
///
/// # Errors
/// The [`Denial`] that stands in the way.
pub fn decide(state: &DisputeState, command: &Command, role: Role, at: &Moment) -> Result<Event, Denial> {
    lawful(state, command.kind, role, at)?;
    dated(state, command, at)?;
    // What the portal saw itself needs no source.
    if !matches!(role, Role::Citizen | Role::System) && command.source.trim().is_empty() {
        return Err(match command.kind {
            CommandKind::RecordError => Denial::ReasonMissing,
            _ => Denial::SourceMissing,
        });
    }
    if is_longer(&command.source, NOTE) {
        return Err(Denial::SourceTooLong);
    }
    event(state, command, at)
}

/// Every fact the role could ever record, with the reason why it cannot now; for the page that offers them.
#[must_use]
pub fn offered(state: &DisputeState, role: Role, at: &Moment) -> Vec<(CommandKind, Result<(), Denial>)> {
    CommandKind::ALL
        .iter()
        .map(|kind| (*kind, lawful(state, *kind, role, at)))
        .filter(|(_, answer)| *answer != Err(Denial::WrongRole))
        .collect()
}

/// State, role and what was recorded before; days and contents are looked at afterwards.
fn lawful(state: &DisputeState, kind: CommandKind, role: Role, at: &Moment) -> Result<(), Denial> {
    permits(state.status, kind, role)?;
    let mediation = &state.mediation;
    match kind {
        CommandKind::RecordFiling => match &at.remedy {
            Remedy::NoRoad => Err(Denial::NoRoad),
            Remedy::Wait { from } => Err(Denial::TooEarly { from: *from }),
            Remedy::OnItsWay { .. } | Remedy::Open { .. } => Ok(()),
        },
        CommandKind::RecordMediationOrder if !at.grounds.iter().any(|ground| ground.may_be_settled()) => {
            Err(Denial::NotMediated)
        }
        CommandKind::RecordMediationOrder if mediation.ended_on.is_some() => Err(Denial::MediationOver),
        CommandKind::RecordMediationStart if mediation.begun_on.is_some() => Err(Denial::MediationBegun),
        CommandKind::RecordMediationExtension | CommandKind::RecordMediationAgreement
            if mediation.begun_on.is_none() =>
        {
            Err(Denial::MediationNotBegun)
        }
        CommandKind::RecordMediationExtension if mediation.is_extended => Err(Denial::ExtendedAlready),
        CommandKind::RecordConclusions if state.session_on.is_none() => Err(Denial::SessionUnknown),
        CommandKind::RecordConclusions if state.conclusions_on.is_some() => Err(Denial::KnownAlready),
        CommandKind::RecordDecisionCopy if state.received.is_complete() => Err(Denial::KnownAlready),
        CommandKind::RecordCourtDecision if state.court_received.is_complete() => Err(Denial::KnownAlready),
        CommandKind::RecordDisputeExecution if state.reopened().is_some() && role != Role::System => {
            Err(Denial::ExecutedOnRequest)
        }
        CommandKind::RecordError if has_effect(state) => Err(Denial::HasEffect),
        CommandKind::RecordCassation if !state.court_received.is_known() => Err(Denial::CourtDecisionUnknown),
        _ => Ok(()),
    }
}

/// Whether the record that stands last reached a request or an exemption. What was answered there, or opened, is not undone by a record.
fn has_effect(state: &DisputeState) -> bool {
    let reaches = |order: &CommissionOrder| order.request.is_some() || !order.opens.is_empty();
    let before = state.before();
    let is_order = before.is_none_or(|before| before.order != state.order);
    let is_execution = before.is_none_or(|before| before.executed_on != state.executed_on);
    state
        .order
        .as_ref()
        .is_some_and(|order| is_order && reaches(order) || is_execution && order.request.is_some())
}

/// A decision becomes final when neither side went on in time, each from its own receipt (UU 14/2008 Ps 48(1); Perki 1/2013 Ps 60(1)). What a
/// court of last instance decided is final at once.
fn finality(state: &DisputeState, on: Date, at: &Moment) -> Result<(), Denial> {
    if state.cassation_on.is_some() {
        return Ok(());
    }
    match at.objection_latest {
        None if state.court_on.is_some() && !state.court_received.is_known() => {
            Err(Denial::CourtDecisionUnknown)
        }
        None => Err(Denial::CopyReceiptUnknown),
        // Nor on a day on which a side could still go on, told afterwards.
        Some(latest) if on.min(at.today) <= latest => Err(Denial::NotYetFinal {
            from: latest.next_day().unwrap_or(latest),
        }),
        Some(_) => Ok(()),
    }
}

/// A fact is recorded on or after its day, and never before the one it follows. Only a day to come may be told of a hearing or session.
fn dated(state: &DisputeState, command: &Command, at: &Moment) -> Result<(), Denial> {
    // Taken back is what stands last, today.
    if command.kind == CommandKind::RecordError {
        return Ok(());
    }
    if command.on > at.today {
        return Err(Denial::DateInFuture);
    }
    let follows = match command.kind {
        CommandKind::RecordFiling => {
            let first = match &at.remedy {
                Remedy::Open { roads, .. } => roads.iter().map(|road| road.opens_on).min(),
                Remedy::OnItsWay { answered_on } => Some(*answered_on),
                _ => None,
            };
            return match first {
                Some(from) if command.on < from => Err(Denial::TooEarly { from }),
                _ => Ok(()),
            };
        }
        // Against the decision itself, never against a receipt: the sides receive it in any order, and may go on before they do.
        CommandKind::RecordDecisionCopy | CommandKind::RecordCourtObjection => {
            state.decision.map(|(on, _)| on)
        }
        // The day of the court's own decision is told by nobody; it came after the court was asked.
        CommandKind::RecordCourtDecision | CommandKind::RecordCassation => state.court_on.map(|(on, _)| on),
        _ => state.last_on,
    };
    match follows {
        Some(before) if command.on < before => Err(Denial::DateTooEarly),
        _ => Ok(()),
    }
}

fn event(state: &DisputeState, command: &Command, at: &Moment) -> Result<Event, Denial> {
    let on = command.on;
    let told = &command.told;
    if told.number.trim().chars().count() > LONGEST_NUMBER {
        return Err(Denial::TooLong);
    }
    let other = |earliest: Date| match told.other_on {
        None => Err(Denial::DateMissing),
        Some(day) => set_day(day, earliest, at),
    };
    let party = told.party.ok_or(Denial::PartyMissing);
    Ok(match command.kind {
        CommandKind::RecordFiling => filing(on, at),
        CommandKind::RecordClerkLetter => {
            let received_on = told.other_on;
            if received_on.is_some_and(|day| day < on) {
                return Err(Denial::DateTooEarly);
            }
            if received_on.is_some_and(|day| day > at.today) {
                return Err(Denial::DateInFuture);
            }
            Event::ClerkAsked { on, received_on }
        }
        CommandKind::RecordCompletion => Event::DisputeCompleted { on },
        CommandKind::RecordNotRegistered => Event::RegistrationRefused { on },
        CommandKind::RecordRegistration if told.number.trim().is_empty() => {
            return Err(Denial::NumberMissing);
        }
        // The number stands beside the event.
        CommandKind::RecordRegistration => Event::DisputeRegistered { on, number: None },
        CommandKind::RecordSummons => Event::Summoned {
            on,
            hearing_on: other(on)?,
        },
        CommandKind::RecordMediationOrder => Event::MediationOrdered { on },
        CommandKind::RecordMediationStart => Event::MediationBegun { on },
        CommandKind::RecordMediationExtension => Event::MediationExtended { on },
        CommandKind::RecordMediationAgreement => Event::MediationSucceeded {
            on,
            order: match told.other_on {
                None => None,
                Some(_) => Some(CommissionOrder {
                    execute_by: Some(other(on)?),
                    request: to_answer(command, at),
                    opens: Vec::new(),
                }),
            },
        },
        CommandKind::RecordMediationFailure => Event::MediationFailed { on },
        CommandKind::RecordDecisionSession => Event::DecisionSessionSet {
            on,
            session_on: other(on)?,
        },
        CommandKind::RecordConclusions => Event::ConclusionsFiled { on },
        CommandKind::RecordDecision => Event::DecisionRead {
            on,
            outcome: told.outcome.ok_or(Denial::OutcomeMissing)?,
        },
        CommandKind::RecordDecisionCopy => Event::DecisionReceived {
            on,
            party: new_receipt(state.received, party?)?,
        },
        CommandKind::RecordCourtObjection => Event::CourtObjectionFiled { on, party: party? },
        CommandKind::RecordCourtDecision => Event::CourtDecisionReceived {
            on,
            party: new_receipt(state.court_received, party?)?,
        },
        CommandKind::RecordCassation => Event::CassationFiled { on, party: party? },
        CommandKind::RecordFinality => final_decision(state, command, at)?,
        CommandKind::RecordDisputeExecution => Event::DisputeExecuted { on },
        CommandKind::RecordDisputeWithdrawal => Event::DisputeWithdrawn { on },
        CommandKind::RecordLapse => Event::DisputeLapsed { on },
        CommandKind::RecordError => Event::RecordedInError {
            on: at.today,
            of: state.last_seq,
        },
    })
}

/// A day that was set: not before what set it, and not farther ahead than anybody sets one.
fn set_day(day: Date, earliest: Date, at: &Moment) -> Result<Date, Denial> {
    let last = years_after(at.today, FORESEEN_YEARS);
    if day < earliest {
        Err(Denial::DateTooEarly)
    } else if day > last {
        Err(Denial::DateTooFar { last })
    } else {
        Ok(day)
    }
}

fn filing(on: Date, at: &Moment) -> Event {
    let timeliness = at.remedy.timeliness(on);
    Event::DisputeFiled {
        on,
        objection: at.objection,
        unit: at.unit,
        commission: at.commission.clone(),
        number: None,
        is_possibly_late: timeliness == Timeliness::PossiblyLate,
        is_receipt_unknown: timeliness == Timeliness::Unknown,
        rule_set: at.rule_set,
    }
}

/// A side receives a decision once.
fn new_receipt(known: Received, party: Party) -> Result<Party, Denial> {
    match known.by(party) {
        Some(_) => Err(Denial::KnownAlready),
        None => Ok(party),
    }
}

/// What is final: by the days of both sides, or because the Commission or a court says so. What a court made of the decision is known to
/// nobody before, so it is told here.
fn final_decision(state: &DisputeState, command: &Command, at: &Moment) -> Result<Event, Denial> {
    let told = &command.told;
    if !told.is_stated {
        finality(state, command.on, at)?;
    }
    let outcome = match state.court_on {
        Some(_) => Some(told.outcome.ok_or(Denial::OutcomeMissing)?),
        None => None,
    };
    Ok(Event::DecisionFinal {
        on: command.on,
        is_stated: told.is_stated,
        outcome,
        order: order(state, command, outcome.or(state.outcome), at)?,
    })
}

/// What follows from a decision that is final: with something granted, the request is opened again with the day of the decision, and what
/// it declared open is open (UU 14/2008 Ps 46; `docs/readings.md` R44–R45).
fn order(
    state: &DisputeState,
    command: &Command,
    outcome: Option<DisputeOutcome>,
    at: &Moment,
) -> Result<Option<CommissionOrder>, Denial> {
    let told = &command.told;
    if matches!(outcome, None | Some(DisputeOutcome::Rejected)) {
        return if told.opens.is_empty() {
            Ok(None)
        } else {
            Err(Denial::NothingGranted)
        };
    }
    if told.opens.iter().any(|id| !at.exemptions.contains(id)) {
        return Err(Denial::ExemptionUnknown);
    }
    let decided_on = state.decision.map_or(command.on, |(on, _)| on);
    let request = to_answer(command, at);
    // Whoever was granted everything, or had an exemption opened, was granted more than ground b.
    let is_more = outcome == Some(DisputeOutcome::Upheld) || !told.opens.is_empty();
    if request != at.request && is_more {
        return Err(Denial::MoreGranted);
    }
    match told.other_on {
        None if request.is_some() => return Err(Denial::ExecuteByMissing),
        None => {}
        Some(day) => {
            set_day(day, decided_on, at)?;
        }
    }
    let mut opens = told.opens.clone();
    opens.sort_unstable();
    opens.dedup();
    Ok(Some(CommissionOrder {
        execute_by: told.other_on,
        request,
        opens,
    }))
}

/// The request that what was granted opens again: none where it concerns ground b alone, which is carried out by publishing, though other
/// grounds were raised beside it (`docs/readings.md` R44).
fn to_answer(command: &Command, at: &Moment) -> Option<RequestId> {
    let is_raised = at.grounds.iter().any(|ground| ground.needs_no_request());
    at.request
        .filter(|_| !(command.told.is_about_publishing && is_raised))
}
