//! Recording a fact of a dispute: `decide` says whether; this writes what it decided with how the office knows, in one transaction.

use super::case::{Dispute, Typed};
use super::orders::{AtStake, follow};
use crate::domain::actor::Actor;
use crate::domain::dispute::{Command, CommandKind, Denial, decide};
use crate::persistence::write;
use crate::services::objections::{By, Objection, ObjectionKey};
use crate::services::{Context, Fault, FaultValue, ServiceError};

/// A fact to be recorded.
#[derive(Debug)]
pub struct DisputeStep<'a> {
    /// The objection it follows.
    pub objection: ObjectionKey,
    /// Who records it.
    pub by: By<'a>,
    /// Version the page showed, 0 before there was one; a newer one is stale.
    pub seen_version: Option<i32>,
    /// What.
    pub command: Command,
}

/// Records a fact. Permissions: by the policy for staff, by the machine for each role. Statute: see `CommandKind`.
///
/// # Errors
/// Invalid, stale, not found, forbidden.
pub async fn record(ctx: &Context, step: DisputeStep<'_>) -> Result<(), ServiceError> {
    write(&ctx.db, async |txn| {
        let (objection, actor) = match step.by {
            By::Staff(viewer, roles) => {
                Objection::load_to_act(ctx, txn, &step.objection, viewer, roles).await?
            }
            By::Applicant => (
                Objection::load(ctx, txn, &step.objection).await?,
                Actor::APPLICANT,
            ),
            By::System => (Objection::load(ctx, txn, &step.objection).await?, Actor::SYSTEM),
        };
        let calendar = objection.calendar(ctx, txn).await?;
        let (objection_clock, _) = objection.standing_clock(ctx, txn, &calendar).await?;
        let mut dispute = Dispute::load(ctx, txn, objection).await?;
        if step.seen_version.is_some_and(|seen| seen != dispute.version()) {
            return Err(ServiceError::Stale);
        }
        let clock = dispute.clock(ctx, &calendar)?;
        let at_stake = AtStake::of(txn, &dispute.objection.state).await?;
        let at = dispute.moment(ctx, &objection_clock, &clock, &at_stake)?;
        let event = decide(&dispute.state, &step.command, actor.role, &at)
            .map_err(|denial| explain(&step.command, denial))?;
        let typed = Typed {
            // How the office knows is the office's to say; what the applicant tells is known from them.
            source: match step.by {
                By::Applicant => "",
                By::Staff(..) | By::System => &step.command.source,
            },
            number: step.command.number(),
        };
        dispute
            .append(ctx, txn, &calendar, actor, (&event, typed))
            .await?;
        if let Some(order) = event.order() {
            follow(ctx, txn, &event, order).await?;
        }
        Ok(())
    })
    .await
}

/// A denial of contents belongs to a field; one of state to the step.
pub(super) fn explain(command: &Command, denial: Denial) -> ServiceError {
    let is_filing = command.kind == CommandKind::RecordFiling;
    let field = match denial {
        Denial::DateMissing | Denial::ExecuteByMissing | Denial::DateTooFar { .. } => "other_on",
        Denial::ExemptionUnknown | Denial::NothingGranted => "opens",
        Denial::DateTooEarly | Denial::DateInFuture => {
            let lies_in_other = command.told.other_on.is_some_and(|other| other < command.on);
            if lies_in_other { "other_on" } else { "on" }
        }
        Denial::TooEarly { .. } if is_filing => "on",
        Denial::MoreGranted => "is_about_publishing",
        Denial::NumberMissing | Denial::TooLong => "number",
        Denial::OutcomeMissing => "outcome",
        Denial::PartyMissing => "party",
        Denial::SourceMissing | Denial::SourceTooLong | Denial::ReasonMissing => "source",
        _ => "",
    };
    let mut fault = Fault::new(field, format!("dispute.denial.{}", denial.code()));
    if let Some(day) = denial.day() {
        fault.values.push(("day", FaultValue::Day(day)));
    }
    ServiceError::Invalid(vec![fault])
}
