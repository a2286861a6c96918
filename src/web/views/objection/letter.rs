//! A letter of an objection as its reader sees it, drawn by the same component as the letters of a request.

use serde::Serialize;
use time::Date;

use super::ground_text;
use crate::domain::actor::Role;
use crate::domain::dispute::Commission as Seat;
use crate::services::instant;
use crate::services::objections::ObjectionFile;
use crate::services::objections::letters::{Commission, FrozenLetter, Letter};
use crate::services::requests::letters::Sender;
use crate::web::views::Words;
use crate::web::views::dispute::commission_name;
use crate::web::views::letter::{Letterhead, Recipient, Signature, recipient, signature};
use crate::web::views::parts::Row;

/// The same shape as a `LetterView`: `components/letter.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct ObjectionLetterView {
    /// Kop surat.
    pub letterhead: Letterhead,
    kind: &'static str,
    about: String,
    dateline: String,
    recipient: Option<Recipient>,
    opening: String,
    list: Vec<String>,
    rows: Vec<Row>,
    items: Vec<Row>,
    closing: Vec<String>,
    rights: Vec<String>,
    signer: Signature,
    back: String,
}

/// The view of a letter, issued on a day (or about to be). `back` is where the reader came from.
pub fn objection_letter(
    words: Words<'_>,
    file: &ObjectionFile,
    frozen: &FrozenLetter,
    issued_on: Date,
    back: &str,
) -> ObjectionLetterView {
    let sender = &frozen.sender;
    let kind = frozen.letter.kind();
    let about = match &frozen.registration_no {
        Some(request) => words.with(
            "objection.letter.about",
            &[
                ("number", &frozen.number),
                ("date", &words.date(frozen.received_on)),
                ("request", request),
                ("subject", &frozen.subject),
            ],
        ),
        None => words.with(
            "objection.letter.about_alone",
            &[
                ("number", &frozen.number),
                ("date", &words.date(frozen.received_on)),
                ("subject", &frozen.subject),
            ],
        ),
    };
    let writer = Writer { words, file, sender };
    ObjectionLetterView {
        letterhead: Letterhead {
            body: sender.body.clone(),
            unit: sender.unit.clone(),
            address: sender.address.clone(),
            contact: sender.email.clone(),
        },
        kind,
        about,
        dateline: format!("{}, {}", sender.place, words.date(issued_on)),
        recipient: file.identity.as_ref().map(|identity| recipient(words, identity)),
        opening: words.text(&format!("objection.letter.{kind}.opening")),
        list: Vec::new(),
        rows: writer.rows(frozen),
        items: Vec::new(),
        closing: writer.closing(&frozen.letter),
        rights: Vec::new(),
        signer: writer.signer(),
        back: back.to_owned(),
    }
}

struct Writer<'a> {
    words: Words<'a>,
    file: &'a ObjectionFile,
    sender: &'a Sender,
}

