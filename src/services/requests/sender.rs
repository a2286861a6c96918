//! Who sends a letter, as of its day.

use crate::domain::actor::{Actor, Role};
use crate::domain::calendar::Zone;
use crate::persistence::{Conn, rows, users};
use crate::services::units::body_of;
use crate::services::{Context, ServiceError};
use serde::{Deserialize, Serialize};

/// The sender as of the day of a letter: a case may move to another unit, a unit may be renamed, an officer may leave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sender {
    /// Name of the public body.
    pub body: String,
    /// Name of the unit that had the case.
    pub unit: String,
    /// Its short name.
    pub short_name: String,
    /// Its address.
    pub address: String,
    /// Its e-mail address, if it has one.
    pub email: Option<String>,
    /// Where the letter is dated.
    pub place: String,
    /// Name of the zone of its civil days.
    pub zone: String,
    /// Code of the role that acted.
    pub role: String,
    /// Name of the officer who acted; none when the portal made the letter.
    pub officer: Option<String>,
}

impl Sender {
    /// A unit, with the officer who acts for it.
    ///
    /// # Errors
    /// When the database is out of reach.
    pub(in crate::services) async fn of(
        ctx: &Context,
        conn: &impl Conn,
        unit: &rows::Unit,
        zone: Zone,
        actor: Actor,
    ) -> Result<Self, ServiceError> {
        let place = if unit.place.is_empty() {
            &ctx.settings.instance.place
        } else {
            &unit.place
        };
        let officer = match actor.user.filter(|_| actor.appointment.is_some()) {
            Some(user) => users::find_user(conn, user.0).await?,
            None => None,
        };
        Ok(Self {
            body: body_of(ctx, unit),
            unit: unit.name.clone(),
            short_name: unit.short_name.clone(),
            address: unit.address.clone(),
            email: unit.email.clone(),
            place: bare(place).to_owned(),
            zone: zone.name().to_owned(),
            role: actor.role.code().to_owned(),
            officer: officer.map(|user| user.full_name),
        })
    }

    /// The role that acted, when it was one of the office.
    #[must_use]
    pub fn office_role(&self) -> Option<Role> {
        Role::parse(&self.role).filter(|role| !matches!(role, Role::Citizen | Role::System))
    }

    /// The zone of its civil days.
    #[must_use]
    pub fn zone(&self, otherwise: Zone) -> Zone {
        Zone::from_name(&self.zone).unwrap_or(otherwise)
    }
}

/// Letters are dated "Makassar", not "Kota Makassar".
fn bare(place: &str) -> &str {
    let prefixes = ["Kota ", "Kabupaten ", "Kab. "];
    prefixes
        .iter()
        .find_map(|prefix| place.strip_prefix(prefix))
        .unwrap_or(place)
}
