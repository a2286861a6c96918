//! Who is to be told: staff with an appointment in force and an address, on a working day where they sit and once it is late enough.

use std::collections::BTreeMap;

use crate::domain::actor::{Role, Viewer};
use crate::domain::ids::{UnitId, UserId};
use crate::domain::policy::{self, CASE_ROLES};
use crate::persistence::{rows, units, users};
use crate::services::accounts::as_viewer;
use crate::services::units::zone_of;
use crate::services::{Context, ServiceError, calendars, micros};
use time::Date;
use uuid::Uuid;

/// Somebody who may get mail now.
pub(super) struct Person {
    /// The account.
    pub user: Uuid,
    /// What they may see today.
    pub viewer: Viewer,
    /// Today where they sit.
    pub day: Date,
    /// When that day ends.
    pub until: i64,
}

impl Person {
    /// The roles of the work on cases that they hold in a unit.
    pub fn roles_in(&self, unit: UnitId) -> Vec<Role> {
        let holds = |role: &Role| policy::acting_as(&self.viewer, unit, &[*role]).is_some();
        CASE_ROLES.into_iter().filter(holds).collect()
    }
}

/// Everybody who may get mail now. Who works for several units sits in that of their oldest appointment, so that they have one day.
pub(super) async fn list(ctx: &Context) -> Result<Vec<Person>, ServiceError> {
    let conn = ctx.db.read();
    let units = units::list_units(conn).await?;
    let common = calendars::current(ctx, conn).await?;
    let local = calendars::local(ctx, conn).await?;
    let mut held = appointments(ctx).await?;
    let mut people = Vec::new();
    for user in users::list_users(conn).await? {
        let Some(appointments) = held.remove(&user.id) else {
            continue;
        };
        if user.is_suspended || user.email.is_none() {
            continue;
        }
        let seat = appointments.first().and_then(|first| first.unit_id);
        let unit = units.iter().find(|unit| Some(unit.id) == seat);
        let zone = unit.map_or_else(|| ctx.zone(), |unit| zone_of(ctx, unit));
        let calendar = seat.and_then(|unit| local.get(&unit)).unwrap_or(&common);
        let here = ctx.now().to_offset(zone.offset());
        let day = here.date();
        let is_early = here.hour() < ctx.settings.reminders.hour;
        if is_early || !calendar.is_working_day(day, &ctx.counting()) {
            continue;
        }
        let end = day
            .next_day()
            .unwrap_or(day)
            .midnight()
            .assume_offset(zone.offset());
        people.push(Person {
            user: user.id,
            viewer: as_viewer(UserId(user.id), &appointments)?,
            day,
            until: micros(end),
        });
    }
    Ok(people)
}

/// The appointments to the work on cases that are in force today, by account, oldest first.
async fn appointments(ctx: &Context) -> Result<BTreeMap<Uuid, Vec<rows::Appointment>>, ServiceError> {
    let today = ctx.today(ctx.zone());
    let is_case_role = |code: &str| CASE_ROLES.iter().any(|role| role.code() == code);
    let mut held: BTreeMap<Uuid, Vec<rows::Appointment>> = BTreeMap::new();
    for row in users::list_all_appointments(ctx.db.read()).await? {
        let is_in_force = row.starts_on <= today && row.ends_on.is_none_or(|end| today <= end);
        if is_in_force && is_case_role(&row.role) {
            held.entry(row.user_id).or_default().push(row);
        }
    }
    Ok(held)
}
