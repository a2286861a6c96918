//! Beralih ke unit pengganti: a case of a unit that ended goes on with the one that follows; that of a unit that went to another public
//! body, with the same unit. No date moves (`docs/readings.md` R18, R37).

use super::case::{Case, CaseKey};
use super::letters::{Letter, row as letter_row};
use super::shares::tell_office;
use super::{contents, to_applicant};
use crate::domain::actor::{Actor, Role};
use crate::domain::ids::UnitId;
use crate::domain::request::{Command, Status, decide};
use crate::persistence::{Txn, letters, outbox};
use crate::services::units::{Handover, body_of, zone_of};
use crate::services::{Context, ServiceError, calendars};
use uuid::Uuid;

/// Whether the applicant of a case in this state still waits for something, or may still object, and so is told.
#[must_use]
pub const fn moves_with_a_letter(status: Status) -> bool {
    !matches!(status, Status::Closed | Status::Withdrawn | Status::NotFollowedUp)
}

/// Carries a case over, with a letter and a mail while it is open.
///
/// # Errors
/// Stale when someone else was faster.
pub(in crate::services) async fn succeed(
    ctx: &Context,
    txn: &Txn,
    id: Uuid,
    handover: &Handover<'_>,
) -> Result<(), ServiceError> {
    let mut case = Case::load(ctx, txn, &CaseKey::Id(id)).await?;
    let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
    calendars::bring_up_to_date(ctx, txn, &mut case, &calendar).await?;
    let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
    let heir = handover.to;
    let succession = handover.succession(UnitId(heir.id));
    let command = Command::Succeed(succession.clone());
    let events = decide(&case.state, &command, Role::System, &at)?;
    let shares = case.state.shares.clone();
    case.unit = heir.clone();
    case.zone = zone_of(ctx, heir);
    let letter = if moves_with_a_letter(case.state.status) {
        let letter = Letter::Succession {
            from: handover.from.name.clone(),
            to: heir.name.clone(),
            body: body_of(ctx, heir),
            effective_on: succession.effective_on,
            legal_basis: succession.legal_basis,
        };
        Some(letter_row(ctx, txn, &case, letter, Actor::SYSTEM).await?)
    } else {
        None
    };
    let bound: Vec<_> = letter.iter().map(contents::letter).collect();
    case.append(ctx, txn, &calendar, Actor::SYSTEM, &events, &bound)
        .await?;
    tell_office(ctx, txn, &case, &shares, (Role::System, &events)).await?;
    if let Some(row) = letter {
        letters::insert_letter(txn, &row).await?;
        outbox::insert_outbox(txn, &to_applicant(ctx, &case.row, "succession")).await?;
    }
    Ok(())
}
