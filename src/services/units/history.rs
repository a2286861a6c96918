//! What a unit was from day to day, and every succession on record.

use time::Date;

use super::Heirs;
use crate::domain::unit::Validity;
use crate::persistence::{rows, units, users};
use crate::services::{Context, ServiceError};

/// A unit with what it was.
#[derive(Clone, Debug)]
pub struct UnitHistory {
    /// As it is today.
    pub unit: rows::Unit,
    /// Its versions, oldest first.
    pub versions: Vec<rows::UnitVersion>,
    /// Who goes on after it ended, the one that took what was open first.
    pub heirs: Vec<rows::Unit>,
    /// Whose duties it goes on with.
    pub predecessors: Vec<rows::Unit>,
}

impl UnitHistory {
    /// What the unit was on a day.
    #[must_use]
    pub fn on(&self, day: Date) -> Option<&rows::UnitVersion> {
        self.versions.iter().find(|version| {
            let so = Validity {
                from: version.valid_from,
                to: version.valid_to,
            };
            so.covers(day)
        })
    }
}

/// The history of the unit with this code.
///
/// # Errors
/// Not found without such a unit.
pub async fn history(ctx: &Context, code: &str) -> Result<UnitHistory, ServiceError> {
    let conn = ctx.db.read();
    let all = units::list_units(conn).await?;
    let unit = all
        .iter()
        .find(|unit| unit.code == code)
        .cloned()
        .ok_or(ServiceError::NotFound)?;
    let heirs = Heirs::load(conn).await?;
    let named = |ids: &[uuid::Uuid]| -> Vec<rows::Unit> {
        let found = ids.iter().filter_map(|id| all.iter().find(|unit| unit.id == *id));
        found.cloned().collect()
    };
    Ok(UnitHistory {
        versions: units::list_versions(conn, unit.id).await?,
        heirs: named(heirs.named(unit.id)),
        predecessors: named(&heirs.predecessors(unit.id)),
        unit,
    })
}

/// A succession on record.
#[derive(Clone, Debug)]
pub struct Recorded {
    /// The row.
    pub row: rows::UnitSuccession,
    /// Short name of the unit it is about.
    pub from: String,
    /// Short name of the unit that goes on.
    pub to: String,
    /// Who recorded it; nobody when an operator did.
    pub by: Option<String>,
}

/// Every succession on record, the newest first.
///
/// # Errors
/// When the database is out of reach.
pub async fn recorded(ctx: &Context) -> Result<Vec<Recorded>, ServiceError> {
    let conn = ctx.db.read();
    let known = units::list_units(conn).await?;
    let name = |id| {
        let found = known.iter().find(|unit: &&rows::Unit| unit.id == id);
        found.map_or_else(String::new, |unit| unit.short_name.clone())
    };
    let mut all = Vec::new();
    for row in units::list_successions(conn).await? {
        let by = match row.recorded_by {
            Some(id) => users::find_user(conn, id).await?.map(|user| user.full_name),
            None => None,
        };
        all.push(Recorded {
            from: name(row.from_unit_id),
            to: name(row.to_unit_id),
            by,
            row,
        });
    }
    Ok(all)
}
