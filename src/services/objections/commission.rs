//! Komisi Informasi yang berwenang: which Information Commission hears a dispute about an objection, asked in this one place.

use crate::domain::dispute::{Commission, Seat, seat_on};
use crate::domain::objection::ObjectionState;
use crate::domain::unit::Jurisdiction;
use crate::persistence::{Conn, rows, units};
use crate::services::ServiceError;

/// The Commission for a dispute about this objection, by the unit that answered as it was on that day, or that received it while there is no
/// answer (UU 14/2008 Ps 27; Perki 1/2013 Ps 6; `docs/readings.md` R33).
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn commission_for(
    conn: &impl Conn,
    objection: &ObjectionState,
) -> Result<Commission, ServiceError> {
    let (unit, day) = objection.disputed();
    let versions = units::list_versions(conn, unit.0).await?;
    let seats: Vec<Seat> = versions.into_iter().map(seat).collect();
    Ok(seat_on(&seats, day).map_or(Commission::Central, Commission::of))
}

/// Where a version of a unit belongs.
fn seat(version: rows::UnitVersion) -> Seat {
    Seat {
        province: match Jurisdiction::parse(&version.commission) {
            Some(Jurisdiction::Central) => String::new(),
            _ => version.province,
        },
        since: version.valid_from,
    }
}
