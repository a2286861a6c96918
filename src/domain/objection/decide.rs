//! `decide`: the only function that changes the state of an objection.

use super::command::{CloseBasis, Command, CommandKind, Order, Ruled};
use super::event::{ClosedBecause, Event, GroundRuling};
use super::ground::Ground;
use super::lengths;
use super::permit::{Denial, permits};
use super::state::ObjectionState;
use super::status::{Decision, Ruling};
use crate::domain::actor::Role;
use crate::domain::limits::{FORESEEN_YEARS, LETTER, PROMISE_YEARS, RULING, is_longer, years_after};
use time::Date;

/// The day of the step and what it is measured against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Civil day at the unit.
    pub today: Date,
    /// Last defensible day to go to the Commission, by any road; `None` while none runs.
    pub dispute_latest: Option<Date>,
    /// Whether the refusal of the request rests on an exemption decree (Perki 1/2021 Ps 44(3)).
    pub has_decree: bool,
    /// Whether the Commission, or a court after it, has the matter.
    pub is_disputed: bool,
    /// Whether what the Commission or a court made of it is over for good, so that no answer is owed any more (`docs/readings.md` R53).
    pub is_decided: bool,
    /// Whether the thirty days went by without an answer, so that the road to the Commission is open (Perki 1/2013 Ps 5b).
    pub is_silent: bool,
}

/// Decides a command: the events it causes, or why it is not lawful.
///
/// # Errors
/// The [`Denial`] that stands in the way.
pub fn decide(
    state: &ObjectionState,
    command: &Command,
    role: Role,
    at: &Moment,
) -> Result<Vec<Event>, Denial> {
    lawful(state, command.kind(), role, at)?;
    lengths::of_command(command)?;
    contents(state, command, role, at)?;
    let on = at.today;
    Ok(vec![match command {
        Command::AskParticulars { .. } => Event::ParticularsAsked { on },
        Command::SupplyParticulars { .. } => Event::ParticularsSupplied { on },
        Command::OpenSettlement { .. } => Event::SettlementOpened { on },
        Command::RecordAgreement { execute_by, .. } => Event::SettlementReached {
            on,
            execute_by: *execute_by,
        },
        Command::RecordFailure { .. } => Event::SettlementFailed { on },
        Command::Answer { rulings, order } => answer(state, rulings, order.as_ref(), at)?,
        Command::ConfirmAnswerReceived { on: received, .. } => Event::AnswerReceived { on: *received },
        Command::RecordExecution { on: done, .. } => Event::ObjectionExecuted { on: *done },
        Command::Succeed(succession) => Event::ObjectionTransferred {
            from: state.unit,
            to: succession.to,
            effective_on: succession.effective_on,
            legal_basis: succession.legal_basis.trim().to_owned(),
        },
        Command::Close(basis) => Event::ObjectionClosed {
            on,
            basis: match basis {
                CloseBasis::ApplicantAccepts(_) => ClosedBecause::Accepted,
                CloseBasis::DisputeTimeOver => ClosedBecause::TimeOver,
            },
        },
        Command::Withdraw { .. } => Event::ObjectionWithdrawn { on },
    }])
}

/// Every step the role could ever take, with the reason why it cannot now; for the page that offers them.
#[must_use]
pub fn offered(state: &ObjectionState, role: Role, at: &Moment) -> Vec<(CommandKind, Result<(), Denial>)> {
    CommandKind::ALL
        .iter()
        .map(|kind| (*kind, lawful(state, *kind, role, at)))
        .filter(|(_, answer)| *answer != Err(Denial::WrongRole))
        .collect()
}

/// State, role and dates; the contents of the command are looked at afterwards.
fn lawful(state: &ObjectionState, kind: CommandKind, role: Role, at: &Moment) -> Result<(), Denial> {
    permits(state.status, kind, role)?;
    match kind {
        CommandKind::AskParticulars
        | CommandKind::SupplyParticulars
        | CommandKind::OpenSettlement
        | CommandKind::RecordAgreement
        | CommandKind::RecordFailure
        | CommandKind::Answer
            if at.is_decided =>
        {
            return Err(Denial::Decided);
        }
        CommandKind::AskParticulars if state.is_question_open => return Err(Denial::QuestionOpen),
        CommandKind::SupplyParticulars if !state.is_question_open => return Err(Denial::NoQuestionOpen),
        CommandKind::OpenSettlement if !state.may_be_settled() => return Err(Denial::GroundNotSettled),
        CommandKind::OpenSettlement if state.is_settlement_over => return Err(Denial::SettlementOver),
        CommandKind::ConfirmAnswerReceived => {
            let answer = state.answer.as_ref().ok_or(Denial::NotInThisState)?;
            if answer.received_on.is_some() {
                return Err(Denial::AnswerReceiptKnown);
            }
        }
        CommandKind::RecordExecution if state.reopens().is_some() && role != Role::System => {
            return Err(Denial::ExecutedOnRequest);
        }
        // What the office writes down of the applicant's will must not shut a road that is theirs (`docs/readings.md` R51).
        CommandKind::Withdraw if role != Role::Citizen && at.is_disputed => return Err(Denial::Disputed),
        CommandKind::Withdraw if role != Role::Citizen && at.is_silent => {
            return Err(Denial::LeftToApplicant);
        }
        CommandKind::Close if at.is_disputed => return Err(Denial::Disputed),
        CommandKind::Close if at.dispute_latest.is_none() => return Err(Denial::AnswerReceiptUnknown),
        _ => {}
    }
    Ok(())
}

