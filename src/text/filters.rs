//! What templates may do to a value before showing it.
//!
//! | filter | takes | gives |
//! |---|---|---|
//! | `date_long`, `date`, `date_short` | `time::Date` as serialised, or `"2026-12-07"` | `Senin, 7 Desember 2026` … |
//! | `time(zone)`, `datetime(zone)`, `datetime_short(zone)` | an instant: `OffsetDateTime` as serialised, RFC 3339, or µs | `14.30 WITA` … |
//! | `iso_date`, `iso_datetime(zone)` | the same | the value of a `<time datetime>` attribute |
//! | `number` (`places`) | a number | `1.234.567,89` |
//! | `percent` | a share of one | `87,7%` |
//! | `size` | bytes | `240 kB` |
//! | `working_days_left` | working days until due | `3 hari kerja lagi` |
//! | `nl2br` | text | the text escaped, its line ends as `<br>` |
//!
//! `zone` is required wherever a clock time is printed: `wib`, `wita`, `wit` or the IANA name.

use tera::{Kwargs, State, Tera, TeraResult, Value};
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime, Time, UtcOffset};

use super::{Lang, format};

/// Registers the filters, bound to a language.
pub(super) fn register(tera: &mut Tera, lang: Lang) {
    for (name, print) in [
        ("date_long", format::date_long as fn(Lang, Date) -> String),
        ("date", format::date),
        ("date_short", format::date_short),
        ("iso_date", |_, on| on.to_string()),
    ] {
        tera.register_filter(name, move |value: Value, _: Kwargs, _: &State| {
            day(&value).map(|on| print(lang, on))
        });
    }
    for (name, print) in [
        ("time", format::time as fn(Lang, OffsetDateTime) -> String),
        ("datetime", format::datetime),
        ("datetime_short", format::datetime_short),
        ("iso_datetime", |_, at| at.format(&Rfc3339).unwrap_or_default()),
    ] {
        tera.register_filter(
            name,
            move |value: Value, values: Kwargs, _: &State| -> TeraResult<String> {
                let zone = zone(values.must_get("zone")?)?;
                Ok(print(lang, instant(&value)?.to_offset(zone)))
            },
        );
    }
    tera.register_filter(
        "number",
        move |value: Value, values: Kwargs, _: &State| -> TeraResult<String> {
            let places: Option<usize> = values.get("places")?;
            match (value.as_i64(), places) {
                (Some(whole), None) => Ok(format::integer(lang, whole)),
                (_, places) => Ok(format::decimal(lang, real(&value)?, places.unwrap_or(2))),
            }
        },
    );
    tera.register_filter("percent", move |value: Value, _: Kwargs, _: &State| {
        real(&value).map(|share| format::percent(lang, share))
    });
    tera.register_filter("size", move |bytes: u64, _: Kwargs, _: &State| {
        format::size(lang, bytes)
    });
    tera.register_filter("working_days_left", move |days: i64, _: Kwargs, _: &State| {
        format::working_days_left(lang, days)
    });
    tera.register_filter(
        "nl2br",
        |text: &str, _: Kwargs, state: &State| -> TeraResult<Value> {
            let escaped = state.escape(text)?;
            Ok(Value::safe_string(
                &escaped.replace("\r\n", "\n").replace(['\n', '\r'], "<br>\n"),
            ))
        },
    );
    tera.register_filter("safe", |_: Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        Err(tera::Error::message(
            "`safe` is not available: every value is escaped",
        ))
    });
}

fn real(value: &Value) -> TeraResult<f64> {
    value.as_f64().ok_or_else(|| unreadable("a number", value))
}

/// A calendar date: ISO 8601 text, or the pair (year, day of the year) that `time` serialises.
fn day(value: &Value) -> TeraResult<Date> {
    let from_text = |text: &str| Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    let from_pair = |pair: &[Value]| match pair {
        [year, ordinal] => Date::from_ordinal_date(small(year)?, small(ordinal)?).ok(),
        _ => None,
    };
    let date = value
        .as_str()
        .and_then(from_text)
        .or_else(|| value.as_array().and_then(from_pair));
    date.ok_or_else(|| unreadable("a date", value))
}

/// An instant: µs since 1970, RFC 3339 text, or the nine numbers that `time` serialises.
fn instant(value: &Value) -> TeraResult<OffsetDateTime> {
    let from_micros =
        |micros: i64| OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000).ok();
    // The second form is what `time` serialises when its human-readable form is on, as it is through a dependency.
    let serialised = format_description!(
        "[year]-[month]-[day] [hour]:[minute]:[second].[subsecond] [offset_hour sign:mandatory]:[offset_minute]:[offset_second]"
    );
    let from_text = |text: &str| {
        OffsetDateTime::parse(text, &Rfc3339)
            .or_else(|_| OffsetDateTime::parse(text, serialised))
            .ok()
    };
    let at = value.as_i64().and_then(from_micros);
    let at = at.or_else(|| value.as_str().and_then(from_text));
    at.or_else(|| value.as_array().and_then(from_parts))
        .ok_or_else(|| unreadable("an instant", value))
}

fn from_parts(parts: &[Value]) -> Option<OffsetDateTime> {
    let [
        year,
        ordinal,
        hour,
        minute,
        second,
        nanosecond,
        hours,
        minutes,
        seconds,
    ] = parts
    else {
        return None;
    };
    let date = Date::from_ordinal_date(small(year)?, small(ordinal)?).ok()?;
    let time = Time::from_hms_nano(small(hour)?, small(minute)?, small(second)?, small(nanosecond)?).ok()?;
    let offset = UtcOffset::from_hms(small(hours)?, small(minutes)?, small(seconds)?).ok()?;
    Some(OffsetDateTime::new_in_offset(date, time, offset))
}

fn small<T: TryFrom<i64>>(value: &Value) -> Option<T> {
    value.as_i64().and_then(|number| T::try_from(number).ok())
}

fn zone(name: &str) -> TeraResult<UtcOffset> {
    let hours = match name.to_ascii_lowercase().as_str() {
        "wib" | "asia/jakarta" | "asia/pontianak" => 7,
        "wita" | "asia/makassar" => 8,
        "wit" | "asia/jayapura" => 9,
        _ => {
            return Err(tera::Error::message(format!(
                "`{name}` is not an Indonesian zone"
            )));
        }
    };
    UtcOffset::from_hms(hours, 0, 0).map_err(tera::Error::message)
}

fn unreadable(wanted: &str, value: &Value) -> tera::Error {
    tera::Error::message(format!("`{value}` is not {wanted}"))
}
