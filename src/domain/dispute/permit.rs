//! The part of the rules that depends on state, fact and role alone: the third part of `docs/workflow.md`.

use super::command::CommandKind;
use super::status::DisputeStatus;
use crate::domain::actor::Role;
use time::Date;

/// Why a fact cannot be recorded now. Each has a sentence for people under `dispute.denial.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.code())]
pub enum Denial {
    /// The role may never record this.
    WrongRole,
    /// The fact does not fit the state.
    NotInThisState,
    /// No road to the Commission opens from this objection: it was withdrawn or settled.
    NoRoad,
    /// The day for it has not come.
    TooEarly {
        /// First lawful day.
        from: Date,
    },
    /// Not before that day could it be final.
    NotYetFinal {
        /// First day on which every time to object is over.
        from: Date,
    },
    /// Without the days on which both sides received the decision nobody can tell whether the time of each is over.
    CopyReceiptUnknown,
    /// A refusal as exempt is adjudicated, not mediated (UU 14/2008 Ps 40(1)).
    NotMediated,
    /// The mediation failed, and there is only one.
    MediationOver,
    /// The mediation has not begun.
    MediationNotBegun,
    /// The mediation has begun.
    MediationBegun,
    /// It was extended once.
    ExtendedAlready,
    /// It is on record.
    KnownAlready,
    /// No day of the session is on record.
    SessionUnknown,
    /// The decision of the court is not on record.
    CourtDecisionUnknown,
    /// A date is missing.
    DateMissing,
    /// A date lies in the future.
    DateInFuture,
    /// A day that was set lies farther ahead than anybody sets one (`docs/readings.md` R54).
    DateTooFar {
        /// Last day accepted.
        last: Date,
    },
    /// A date lies before the fact it follows.
    DateTooEarly,
    /// A number is required.
    NumberMissing,
    /// A text is longer than it may be.
    TooLong,
    /// Nothing was chosen.
    OutcomeMissing,
    /// Nothing was chosen.
    PartyMissing,
    /// Nobody said how the office knows.
    SourceMissing,
    /// What is said of that is longer than a note.
    SourceTooLong,
    /// What was granted is carried out on the request, and nobody said by when.
    ExecuteByMissing,
    /// What is to be opened is no exemption that the answer rests on.
    ExemptionUnknown,
    /// Nothing was granted, so nothing was opened.
    NothingGranted,
    /// More than ground b was granted, so the request is answered again.
    MoreGranted,
    /// It is carried out on the request itself, and recorded by that.
    ExecutedOnRequest,
    /// The record has had effect on a request or an exemption, which does not go back.
    HasEffect,
    /// Nobody said what is wrong with the record.
    ReasonMissing,
}

impl Denial {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::WrongRole => "wrong_role",
            Self::NotInThisState => "not_in_this_state",
            Self::NoRoad => "no_road",
            Self::TooEarly { .. } => "too_early",
            Self::NotYetFinal { .. } => "not_yet_final",
            Self::CopyReceiptUnknown => "copy_receipt_unknown",
            Self::NotMediated => "not_mediated",
            Self::MediationOver => "mediation_over",
            Self::MediationNotBegun => "mediation_not_begun",
            Self::MediationBegun => "mediation_begun",
            Self::ExtendedAlready => "extended_already",
            Self::KnownAlready => "known_already",
            Self::SessionUnknown => "session_unknown",
            Self::CourtDecisionUnknown => "court_decision_unknown",
            Self::DateMissing => "date_missing",
            Self::DateInFuture => "date_in_future",
            Self::DateTooFar { .. } => "date_too_far",
            Self::DateTooEarly => "date_too_early",
            Self::NumberMissing => "number_missing",
            Self::TooLong => "too_long",
            Self::OutcomeMissing => "outcome_missing",
            Self::PartyMissing => "party_missing",
            Self::SourceMissing => "source_missing",
            Self::SourceTooLong => "source_too_long",
            Self::ExecuteByMissing => "execute_by_missing",
            Self::ExemptionUnknown => "exemption_unknown",
            Self::NothingGranted => "nothing_granted",
            Self::MoreGranted => "more_granted",
            Self::ExecutedOnRequest => "executed_on_request",
            Self::HasEffect => "has_effect",
            Self::ReasonMissing => "reason_missing",
        }
    }

    /// The day the sentence names, if any.
    #[must_use]
    pub const fn day(self) -> Option<Date> {
        match self {
            Self::TooEarly { from } | Self::NotYetFinal { from } => Some(from),
            Self::DateTooFar { last } => Some(last),
            _ => None,
        }
    }
}

