//! `decide`: the only function that changes the state of a case.

use super::answers::{needs_approval, notices, propose};
use super::command::{CloseBasis, Command, CommandKind, MissingRequirement};
use super::denial::Denial;
use super::event::{ClosedBecause, Event};
use super::lengths;
use super::permit::permits;
use super::share::{absorbed, ask_share, follow_share};
use super::state::CaseState;
use super::status::{OrderedBy, Status};
use crate::domain::actor::Role;
use crate::domain::deadline::KnownLimits;
use time::Date;

/// The day of the step and the statutory dates it is measured against, computed by the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Civil day at the unit.
    pub today: Date,
    /// Last day of the completeness check or re-check (D02, D04).
    pub check_due: Date,
    /// Last day on which the applicant's fix is surely in time (D03, latest bound); `None` until the letter is received.
    pub fix_latest: Option<Date>,
    /// Last day of the written notice used for compliance (D05, D06 or D08).
    pub notice_due: Date,
    /// The last days of both clocks, which an extension keeps as they are known today.
    pub limits: KnownLimits,
    /// Last defensible day for an objection (D10, latest bound); `None` before the notice is received.
    pub objection_latest: Option<Date>,
}

/// Decides a command: the events it causes, or why it is not lawful.
///
/// # Errors
/// The [`Denial`] that stands in the way.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a step, so that each is seen to be there"
)]
pub fn decide(state: &CaseState, command: &Command, role: Role, at: &Moment) -> Result<Vec<Event>, Denial> {
    lawful(state, command.kind(), role, at)?;
    lengths::of_command(command)?;
    contents(state, command, role, at)?;
    let on = at.today;
    Ok(vec![match command {
        Command::DeclareComplete { despite } => declare_complete(state, despite, at),
        Command::DeclareIncomplete { missing, .. } => Event::DeclaredIncomplete {
            on,
            is_in_time: true,
            missing: in_order(missing),
        },
        Command::ConfirmLetterReceived { on: received } => Event::IncompletenessReceived { on: *received },
        Command::SubmitFix { on: arrived, .. } => {
            return Ok(fix(state, arrived.unwrap_or(on), at.fix_latest));
        }
        Command::CloseNotFollowedUp { .. } => Event::ClosedNotFollowedUp { on },
        Command::Route { to, .. } => {
            let routed = Event::Routed {
                from: state.unit,
                to: *to,
            };
            return Ok(absorbed(state, *to, on).chain([routed]).collect());
        }
        Command::Succeed(succession) => {
            let transferred = Event::SuccessionTransferred {
                from: state.unit,
                to: succession.to,
                effective_on: succession.effective_on,
                legal_basis: succession.legal_basis.trim().to_owned(),
            };
            return Ok(absorbed(state, succession.to, on).chain([transferred]).collect());
        }
        Command::AskShare {
            unit,
            items,
            wanted_on,
            ..
        } => ask_share(state, *unit, items, *wanted_on, at)?,
        Command::SupplyShare { .. }
        | Command::ReturnShare { .. }
        | Command::RecallShare { .. }
        | Command::MoveShare { .. } => follow_share(state, command, on)?,
        Command::AskClarification { .. } => Event::ClarificationAsked,
        Command::AnswerClarification { .. } => Event::ClarificationAnswered,
        Command::Extend { reason, .. } => Event::Extended {
            on,
            reason: Some(*reason),
            is_written: true,
            known: Some(at.limits),
        },
        Command::IssueNotice(answer) if needs_approval(answer) => return Err(Denial::ApprovalNeeded),
        Command::IssueNotice(answer) => return notices(state, answer, on),
        Command::ProposeAnswer(answer) => propose(state, answer, on)?,
        Command::RecallAnswer => Event::AnswerRecalled { on },
        Command::ReturnAnswer { .. } => Event::AnswerReturned { on },
        Command::ApproveAnswer {
            answer,
            is_signature_valid,
            signed_by,
            by,
        } => {
            if signed_by.is_some() && signed_by == by {
                return Err(Denial::OwnSignature);
            }
            if !is_signature_valid {
                return Err(Denial::SignatureLapsed);
            }
            let approved = std::iter::once(Event::AnswerApproved { on });
            return Ok(approved.chain(notices(state, answer, on)?).collect());
        }
        Command::ConfirmNoticeReceived { on: received, .. } => Event::NoticeReceived { on: *received },
        Command::RecordPayment { on, mode, amount, .. } => Event::PaymentRecorded {
            on: *on,
            mode: *mode,
            amount: *amount,
        },
        Command::Deliver { on: delivered, .. } => Event::Delivered { on: *delivered },
        Command::Reopen { execute_by, by } => Event::Reopened {
            on,
            execute_by: *execute_by,
            by: *by,
        },
        Command::Close(basis) => Event::Closed {
            on,
            basis: match basis {
                CloseBasis::ApplicantAccepts(_) => ClosedBecause::Accepted,
                CloseBasis::ObjectionTimeOver => ClosedBecause::TimeOver,
            },
        },
        Command::Withdraw { .. } => Event::Withdrawn { on },
        Command::Publish => Event::Published,
        Command::Unpublish { .. } => Event::Unpublished,
    }])
}

