//! Looking at an answer before it is sent: everything is checked as if, and nothing is written.

use super::case::{Objection, ObjectionKey};
use super::letters::{FrozenLetter, freeze};
use super::papers::{answer_letter, registration_no};
use super::steps::explain;
use crate::domain::actor::{Role, Viewer};
use crate::domain::objection::{Command, Order, Ruled, answer_denials, decide};
use crate::services::{Context, ServiceError};

/// The answer exactly as it would be sent now. Permissions: the superior of the unit.
///
/// # Errors
/// As for the step itself: every fault of the answer at once, denied, stale.
pub async fn preview_answer(
    ctx: &Context,
    viewer: &Viewer,
    key: &ObjectionKey,
    seen_version: i32,
    rulings: &[Ruled],
    order: Option<&Order>,
) -> Result<FrozenLetter, ServiceError> {
    let conn = ctx.db.read();
    let (objection, actor) = Objection::load_to_act(ctx, conn, key, viewer, &[Role::Superior]).await?;
    if objection.version() != seen_version {
        return Err(ServiceError::Stale);
    }
    let calendar = objection.calendar(ctx, conn).await?;
    let clock = objection.clock(ctx, &calendar)?;
    let at = objection.moment(ctx, conn, &clock).await?;
    let command = Command::Answer {
        rulings: rulings.to_vec(),
        order: order.cloned(),
    };
    let new = decide(&objection.state, &command, actor.role, &at).map_err(|denial| {
        // The form is told everything at once; a denial of the step itself stands alone.
        let all = answer_denials(&objection.state, rulings, order, &at);
        if !all.contains(&denial) {
            return explain(&command, denial);
        }
        let faults = all
            .into_iter()
            .flat_map(|denial| match explain(&command, denial) {
                ServiceError::Invalid(faults) => faults,
                _ => Vec::new(),
            });
        ServiceError::Invalid(faults.collect())
    })?;
    let letter = answer_letter(ctx, conn, &objection, (rulings, order), &new).await?;
    let number = registration_no(conn, &objection).await?;
    freeze(ctx, conn, &objection, number, letter, actor).await
}
