//! A decree as people type or paste it: a calendar file with its line of column names, or one day a line (`2027-03-10; Banjir`).

use time::{Date, Month};

use super::import::parse_holidays_csv;
use super::{DayKind, Decree, Holiday, LineError, LineProblem};

/// Reads the days of a decree; `kind` and `source` are those of lines that name none.
pub fn parse_decree(text: &str, is_local: bool, source: &str) -> (Vec<Holiday>, Vec<LineError>) {
    let is_file = text
        .trim_start_matches('\u{feff}')
        .lines()
        .next()
        .is_some_and(|first| first.split(',').any(|column| column.trim() == "date"));
    let (days, mut errors) = if is_file {
        parse_holidays_csv(text)
    } else {
        typed(text, is_local, source)
    };
    let (days, wrong): (Vec<_>, Vec<_>) = days
        .into_iter()
        .partition(|day| Decree::allows(is_local, day.kind));
    for day in wrong {
        let problem = LineProblem::WrongKind(day.kind);
        let line = line_of(text, day.date);
        errors.push(LineError { line, problem });
    }
    errors.sort_by_key(|error| error.line);
    (days, errors)
}

fn typed(text: &str, is_local: bool, source: &str) -> (Vec<Holiday>, Vec<LineError>) {
    let (mut days, mut errors): (Vec<(u64, Holiday)>, _) = (Vec::new(), Vec::new());
    for (line, text) in (1..).zip(text.lines()) {
        if text.trim().is_empty() {
            continue;
        }
        let read = one(text, is_local, source).and_then(|day| {
            match days.iter().find(|(_, known)| known.date == day.date) {
                Some((first, _)) => Err(LineProblem::Repeated(*first)),
                None => Ok(day),
            }
        });
        match read {
            Ok(day) => days.push((line, day)),
            Err(problem) => errors.push(LineError { line, problem }),
        }
    }
    (days.into_iter().map(|(_, day)| day).collect(), errors)
}

fn one(line: &str, is_local: bool, source: &str) -> Result<Holiday, LineProblem> {
    let mut fields = line.split(';').map(str::trim);
    let written = fields.next().unwrap_or_default();
    let date = typed_date(written).ok_or_else(|| LineProblem::NotADate(written.to_owned()))?;
    let name = fields
        .next()
        .filter(|name| !name.is_empty())
        .ok_or(LineProblem::Empty("name_id"))?;
    let kind = match fields.next().filter(|kind| !kind.is_empty()) {
        None if is_local => DayKind::UnitClosure,
        None => DayKind::NationalHoliday,
        Some(code) => {
            let code = code.to_lowercase().replace(' ', "_");
            DayKind::parse(&code).ok_or(LineProblem::UnknownKind(code))?
        }
    };
    let name_en = fields.next().filter(|name| !name.is_empty()).unwrap_or(name);
    Ok(Holiday {
        date,
        kind,
        name_id: name.to_owned(),
        name_en: name_en.to_owned(),
        source: source.to_owned(),
    })
}

/// `2027-01-31`, or as it is written here: `31-1-2027`, `31/01/2027`.
fn typed_date(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['-', '/', '.']).collect();
    let [first, month, last] = parts.as_slice() else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    if year.len() != 4 {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()
}

/// The line on which a day stands, to name it again.
fn line_of(text: &str, date: Date) -> u64 {
    let found = (1..).zip(text.lines()).find(|(_, line)| {
        line.split([';', ','])
            .any(|field| typed_date(field.trim().trim_matches('"')) == Some(date))
    });
    found.map_or(0, |(line, _)| line)
}
