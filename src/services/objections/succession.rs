//! Beralih ke unit pengganti: the superior of the unit that follows answers the objection, by the same last day.

use super::case::{Objection, ObjectionKey};
use super::contents;
use super::letters::{self, Letter};
use super::notices::{to_objector, to_superiors};
use super::papers::registration_no;
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::UnitId;
use crate::domain::objection::{Command, decide};
use crate::persistence::{Txn, objection_papers, outbox, rows};
use crate::services::units::{Handover, body_of, zone_of};
use crate::services::{Context, ServiceError};
use uuid::Uuid;

/// Carries an objection over to the unit whose superior answers from now on. While it is open, who objected gets a letter and a mail,
/// whether or not their request is open too; the superior who now owes the answer is told.
///
/// # Errors
/// Stale when someone else was faster.
pub(in crate::services) async fn succeed(
    ctx: &Context,
    txn: &Txn,
    id: Uuid,
    handover: &Handover<'_>,
    answering: &rows::Unit,
) -> Result<(), ServiceError> {
    let mut objection = Objection::load(ctx, txn, &ObjectionKey::Id(id)).await?;
    let calendar = objection.calendar(ctx, txn).await?;
    super::recompute::bring_up_to_date(ctx, txn, &mut objection, &calendar).await?;
    let clock = objection.clock(ctx, &calendar)?;
    let at = objection.moment(ctx, txn, &clock).await?;
    let succession = handover.succession(UnitId(answering.id));
    let command = Command::Succeed(succession.clone());
    let new = decide(&objection.state, &command, Role::System, &at)
        .map_err(|denial| super::steps::explain(&command, denial))?;
    // What moved bears its new name already.
    let from = if objection.unit.id == handover.from.id {
        handover.from.name.clone()
    } else {
        objection.unit.name.clone()
    };
    objection.unit = answering.clone();
    objection.zone = zone_of(ctx, answering);
    let mut told = None;
    if !objection.state.status.is_over() {
        let letter = Letter::ObjectionSuccession {
            from,
            to: answering.name.clone(),
            body: body_of(ctx, answering),
            effective_on: succession.effective_on,
            legal_basis: succession.legal_basis,
        };
        let number = registration_no(txn, &objection).await?;
        let frozen = letters::freeze(ctx, txn, &objection, number, letter, Actor::SYSTEM).await?;
        let mut row = letters::row(ctx, &objection, &frozen, Actor::SYSTEM)?;
        row.received_on = objection.state.is_reached_online.then_some(row.issued_on);
        told = Some(row);
    }
    let bound: Vec<_> = told.iter().map(contents::letter).collect();
    objection
        .append(ctx, txn, &calendar, Actor::SYSTEM, &new, &bound)
        .await?;
    if let Some(row) = told {
        objection_papers::insert_objection_letter(txn, &row).await?;
        outbox::insert_outbox(txn, &to_objector(ctx, &objection.row, "objection_succession")).await?;
    }
    if objection.state.status.is_unanswered() {
        for mail in to_superiors(ctx, txn, &objection.row, ctx.today(objection.zone)).await? {
            outbox::insert_outbox(txn, &mail).await?;
        }
    }
    Ok(())
}