/// What the command must hold to be lawful, besides the answers of a notice.
fn contents(state: &CaseState, command: &Command, role: Role, at: &Moment) -> Result<(), Denial> {
    match command {
        Command::DeclareIncomplete { missing, .. } if missing.is_empty() => {
            return Err(Denial::NothingChosen);
        }
        Command::Route { to, .. } if *to == state.unit => return Err(Denial::SameUnit),
        Command::Succeed(succession) | Command::MoveShare { succession, .. }
            if succession.effective_on > at.today =>
        {
            return Err(Denial::DateInFuture);
        }
        Command::ConfirmLetterReceived { on } => {
            let issued = state
                .incompleteness
                .map_or(state.registered_on, |letter| letter.issued_on);
            within(*on, issued, at.today)?;
        }
        Command::SubmitFix { on: Some(on), .. } => {
            if role == Role::Citizen {
                return Err(Denial::WrongRole);
            }
            let letter = state.incompleteness;
            let first = letter.map_or(state.registered_on, |letter| {
                letter.received_on.unwrap_or(letter.issued_on)
            });
            within(*on, first, at.today)?;
        }
        Command::Deliver { on, .. }
        | Command::RecordPayment { on, .. }
        | Command::ConfirmNoticeReceived { on, .. } => {
            within(
                *on,
                state
                    .current_notice()
                    .map_or(state.received_on, |notice| notice.on),
                at.today,
            )?;
        }
        // What the Commission ordered is a fact: the office may learn of it, or record it, after its day.
        Command::Reopen {
            execute_by,
            by: OrderedBy::Superior,
        } if *execute_by < at.today => return Err(Denial::DateInPast),
        Command::Close(CloseBasis::ObjectionTimeOver) => objection_time_over(at)?,
        _ => {}
    }
    // The whole of what the notice named, no more and no less (Perki 1/2021 Ps 37(3)).
    if let Command::RecordPayment { amount, mode, .. } = command {
        let fee = state.current_fee().filter(|fee| fee.total == *amount);
        if !fee.ok_or(Denial::AmountWrong)?.ways.open(*mode) {
            return Err(Denial::PaymentModeWrong);
        }
    }
    if lengths::written(command, role).is_some_and(|text| text.trim().is_empty()) {
        Err(Denial::TextMissing)
    } else {
        Ok(())
    }
}

/// Every step the role could ever take, with the reason why it cannot now; for the page that offers them.
#[must_use]
pub fn offered(state: &CaseState, role: Role, at: &Moment) -> Vec<(CommandKind, Result<(), Denial>)> {
    CommandKind::ALL
        .iter()
        .map(|kind| (*kind, lawful(state, *kind, role, at)))
        .filter(|(_, answer)| *answer != Err(Denial::WrongRole))
        .collect()
}

