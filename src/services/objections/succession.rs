//! Beralih ke unit pengganti: the superior of the unit that follows answers the objection, by the same last day.

use super::case::{Objection, ObjectionKey};
use super::notices::to_superiors;
use crate::domain::actor::{Actor, Role};
use crate::domain::objection::{Command, decide};
use crate::domain::request::Succession;
use crate::persistence::{Txn, outbox, rows};
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError};
use uuid::Uuid;

/// Carries an objection over, and tells the superior who now owes the answer.
///
/// # Errors
/// Stale when someone else was faster.
pub(in crate::services) async fn succeed(
    ctx: &Context,
    txn: &Txn,
    id: Uuid,
    heir: &rows::Unit,
    succession: &Succession,
) -> Result<(), ServiceError> {
    let mut objection = Objection::load(ctx, txn, &ObjectionKey::Id(id)).await?;
    let calendar = objection.calendar(ctx, txn).await?;
    super::recompute::bring_up_to_date(ctx, txn, &mut objection, &calendar).await?;
    let clock = objection.clock(ctx, &calendar)?;
    let at = objection.moment(ctx, txn, &clock).await?;
    let command = Command::Succeed(succession.clone());
    let new = decide(&objection.state, &command, Role::System, &at)
        .map_err(|denial| super::steps::explain(&command, denial))?;
    objection.unit = heir.clone();
    objection.zone = zone_of(ctx, heir);
    objection
        .append(ctx, txn, &calendar, Actor::SYSTEM, &new, &[])
        .await?;
    if objection.state.status.is_unanswered() {
        for mail in to_superiors(ctx, txn, &objection.row, ctx.today(objection.zone)).await? {
            outbox::insert_outbox(txn, &mail).await?;
        }
    }
    Ok(())
}