const DESK_OR_SYSTEM: &[Role] = &[Role::Officer, Role::Ppid, Role::System];
const DESK: &[Role] = &[Role::Officer, Role::Ppid];
const DESK_OR_APPLICANT: &[Role] = &[Role::Citizen, Role::Officer, Role::Ppid];

/// Who may record the fact at all, and in which states. The Commission acts; the office of the unit writes down what it was told, and the
/// applicant no more than that they went.
const fn rule(kind: CommandKind) -> (&'static [Role], &'static [DisputeStatus]) {
    use CommandKind as K;
    use DisputeStatus as S;
    const BEFORE_DECISION: &[DisputeStatus] = &[
        S::Filed,
        S::Incomplete,
        S::Registered,
        S::Adjudication,
        S::Mediation,
    ];
    // Every state in which something is on record.
    const RECORDED: &[DisputeStatus] = &[
        S::Filed,
        S::Incomplete,
        S::NotRegistered,
        S::Registered,
        S::Adjudication,
        S::Mediation,
        S::Mediated,
        S::Adjudicated,
        S::Court,
        S::Cassation,
        S::Final,
        S::Executed,
        S::Withdrawn,
        S::Lapsed,
    ];
    match kind {
        K::RecordFiling => (DESK_OR_APPLICANT, &[S::Unfiled, S::NotRegistered]),
        K::RecordClerkLetter => (DESK, &[S::Filed]),
        K::RecordCompletion => (DESK, &[S::Incomplete]),
        K::RecordNotRegistered | K::RecordRegistration => (DESK, &[S::Filed, S::Incomplete]),
        K::RecordSummons | K::RecordMediationOrder => (DESK, &[S::Registered, S::Adjudication]),
        K::RecordMediationStart
        | K::RecordMediationExtension
        | K::RecordMediationAgreement
        | K::RecordMediationFailure => (DESK, &[S::Mediation]),
        K::RecordDecisionSession | K::RecordConclusions | K::RecordDecision => (DESK, &[S::Adjudication]),
        K::RecordDecisionCopy => (DESK, &[S::Adjudicated, S::Court, S::Cassation, S::Final]),
        K::RecordCourtObjection => (DESK, &[S::Adjudicated]),
        K::RecordCourtDecision => (DESK, &[S::Court, S::Cassation]),
        K::RecordCassation => (DESK, &[S::Court]),
        K::RecordFinality => (DESK, &[S::Adjudicated, S::Court, S::Cassation]),
        // By the portal, when the request that was opened again is answered; by the office where there is none.
        K::RecordDisputeExecution => (DESK_OR_SYSTEM, &[S::Mediated, S::Final]),
        K::RecordDisputeWithdrawal => (DESK, BEFORE_DECISION),
        K::RecordLapse => (DESK, &[S::Registered, S::Adjudication, S::Mediation]),
        K::RecordError => (DESK, RECORDED),
    }
}

/// Whether the role may record the fact in the state, before dates and contents are looked at.
///
/// # Errors
/// [`Denial::WrongRole`] or [`Denial::NotInThisState`].
pub fn permits(status: DisputeStatus, kind: CommandKind, role: Role) -> Result<(), Denial> {
    let (roles, states) = rule(kind);
    if !roles.contains(&role) {
        return Err(Denial::WrongRole);
    }
    if !states.contains(&status) {
        return Err(Denial::NotInThisState);
    }
    Ok(())
}
