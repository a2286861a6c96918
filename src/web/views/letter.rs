//! A letter as its reader sees it. What it says is frozen; name and address come from the sealed identity, for those who may
//! see it.

use serde::Serialize;
use time::Date;

use super::Words;
use super::parts::Row;
use crate::domain::deadline::{RuleId, RuleSet};
use crate::domain::request::{MissingRequirement, Outcome};
use crate::services::Context;
use crate::services::requests::CaseFile;
use crate::services::requests::letters::{Letter, NoticeItem};

/// A letter: `components/letter.html.tera` draws it, `pages/shared/letter.html.tera` is its page.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// Kop surat.
    pub letterhead: Letterhead,
    kind: &'static str,
    registration_no: String,
    dateline: String,
    recipient: Option<Recipient>,
    subject: String,
    received_on: String,
    opening: String,
    list: Vec<String>,
    rows: Vec<Row>,
    items: Vec<ItemView>,
    closing: Vec<String>,
    signer: String,
    back: String,
}

/// The head of a letter, top line first.
#[derive(Debug, Serialize)]
pub struct Letterhead {
    body: String,
    unit: String,
    address: String,
    contact: Option<String>,
}

#[derive(Debug, Serialize)]
struct Recipient {
    name: String,
    address: Option<String>,
}

#[derive(Debug, Serialize)]
struct ItemView {
    position: i32,
    detail: String,
    outcome: String,
    rows: Vec<Row>,
    answer: String,
    files: Vec<String>,
}

/// The view of a letter of a case, issued on a day (or about to be). `back` is where the reader came from.
pub fn letter_view(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    letter: &Letter,
    issued_on: Date,
    back: &str,
) -> LetterView {
    let unit = &file.case.unit;
    let writer = Writer { ctx, words, file };
    let place = if unit.place.is_empty() {
        &ctx.settings.instance.place
    } else {
        &unit.place
    };
    LetterView {
        letterhead: Letterhead {
            body: ctx.settings.instance.name.clone(),
            unit: unit.name.clone(),
            address: unit.address.clone(),
            contact: unit.email.clone(),
        },
        kind: letter.kind(),
        registration_no: file.case.row.registration_no.clone(),
        dateline: format!("{}, {}", bare(place), words.date(issued_on)),
        recipient: file.identity.as_ref().map(|identity| Recipient {
            name: identity
                .name()
                .map_or_else(|| words.text("letter.not_stated"), str::to_owned),
            address: identity.address.clone(),
        }),
        subject: file.case.row.subject.clone(),
        received_on: words.date(file.case.row.received_on),
        opening: words.text(&format!("letter.{}.opening", letter.kind())),
        list: writer.list(letter),
        rows: writer.rows(letter),
        items: match letter {
            Letter::Notice { items, .. } => items.iter().map(|item| writer.item(item)).collect(),
            _ => Vec::new(),
        },
        closing: writer.closing(letter),
        signer: words.with("letter.signer", &[("unit", &unit.short_name)]),
        back: back.to_owned(),
    }
}

/// Letters are dated "Makassar", not "Kota Makassar".
fn bare(place: &str) -> &str {
    let prefixes = ["Kota ", "Kabupaten ", "Kab. "];
    prefixes
        .iter()
        .find_map(|prefix| place.strip_prefix(prefix))
        .unwrap_or(place)
}

struct Writer<'a> {
    ctx: &'a Context,
    words: Words<'a>,
    file: &'a CaseFile,
}

