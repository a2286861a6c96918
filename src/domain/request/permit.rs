//! The part of the rules that depends on state, command and role alone: the matrix in `docs/workflow.md`.

use super::command::CommandKind;
use super::denial::Denial;
use super::status::Status;
use crate::domain::actor::Role;

const OFFICE: &[Role] = &[Role::Officer, Role::Ppid];
const OFFICE_OR_SYSTEM: &[Role] = &[Role::Officer, Role::Ppid, Role::System];
const OFFICE_OR_APPLICANT: &[Role] = &[Role::Officer, Role::Ppid, Role::Citizen];

/// Every state but those of a request that has no number yet or was withdrawn.
const REOPENED: &[Status] = &[
    Status::CompletenessCheck,
    Status::Incomplete,
    Status::NotFollowedUp,
    Status::UnderReview,
    Status::PendingApproval,
    Status::GrantedFull,
    Status::GrantedPartial,
    Status::Refused,
    Status::NotHeld,
    Status::NotDocumented,
    Status::Forwarded,
    Status::Delivered,
    Status::Closed,
];

/// The states in which another unit may have a share.
const SHARED: &[Status] = &[
    Status::CompletenessCheck,
    Status::Incomplete,
    Status::UnderReview,
    Status::PendingApproval,
];

/// Who may take the step at all, and from which states.
const fn rule(kind: CommandKind) -> (&'static [Role], &'static [Status]) {
    use Status as S;
    match kind {
        CommandKind::DeclareComplete | CommandKind::DeclareIncomplete => (OFFICE, &[S::CompletenessCheck]),
        CommandKind::ConfirmLetterReceived | CommandKind::SubmitFix => {
            (OFFICE_OR_APPLICANT, &[S::Incomplete])
        }
        CommandKind::CloseNotFollowedUp => (OFFICE, &[S::Incomplete]),
        CommandKind::Route | CommandKind::AskClarification => {
            (OFFICE, &[S::CompletenessCheck, S::UnderReview])
        }
        CommandKind::AskShare => (OFFICE, &[S::CompletenessCheck, S::UnderReview]),
        // Whose office hands a share in or back is for the policy to say: that of the unit that was asked.
        CommandKind::SupplyShare | CommandKind::ReturnShare => (OFFICE, SHARED),
        // The portal recalls what lies with a unit that went to another public body.
        CommandKind::RecallShare => (OFFICE_OR_SYSTEM, SHARED),
        // By a decree about the unit that has it, like the case itself.
        CommandKind::MoveShare => (&[Role::System], SHARED),
        // A question may still be open while the answer waits for the superior; the reply shows on the superior's page.
        CommandKind::AnswerClarification => (
            OFFICE_OR_APPLICANT,
            &[S::CompletenessCheck, S::UnderReview, S::PendingApproval],
        ),
        CommandKind::Extend => (OFFICE, &[S::UnderReview, S::PendingApproval]),
        CommandKind::IssueNotice => (OFFICE, &[S::UnderReview]),
        // The PPID refuses, the superior approves; nobody else does either (Perki 1/2021 Ps 10(2)e–f, 12).
        CommandKind::ProposeAnswer => (&[Role::Ppid], &[S::UnderReview]),
        CommandKind::RecallAnswer => (&[Role::Ppid], &[S::PendingApproval]),
        CommandKind::ApproveAnswer | CommandKind::ReturnAnswer => (&[Role::Superior], &[S::PendingApproval]),
        CommandKind::ConfirmNoticeReceived => (
            OFFICE_OR_SYSTEM,
            &[
                S::GrantedFull,
                S::GrantedPartial,
                S::Refused,
                S::NotHeld,
                S::NotDocumented,
                S::Forwarded,
            ],
        ),
        // A fee that a notice named may be paid whenever it comes: after the delivery, while an order is carried out, after the case was
        // closed.
        CommandKind::RecordPayment => (
            OFFICE,
            &[
                S::UnderReview,
                S::PendingApproval,
                S::GrantedFull,
                S::GrantedPartial,
                S::Delivered,
                S::Closed,
            ],
        ),
        // What had yet to be documented is handed over once it is there.
        CommandKind::Deliver => (OFFICE, &[S::GrantedFull, S::GrantedPartial, S::NotDocumented]),
        // By a decree about the unit, which an administrator records; nobody takes this step by hand, and whatever state a case is in, its
        // file goes along.
        CommandKind::Succeed => (&[Role::System], Status::ALL),
        // By the superior's decision on an objection or that of the Commission, which the portal carries over; nobody takes this step by
        // hand.
        CommandKind::Reopen => (&[Role::System], REOPENED),
        CommandKind::Close => (
            OFFICE,
            &[
                S::Delivered,
                S::Refused,
                S::NotHeld,
                S::NotDocumented,
                S::Forwarded,
            ],
        ),
        CommandKind::Withdraw => (
            OFFICE_OR_APPLICANT,
            &[
                S::CompletenessCheck,
                S::Incomplete,
                S::UnderReview,
                S::PendingApproval,
            ],
        ),
        CommandKind::Publish | CommandKind::Unpublish => (OFFICE, &[S::Closed]),
    }
}

impl CommandKind {
    /// Whether the step is for the unit that was asked for a share, not for the one that has the case.
    #[must_use]
    pub const fn is_for_share_unit(self) -> bool {
        matches!(self, Self::SupplyShare | Self::ReturnShare)
    }

    /// Whether only the superior takes the step.
    #[must_use]
    pub const fn is_for_superior(self) -> bool {
        matches!(self, Self::ApproveAnswer | Self::ReturnAnswer)
    }
}

/// Whether the role may take the step in the state, before dates and contents are looked at.
///
/// # Errors
/// [`Denial::WrongRole`] or [`Denial::NotInThisState`].
pub fn permits(status: Status, kind: CommandKind, role: Role) -> Result<(), Denial> {
    let (roles, states) = rule(kind);
    if !roles.contains(&role) {
        return Err(Denial::WrongRole);
    }
    if !states.contains(&status) {
        return Err(Denial::NotInThisState);
    }
    Ok(())
}
