//! The decrees known when this program was built, each as a complete version of the calendar, in the order they were signed.

use std::collections::BTreeMap;

use csv::{Reader, StringRecord};
use time::Date;
use uuid::Uuid;

use super::import::parse_day;
use super::{CalendarVersion, CalendarVersionId, DayKind, Holiday, WorkingCalendar};

/// One decree a line; `basis` says whether its number and day were read in a source or come from memory.
const DECREES: &str = include_str!("../../../data/calendars/decrees.csv");
/// The days each decree lists: a yearly decree and its amendments the whole year, a Keppres its one day.
const HOLIDAYS: &str = include_str!("../../../data/calendars/holidays.csv");

/// A built-in version of the calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedVersion {
    /// Stable short name of the decree.
    pub key: String,
    /// Whether number and day of the decree were read in a source; otherwise they should be checked.
    pub is_confirmed: bool,
    /// The days it lists itself.
    pub listed: Vec<Holiday>,
    /// All days off from then on.
    pub calendar: WorkingCalendar,
}

/// The built-in calendar files contradict their own shape; a test keeps this from ever being shipped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the built-in calendar is broken at `{0}`")]
pub struct SeedError(String);

/// All built-in versions, the oldest first; the last one is in force.
pub fn seed_versions() -> Result<Vec<SeedVersion>, SeedError> {
    let mut days = days_by_decree()?;
    let mut versions: Vec<SeedVersion> = Vec::new();
    for row in rows(DECREES)? {
        let [key, id, decree, issued_on, basis] = fields(&row)?;
        let broken = || SeedError(key.to_owned());
        let version = CalendarVersion {
            id: CalendarVersionId(Uuid::try_parse(id).map_err(|_| broken())?),
            decree: decree.to_owned(),
            issued_on: parse_day(issued_on).map_err(|_| broken())?,
        };
        let listed = days.remove(key).ok_or_else(broken)?;
        let calendar = match versions.last() {
            None => WorkingCalendar::new(version, listed.clone()),
            Some(last) => last.calendar.amended(version, listed.clone()),
        };
        versions.push(SeedVersion {
            key: key.to_owned(),
            is_confirmed: basis == "confirmed",
            listed,
            calendar,
        });
    }
    Ok(versions)
}

/// The calendar as it was known on `day`: the last of `calendars`, given oldest first, that was signed by then.
pub fn known_on<'a>(
    calendars: impl IntoIterator<Item = &'a WorkingCalendar>,
    day: Date,
) -> Option<&'a WorkingCalendar> {
    calendars
        .into_iter()
        .take_while(|calendar| calendar.version().issued_on <= day)
        .last()
}

fn days_by_decree() -> Result<BTreeMap<String, Vec<Holiday>>, SeedError> {
    let mut days: BTreeMap<String, Vec<Holiday>> = BTreeMap::new();
    for row in rows(HOLIDAYS)? {
        let [decree, date, name_id, name_en, kind, source] = fields(&row)?;
        let broken = || SeedError(format!("{decree} {date}"));
        days.entry(decree.to_owned()).or_default().push(Holiday {
            date: parse_day(date).map_err(|_| broken())?,
            kind: DayKind::parse(kind).ok_or_else(broken)?,
            name_id: name_id.to_owned(),
            name_en: name_en.to_owned(),
            source: source.to_owned(),
        });
    }
    Ok(days)
}

fn rows(text: &str) -> Result<Vec<StringRecord>, SeedError> {
    Reader::from_reader(text.as_bytes())
        .into_records()
        .collect::<Result<_, _>>()
        .map_err(|error| SeedError(error.to_string()))
}

fn fields<const N: usize>(row: &StringRecord) -> Result<[&str; N], SeedError> {
    row.iter()
        .collect::<Vec<_>>()
        .try_into()
        .map_err(|_| SeedError(row.iter().collect::<Vec<_>>().join(",")))
}
