//! The pages of publishing an answer.

use serde::Serialize;
use time::Date;

use super::Words;
use super::case_file::{CaseHead, case_head};
use super::history::{HistoryItem, history};
use super::parts::{Choice, FileLink};
use crate::services::Context;
use crate::services::requests::{CaseFile, Proposal, PublicText};

/// The form of the public text: `pages/officer/publish.html.tera`.
#[derive(Debug, Serialize)]
pub struct PublishView {
    head: CaseHead,
    action: String,
    version: i32,
    seq: i32,
    is_stale: bool,
    changes: Vec<HistoryItem>,
    files: Vec<Choice>,
    links: Vec<FileLink>,
}

/// What will be public: `pages/officer/publish_check.html.tera`.
#[derive(Debug, Serialize)]
pub struct PublishCheckView {
    head: CaseHead,
    answer: PublicAnswer,
    send: String,
    edit: String,
    stamp: String,
    /// Chosen files whose content could not be looked into.
    unread: Vec<String>,
    looked_through: Vec<Choice>,
}

impl PublishCheckView {
    /// Names the files that the officer must look through before sending.
    pub fn with_unread(mut self, unread: Vec<String>) -> Self {
        self.unread = unread;
        self
    }
}

/// The fields of `public_answer`, as the public page has them.
#[derive(Debug, Serialize)]
struct PublicAnswer {
    number: String,
    subject: String,
    outcome: String,
    question: String,
    answer: String,
    files: Vec<FileLink>,
    unit: PublicUnit,
    received_on: Date,
    answered_on: Option<Date>,
    published_on: Date,
}

#[derive(Debug, Serialize)]
struct PublicUnit {
    code: String,
    name: String,
}

fn links(words: Words<'_>, file: &CaseFile, base: &str, proposal: &Proposal) -> Vec<(String, FileLink)> {
    let size = |id| {
        let found = file.page.attachments.iter().find(|known| known.id == id);
        words.size(found.map_or(0, |known| u64::try_from(known.size).unwrap_or_default()))
    };
    let link = proposal.files.iter().map(|file| {
        let link = FileLink {
            href: format!("{base}/berkas/{}", file.id),
            name: file.name.clone(),
            size: size(file.id),
        };
        (file.id.to_string(), link)
    });
    link.collect()
}

/// The form; `seen` is the last event that an outdated form had seen.
pub fn publish_view(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    proposal: &Proposal,
    seen: Option<i32>,
) -> PublishView {
    let links = links(words, file, base, proposal);
    PublishView {
        head: case_head(words, file, base),
        action: format!("{base}/umumkan"),
        version: file.case.row.version,
        seq: file.case.row.event_seq,
        is_stale: seen.is_some(),
        changes: seen.map_or_else(Vec::new, |seen| history(words, file, seen)),
        files: links
            .iter()
            .map(|(id, link)| Choice::new(id, format!("{} ({})", link.name, link.size)))
            .collect(),
        links: links.into_iter().map(|(_, link)| link).collect(),
    }
}

/// Exactly what will be public.
pub fn publish_check_view(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    proposal: &Proposal,
    text: &PublicText,
    stamp: String,
) -> PublishCheckView {
    let row = &file.case.row;
    let chosen = links(words, file, base, proposal).into_iter();
    let chosen = chosen.filter(|(id, _)| text.files.iter().any(|file| file.to_string() == *id));
    PublishCheckView {
        head: case_head(words, file, base),
        answer: PublicAnswer {
            number: row.registration_no.clone(),
            subject: text.subject.trim().to_owned(),
            outcome: row.outcome.clone().unwrap_or_default(),
            question: text.question.trim().to_owned(),
            answer: text.answer.trim().to_owned(),
            files: chosen.map(|(_, link)| link).collect(),
            unit: PublicUnit {
                code: file.case.unit.code.clone(),
                name: file.case.unit.name.clone(),
            },
            received_on: row.received_on,
            answered_on: row.notice_on,
            published_on: ctx.today(file.case.zone),
        },
        send: format!("{base}/umumkan/kirim"),
        edit: format!("{base}/umumkan"),
        stamp,
        unread: Vec::new(),
        looked_through: vec![Choice::new("yes", words.text("officer.publish.looked_through"))],
    }
}
