//! The decrees in force as rows, and what putting one more in force changes: the country's calendar and those of units.

use std::collections::{BTreeMap, BTreeSet};

use time::Date;
use uuid::Uuid;

use super::{current, current_for, day_rows};
use crate::domain::calendar::{
    CalendarVersion, CalendarVersionId, DayKind, Decree, Holiday, Ledger, WorkingCalendar,
};
use crate::domain::ids::UnitId;
use crate::persistence::{Conn, PersistenceError, Txn, calendars, decrees, rows};
use crate::services::{Context, Fault, FaultValue, ServiceError, micros};

/// The decrees in force.
///
/// # Errors
/// When a stored day is not understood.
pub(super) async fn load_ledger(conn: &impl Conn) -> Result<Ledger, ServiceError> {
    let mut days: BTreeMap<Uuid, Vec<Holiday>> = BTreeMap::new();
    for row in decrees::list_decree_days(conn, None).await? {
        days.entry(row.decree_id).or_default().push(holiday(row)?);
    }
    let units = units_by_decree(conn).await?;
    let in_force = decrees::list_decrees(conn).await?.into_iter();
    Ok(Ledger::new(in_force.filter(|row| row.state == "in_force").map(
        |row| decree_of(&row, days.remove(&row.id).unwrap_or_default(), &units),
    )))
}

/// The units of every decree that has some.
pub(super) async fn units_by_decree(
    conn: &impl Conn,
) -> Result<BTreeMap<Uuid, BTreeSet<UnitId>>, ServiceError> {
    let mut units: BTreeMap<Uuid, BTreeSet<UnitId>> = BTreeMap::new();
    for row in decrees::list_decree_units(conn).await? {
        units
            .entry(row.decree_id)
            .or_default()
            .insert(UnitId(row.unit_id));
    }
    Ok(units)
}

pub(super) fn decree_of(
    row: &rows::CalendarDecree,
    days: Vec<Holiday>,
    units: &BTreeMap<Uuid, BTreeSet<UnitId>>,
) -> Decree {
    Decree {
        id: row.id,
        cited: row.cited.clone(),
        issued_on: row.issued_on,
        replaces: row.replaces,
        units: units.get(&row.id).cloned().unwrap_or_default(),
        days,
    }
}

pub(super) fn holiday(row: rows::CalendarDecreeDay) -> Result<Holiday, PersistenceError> {
    let kind = DayKind::parse(&row.kind)
        .ok_or_else(|| PersistenceError::invalid_row("calendar_decree_days", "unknown kind"))?;
    Ok(Holiday {
        date: row.date,
        kind,
        name_id: row.name_id,
        name_en: row.name_en,
        source: row.source,
    })
}

/// A decree as it is stored.
pub(super) async fn insert(
    txn: &Txn,
    row: &rows::CalendarDecree,
    decree: &Decree,
) -> Result<(), PersistenceError> {
    let days: Vec<_> = decree
        .days
        .iter()
        .map(|day| rows::CalendarDecreeDay {
            decree_id: decree.id,
            date: day.date,
            kind: day.kind.code().to_owned(),
            name_id: day.name_id.clone(),
            name_en: day.name_en.clone(),
            source: day.source.clone(),
        })
        .collect();
    let units: Vec<_> = decree
        .units
        .iter()
        .map(|unit| rows::CalendarDecreeUnit {
            decree_id: decree.id,
            unit_id: unit.0,
        })
        .collect();
    decrees::insert_decree(txn, row, &days, &units).await
}

/// A calendar that a decree changes.
pub(super) struct Change {
    /// Whose it is; the country's without a unit.
    pub unit: Option<UnitId>,
    /// As it is.
    pub was: Option<std::sync::Arc<WorkingCalendar>>,
    /// As it will be.
    pub now: WorkingCalendar,
    /// Days that are off in only one of the two, or of another kind.
    pub days: usize,
    first_last: Option<(Date, Date)>,
}

impl Change {
    /// The first and the last of those days.
    pub fn span(&self) -> Option<(Date, Date)> {
        self.first_last
    }
}

/// What the calendars become with one more decree: the country's first, then each unit's that has days of its own. Nothing is written.
pub(super) async fn changes(
    ctx: &Context,
    conn: &impl Conn,
    decree: &Decree,
) -> Result<Vec<Change>, ServiceError> {
    let ledger = load_ledger(conn).await?.with(decree.clone());
    let is_first = calendars::find_current_calendar(conn).await?.is_none();
    let version = || CalendarVersion {
        id: CalendarVersionId(ctx.new_id()),
        decree: decree.cited.clone(),
        issued_on: decree.issued_on,
    };
    let country = if is_first {
        None
    } else {
        Some(current(ctx, conn).await?)
    };
    let mut all = vec![change(None, country, ledger.national(version()))];
    for unit in ledger.local_units() {
        if let Some(now) = ledger.of_unit(unit, version()) {
            let was = if is_first {
                None
            } else {
                Some(current_for(ctx, conn, unit.0).await?)
            };
            all.push(change(Some(unit), was, now));
        }
    }
    Ok(all)
}

fn change(
    unit: Option<UnitId>,
    was: Option<std::sync::Arc<WorkingCalendar>>,
    now: WorkingCalendar,
) -> Change {
    let days = match &was {
        Some(was) => was
            .differences(&now, Date::MIN..=Date::MAX)
            .into_iter()
            .map(|day| day.date)
            .collect(),
        None => now.holidays().map(|day| day.date).collect::<Vec<_>>(),
    };
    Change {
        unit,
        was,
        now,
        days: days.len(),
        first_last: days.first().copied().zip(days.last().copied()),
    }
}

/// Puts a decree that is in the ledger by now in force: a new version of every calendar that it changes. Tells the number of the first
/// one and how many days differ.
pub(super) async fn put_in_force(
    ctx: &Context,
    txn: &Txn,
    changes: Vec<Change>,
    decree_id: Uuid,
    by: &str,
    note: &str,
) -> Result<Option<(i32, usize)>, ServiceError> {
    let mut seq = calendars::next_seq(txn).await?;
    let mut first = None;
    for change in changes {
        if change.days == 0 && change.was.is_some() {
            continue;
        }
        let version = change.now.version();
        let row = rows::CalendarVersion {
            id: version.id.0,
            seq,
            decree: version.decree.clone(),
            issued_on: version.issued_on,
            note: note.to_owned(),
            imported_at: micros(ctx.now()),
            imported_by: by.to_owned(),
            unit_id: change.unit.map(|unit| unit.0),
            decree_id: Some(decree_id),
        };
        calendars::insert_calendar(txn, &row, &day_rows(row.id, &change.now)).await?;
        first.get_or_insert((seq, change.days));
        seq += 1;
    }
    Ok(first)
}

/// A calendar without a year that was known would move every date of that year: surely the wrong file.
pub(super) fn forgets_no_year(changes: &[Change]) -> Result<(), ServiceError> {
    for change in changes {
        let kept: BTreeSet<i32> = change.now.covered_years().collect();
        let was = change.was.iter().flat_map(|was| was.covered_years());
        if let Some(lost) = was.into_iter().find(|year| !kept.contains(year)) {
            let mut fault = Fault::new("file", "field.calendar_forgets_year");
            fault.values.push(("year", FaultValue::Text(lost.to_string())));
            return Err(ServiceError::Invalid(vec![fault]));
        }
    }
    Ok(())
}