/// State, role and dates; the contents of the command are looked at afterwards.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a step, so that each is seen to be there"
)]
fn lawful(state: &CaseState, kind: CommandKind, role: Role, at: &Moment) -> Result<(), Denial> {
    permits(state.status, kind, role)?;
    match kind {
        CommandKind::DeclareIncomplete => {
            if state.incompleteness.is_some() {
                return Err(Denial::LetterAlreadyIssued);
            }
            // A check after its day has no effect: the request counts as complete from receipt (`docs/readings.md` R2). Nor does a letter
            // revive a notice that is overdue already, however late the request was entered in the register.
            let due = at.check_due.min(at.notice_due);
            if at.today > due {
                return Err(Denial::TooLate { due });
            }
        }
        CommandKind::ConfirmLetterReceived
            if state
                .incompleteness
                .is_some_and(|letter| letter.received_on.is_some()) =>
        {
            return Err(Denial::LetterReceiptKnown);
        }
        CommandKind::ConfirmNoticeReceived
            if state
                .current_notice()
                .is_some_and(|notice| notice.received_on.is_some()) =>
        {
            return Err(Denial::NoticeReceiptKnown);
        }
        CommandKind::RecordPayment => {
            let is_given = !matches!(
                state.status,
                Status::UnderReview | Status::PendingApproval | Status::Closed
            );
            // Where a payment is not to be expected the step is none of this state, unless a fee is unpaid.
            let none = if is_given {
                Denial::NoFee
            } else {
                Denial::NotInThisState
            };
            let fee = state.current_fee().ok_or(none)?;
            if fee.paid_on.is_some() {
                return Err(Denial::FeePaid);
            }
        }
        CommandKind::CloseNotFollowedUp => {
            let latest = at.fix_latest.ok_or(Denial::LetterReceiptUnknown)?;
            if at.today <= latest {
                return Err(Denial::TooEarly {
                    from: latest.next_day().unwrap_or(latest),
                });
            }
        }
        CommandKind::SupplyShare
        | CommandKind::ReturnShare
        | CommandKind::RecallShare
        | CommandKind::MoveShare
            if state.open_shares().next().is_none() =>
        {
            return Err(if state.shares.is_empty() {
                Denial::NoShareOpen
            } else {
                Denial::ShareOver
            });
        }
        CommandKind::AskClarification if state.is_clarification_open => {
            return Err(Denial::ClarificationOpen);
        }
        CommandKind::AnswerClarification if !state.is_clarification_open => {
            return Err(Denial::NoClarificationOpen);
        }
        // Once the notice is given there is nothing to extend: an order of the superior has a day of its own.
        CommandKind::Extend if state.notice.is_some() => return Err(Denial::NotInThisState),
        CommandKind::Extend => {
            if state.extension.is_some() {
                return Err(Denial::AlreadyExtended);
            }
            // A later letter cannot revive an expired duty (`docs/readings.md` R5).
            if at.today > at.notice_due {
                return Err(Denial::TooLate { due: at.notice_due });
            }
        }
        CommandKind::Withdraw if state.reopening.is_some() => return Err(Denial::NotInThisState),
        CommandKind::Publish => {
            if state.is_published {
                return Err(Denial::AlreadyPublished);
            }
            if state.notice.is_none() {
                return Err(Denial::NothingToPublish);
            }
        }
        CommandKind::Unpublish if !state.is_published => return Err(Denial::NotPublished),
        _ => {}
    }
    Ok(())
}

/// In time the request is complete from today; too late, from the day it arrived or was fixed: the office gains nothing by
/// waiting.
fn declare_complete(state: &CaseState, despite: &[MissingRequirement], at: &Moment) -> Event {
    let is_deemed = at.today > at.check_due;
    let fixed_on = state.incompleteness.and_then(|letter| letter.fixed_on);
    let complete_on = if is_deemed {
        fixed_on.unwrap_or(state.received_on)
    } else {
        at.today
    };
    Event::DeclaredComplete {
        on: at.today,
        complete_on,
        is_deemed,
        despite: in_order(despite),
    }
}

fn in_order(requirements: &[MissingRequirement]) -> Vec<MissingRequirement> {
    let mut requirements = requirements.to_vec();
    requirements.sort_unstable();
    requirements.dedup();
    requirements
}

/// Who brings the missing document has plainly received the letter.
fn fix(state: &CaseState, on: Date, latest: Option<Date>) -> Vec<Event> {
    let mut events = Vec::new();
    if state
        .incompleteness
        .is_some_and(|letter| letter.received_on.is_none())
    {
        events.push(Event::IncompletenessReceived { on });
    }
    events.push(Event::FixSubmitted { on, latest });
    events
}

/// The time for an objection runs from receipt; while nobody knows of one, it has not begun.
fn objection_time_over(at: &Moment) -> Result<(), Denial> {
    match at.objection_latest {
        None => Err(Denial::NoticeReceiptUnknown),
        Some(latest) if at.today <= latest => Err(Denial::TooEarly {
            from: latest.next_day().unwrap_or(latest),
        }),
        Some(_) => Ok(()),
    }
}

fn within(day: Date, first: Date, today: Date) -> Result<(), Denial> {
    if day > today {
        Err(Denial::DateInFuture)
    } else if day < first {
        Err(Denial::DateTooEarly)
    } else {
        Ok(())
    }
}