impl Writer<'_> {
    fn row(&self, key: &str, value: impl Into<String>) -> Row {
        Row::new(self.words.text(&format!("letter.row.{key}")), value)
    }

    fn list(&self, letter: &Letter) -> Vec<String> {
        match letter {
            Letter::Receipt { items, .. } => items.clone(),
            Letter::Incompleteness { missing, .. } => missing
                .iter()
                .map(|one| self.words.text(&format!("missing.{}", one.code())))
                .collect(),
            _ => Vec::new(),
        }
    }

    fn rows(&self, letter: &Letter) -> Vec<Row> {
        let words = self.words;
        match letter {
            Letter::Receipt {
                documents,
                missing,
                due_on,
                ..
            } => self.receipt(documents, missing, *due_on),
            Letter::Incompleteness { note, .. } => vec![self.row("note", note)],
            Letter::Clarification { question } => vec![self.row("question", question)],
            Letter::Extension {
                reason,
                note,
                was_due_on,
                now_due_on,
            } => vec![
                self.row(
                    "reason",
                    words.text(&format!("law.extension_reason.{}", reason.code())),
                ),
                self.row("note", note),
                self.row("was_due_on", words.date_long(*was_due_on)),
                self.row("now_due_on", words.date_long(*now_due_on)),
            ],
            Letter::Notice {
                outcome,
                promised_on,
                access_mode,
                delivery_mode,
                ..
            } => {
                let mut rows =
                    vec![self.row("outcome", words.text(&format!("law.outcome.{}", outcome.code())))];
                if outcome.is_granted() {
                    if let Some(mode) = access_mode {
                        rows.push(self.row("access_mode", words.text(&format!("law.access_mode.{mode}"))));
                    }
                    if let Some(mode) = delivery_mode {
                        rows.push(
                            self.row("delivery_mode", words.text(&format!("law.delivery_mode.{mode}"))),
                        );
                    }
                    rows.push(self.row("cost", words.text("letter.no_cost")));
                }
                if let Some(on) = promised_on {
                    rows.push(self.row("promised_on", words.date_long(*on)));
                }
                rows
            }
            Letter::Routing { from, to, reason } => vec![
                self.row("from", from),
                self.row("to", to),
                self.row("reason", reason),
            ],
            Letter::DateChange {
                decree,
                was_due_on,
                now_due_on,
            } => vec![
                self.row("decree", decree),
                self.row("was_due_on", words.date_long(*was_due_on)),
                self.row("now_due_on", words.date_long(*now_due_on)),
            ],
        }
    }

    fn receipt(&self, documents: &[String], missing: &[MissingRequirement], due_on: Date) -> Vec<Row> {
        let (words, row) = (self.words, &self.file.case.row);
        let mut rows = vec![
            self.row("registration_no", &row.registration_no),
            self.row(
                "received_at",
                words.datetime(self.file.case.received_at(), self.file.case.zone),
            ),
            self.row("channel", words.text(&format!("law.channel.{}", row.channel))),
            self.row("unit", &self.file.case.unit.name),
        ];
        if !documents.is_empty() {
            rows.push(self.row("documents", documents.join("\n")));
        }
        if !missing.is_empty() {
            let list = missing
                .iter()
                .map(|one| words.text(&format!("missing.{}", one.code())));
            rows.push(self.row("missing", list.collect::<Vec<_>>().join("\n")));
        }
        rows.push(self.row("due_on", words.date_long(due_on)));
        rows
    }

    fn item(&self, item: &NoticeItem) -> ItemView {
        let mut rows = vec![self.row(
            "held",
            self.words.text(&format!("letter.held.{}", item.outcome.code())),
        )];
        if let Some(redactions) = &item.redactions {
            rows.push(self.row("redactions", redactions));
        }
        match (&item.holder, item.outcome) {
            (Some(holder), _) => rows.push(self.row("holder", holder)),
            (None, Outcome::NotHeld) => {
                rows.push(self.row("holder", self.words.text("letter.holder_unknown")));
            }
            (None, _) => {}
        }
        if let Some(on) = item.available_on {
            rows.push(self.row("available_on", self.words.date_long(on)));
        }
        ItemView {
            position: item.position,
            detail: item.detail.clone(),
            outcome: self.words.text(&format!("law.outcome.{}", item.outcome.code())),
            rows,
            answer: item.answer.clone(),
            files: item.files.clone(),
        }
    }

    /// What the applicant may do next, with the days from the law pack the case runs under.
    fn closing(&self, letter: &Letter) -> Vec<String> {
        let words = self.words;
        match letter {
            Letter::Receipt { .. } => vec![
                words.text("letter.receipt.track"),
                words.text("letter.receipt.rights"),
            ],
            Letter::Incompleteness { days_to_fix, .. } => vec![
                words.with(
                    "letter.incompleteness.closing",
                    &[("days", &days_to_fix.to_string())],
                ),
                words.text("letter.incompleteness.again"),
            ],
            Letter::Clarification { .. } => vec![words.text("letter.clarification.closing")],
            Letter::Extension { .. } => vec![words.text("letter.extension.closing")],
            Letter::Notice { .. } => vec![words.with(
                "letter.notice.objection",
                &[("days", &self.objection_days().to_string())],
            )],
            Letter::Routing { .. } => vec![words.text("letter.routing.closing")],
            Letter::DateChange { .. } => vec![words.text("letter.date_change.closing")],
        }
    }

    fn objection_days(&self) -> u16 {
        let law = &self.ctx.law;
        let set = RuleSet::parse(&self.file.case.row.rule_set)
            .unwrap_or_else(|| law.rule_set_for(self.file.case.row.received_on));
        law.pack(set).rule(RuleId::D10).map_or(0, |rule| rule.length)
    }
}
