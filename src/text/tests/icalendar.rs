//! Calendars against the grammar of RFC 5545 and against a parser that is not ours.

use icalendar::parser::{read_calendar, unfold};
use icalendar::{Calendar, CalendarDateTime, Component, DatePerhapsTime};
use proptest::prelude::*;
use time::macros::{date, datetime};

use crate::text::icalendar::{Entry, icalendar};

fn entry(summary: &str) -> Entry {
    Entry {
        uid: "LAPAS-MAKASSAR-2026-0001-D05@terbuka.example".to_owned(),
        on: date!(2026 - 12 - 07),
        summary: summary.to_owned(),
        description: "UU 14/2008 Pasal 22 ayat (7); satu, dua\nbaris".to_owned(),
        url: "https://terbuka.example/petugas?a=1,2;b".to_owned(),
    }
}

fn parsed(text: &str) -> Calendar {
    text.parse().unwrap()
}

#[test]
fn a_calendar_is_read_back_by_a_parser_that_is_not_ours() {
    let text = icalendar(
        "Tenggat Lapas",
        datetime!(2026-11-27 08:05:09 +8),
        &[entry("Pemberitahuan; tertulis, \\ 10 hari")],
    );
    let calendar = parsed(&text);
    assert_eq!(calendar.get_name(), Some("Tenggat Lapas"));
    assert_eq!(calendar.property_value("METHOD"), Some("PUBLISH"));
    assert_eq!(calendar.property_value("VERSION"), Some("2.0"));
    let events: Vec<_> = calendar.events().collect();
    let [event] = events[..] else { panic!("{text}") };
    assert_eq!(
        event.get_uid(),
        Some("LAPAS-MAKASSAR-2026-0001-D05@terbuka.example")
    );
    assert_eq!(event.get_summary(), Some("Pemberitahuan; tertulis, \\ 10 hari"));
    assert_eq!(
        event.get_description(),
        Some("UU 14/2008 Pasal 22 ayat (7); satu, dua\nbaris")
    );
    assert_eq!(event.get_url(), Some("https://terbuka.example/petugas?a=1,2;b"));
    let Some(DatePerhapsTime::Date(day)) = event.get_start() else {
        panic!("{text}")
    };
    assert_eq!(day.to_string(), "2026-12-07");
    let stamp = event.get_timestamp().unwrap();
    assert_eq!(stamp.to_rfc3339(), "2026-11-27T00:05:09+00:00");
    assert!(!matches!(
        event.get_start(),
        Some(DatePerhapsTime::DateTime(CalendarDateTime::Floating(_)))
    ));
}

#[test]
fn a_calendar_without_days_is_one() {
    let text = icalendar("Kosong", datetime!(2026-11-27 00:00 UTC), &[]);
    assert_eq!(parsed(&text).events().count(), 0);
    assert!(read_calendar(&unfold(&text)).is_ok());
}

proptest! {
    #[test]
    fn lines_end_and_fold_as_the_grammar_asks(summary in "\\PC{0,120}") {
        let summary = summary.trim().to_owned();
        let text = icalendar("Tenggat", datetime!(2026-11-27 00:00 UTC), &[entry(&summary)]);
        prop_assert!(text.ends_with("\r\n"));
        for line in text.trim_end_matches("\r\n").split("\r\n") {
            prop_assert!(line.len() <= 75 && !line.is_empty(), "{}", line);
            prop_assert!(!line.contains(['\r', '\n']));
        }
        let unfolded = text.replace("\r\n ", "");
        let escaped = summary.replace('\\', "\\\\").replace(';', "\\;").replace(',', "\\,");
        let expected = format!("\r\nSUMMARY:{escaped}\r\n");
        prop_assert!(unfolded.contains(&expected));
    }
}
