//! Longest texts accepted, in characters, and farthest days; the pages show the same numbers of characters and a test holds the two against
//! each other. What is typed stays in the record for good, is digested, printed and mailed about, so nothing of it is without measure.

use time::{Date, Month};

/// Names, numbers and short lines.
pub const LINE: usize = 200;
/// What a thing is counted by.
pub const MEASURE: usize = 40;
/// A short name or a place.
pub const SHORT: usize = 100;
/// An account, or how electronic money is paid.
pub const ACCOUNT: usize = 400;
/// An address.
pub const ADDRESS: usize = 500;
/// How something is known, or why a step was taken.
pub const NOTE: usize = 2_000;
/// What stands in a letter or a message.
pub const LETTER: usize = 4_000;
/// What the superior says of one ground.
pub const RULING: usize = 8_000;
/// What is answered to one item.
pub const ANSWER: usize = 20_000;

/// Years ahead within which lies what the body promises or orders itself: no law gives a number, and later is a refusal by another name
/// (`docs/readings.md` R54).
pub const PROMISE_YEARS: u16 = 1;
/// Years ahead within which lies a day that others set, that both sides agreed on, or on which something will first exist.
pub const FORESEEN_YEARS: u16 = 5;

/// The same day so many years later; 29 February becomes 28.
#[must_use]
pub fn years_after(day: Date, years: u16) -> Date {
    let year = day.year() + i32::from(years);
    day.replace_year(year)
        .or_else(|_| Date::from_calendar_date(year, Month::February, 28))
        .unwrap_or(Date::MAX)
}

/// Whether a text is longer. A browser counts the end of a line as one character and sends two.
#[must_use]
pub fn is_longer(text: &str, limit: usize) -> bool {
    text.len() > limit && text.chars().filter(|c| *c != '\r').count() > limit
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_leap_day_has_a_day_in_other_years() {
        assert_eq!(years_after(date!(2026 - 11 - 28), 1), date!(2027 - 11 - 28));
        assert_eq!(years_after(date!(2024 - 02 - 29), 1), date!(2025 - 02 - 28));
        assert_eq!(years_after(date!(2024 - 02 - 29), 4), date!(2028 - 02 - 29));
        assert_eq!(years_after(Date::MAX, 1), Date::MAX);
    }

    #[test]
    fn characters_are_counted_as_a_browser_counts_them() {
        for (text, is_too_long) in [
            ("", false),
            ("abcde", false),
            ("abcdef", true),
            ("ab\r\nde", false),
            ("ab\r\ndef", true),
            ("éèêëē", false),
            ("éèêëēė", true),
        ] {
            assert_eq!(is_longer(text, 5), is_too_long, "{text:?}");
        }
    }
}
