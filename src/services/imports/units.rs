//! Units from a file like `data/units.csv`: added, or put right by code. No unit is ever removed; one that ended has a last day. What
//! a decree changes is no correction: that is a succession.

use std::collections::{BTreeMap, BTreeSet};

use csv::{ReaderBuilder, StringRecord, Trim};
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use super::BadLine;
use crate::domain::calendar::Zone;
use crate::domain::unit::{Jurisdiction, Place, PlaceFault, place_faults};
use crate::persistence::{rows, units, write};
use crate::services::units::place;
use crate::services::{Context, ServiceError};

/// The units of the first public body.
pub const BUILT_IN: &str = include_str!("../../../data/units.csv");

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
/// Columns a file must have, in any order; others are left alone.
const REQUIRED: [&str; 4] = ["code", "name", "short_name", "kind"];

/// What an import did.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UnitsReport {
    /// Units added.
    pub added: usize,
    /// Units changed.
    pub changed: usize,
    /// Units that were so already.
    pub unchanged: usize,
    /// Lines left out.
    pub bad: Vec<BadLine>,
}

/// Imports units; the good lines in one transaction.
///
/// # Errors
/// When the database is out of reach; nothing is then written.
pub async fn import(ctx: &Context, text: &str) -> Result<UnitsReport, ServiceError> {
    let mut report = UnitsReport::default();
    let (read, unread) = parse(text, ctx.zone());
    let columns = columns(text);
    report.bad = unread;
    write(&ctx.db, async |txn| {
        units::lock_units(txn).await?;
        let known: BTreeMap<String, rows::Unit> = units::list_units(txn)
            .await?
            .into_iter()
            .map(|unit| (unit.code.clone(), unit))
            .collect();
        let has = |column: &str| columns.iter().any(|known| known == column);
        let succeeded: BTreeSet<uuid::Uuid> = units::list_successions(txn)
            .await?
            .into_iter()
            .map(|succession| succession.from_unit_id)
            .collect();
        let mut wanted = Vec::new();
        for (line, unit) in &read {
            let old = known.get(&unit.code);
            let mut new = rows::Unit {
                id: old.map_or_else(|| ctx.new_id(), |old| old.id),
                version: old.map_or(unit.version, |old| old.version),
                ..unit.clone()
            };
            // What a file does not speak of stays as it is.
            if let Some(old) = old {
                if !has("body") {
                    new.body.clone_from(&old.body);
                }
                if !has("ppid_of") {
                    new.ppid_of.clone_from(&old.ppid_of);
                }
                if !has("commission") {
                    new.commission.clone_from(&old.commission);
                }
            }
            if old.is_some_and(|old| new != *old && succeeded.contains(&old.id)) {
                let reason = "the unit was changed by a recorded succession, which a file does not undo";
                report.bad.push(bad(*line, reason));
            } else {
                wanted.push((*line, new));
            }
        }
        report.bad.extend(leave_out_of_place(ctx, &known, &mut wanted));
        for (_, new) in &wanted {
            match known.get(&new.code) {
                None => {
                    units::insert_unit(txn, new).await?;
                    report.added += 1;
                }
                Some(old) if new == old => report.unchanged += 1,
                Some(_) => {
                    units::update_unit(txn, new).await?;
                    report.changed += 1;
                }
            }
        }
        Ok::<_, ServiceError>(())
    })
    .await?;
    report.bad.sort_by_key(|bad| bad.line);
    Ok(report)
}

