//! A decree that an operator puts in force, or that came with the program. Operators answer for the machine and could change anything on
//! it, so nobody has to confirm them; the record says that it was an operator.

use std::collections::BTreeSet;

use time::Date;
use uuid::Uuid;

use super::ledger::{changes, forgets_no_year, insert, load_ledger, put_in_force};
use crate::domain::calendar::{Decree, Holiday, WorkingCalendar, seed_versions};
use crate::domain::ids::UnitId;
use crate::persistence::{rows, write};
use crate::services::{Context, ServiceError, micros};

/// A calendar to put in force.
#[derive(Clone, Debug)]
pub struct CalendarImport {
    /// The days off it lists.
    pub days: Vec<Holiday>,
    /// The decree, as it is cited.
    pub decree: String,
    /// The day it was signed.
    pub issued_on: Date,
    /// Whether it amends the decrees before it; otherwise it takes their place.
    pub is_amendment: bool,
    /// The units it is for; the whole country without any.
    pub units: BTreeSet<UnitId>,
    /// Who imports it.
    pub imported_by: String,
}

impl CalendarImport {
    /// The decree it is.
    #[must_use]
    pub fn decree(&self, id: Uuid) -> Decree {
        Decree {
            id,
            cited: self.decree.trim().to_owned(),
            issued_on: self.issued_on,
            replaces: !self.is_amendment,
            units: self.units.clone(),
            days: self.days.clone(),
        }
    }
}

/// What became of an import.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// A new version is in force.
    New {
        /// Its number.
        seq: i32,
        /// How many days differ from the version before.
        changed_days: usize,
    },
    /// The calendar in force says the same already.
    Unchanged,
}

/// Puts a calendar in force. Open cases are recomputed afterwards, see [`recompute`](super::recompute).
///
/// # Errors
/// Invalid when the file has no days, or would forget a year that the calendar in force knows.
pub async fn import(ctx: &Context, wanted: &CalendarImport) -> Result<Imported, ServiceError> {
    let decree = wanted.decree(ctx.new_id());
    if decree.days.is_empty() && !(decree.is_local() && decree.replaces) {
        return Err(ServiceError::invalid("file", "field.calendar_empty"));
    }
    write(&ctx.db, async |txn| {
        let ledger = load_ledger(txn).await?;
        if ledger.decrees().any(|known| known.says_the_same(&decree)) {
            return Ok(Imported::Unchanged);
        }
        let changed = changes(ctx, txn, &decree).await?;
        forgets_no_year(&changed)?;
        insert(txn, &in_force(ctx, &decree, "operator"), &decree).await?;
        let put = put_in_force(ctx, txn, changed, decree.id, &wanted.imported_by, "").await?;
        Ok(
            put.map_or(Imported::Unchanged, |(seq, changed_days)| Imported::New {
                seq,
                changed_days,
            }),
        )
    })
    .await
}

/// Puts the decrees in force that were known when this program was built and that are newer than those in force. Tells how many.
///
/// # Errors
/// When the database is out of reach.
pub async fn import_built_in(ctx: &Context) -> Result<usize, ServiceError> {
    let seeds = seed_versions().map_err(ServiceError::unexpected)?;
    write(&ctx.db, async |txn| {
        let ledger = load_ledger(txn).await?;
        let national = ledger.decrees().filter(|decree| !decree.is_local());
        let known_until = national.map(|decree| decree.issued_on).max();
        let mut added = 0;
        for seed in &seeds {
            let version = seed.calendar.version();
            if known_until.is_some_and(|known| version.issued_on <= known) {
                continue;
            }
            let decree = Decree {
                id: version.id.0,
                cited: version.decree.clone(),
                issued_on: version.issued_on,
                replaces: false,
                units: BTreeSet::new(),
                days: seed.listed.clone(),
            };
            let mut changed = changes(ctx, txn, &decree).await?;
            if let Some(country) = changed.first_mut().filter(|change| change.unit.is_none()) {
                // The same id wherever the program runs.
                let days = country.now.holidays().cloned();
                country.now = WorkingCalendar::new(version.clone(), days);
            }
            insert(txn, &in_force(ctx, &decree, "built_in"), &decree).await?;
            let note = if seed.is_confirmed { "" } else { "unconfirmed" };
            put_in_force(ctx, txn, changed, decree.id, "built-in", note).await?;
            added += 1;
        }
        Ok(added)
    })
    .await
}

fn in_force(ctx: &Context, decree: &Decree, came_by: &str) -> rows::CalendarDecree {
    let now = micros(ctx.now());
    rows::CalendarDecree {
        id: decree.id,
        cited: decree.cited.clone(),
        issued_on: decree.issued_on,
        replaces: decree.replaces,
        came_by: came_by.to_owned(),
        state: "in_force".to_owned(),
        proposed_at: now,
        proposed_by: None,
        decided_at: Some(now),
        decided_by: None,
        reason: None,
        effect: None,
    }
}
