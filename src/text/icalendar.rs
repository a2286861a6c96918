//! Days for a calendar program (RFC 5545): whole days, published, with addresses that stay the same when a day moves.

use time::{Date, OffsetDateTime, UtcOffset};

/// A day in a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What stays the same when the day moves.
    pub uid: String,
    /// The day.
    pub on: Date,
    /// What happens, in a line.
    pub summary: String,
    /// More of it.
    pub description: String,
    /// Where to read on.
    pub url: String,
}

/// The text of a calendar made at `at`.
#[must_use]
pub fn icalendar(name: &str, at: OffsetDateTime, entries: &[Entry]) -> String {
    let at = at.to_offset(UtcOffset::UTC);
    let stamp = format!(
        "{}T{:02}{:02}{:02}Z",
        day(at.date()),
        at.hour(),
        at.minute(),
        at.second()
    );
    let mut text = String::new();
    let mut line = |name: &str, value: &str| fold(&mut text, &format!("{name}:{value}"));
    line("BEGIN", "VCALENDAR");
    line("VERSION", "2.0");
    line("PRODID", "-//Terbuka//Terbuka//ID");
    line("CALSCALE", "GREGORIAN");
    line("METHOD", "PUBLISH");
    line("NAME", &escape(name));
    line("X-WR-CALNAME", &escape(name));
    line("REFRESH-INTERVAL;VALUE=DURATION", "PT6H");
    for entry in entries {
        line("BEGIN", "VEVENT");
        line("UID", &escape(&entry.uid));
        line("DTSTAMP", &stamp);
        line("DTSTART;VALUE=DATE", &day(entry.on));
        line("SUMMARY", &escape(&entry.summary));
        line("DESCRIPTION", &escape(&entry.description));
        // An address, which is not a text and is not escaped.
        line("URL", &entry.url);
        line("TRANSP", "TRANSPARENT");
        line("END", "VEVENT");
    }
    line("END", "VCALENDAR");
    text
}

fn day(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), u8::from(date.month()), date.day())
}

/// RFC 5545 3.3.11. A carriage return would end the line, so none is let through.
fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '\\' | ';' | ',' => escaped.extend(['\\', sign]),
            '\n' => escaped.push_str("\\n"),
            sign if sign.is_control() => {}
            sign => escaped.push(sign),
        }
    }
    escaped
}

/// Octets a line may have, without its end (RFC 5545 3.1).
const WIDTH: usize = 75;

/// Adds a line, folded between characters: a following line begins with a space, which counts.
fn fold(into: &mut String, line: &str) {
    let mut width = 0;
    for sign in line.chars() {
        if width + sign.len_utf8() > WIDTH {
            into.push_str("\r\n ");
            width = 1;
        }
        into.push(sign);
        width += sign.len_utf8();
    }
    into.push_str("\r\n");
}
