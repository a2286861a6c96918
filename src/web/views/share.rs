//! Shares of other units' requests, for the unit that prepares them.

use serde::Serialize;

use super::Words;
use super::case_file::{Handed, handed_in};
use crate::services::requests::{OfficeShare, ShareFile};

/// The list: `pages/officer/shares.html.tera`.
#[derive(Debug, Serialize)]
pub struct ShareListView {
    waiting: Vec<ShareRow>,
    over: Vec<ShareRow>,
}

#[derive(Debug, Serialize)]
struct ShareRow {
    href: String,
    registration_no: String,
    subject: String,
    responsible: String,
    unit: String,
    status: &'static str,
    wanted_on: String,
    done_on: Option<String>,
    is_late: bool,
}

/// The list, what waits apart from what is over.
pub fn share_list_view(words: Words<'_>, listed: &[OfficeShare]) -> ShareListView {
    let row = |one: &OfficeShare| ShareRow {
        href: format!("/petugas/bagian/{}/{}", one.registration_no, one.no),
        registration_no: one.registration_no.clone(),
        subject: one.subject.clone(),
        responsible: one.responsible.clone(),
        unit: one.unit.clone(),
        status: one.status.code(),
        wanted_on: words.date_long(one.wanted_on),
        done_on: one.done_on.map(|on| words.date_long(on)),
        is_late: one.is_late,
    };
    let (waiting, over): (Vec<&OfficeShare>, Vec<&OfficeShare>) =
        listed.iter().partition(|one| one.done_on.is_none());
    ShareListView {
        waiting: waiting.into_iter().map(row).collect(),
        over: over.into_iter().map(row).collect(),
    }
}

/// One share: `pages/officer/share.html.tera`.
#[derive(Debug, Serialize)]
pub struct ShareView {
    registration_no: String,
    no: u16,
    base: String,
    subject: String,
    responsible: String,
    status: &'static str,
    is_open: bool,
    /// What was typed for a share that was over by then: there is no form any more that keeps it.
    unsent: String,
    is_late: bool,
    asked_on: String,
    wanted_on: String,
    due_on: String,
    done_on: Option<String>,
    working_days: i32,
    items: Vec<ItemLine>,
    handed: Handed,
}

#[derive(Debug, Serialize)]
struct ItemLine {
    position: i32,
    detail: String,
}

impl ShareView {
    /// The same with what was typed and not taken, once the share is over.
    #[must_use]
    pub fn with_unsent(self, typed: &str) -> Self {
        let unsent = if self.is_open { "" } else { typed.trim() };
        Self {
            unsent: unsent.to_owned(),
            ..self
        }
    }
}

/// The page of a share.
pub fn share_view(words: Words<'_>, file: ShareFile) -> ShareView {
    let share = &file.share;
    let base = format!("/petugas/bagian/{}/{}", file.registration_no, share.no);
    let items = file.items.into_iter().map(|item| ItemLine {
        position: item.position,
        detail: item.detail,
    });
    ShareView {
        no: share.no,
        subject: file.subject,
        responsible: file.responsible,
        status: share.status.code(),
        is_open: share.is_open(),
        unsent: String::new(),
        is_late: share.is_open() && share.wanted_on < file.today,
        asked_on: words.date_long(share.asked_on),
        wanted_on: words.date_long(share.wanted_on),
        due_on: words.date_long(file.due_on),
        done_on: share.done_on.map(|on| words.date_long(on)),
        working_days: file.working_days,
        items: items.collect(),
        handed: handed_in(words, file.material, &format!("{base}/berkas")),
        registration_no: file.registration_no,
        base,
    }
}