/// What the command must hold to be lawful, besides the rulings of an answer.
fn contents(state: &ObjectionState, command: &Command, role: Role, at: &Moment) -> Result<(), Denial> {
    let answered_on = state
        .answer
        .as_ref()
        .map_or(state.recorded_on, |answer| answer.on);
    match command {
        Command::RecordAgreement {
            consent,
            execute_by,
            has_files,
            ..
        } => {
            if execute_by.is_some_and(|day| day < at.today) {
                return Err(Denial::DateInPast);
            }
            let last = years_after(at.today, FORESEEN_YEARS);
            if execute_by.is_some_and(|day| day > last) {
                return Err(Denial::DateTooFar { last });
            }
            if consent.trim().is_empty() {
                return Err(Denial::ConsentMissing);
            }
            if !has_files {
                return Err(Denial::MinutesMissing);
            }
        }
        Command::ConfirmAnswerReceived { on, .. } | Command::RecordExecution { on, .. } => {
            if *on > at.today {
                return Err(Denial::DateInFuture);
            }
            if *on < answered_on {
                return Err(Denial::DateTooEarly);
            }
        }
        Command::Succeed(succession) if succession.effective_on > at.today => {
            return Err(Denial::DateInFuture);
        }
        Command::Close(CloseBasis::DisputeTimeOver) => {
            let latest = at.dispute_latest.ok_or(Denial::AnswerReceiptUnknown)?;
            if at.today <= latest {
                return Err(Denial::TooEarly {
                    from: latest.next_day().unwrap_or(latest),
                });
            }
        }
        _ => {}
    }
    let written = match command {
        Command::AskParticulars { question } => question,
        Command::SupplyParticulars {
            reply,
            has_files: false,
        } => reply,
        Command::OpenSettlement { invitation } => invitation,
        Command::RecordAgreement { terms, .. } => terms,
        Command::RecordFailure { note } => note,
        // What the portal did itself needs no proof.
        Command::ConfirmAnswerReceived { .. } | Command::RecordExecution { .. } if role == Role::System => {
            return Ok(());
        }
        Command::ConfirmAnswerReceived { proof: text, .. } | Command::RecordExecution { note: text, .. } => {
            text
        }
        Command::Succeed(succession) => &succession.legal_basis,
        Command::Close(CloseBasis::ApplicantAccepts(how)) => how,
        // Only the applicant may withdraw without a word; for another one says how they said it.
        Command::Withdraw { reason } if role != Role::Citizen => reason,
        _ => return Ok(()),
    };
    if written.trim().is_empty() {
        Err(Denial::TextMissing)
    } else {
        Ok(())
    }
}

fn answer(
    state: &ObjectionState,
    rulings: &[Ruled],
    order: Option<&Order>,
    at: &Moment,
) -> Result<Event, Denial> {
    if let Some(denial) = answer_denials(state, rulings, order, at).into_iter().next() {
        return Err(denial);
    }
    let ruled: Vec<GroundRuling> = state
        .grounds
        .iter()
        .filter_map(|ground| {
            let ruling = ruling_on(rulings, *ground)?.ruling?;
            Some(GroundRuling {
                ground: *ground,
                ruling,
            })
        })
        .collect();
    let decision = Decision::of(ruled.iter().map(|one| one.ruling)).ok_or(Denial::GroundUnknown)?;
    Ok(Event::ObjectionAnswered {
        on: at.today,
        rulings: ruled,
        decision,
        execute_by: order.and_then(|order| order.execute_by),
        received_on: state.is_reached_online.then_some(at.today),
    })
}

fn ruling_on(rulings: &[Ruled], ground: Ground) -> Option<&Ruled> {
    rulings.iter().find(|one| one.ground == ground)
}

/// Everything that an answer lacks to be given, ground by ground, so that the form can say all of it at once.
#[must_use]
pub fn answer_denials(
    state: &ObjectionState,
    rulings: &[Ruled],
    order: Option<&Order>,
    at: &Moment,
) -> Vec<Denial> {
    let mut denials = Vec::new();
    if rulings.iter().any(|one| !state.grounds.contains(&one.ground)) {
        denials.push(Denial::GroundUnknown);
    }
    for ground in &state.grounds {
        let ruled = ruling_on(rulings, *ground);
        let ruling = ruled.and_then(|one| one.ruling);
        if ruling.is_none() {
            denials.push(Denial::RulingMissing(*ground));
        }
        if ruled.is_none_or(|one| one.text.trim().is_empty()) {
            denials.push(Denial::RebuttalMissing(*ground));
        }
        if ruled.is_some_and(|one| is_longer(&one.text, RULING)) {
            denials.push(Denial::RebuttalTooLong(*ground));
        }
        let upholds_refusal = *ground == Ground::RefusedAsExempt && ruling == Some(Ruling::Rejected);
        if upholds_refusal && !at.has_decree {
            denials.push(Denial::DecreeMissing);
        }
    }
    if let Some(order) = order {
        if order.text.trim().is_empty() {
            denials.push(Denial::TextMissing);
        }
        if is_longer(&order.text, LETTER) {
            denials.push(Denial::TextTooLong { limit: LETTER });
        }
        match order.execute_by {
            None => denials.push(Denial::ExecuteByMissing),
            Some(day) if day < at.today => denials.push(Denial::DateInPast),
            Some(day) => {
                let last = years_after(at.today, PROMISE_YEARS);
                denials.extend((day > last).then_some(Denial::DateTooFar { last }));
            }
        }
        if !rulings.iter().any(|one| one.ruling == Some(Ruling::Upheld)) {
            denials.push(Denial::OrderWithoutUpheld);
        }
    }
    denials
}
