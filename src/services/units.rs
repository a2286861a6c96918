//! Units as the use cases need them.

use super::{Context, ServiceError};
use crate::domain::calendar::Zone;
pub use crate::persistence::rows::Unit;
use crate::persistence::{Conn, rows, units};
use time::Date;

/// The zone of a unit's civil days.
#[must_use]
pub fn zone_of(ctx: &Context, unit: &rows::Unit) -> Zone {
    Zone::from_name(&unit.zone).unwrap_or_else(|| ctx.zone())
}

/// Whether the unit exists on a day.
#[must_use]
pub fn is_valid_on(unit: &rows::Unit, day: Date) -> bool {
    unit.valid_from.is_none_or(|from| from <= day) && unit.valid_to.is_none_or(|to| day <= to)
}

/// The unit a request goes to: the one named, or the unit that receives what nobody else was named for.
///
/// # Errors
/// A fault at the field `unit` when no such unit exists on the day.
pub async fn destination(
    ctx: &Context,
    conn: &impl Conn,
    code: Option<&str>,
    day: Date,
) -> Result<rows::Unit, ServiceError> {
    let code = code.unwrap_or(&ctx.settings.instance.unit);
    units::find_unit_by_code(conn, code)
        .await?
        .filter(|unit| is_valid_on(unit, day))
        .ok_or_else(|| ServiceError::invalid("unit", "field.unit_unknown"))
}

/// Every unit there is or was.
///
/// # Errors
/// When the database is out of reach.
pub async fn list_all(ctx: &Context) -> Result<Vec<rows::Unit>, ServiceError> {
    Ok(units::list_units(ctx.db.read()).await?)
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
