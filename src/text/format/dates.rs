//! Calendar dates, clock times, and distances in days.

use time::{Date, Month, OffsetDateTime, UtcOffset, Weekday};

use super::integer;
use crate::text::Lang;

/// `Senin`, `Monday`.
#[must_use]
pub fn day_name(lang: Lang, day: Weekday) -> &'static str {
    match (lang, day) {
        (Lang::Id, Weekday::Monday) => "Senin",
        (Lang::Id, Weekday::Tuesday) => "Selasa",
        (Lang::Id, Weekday::Wednesday) => "Rabu",
        (Lang::Id, Weekday::Thursday) => "Kamis",
        (Lang::Id, Weekday::Friday) => "Jumat",
        (Lang::Id, Weekday::Saturday) => "Sabtu",
        (Lang::Id, Weekday::Sunday) => "Minggu",
        (Lang::En, Weekday::Monday) => "Monday",
        (Lang::En, Weekday::Tuesday) => "Tuesday",
        (Lang::En, Weekday::Wednesday) => "Wednesday",
        (Lang::En, Weekday::Thursday) => "Thursday",
        (Lang::En, Weekday::Friday) => "Friday",
        (Lang::En, Weekday::Saturday) => "Saturday",
        (Lang::En, Weekday::Sunday) => "Sunday",
    }
}

/// `Desember`, `December`.
#[must_use]
pub fn month_name(lang: Lang, month: Month) -> &'static str {
    match (lang, month) {
        (Lang::Id, Month::January) => "Januari",
        (Lang::Id, Month::February) => "Februari",
        (Lang::Id, Month::March) => "Maret",
        (Lang::Id, Month::May) => "Mei",
        (Lang::Id, Month::June) => "Juni",
        (Lang::Id, Month::July) => "Juli",
        (Lang::Id, Month::August) => "Agustus",
        (Lang::Id, Month::October) => "Oktober",
        (Lang::Id, Month::December) => "Desember",
        (Lang::En, Month::January) => "January",
        (Lang::En, Month::February) => "February",
        (Lang::En, Month::March) => "March",
        (Lang::En, Month::May) => "May",
        (Lang::En, Month::June) => "June",
        (Lang::En, Month::July) => "July",
        (Lang::En, Month::August) => "August",
        (Lang::En, Month::October) => "October",
        (Lang::En, Month::December) => "December",
        (_, Month::April) => "April",
        (_, Month::September) => "September",
        (_, Month::November) => "November",
    }
}

/// `7 Desember 2026`.
#[must_use]
pub fn date(lang: Lang, date: Date) -> String {
    format!(
        "{} {} {}",
        date.day(),
        month_name(lang, date.month()),
        date.year()
    )
}

/// `Senin, 7 Desember 2026`.
#[must_use]
pub fn date_long(lang: Lang, on: Date) -> String {
    format!("{}, {}", day_name(lang, on.weekday()), date(lang, on))
}

/// `7 Des 2026`, for narrow tables.
#[must_use]
pub fn date_short(lang: Lang, date: Date) -> String {
    let month: String = month_name(lang, date.month()).chars().take(3).collect();
    // Agustus is cut to "Agu" by ICU as well; only English September keeps four letters there, which we don't follow.
    format!("{} {} {}", date.day(), month, date.year())
}

/// `14.30 WITA`, in English `14:30 WITA`.
#[must_use]
pub fn time(lang: Lang, at: OffsetDateTime) -> String {
    format!("{} {}", clock(lang, at), zone_name(at.offset()))
}

/// `Senin, 23 November 2026 pukul 14.30 WITA`.
#[must_use]
pub fn datetime(lang: Lang, at: OffsetDateTime) -> String {
    let joined = match lang {
        Lang::Id => "pukul",
        Lang::En => "at",
    };
    format!("{} {joined} {}", date_long(lang, at.date()), time(lang, at))
}

/// `23 Nov 2026, 14.30 WITA`, for tables and timelines.
#[must_use]
pub fn datetime_short(lang: Lang, at: OffsetDateTime) -> String {
    format!("{}, {}", date_short(lang, at.date()), time(lang, at))
}

fn clock(lang: Lang, at: OffsetDateTime) -> String {
    let separator = match lang {
        Lang::Id => '.',
        Lang::En => ':',
    };
    format!("{:02}{separator}{:02}", at.hour(), at.minute())
}

/// `WIB`, `WITA` or `WIT` for the three Indonesian zones, otherwise the distance from UTC.
#[must_use]
pub fn zone_name(offset: UtcOffset) -> String {
    match offset.as_hms() {
        (7, 0, 0) => "WIB".to_owned(),
        (8, 0, 0) => "WITA".to_owned(),
        (9, 0, 0) => "WIT".to_owned(),
        (0, 0, 0) => "UTC".to_owned(),
        (hours, minutes, _) => {
            let sign = if offset.is_negative() { '-' } else { '+' };
            format!(
                "UTC{sign}{:02}:{:02}",
                hours.unsigned_abs(),
                minutes.unsigned_abs()
            )
        }
    }
}

/// What an officer has left: `3 hari kerja lagi`, `hari ini`, `terlambat 2 hari kerja`.
///
/// `days` counts working days from today to the due date: 0 on the day itself, negative after it.
#[must_use]
pub fn working_days_left(lang: Lang, days: i64) -> String {
    let count = integer(lang, days.saturating_abs());
    match (lang, days) {
        (Lang::Id, 0) => "hari ini".to_owned(),
        (Lang::Id, 1..) => format!("{count} hari kerja lagi"),
        (Lang::Id, _) => format!("terlambat {count} hari kerja"),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "1 working day left".to_owned(),
        (Lang::En, 2..) => format!("{count} working days left"),
        (Lang::En, -1) => "1 working day late".to_owned(),
        (Lang::En, _) => format!("{count} working days late"),
    }
}

/// Distance in calendar days: `dalam 3 hari`, `hari ini`, `1 hari yang lalu`.
#[must_use]
pub fn relative_days(lang: Lang, days: i64) -> String {
    let count = integer(lang, days.saturating_abs());
    match (lang, days) {
        (Lang::Id, 0) => "hari ini".to_owned(),
        (Lang::Id, 1..) => format!("dalam {count} hari"),
        (Lang::Id, _) => format!("{count} hari yang lalu"),
        (Lang::En, 0) => "today".to_owned(),
        (Lang::En, 1) => "in 1 day".to_owned(),
        (Lang::En, 2..) => format!("in {count} days"),
        (Lang::En, -1) => "1 day ago".to_owned(),
        (Lang::En, _) => format!("{count} days ago"),
    }
}
