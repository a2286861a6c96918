//! Penggantian satuan kerja: recording what a decree makes of a unit, and doing all that follows, in one transaction.

use uuid::Uuid;

use super::effect::{Preview, Wanted, look};
use super::{Handover, zone_of};
use crate::domain::ids::UserId;
use crate::persistence::{Txn, rows, units, users, write};
use crate::services::{Context, ServiceError, micros};

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Applied {
    /// Requests that went along.
    pub requests: usize,
    /// Objections that went along.
    pub objections: usize,
    /// Appointments that ended.
    pub appointments: usize,
}

/// Records a succession and does everything that follows, in one transaction. Permissions: administrators, and the operator
/// (`docs/decisions/0031`); checked by the caller.
///
/// # Errors
/// Every fault of the form; a fault at `seen` when it would do something else than was shown.
pub async fn apply(
    ctx: &Context,
    by: Option<UserId>,
    wanted: &Wanted,
    seen: Option<&str>,
) -> Result<Applied, ServiceError> {
    write(&ctx.db, async |txn| {
        // Whoever files waits, or is waited for: nothing is left behind in a unit that ends. So does another succession, also one of a unit
        // that this one hands over to, and a unit that comes to stand under it.
        units::lock_units(txn).await?;
        let found = look(ctx, txn, wanted).await?;
        if seen.is_some_and(|seen| seen != found.stamp) {
            return Err(ServiceError::invalid("seen", "unit.fault.changed_meanwhile"));
        }
        record(ctx, txn, by, &found).await
    })
    .await
}

/// The version that ends and the one that follows, or the last day of the unit.
async fn write_unit(
    ctx: &Context,
    txn: &Txn,
    by: Option<UserId>,
    found: &Preview,
) -> Result<(), ServiceError> {
    let Preview {
        kind,
        effective_on,
        legal_basis,
        unit,
        ..
    } = found;
    let last_day = effective_on
        .previous_day()
        .ok_or_else(|| ServiceError::unexpected("a succession on the first day there is"))?;
    if kind.ends_unit() {
        let ended = rows::Unit {
            valid_to: Some(last_day),
            ..unit.clone()
        };
        units::update_unit(txn, &ended).await?;
    } else {
        let versions = units::list_versions(txn, unit.id).await?;
        if let Some(newest) = versions.last() {
            units::end_version(txn, newest.id, last_day).await?;
        }
        let version = rows::UnitVersion {
            id: ctx.new_id(),
            valid_from: Some(*effective_on),
            legal_basis: Some(legal_basis.clone()),
            recorded_at: Some(micros(ctx.now())),
            recorded_by: by.map(|user| user.0),
            ..units::version_of(&found.becomes)
        };
        units::insert_version(txn, &version).await?;
        units::update_unit(txn, &found.becomes).await?;
    }
    Ok(())
}

async fn record(
    ctx: &Context,
    txn: &Txn,
    by: Option<UserId>,
    found: &Preview,
) -> Result<Applied, ServiceError> {
    let Preview {
        kind,
        effective_on,
        legal_basis,
        unit,
        ..
    } = found;
    let now = micros(ctx.now());
    write_unit(ctx, txn, by, found).await?;
    let today = ctx.today(zone_of(ctx, unit));
    for ending in &found.endings {
        // What was done until yesterday was done by whoever did it, also when the decree is older. One that begins today or later keeps a day
        // on paper; in a unit that has ended nobody holds it (`accounts/office`).
        let ends_on = today.previous_day().unwrap_or(today).max(ending.row.starts_on);
        users::end_appointment(txn, ending.row.id, ends_on, now).await?;
    }
    let handover = Handover {
        from: unit,
        to: found.successors.first().unwrap_or(&found.becomes),
        effective_on: *effective_on,
        legal_basis,
    };
    for id in &found.request_ids {
        crate::services::requests::succeed(ctx, txn, *id, &handover).await?;
    }
    // What units of the old public body still prepare for a request that left it is recalled, too.
    let moved = found
        .request_ids
        .iter()
        .filter(|id| !found.shared_ids.contains(id));
    for id in found.shared_ids.iter().chain(moved) {
        crate::services::requests::settle_shares(ctx, txn, *id, &handover).await?;
    }
    for id in &found.objection_ids {
        crate::services::objections::succeed(ctx, txn, *id, &handover, &found.answering).await?;
    }
    let goes_on: Vec<Uuid> = if kind.ends_unit() {
        found.successors.iter().map(|one| one.id).collect()
    } else {
        vec![unit.id]
    };
    let count = |number: usize| i32::try_from(number).unwrap_or(i32::MAX);
    let act_id = ctx.new_id();
    for (to, position) in goes_on.into_iter().zip(1..) {
        let is_first = position == 1;
        let row = rows::UnitSuccession {
            id: ctx.new_id(),
            act_id,
            position,
            from_unit_id: unit.id,
            to_unit_id: to,
            kind: kind.code().to_owned(),
            effective_on: *effective_on,
            legal_basis: legal_basis.clone(),
            moved_requests: if is_first {
                count(found.request_ids.len())
            } else {
                0
            },
            moved_objections: if is_first { count(found.objections) } else { 0 },
            ended_appointments: if is_first { count(found.endings.len()) } else { 0 },
            recorded_at: now,
            recorded_by: by.map(|user| user.0),
        };
        units::insert_succession(txn, &row).await?;
    }
    Ok(Applied {
        requests: found.request_ids.len(),
        objections: found.objection_ids.len(),
        appointments: found.endings.len(),
    })
}
