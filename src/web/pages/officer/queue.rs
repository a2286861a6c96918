//! `/petugas`: what the office owes, most urgent first.

use rocket::{Route, State, get, routes};

use crate::domain::actor::Role;
use crate::services::Context;
use crate::services::queue::{self, Asked, Tab};
use crate::web::guards::{Language, Officer};
use crate::web::views::{QueueView, Words, queue_view};
use crate::web::{Answer, Page};

pub fn routes() -> Vec<Route> {
    routes![show]
}

/// The tabs by the word in the address; the first is where one arrives.
const TABS: [(&str, Tab); 9] = [
    ("semua", Tab::All),
    ("terlambat", Tab::Overdue),
    ("segera", Tab::DueSoon),
    ("baru", Tab::New),
    ("dikerjakan", Tab::Working),
    ("menunggu", Tab::Waiting),
    ("persetujuan", Tab::Approval),
    ("dijawab", Tab::Answered),
    ("selesai", Tab::Closed),
];

#[get("/petugas?<tab>&<cari>&<sesudah>")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    tab: Option<&str>,
    cari: Option<&str>,
    sesudah: Option<&str>,
) -> Answer<Page<QueueView>> {
    let (word, chosen) = TABS
        .into_iter()
        .find(|(word, _)| Some(*word) == tab)
        .unwrap_or(("semua", Tab::All));
    let text = cari.map(str::trim).filter(|text| !text.is_empty());
    let asked = Asked {
        tab: chosen,
        text,
        after: sesudah,
    };
    let found = queue::list(ctx, &officer.viewer, &[Role::Officer, Role::Ppid], asked).await?;
    let words = Words::new(ctx, language.0);
    let tabs: Vec<&str> = TABS.iter().map(|(word, _)| *word).collect();
    let view = queue_view(words, &found, "/petugas", &tabs, word, text, sesudah.is_some());
    Ok(Page::new(
        "pages/officer/queue.html.tera",
        "officer.queue.title",
        view,
    ))
}
