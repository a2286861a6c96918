//! Whether whoever acted held the office on that day (Perki 1/2021 Ps 6(7); `docs/readings.md` R39).

use uuid::Uuid;

use super::Finding;
use crate::domain::actor::Role;
use crate::domain::policy::CASE_ROLES;
use crate::domain::request::{CaseState, Event};
use crate::domain::unit::SuccessionKind;
use crate::persistence::queries::CasePage;
use crate::persistence::{Conn, rows, units, users};
use crate::services::accounts::{Act, UnitEnd, covers, within};
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError, instant};

/// An event, as far as it says who acted.
#[derive(Clone, Copy, Debug)]
pub(in crate::services) struct Deed<'a> {
    /// Its place.
    pub seq: i32,
    /// When.
    pub at: i64,
    /// In which role.
    pub role: &'a str,
    /// Who.
    pub user: Option<Uuid>,
    /// By which appointment.
    pub appointment: Option<Uuid>,
    /// At which unit.
    pub unit: Uuid,
    /// Whether the desk of another unit may have done it.
    pub is_entry: bool,
}

/// The acts of staff that no appointment covers.
///
/// # Errors
/// When the database is out of reach.
pub(in crate::services) async fn outside_office(
    ctx: &Context,
    conn: &impl Conn,
    deeds: &[Deed<'_>],
) -> Result<Vec<Finding>, ServiceError> {
    let is_staff = |deed: &&Deed<'_>| {
        deed.appointment.is_some() || Role::parse(deed.role).is_some_and(|role| CASE_ROLES.contains(&role))
    };
    let deeds: Vec<&Deed<'_>> = deeds.iter().filter(is_staff).collect();
    if deeds.is_empty() {
        return Ok(Vec::new());
    }
    let mut named: Vec<Uuid> = deeds.iter().filter_map(|deed| deed.appointment).collect();
    named.sort_unstable();
    named.dedup();
    let held = users::list_appointments_of(conn, named).await?;
    let known = units::list_units(conn).await?;
    let successions = units::list_successions(conn).await?;
    let end_of = |unit: Uuid| -> Option<UnitEnd> {
        let last_day = known.iter().find(|known| known.id == unit)?.valid_to?;
        let mut acts = successions.iter().filter(|act| act.from_unit_id == unit);
        let ends = |act: &&rows::UnitSuccession| {
            SuccessionKind::parse(&act.kind).is_some_and(SuccessionKind::ends_unit)
        };
        Some((last_day, acts.find(ends).map(|act| act.recorded_at)))
    };
    let held: Vec<rows::Appointment> = held
        .into_iter()
        .map(|held| {
            let unit_end = held.unit_id.and_then(end_of);
            within(held, unit_end)
        })
        .collect();
    let is_covered = |deed: &Deed<'_>| {
        let unit = known.iter().find(|unit: &&rows::Unit| unit.id == deed.unit);
        let zone = unit.map_or_else(|| ctx.zone(), |unit| zone_of(ctx, unit));
        let act = Act {
            user: deed.user,
            role: deed.role,
            unit: (!deed.is_entry).then_some(deed.unit),
            on: zone.civil_date(instant(deed.at)),
            at: deed.at,
        };
        held.iter()
            .any(|held| Some(held.id) == deed.appointment && covers(held, &act))
    };
    let outside = deeds.iter().filter(|deed| !is_covered(deed));
    Ok(outside.map(|deed| Finding::Office { seq: deed.seq }).collect())
}

/// The same for the events of a request.
///
/// # Errors
/// When the database is out of reach, or an event is not understood.
pub(super) async fn of_case(
    ctx: &Context,
    conn: &impl Conn,
    page: &CasePage,
) -> Result<Vec<Finding>, ServiceError> {
    let mut deeds = Vec::new();
    let mut state: Option<CaseState> = None;
    for event in &page.events {
        let happened: Event = serde_json::from_str(&event.data)?;
        let before = state.as_ref().map(|state| state.office_of(&happened));
        state = match state {
            Some(state) => Some(state.after(&happened)),
            None => CaseState::replay([&happened]),
        };
        let Some(unit) = before.or_else(|| state.as_ref().map(|state| state.unit)) else {
            break;
        };
        deeds.push(Deed {
            seq: event.seq,
            at: event.at,
            role: &event.actor_role,
            user: event.actor_user_id,
            appointment: event.appointment_id,
            unit: unit.0,
            is_entry: false,
        });
    }
    outside_office(ctx, conn, &deeds).await
}
