//! A letter as its reader sees it. What it says is frozen; name and address come from the sealed identity, for those who may
//! see it.

use serde::Serialize;
use time::Date;

use super::Words;
use super::parts::Row;
use crate::domain::actor::Role;
use crate::domain::applicant::Identity;
use crate::domain::request::{MissingRequirement, Outcome};
use crate::services::requests::CaseFile;
use crate::services::requests::letters::{FrozenLetter, Letter, NoticeItem, Rights, Sender};

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
    rights: Vec<String>,
    signer: Signature,
    back: String,
}

/// The head of a letter, top line first.
#[derive(Debug, Serialize)]
pub struct Letterhead {
    pub(super) body: String,
    pub(super) unit: String,
    pub(super) address: String,
    pub(super) contact: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Recipient {
    name: String,
    organisation: Option<String>,
    address: Option<String>,
    contact: Vec<String>,
}

/// Who answers for the letter: for the PPID, or as the PPID.
#[derive(Debug, Serialize)]
pub(super) struct Signature {
    pub(super) office: String,
    pub(super) role: Option<String>,
    pub(super) name: Option<String>,
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
    words: Words<'_>,
    file: &CaseFile,
    frozen: &FrozenLetter,
    issued_on: Date,
    back: &str,
) -> LetterView {
    let FrozenLetter {
        sender,
        subject,
        letter,
    } = frozen;
    let writer = Writer { words, file, sender };
    LetterView {
        letterhead: Letterhead {
            body: sender.body.clone(),
            unit: sender.unit.clone(),
            address: sender.address.clone(),
            contact: sender.email.clone(),
        },
        kind: letter.kind(),
        registration_no: file.case.row.registration_no.clone(),
        dateline: format!("{}, {}", sender.place, words.date(issued_on)),
        recipient: file.identity.as_ref().map(|identity| recipient(words, identity)),
        subject: subject.clone(),
        received_on: words.date(file.case.row.received_on),
        opening: words.text(&format!("letter.{}.opening", letter.kind())),
        list: writer.list(letter),
        rows: writer.rows(letter),
        items: match letter {
            Letter::Notice { items, .. } => items.iter().map(|item| writer.item(item)).collect(),
            _ => Vec::new(),
        },
        closing: writer.closing(letter),
        rights: match letter {
            Letter::Receipt { rights, .. } => writer.rights(rights),
            _ => Vec::new(),
        },
        signer: signature(words, sender),
        back: back.to_owned(),
    }
}

/// Annexes VI and VII have name, address and telephone or e-mail of the applicant.
pub(super) fn recipient(words: Words<'_>, who: &Identity) -> Recipient {
    let contact = [("phone", &who.phone), ("email", &who.email)];
    let contact = contact.into_iter().filter_map(|(key, value)| {
        let value = value.as_deref().filter(|value| !value.is_empty())?;
        Some(words.with(&format!("letter.contact.{key}"), &[("value", value)]))
    });
    let lines: Vec<&str> = [&who.address, &who.city]
        .into_iter()
        .filter_map(|line| line.as_deref())
        .collect();
    Recipient {
        name: who
            .name()
            .map_or_else(|| words.text("letter.not_stated"), str::to_owned),
        organisation: who
            .organisation
            .clone()
            .filter(|name| who.name() != Some(name.as_str())),
        address: (!lines.is_empty()).then(|| lines.join("\n")),
        contact: contact.collect(),
    }
}

/// The PPID signs as such; whoever else acts does so in the PPID's name (Perki 1/2021 Ps 12). What the portal made says so.
pub(super) fn signature(words: Words<'_>, sender: &Sender) -> Signature {
    let unit = [("unit", sender.short_name.as_str())];
    match sender.office_role() {
        Some(Role::Ppid) => Signature {
            office: words.with("letter.signer.ppid", &unit),
            role: None,
            name: sender.officer.clone(),
        },
        Some(role) => Signature {
            office: words.with("letter.signer.on_behalf", &unit),
            role: Some(words.text(&format!("law.role.{}", role.code()))),
            name: sender.officer.clone(),
        },
        None => Signature {
            office: words.with("letter.signer.portal", &unit),
            role: None,
            name: None,
        },
    }
}

struct Writer<'a> {
    words: Words<'a>,
    file: &'a CaseFile,
    sender: &'a Sender,
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
            Letter::Incompleteness { items, note, .. } => self.incompleteness(items, note),
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
                    rows.push(self.row("payment", words.text("letter.no_payment")));
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
                words.datetime(
                    self.file.case.received_at(),
                    self.sender.zone(self.file.case.zone),
                ),
            ),
            self.row("channel", words.text(&format!("law.channel.{}", row.channel))),
            self.row("unit", &self.sender.unit),
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
        if let Some(officer) = &self.sender.officer {
            rows.push(self.row("received_by", officer));
        }
        rows.push(self.row("due_on", words.date_long(due_on)));
        rows.push(self.row("cost", words.text("letter.no_cost")));
        rows
    }

    fn incompleteness(&self, items: &[String], note: &str) -> Vec<Row> {
        let words = self.words;
        let asked: Vec<String> = (1..)
            .zip(items)
            .map(|(position, detail)| format!("{position}. {detail}"))
            .collect();
        let Sender {
            short_name,
            address,
            email,
            ..
        } = self.sender;
        let mut ways = vec![
            words.text("letter.incompleteness.online"),
            words.with(
                "letter.incompleteness.desk",
                &[("unit", short_name), ("address", address)],
            ),
        ];
        if let Some(email) = email {
            ways.push(words.with("letter.incompleteness.email", &[("email", email)]));
        }
        vec![
            self.row("asked", asked.join("\n")),
            self.row("note", note),
            self.row("submit", ways.join("\n")),
        ]
    }

    /// The back page of the form of annex VI.
    fn rights(&self, rights: &Rights) -> Vec<String> {
        let [notice, extension, objection, answer, dispute] = [
            rights.notice,
            rights.extension,
            rights.objection,
            rights.objection_answer,
            rights.dispute,
        ]
        .map(|days| days.to_string());
        let words = self.words;
        vec![
            words.text("letter.rights.information"),
            words.text("letter.rights.number"),
            words.with(
                "letter.rights.notice",
                &[("notice", &notice), ("extension", &extension)],
            ),
            words.text("letter.rights.cost"),
            words.with(
                "letter.rights.objection",
                &[("objection", &objection), ("answer", &answer)],
            ),
            words.with("letter.rights.dispute", &[("dispute", &dispute)]),
        ]
    }

    fn item(&self, item: &NoticeItem) -> ItemView {
        let mut rows = vec![self.row(
            "held",
            self.words.text(&format!("letter.held.{}", item.outcome.code())),
        )];
        if let Some(form) = item.held_form {
            rows.push(self.row(
                "held_form",
                self.words.text(&format!("law.held_form.{}", form.code())),
            ));
        }
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

    /// What the applicant may do next, with the days as they were when the letter was issued.
    fn closing(&self, letter: &Letter) -> Vec<String> {
        let words = self.words;
        match letter {
            Letter::Receipt { missing, .. } => {
                let has_no_contact = missing.contains(&MissingRequirement::Contact);
                let track = if has_no_contact { "track_later" } else { "track" };
                ["due", track]
                    .map(|key| words.text(&format!("letter.receipt.{key}")))
                    .to_vec()
            }
            Letter::Incompleteness { days_to_fix, .. } => vec![
                words.with(
                    "letter.incompleteness.closing",
                    &[("days", &days_to_fix.to_string())],
                ),
                words.text("letter.incompleteness.again"),
            ],
            Letter::Clarification { .. } => vec![words.text("letter.clarification.closing")],
            Letter::Extension { .. } => vec![words.text("letter.extension.closing")],
            Letter::Notice { objection_days, .. } => vec![words.with(
                "letter.notice.objection",
                &[("days", &objection_days.to_string())],
            )],
            Letter::Routing { .. } => vec![words.text("letter.routing.closing")],
            Letter::DateChange { .. } => vec![words.text("letter.date_change.closing")],
        }
    }
}