/// Leaves out every unit that could not stand where the file puts it, as everything would be once the rest is read.
fn leave_out_of_place(
    ctx: &Context,
    known: &BTreeMap<String, rows::Unit>,
    wanted: &mut Vec<(u64, rows::Unit)>,
) -> Vec<BadLine> {
    let today = ctx.today(ctx.zone());
    let mut out = Vec::new();
    // What is left out may be what another line rests on.
    loop {
        let mut becomes = known.clone();
        becomes.extend(wanted.iter().map(|(_, unit)| (unit.code.clone(), unit.clone())));
        let all: Vec<Place<'_>> = becomes.values().map(|unit| place(ctx, unit)).collect();
        let before = out.len();
        wanted.retain(|(line, unit)| {
            let old = known.get(&unit.code);
            if old == Some(unit) {
                return true;
            }
            let was = old.map(|old| place(ctx, old));
            // One that is still to come is looked at on its first day.
            let day = unit.valid_from.map_or(today, |from| from.max(today));
            match place_faults(&all, was.as_ref(), &place(ctx, unit), [day, day]).first() {
                Some(fault) => {
                    out.push(bad(*line, &out_of_place(*fault, unit)));
                    false
                }
                None => true,
            }
        });
        if out.len() == before {
            return out;
        }
    }
}

fn out_of_place(fault: PlaceFault, unit: &rows::Unit) -> String {
    let parent = unit.parent_code.as_deref().unwrap_or_default();
    let ppid_of = unit.ppid_of.as_deref().unwrap_or_default();
    match fault {
        PlaceFault::ParentUnknown => format!("there is no unit `{parent}`, named in parent_code"),
        PlaceFault::ParentNotThere => format!("`{parent}`, named in parent_code, does not exist on that day"),
        PlaceFault::ParentOfOtherBody => {
            format!("`{parent}`, named in parent_code, is in another public body")
        }
        PlaceFault::ParentBelow => format!("`{parent}`, named in parent_code, stands under the unit itself"),
        PlaceFault::PpidUnknown => format!("there is no unit `{ppid_of}`, named in ppid_of"),
        PlaceFault::PpidNotThere => format!("`{ppid_of}`, named in ppid_of, does not exist on that day"),
        PlaceFault::PpidOfOtherBody => format!("`{ppid_of}`, named in ppid_of, is in another public body"),
        PlaceFault::PpidNotOwn => format!("`{ppid_of}`, named in ppid_of, has no PPID of its own"),
        PlaceFault::AnswersForOthers => {
            "the PPID of the unit answers for others, who would be left without".to_owned()
        }
    }
}

/// The columns that a file has.
fn columns(text: &str) -> Vec<String> {
    let first = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .unwrap_or_default();
    first
        .split(',')
        .map(|name| name.trim().trim_matches('"').to_owned())
        .collect()
}

type Parsed = (Vec<(u64, rows::Unit)>, Vec<BadLine>);

fn parse(text: &str, zone: Zone) -> Parsed {
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let header = match reader.headers() {
        Ok(header) => header.clone(),
        Err(_) => return (Vec::new(), vec![bad(1, "is not CSV")]),
    };
    if let Some(missing) = REQUIRED
        .iter()
        .find(|name| !header.iter().any(|found| found == **name))
    {
        return (
            Vec::new(),
            vec![bad(1, &format!("the column `{missing}` is missing"))],
        );
    }
    let (mut units, mut errors) = (Vec::new(), Vec::new());
    let mut seen = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                let line = error.position().map_or(0, csv::Position::line);
                errors.push(bad(line, "does not have the shape of the first line"));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match unit(&header, &record, zone) {
            Ok(unit) => match seen.insert(unit.code.clone(), line) {
                None => units.push((line, unit)),
                Some(first) => errors.push(bad(line, &format!("the unit is already given in line {first}"))),
            },
            Err(reason) => errors.push(bad(line, &reason)),
        }
    }
    (units, errors)
}

fn bad(line: u64, reason: &str) -> BadLine {
    BadLine {
        line,
        reason: reason.to_owned(),
    }
}

