//! Calendars against the grammar of RFC 5545 and against a parser that is not ours.

use ical::IcalParser;
use ical::parser::ical::component::IcalCalendar;
use ical::property::Property;
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

fn parsed(text: &str) -> IcalCalendar {
    let mut calendars = IcalParser::new(text.as_bytes());
    let calendar = calendars.next().unwrap().unwrap();
    assert!(calendars.next().is_none());
    calendar
}

/// Names with their parameters, and values as they are written.
fn written(properties: &[Property]) -> Vec<(String, &str)> {
    let one = |property: &Property| {
        let params = property.params.iter().flatten();
        let params: Vec<_> = params
            .map(|(name, values)| format!(";{name}={}", values.join(",")))
            .collect();
        let params = params.concat();
        format!("{}{params}", property.name)
    };
    properties
        .iter()
        .map(|property| (one(property), property.value.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn a_calendar_is_read_back_by_a_parser_that_is_not_ours() {
    let text = icalendar(
        "Tenggat, Lapas",
        datetime!(2026-11-27 08:05:09 +8),
        &[entry("Pemberitahuan; tertulis, \\ 10 hari")],
    );
    let calendar = parsed(&text);
    let head = written(&calendar.properties);
    for (name, value) in [
        ("VERSION", "2.0"),
        ("METHOD", "PUBLISH"),
        ("X-WR-CALNAME", "Tenggat\\, Lapas"),
        ("REFRESH-INTERVAL;VALUE=DURATION", "PT6H"),
    ] {
        assert!(head.contains(&(name.to_owned(), value)), "{name} in {head:?}");
    }
    let [event] = &calendar.events[..] else {
        panic!("{text}")
    };
    let told = written(&event.properties);
    let told: Vec<_> = told.iter().map(|(name, value)| (name.as_str(), *value)).collect();
    assert_eq!(
        told,
        [
            ("UID", "LAPAS-MAKASSAR-2026-0001-D05@terbuka.example"),
            ("DTSTAMP", "20261127T000509Z"),
            ("DTSTART;VALUE=DATE", "20261207"),
            ("SUMMARY", "Pemberitahuan\\; tertulis\\, \\\\ 10 hari"),
            (
                "DESCRIPTION",
                "UU 14/2008 Pasal 22 ayat (7)\\; satu\\, dua\\nbaris"
            ),
            ("URL", "https://terbuka.example/petugas?a=1,2;b"),
            ("TRANSP", "TRANSPARENT"),
        ]
    );
}

#[test]
fn a_calendar_without_days_is_one() {
    let text = icalendar("Kosong", datetime!(2026-11-27 00:00 UTC), &[]);
    assert_eq!(parsed(&text).events.len(), 0);
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
