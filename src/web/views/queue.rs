//! A queue of cases, for officers and superiors.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::Words;
use super::parts::{Badge, due_badge};
use crate::services::queue::{Entry, Queue};

/// A queue: `components/queue.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct QueueView {
    base: String,
    tabs: Vec<TabView>,
    tab: String,
    text: String,
    rows: Vec<RowView>,
    has_many_units: bool,
    next: Option<String>,
    first: Option<String>,
}

#[derive(Debug, Serialize)]
struct TabView {
    word: String,
    href: String,
    is_current: bool,
}

#[derive(Debug, Serialize)]
struct RowView {
    registration_no: String,
    href: String,
    subject: String,
    applicant_kind: String,
    status: String,
    unit: String,
    due: Option<Badge>,
    due_on: Option<String>,
    received_on: String,
    is_waiting: bool,
    is_published: bool,
}

/// A page of the queue under `base`. `tabs` are the words of its tabs, `tab` the one shown.
pub fn queue_view(
    words: Words<'_>,
    queue: &Queue,
    base: &str,
    tabs: &[&str],
    tab: &str,
    text: Option<&str>,
    is_further: bool,
) -> QueueView {
    let address = |tab: &str, after: Option<&str>| {
        let encoded = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let mut query = vec![format!("tab={tab}")];
        query.extend(text.map(|text| format!("cari={}", encoded(text))));
        query.extend(after.map(|after| format!("sesudah={}", encoded(after))));
        format!("{base}?{}", query.join("&"))
    };
    QueueView {
        base: base.to_owned(),
        tabs: tabs
            .iter()
            .map(|word| TabView {
                word: (*word).to_owned(),
                href: address(word, None),
                is_current: *word == tab,
            })
            .collect(),
        tab: tab.to_owned(),
        text: text.unwrap_or_default().to_owned(),
        rows: queue
            .entries
            .iter()
            .map(|entry| row(words, entry, base))
            .collect(),
        has_many_units: queue.has_many_units,
        next: queue.next.as_deref().map(|after| address(tab, Some(after))),
        first: is_further.then(|| address(tab, None)),
    }
}

fn row(words: Words<'_>, entry: &Entry, base: &str) -> RowView {
    RowView {
        href: format!("{base}/permohonan/{}", entry.registration_no),
        registration_no: entry.registration_no.clone(),
        subject: entry.subject.clone(),
        applicant_kind: words.text(&format!("law.applicant_kind.{}", entry.applicant_kind)),
        status: entry.status.clone(),
        unit: entry.unit.clone(),
        due: entry.due.map(|due| due_badge(words, due)),
        due_on: entry.due_on.map(|on| words.date_short(on)),
        received_on: words.date_short(entry.received_on),
        is_waiting: entry.is_waiting,
        is_published: entry.is_published,
    }
}