fn unit(header: &StringRecord, record: &StringRecord, zone: Zone) -> Result<rows::Unit, String> {
    let field = |name: &str| {
        let at = header.iter().position(|found| found == name);
        at.and_then(|at| record.get(at)).unwrap_or_default()
    };
    let filled = |name: &str| Some(field(name).to_owned()).filter(|text| !text.is_empty());
    let needed = |name: &str| filled(name).ok_or_else(|| format!("`{name}` is empty"));
    let code = needed("code")?;
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if code.len() > 64 || !code.chars().all(is_plain) {
        return Err("`code` may have small letters, digits and dashes only, 64 at most".to_owned());
    }
    let zone_name = filled("zone").unwrap_or_else(|| zone.name().to_owned());
    if Zone::from_name(&zone_name).is_none() {
        return Err("`zone` is not Asia/Jakarta, Asia/Makassar or Asia/Jayapura".to_owned());
    }
    let commission = match field("commission") {
        "" => Jurisdiction::Province,
        text => Jurisdiction::parse(text).ok_or("`commission` is not central or province")?,
    };
    let valid_from = day("valid_from", field("valid_from"))?;
    let valid_to = day("valid_to", field("valid_to"))?;
    if filled("ppid_of").as_deref() == Some(&code) {
        return Err(
            "`ppid_of` names the unit itself: leave it empty when it has a PPID of its own".to_owned(),
        );
    }
    if valid_from.zip(valid_to).is_some_and(|(from, to)| to < from) {
        return Err("`valid_to` lies before `valid_from`".to_owned());
    }
    Ok(rows::Unit {
        id: uuid::Uuid::nil(),
        code,
        name: needed("name")?,
        short_name: needed("short_name")?,
        kind: needed("kind")?,
        parent_code: filled("parent_code"),
        place: field("city_or_regency").to_owned(),
        province: field("province").to_owned(),
        address: field("address").to_owned(),
        lat: degrees("lat", field("lat"), 90.0)?,
        lon: degrees("lon", field("lon"), 180.0)?,
        service_area: field("service_area").to_owned(),
        email: filled("email"),
        website: filled("website"),
        zone: zone_name,
        valid_from,
        valid_to,
        version: 1,
        body: filled("body"),
        ppid_of: filled("ppid_of"),
        commission: commission.code().to_owned(),
    })
}

fn day(name: &str, text: &str) -> Result<Option<Date>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    Date::parse(text, DAY)
        .map(Some)
        .map_err(|_| format!("`{name}` is not a date like 2026-01-31"))
}

fn degrees(name: &str, text: &str, most: f64) -> Result<Option<f64>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse()
        .ok()
        .filter(|degrees: &f64| degrees.abs() <= most)
        .map(Some)
        .ok_or_else(|| format!("`{name}` is not a number of degrees"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_units_are_whole() {
        let (units, bad) = parse(BUILT_IN, Zone::Wita);
        assert_eq!((units.len(), bad.len()), (38, 0), "{bad:?}");
    }

    #[test]
    fn a_bad_line_is_told_and_the_rest_goes_on() {
        let text = "kind,code,name,short_name,lat,valid_from,valid_to,zone\n\
                    lapas,lapas-a,Lapas A,A,,,,\n\
                    lapas,Lapas B,Lapas B,B,,,,\n\
                    lapas,lapas-c,,C,,,,\n\
                    lapas,lapas-d,D,D,91,,,\n\
                    lapas,lapas-e,E,E,,2026-01-02,2026-01-01,\n\
                    lapas,lapas-f,F,F,,01/02/2026,,\n\
                    lapas,lapas-g,G,G,,,,Europe/Berlin\n\
                    lapas,lapas-a,A again,A,,,,\n\
                    lapas,lapas-h\n";
        let own = "kind,code,name,short_name,ppid_of,commission\nlapas,lapas-a,A,A,lapas-a,\nlapas,lapas-b,B,B,,daerah\n";
        let bad: Vec<u64> = parse(own, Zone::Wita).1.iter().map(|bad| bad.line).collect();
        assert_eq!(bad, [2, 3]);
        let (units, bad) = parse(text, Zone::Wita);
        assert_eq!(units.len(), 1);
        assert_eq!(
            bad.iter().map(|bad| bad.line).collect::<Vec<_>>(),
            [3, 4, 5, 6, 7, 8, 9, 10]
        );
        let (units, bad) = parse("code,name\nx,y\n", Zone::Wita);
        assert!(units.is_empty());
        assert_eq!(bad[0].to_string(), "line 1: the column `short_name` is missing");
    }
}
