//! The part of the rules that depends on state, command and role alone: the second half of `docs/workflow.md`.

use super::command::CommandKind;
use super::ground::Ground;
use super::status::ObjectionStatus;
use crate::domain::actor::Role;
use crate::domain::limits::RULING;
use time::Date;

/// Why a step is not lawful now. Each has a sentence for people under `objection.denial.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum Denial {
    /// The role may never take this step.
    WrongRole,
    /// The step does not fit the state.
    NotInThisState,
    /// Something was asked for already.
    QuestionOpen,
    /// Nothing was asked for.
    NoQuestionOpen,
    /// Ground a is for the superior alone to decide (UU 14/2008 Ps 35(2)).
    GroundNotSettled,
    /// It was tried once and failed.
    SettlementOver,
    /// A text is required.
    TextMissing,
    /// A text is longer than the record takes.
    TextTooLong {
        /// Characters it may have.
        limit: usize,
    },
    /// What is said of how the applicant agreed is longer than the record takes.
    ConsentTooLong {
        /// Characters it may have.
        limit: usize,
    },
    /// What is said of a ground is longer than the record takes.
    RebuttalTooLong(Ground),
    /// No word on how the applicant agreed.
    ConsentMissing,
    /// No minutes that both sides signed (`docs/readings.md` R52).
    MinutesMissing,
    /// Ground without a ruling.
    RulingMissing(Ground),
    /// Ground without a rebuttal or explanation (Perki 1/2021 Ps 44(2)).
    RebuttalMissing(Ground),
    /// A ruling on what was not objected to.
    GroundUnknown,
    /// The refusal of the request has no exemption decree to rest on (Perki 1/2021 Ps 44(3)).
    DecreeMissing,
    /// Nothing was upheld, so nothing can be ordered.
    OrderWithoutUpheld,
    /// An order without a day.
    ExecuteByMissing,
    /// A date lies in the past.
    DateInPast,
    /// A date lies farther ahead than an order or an agreement may (`docs/readings.md` R54).
    DateTooFar {
        /// Last day accepted.
        last: Date,
    },
    /// A date lies in the future.
    DateInFuture,
    /// A date lies before the step it follows.
    DateTooEarly,
    /// The receipt of the answer is on record.
    AnswerReceiptKnown,
    /// It is not known when the applicant received the answer, so no time to go to the Commission runs.
    AnswerReceiptUnknown,
    /// The day for it has not come.
    TooEarly {
        /// First lawful day.
        from: Date,
    },
    /// It is carried out on the request itself, and recorded by that.
    ExecutedOnRequest,
    /// The Commission, or a court after it, has the matter.
    Disputed,
    /// What the Commission or a court made of it is over for good.
    Decided,
    /// The road to the Commission is open: only the applicant gives it up, by their own hand (`docs/readings.md` R51).
    LeftToApplicant,
}

impl Denial {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongRole => "wrong_role",
            Self::NotInThisState => "not_in_this_state",
            Self::QuestionOpen => "question_open",
            Self::NoQuestionOpen => "no_question_open",
            Self::GroundNotSettled => "ground_not_settled",
            Self::SettlementOver => "settlement_over",
            Self::TextMissing => "text_missing",
            Self::TextTooLong { .. } | Self::ConsentTooLong { .. } => "text_too_long",
            Self::RebuttalTooLong(_) => "rebuttal_too_long",
            Self::ConsentMissing => "consent_missing",
            Self::MinutesMissing => "minutes_missing",
            Self::RulingMissing(_) => "ruling_missing",
            Self::RebuttalMissing(_) => "rebuttal_missing",
            Self::GroundUnknown => "ground_unknown",
            Self::DecreeMissing => "decree_missing",
            Self::OrderWithoutUpheld => "order_without_upheld",
            Self::ExecuteByMissing => "execute_by_missing",
            Self::DateInPast => "date_in_past",
            Self::DateTooFar { .. } => "date_too_far",
            Self::DateInFuture => "date_in_future",
            Self::DateTooEarly => "date_too_early",
            Self::AnswerReceiptKnown => "answer_receipt_known",
            Self::AnswerReceiptUnknown => "answer_receipt_unknown",
            Self::TooEarly { .. } => "too_early",
            Self::ExecutedOnRequest => "executed_on_request",
            Self::Disputed => "disputed",
            Self::Decided => "decided",
            Self::LeftToApplicant => "left_to_applicant",
        }
    }

    /// The day the sentence names, if any.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::TooEarly { from } => Some(from),
            Self::DateTooFar { last } => Some(last),
            _ => None,
        }
    }

    /// The characters that the sentence names, if any.
    #[must_use]
    pub const fn limit(self) -> Option<usize> {
        match self {
            Self::TextTooLong { limit } | Self::ConsentTooLong { limit } => Some(limit),
            Self::RebuttalTooLong(_) => Some(RULING),
            _ => None,
        }
    }

    /// The ground the sentence is about, if it is about one.
    #[must_use]
    pub const fn ground(self) -> Option<Ground> {
        match self {
            Self::RulingMissing(ground) | Self::RebuttalMissing(ground) | Self::RebuttalTooLong(ground) => {
                Some(ground)
            }
            Self::DecreeMissing => Some(Ground::RefusedAsExempt),
            _ => None,
        }
    }
}

const DESK_OR_APPLICANT: &[Role] = &[Role::Citizen, Role::Officer, Role::Ppid];
const DESK_OR_SYSTEM: &[Role] = &[Role::Officer, Role::Ppid, Role::System];
const OFFICE: &[Role] = &[Role::Officer, Role::Ppid, Role::Superior];
const OFFICE_OR_SYSTEM: &[Role] = &[Role::Officer, Role::Ppid, Role::Superior, Role::System];
const SUPERIOR: &[Role] = &[Role::Superior];

/// Who may take the step at all, and from which states.
const fn rule(kind: CommandKind) -> (&'static [Role], &'static [ObjectionStatus]) {
    use ObjectionStatus as S;
    const UNANSWERED: &[ObjectionStatus] = &[S::Registered, S::Settlement];
    match kind {
        CommandKind::SupplyParticulars | CommandKind::Withdraw => (DESK_OR_APPLICANT, UNANSWERED),
        CommandKind::OpenSettlement => (SUPERIOR, &[S::Registered]),
        CommandKind::RecordAgreement | CommandKind::RecordFailure => (SUPERIOR, &[S::Settlement]),
        CommandKind::AskParticulars | CommandKind::Answer => (SUPERIOR, UNANSWERED),
        CommandKind::ConfirmAnswerReceived => (
            OFFICE_OR_SYSTEM,
            &[S::Upheld, S::PartlyUpheld, S::Rejected, S::Executing, S::Closed],
        ),
        CommandKind::RecordExecution => (DESK_OR_SYSTEM, &[S::Executing]),
        // By a decree about the unit; nobody takes this step by hand, and the file goes along in whatever state it is.
        CommandKind::Succeed => (&[Role::System], ObjectionStatus::ALL),
        CommandKind::Close => (OFFICE, &[S::Upheld, S::PartlyUpheld, S::Rejected]),
    }
}

/// Whether the role may take the step in the state, before dates and contents are looked at.
///
/// # Errors
/// [`Denial::WrongRole`] or [`Denial::NotInThisState`].
pub fn permits(status: ObjectionStatus, kind: CommandKind, role: Role) -> Result<(), Denial> {
    let (roles, states) = rule(kind);
    if !roles.contains(&role) {
        return Err(Denial::WrongRole);
    }
    if !states.contains(&status) {
        return Err(Denial::NotInThisState);
    }
    Ok(())
}
