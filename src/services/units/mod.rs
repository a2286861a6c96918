//! Units as the use cases need them, and what becomes of one when a decree says so.

mod carried;
mod effect;
mod heirs;
mod history;
mod judge;
mod succession;

use super::{Context, Fault, FaultValue, ServiceError};
use crate::domain::calendar::Zone;
use crate::domain::unit::{Place, PpidMode, Validity};
pub use crate::persistence::rows::{Unit, UnitVersion};
use crate::persistence::{Conn, rows, units};
use time::Date;
use uuid::Uuid;

pub(in crate::services) use carried::Handover;
pub use effect::{Change, Ending, Preview, Wanted, preview};
pub use heirs::Heirs;
pub use history::{Recorded, UnitHistory, history, recorded};
pub use succession::{Applied, apply};

/// The zone of a unit's civil days.
#[must_use]
pub fn zone_of(ctx: &Context, unit: &rows::Unit) -> Zone {
    Zone::from_name(&unit.zone).unwrap_or_else(|| ctx.zone())
}

/// Whether the unit exists on a day.
#[must_use]
pub fn is_valid_on(unit: &rows::Unit, day: Date) -> bool {
    validity(unit).covers(day)
}

/// From when to when the unit exists.
#[must_use]
pub const fn validity(unit: &rows::Unit) -> Validity {
    Validity {
        from: unit.valid_from,
        to: unit.valid_to,
    }
}

/// The public body of a unit, as the head of its letters names it.
#[must_use]
pub fn body_of(ctx: &Context, unit: &rows::Unit) -> String {
    named_body(ctx, unit.body.clone())
}

/// The public body that a unit belonged to on a day; that of today for a day of which nothing is on record.
///
/// # Errors
/// Not found; when the database is out of reach.
pub(in crate::services) async fn body_on(
    ctx: &Context,
    conn: &impl Conn,
    unit_id: Uuid,
    day: Date,
) -> Result<String, ServiceError> {
    let versions = units::list_versions(conn, unit_id).await?;
    let then = versions.into_iter().find(|version| {
        let so = Validity {
            from: version.valid_from,
            to: version.valid_to,
        };
        so.covers(day)
    });
    Ok(match then {
        Some(version) => named_body(ctx, version.body),
        None => body_of(ctx, &units::get_unit(conn, unit_id).await?),
    })
}

/// The public body by the name on record, which is none for that of the portal.
pub(in crate::services) fn named_body(ctx: &Context, name: Option<String>) -> String {
    name.unwrap_or_else(|| ctx.settings.instance.name.clone())
}

/// Where a unit stands.
pub(in crate::services) fn place<'a>(ctx: &'a Context, unit: &'a rows::Unit) -> Place<'a> {
    Place {
        code: &unit.code,
        body: unit.body.as_deref().unwrap_or(&ctx.settings.instance.name),
        parent: unit.parent_code.as_deref(),
        ppid_of: unit.ppid_of.as_deref(),
        validity: validity(unit),
    }
}

/// The unit a request goes to: the one named, or the unit that receives what nobody else was named for.
///
/// # Errors
/// A fault at the field `unit` when no such unit exists on the day; one that ended says who goes on.
pub async fn destination(
    ctx: &Context,
    conn: &impl Conn,
    code: Option<&str>,
    day: Date,
) -> Result<rows::Unit, ServiceError> {
    let wanted = code.unwrap_or(&ctx.settings.instance.unit);
    let unknown = || ServiceError::invalid("unit", "field.unit_unknown");
    let unit = units::find_unit_by_code(conn, wanted)
        .await?
        .ok_or_else(unknown)?;
    if is_valid_on(&unit, day) {
        return Ok(unit);
    }
    let heir = Heirs::load(conn).await?.of(unit.id);
    let heir = match heir {
        Some(id) => units::get_unit(conn, id).await?,
        None => return Err(unknown()),
    };
    if code.is_none() && is_valid_on(&heir, day) {
        return Ok(heir);
    }
    let mut fault = Fault::new("unit", "field.unit_ended");
    fault.values.push(("unit", FaultValue::Text(unit.short_name)));
    fault.values.push(("heir", FaultValue::Text(heir.name)));
    Err(ServiceError::Invalid(vec![fault]))
}

/// The unit whose PPID answers for a unit, and whose superior decides objections: itself, or the one it is PPID Pelaksana of.
///
/// # Errors
/// When the database is out of reach.
pub async fn answering(conn: &impl Conn, unit: &rows::Unit) -> Result<rows::Unit, ServiceError> {
    let PpidMode::PelaksanaOf(code) = PpidMode::of(unit.ppid_of.as_deref()) else {
        return Ok(unit.clone());
    };
    let Some(above) = units::find_unit_by_code(conn, &code).await? else {
        return Ok(unit.clone());
    };
    match Heirs::load(conn).await?.of(above.id) {
        Some(heir) => Ok(units::get_unit(conn, heir).await?),
        None => Ok(above),
    }
}

/// Every unit there is or was.
///
/// # Errors
/// When the database is out of reach.
pub async fn list_all(ctx: &Context) -> Result<Vec<rows::Unit>, ServiceError> {
    Ok(units::list_units(ctx.db.read()).await?)
}

/// Every unit of the same public body that exists on a day, by place and name: within it a request is routed (`docs/readings.md` R40).
///
/// # Errors
/// When the database is out of reach.
pub async fn list_within(
    ctx: &Context,
    unit: &rows::Unit,
    day: Date,
) -> Result<Vec<rows::Unit>, ServiceError> {
    let mut units = list_valid(ctx, day).await?;
    units.retain(|other| body_of(ctx, other) == body_of(ctx, unit));
    Ok(units)
}

/// Every unit of another public body that exists on a day and takes requests here.
///
/// # Errors
/// When the database is out of reach.
pub async fn list_outside(
    ctx: &Context,
    unit: &rows::Unit,
    day: Date,
) -> Result<Vec<rows::Unit>, ServiceError> {
    let mut units = list_valid(ctx, day).await?;
    units.retain(|other| body_of(ctx, other) != body_of(ctx, unit));
    Ok(units)
}

/// Every unit that exists on a day, by place and name.
///
/// # Errors
/// When the database is out of reach.
pub async fn list_valid(ctx: &Context, day: Date) -> Result<Vec<rows::Unit>, ServiceError> {
    let mut units = units::list_units(ctx.db.read()).await?;
    units.retain(|unit| is_valid_on(unit, day));
    units.sort_by(|a, b| (&a.place, &a.short_name).cmp(&(&b.place, &b.short_name)));
    Ok(units)
}