impl Writer<'_> {
    fn row(&self, key: &str, value: impl Into<String>) -> Row {
        Row::new(self.words.text(&format!("objection.letter.row.{key}")), value)
    }

    fn rows(&self, frozen: &FrozenLetter) -> Vec<Row> {
        let words = self.words;
        let day = |on: Date| words.date_long(on);
        match &frozen.letter {
            Letter::ObjectionReceipt { .. } => self.receipt(frozen),
            Letter::ObjectionQuestion { question, answer_on } => vec![
                self.row("question", question),
                self.row("answer_on", day(*answer_on)),
            ],
            Letter::SettlementInvitation {
                invitation,
                answer_on,
            } => vec![
                self.row("invitation", invitation),
                self.row("answer_on", day(*answer_on)),
            ],
            Letter::SettlementMinutes { terms, execute_by } => {
                let mut rows = vec![self.row("terms", terms)];
                rows.extend(execute_by.map(|on| self.row("execute_by", day(on))));
                rows
            }
            Letter::SettlementFailure { note, answer_on } => {
                vec![self.row("note", note), self.row("answer_on", day(*answer_on))]
            }
            Letter::ObjectionAnswer {
                decision,
                grounds,
                order,
                ..
            } => {
                let decision = words.text(&format!("objection.decision.{}", decision.code()));
                let mut rows = vec![self.row("decision", decision)];
                rows.extend(grounds.iter().map(|one| {
                    let ruling = words.text(&format!("objection.ruling.{}", one.ruling.code()));
                    Row::new(ground_text(words, one.ground), format!("{ruling}\n{}", one.text))
                }));
                if let Some(order) = order {
                    rows.push(self.row("order", &order.text));
                    rows.push(self.row("execute_by", day(order.execute_by)));
                }
                rows
            }
            Letter::ObjectionDateChange { decree, was, now } => vec![
                self.row("decree", decree),
                self.row("was", day(*was)),
                self.row("now", day(*now)),
            ],
            Letter::ObjectionSuccession {
                from,
                to,
                body,
                effective_on,
                legal_basis,
            } => {
                let told = [
                    ("from", from.clone()),
                    ("to", to.clone()),
                    ("body", body.clone()),
                    ("effective_on", day(*effective_on)),
                    ("legal_basis", legal_basis.clone()),
                ];
                // The same words as on the letter about a request.
                let row = |(key, value)| Row::new(words.text(&format!("letter.row.{key}")), value);
                told.into_iter().map(row).collect()
            }
        }
    }

    /// Annex X.
    fn receipt(&self, frozen: &FrozenLetter) -> Vec<Row> {
        let Letter::ObjectionReceipt {
            grounds,
            possibly_late,
            channel,
            received_at,
            documents,
            answer_on,
            ..
        } = &frozen.letter
        else {
            return Vec::new();
        };
        let words = self.words;
        let listed = grounds.iter().map(|ground| {
            let text = ground_text(words, *ground);
            if possibly_late.contains(ground) {
                words.with("objection.letter.possibly_late", &[("ground", &text)])
            } else {
                text
            }
        });
        let zone = self.sender.zone(self.file.objection.zone);
        let mut rows = vec![
            self.row("number", &frozen.number),
            self.row("received_at", words.datetime(instant(*received_at), zone)),
            self.row("channel", words.text(&format!("law.channel.{channel}"))),
            self.row("grounds", listed.collect::<Vec<_>>().join("\n")),
        ];
        if !documents.is_empty() {
            rows.push(self.row("documents", documents.join("\n")));
        }
        if let Some(officer) = &self.sender.officer {
            rows.push(self.row("received_by", officer));
        }
        rows.push(self.row("answer_on", words.date_long(*answer_on)));
        rows
    }

    fn commission(&self, commission: &Commission) -> String {
        let seat = match (commission.is_central, commission.province.as_str()) {
            (false, "") => return self.words.text("objection.commission.plain"),
            (true, _) => Seat::Central,
            (false, province) => Seat::Provincial(province.to_owned()),
        };
        commission_name(self.words, &seat)
    }

    fn closing(&self, letter: &Letter) -> Vec<String> {
        let words = self.words;
        match letter {
            Letter::ObjectionReceipt { commission, .. } => vec![
                words.with(
                    "objection.letter.objection_receipt.answer",
                    &[("days", &commission.answer.to_string())],
                ),
                words.with(
                    "objection.letter.objection_receipt.silence",
                    &[
                        ("days", &commission.after_silence.to_string()),
                        ("commission", &self.commission(commission)),
                    ],
                ),
            ],
            Letter::ObjectionAnswer { commission, .. } => vec![words.with(
                "objection.letter.objection_answer.closing",
                &[
                    ("days", &commission.after_answer.to_string()),
                    ("commission", &self.commission(commission)),
                ],
            )],
            other => vec![words.text(&format!("objection.letter.{}.closing", other.kind()))],
        }
    }

    /// The superior signs as such; whoever else acts does so as on the letters of a request.
    fn signer(&self) -> Signature {
        if self.sender.office_role() != Some(Role::Superior) {
            return signature(self.words, self.sender);
        }
        let unit = [("unit", self.sender.short_name.as_str())];
        Signature {
            office: self.words.with("objection.letter.signer", &unit),
            role: None,
            name: self.sender.officer.clone(),
        }
    }
}
