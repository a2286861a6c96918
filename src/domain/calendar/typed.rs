//! A day as people type it into three boxes.

use time::{Date, Month};

/// The three boxes name no day of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a day of the calendar")]
pub struct NotADay;

/// The day of three boxes; `None` when all are empty.
///
/// # Errors
/// [`NotADay`] when they are filled and name no day between 1900 and 2199.
pub fn typed_day(day: &str, month: &str, year: &str) -> Result<Option<Date>, NotADay> {
    let boxes = [day.trim(), month.trim(), year.trim()];
    if boxes.iter().all(|text| text.is_empty()) {
        return Ok(None);
    }
    let [day, month, year] = boxes;
    let is_short = boxes.iter().all(|text| text.len() <= 4);
    let day: u8 = day.parse().map_err(|_| NotADay)?;
    let month: u8 = month.parse().map_err(|_| NotADay)?;
    let year: i32 = year.parse().map_err(|_| NotADay)?;
    let month = Month::try_from(month).map_err(|_| NotADay)?;
    if !is_short || !(1900..2200).contains(&year) {
        return Err(NotADay);
    }
    Date::from_calendar_date(year, month, day)
        .map(Some)
        .map_err(|_| NotADay)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn three_boxes_make_a_day() {
        assert_eq!(typed_day("7", "12", "2026"), Ok(Some(date!(2026 - 12 - 07))));
        assert_eq!(typed_day(" 07", "02 ", "2024"), Ok(Some(date!(2024 - 02 - 07))));
        assert_eq!(typed_day("", " ", ""), Ok(None));
        for (day, month, year) in [
            ("29", "2", "2026"),
            ("1", "13", "2026"),
            ("1", "1", "26"),
            ("1", "", "2026"),
            ("satu", "1", "2026"),
            ("00001", "1", "2026"),
        ] {
            assert_eq!(typed_day(day, month, year), Err(NotADay), "{day} {month} {year}");
        }
    }
}
