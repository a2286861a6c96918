//! Reading a calendar file: `date,name_id,name_en,kind,source`. A bad line is told with its number; the good ones still come.

use std::{collections::BTreeMap, fmt};

use csv::{ReaderBuilder, StringRecord, Trim};
use time::{Date, format_description::BorrowedFormatItem, macros::format_description};

use super::{DayKind, Holiday};

/// The columns a file must have, in any order.
const COLUMNS: [&str; 5] = ["date", "name_id", "name_en", "kind", "source"];

/// How days are written.
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    /// The file is not CSV here: a quote left open, bytes that are no text, or a line with more or fewer fields.
    #[error("the line does not have the shape of the first one")]
    Malformed,
    /// The first line lacks a column.
    #[error("the column `{0}` is missing")]
    MissingColumn(&'static str),
    /// A column must have text.
    #[error("`{0}` is empty")]
    Empty(&'static str),
    /// Not a day.
    #[error("`{0}` is not a date like 2027-01-31")]
    NotADate(String),
    /// Not a kind of day off.
    #[error("`{0}` is not a kind of day off (libur_nasional, cuti_bersama, libur_presiden, penutupan_unit)")]
    UnknownKind(String),
    /// A kind of day off that this decree can't set.
    #[error("`{}` needs another decree: a unit is closed by its own, every other day is national", .0.statutory_code())]
    WrongKind(DayKind),
    /// The day was given before.
    #[error("the day is already given in line {0}")]
    Repeated(u64),
}

/// A line that was left out, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// Number of the line in the file, counted from 1.
    pub line: u64,
    /// What is wrong with it.
    pub problem: LineProblem,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.problem)
    }
}

impl std::error::Error for LineError {}

/// Reads the days off of a calendar file in the order they stand there, with the lines that could not be read.
pub fn parse_holidays_csv(text: &str) -> (Vec<Holiday>, Vec<LineError>) {
    let mut reader = ReaderBuilder::new()
        .trim(Trim::All)
        .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = match reader.headers().map(Columns::find) {
        Ok(Ok(columns)) => columns,
        Ok(Err(problem)) => return (Vec::new(), vec![LineError { line: 1, problem }]),
        Err(_) => return (Vec::new(), vec![malformed(1)]),
    };

    let (mut days, mut errors) = (Vec::new(), Vec::new());
    let mut seen = BTreeMap::new();
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                errors.push(malformed(error.position().map_or(0, csv::Position::line)));
                continue;
            }
        };
        let line = record.position().map_or(0, csv::Position::line);
        match columns.read(&record) {
            Ok(day) => match seen.insert(day.date, line) {
                None => days.push(day),
                Some(first) => {
                    seen.insert(day.date, first);
                    errors.push(LineError {
                        line,
                        problem: LineProblem::Repeated(first),
                    });
                }
            },
            Err(problem) => errors.push(LineError { line, problem }),
        }
    }
    (days, errors)
}

/// A day written as 2027-01-31.
pub(super) fn parse_day(text: &str) -> Result<Date, LineProblem> {
    Date::parse(text, DAY).map_err(|_| LineProblem::NotADate(text.to_owned()))
}

const fn malformed(line: u64) -> LineError {
    LineError {
        line,
        problem: LineProblem::Malformed,
    }
}

/// Where the columns stand.
struct Columns([usize; 5]);

impl Columns {
    fn find(header: &StringRecord) -> Result<Self, LineProblem> {
        let mut at = [0; 5];
        for (place, name) in at.iter_mut().zip(COLUMNS) {
            *place = header
                .iter()
                .position(|found| found == name)
                .ok_or(LineProblem::MissingColumn(name))?;
        }
        Ok(Self(at))
    }

    fn read(&self, record: &StringRecord) -> Result<Holiday, LineProblem> {
        let [date, name_id, name_en, kind, source] = self.0.map(|at| record.get(at).unwrap_or_default());
        for (text, name) in [date, name_id, name_en, kind, source].into_iter().zip(COLUMNS) {
            if text.is_empty() {
                return Err(LineProblem::Empty(name));
            }
        }
        Ok(Holiday {
            date: parse_day(date)?,
            kind: DayKind::parse(kind).ok_or_else(|| LineProblem::UnknownKind(kind.to_owned()))?,
            name_id: name_id.to_owned(),
            name_en: name_en.to_owned(),
            source: source.to_owned(),
        })
    }
}
