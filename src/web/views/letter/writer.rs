//! The lines of a letter: rows, items and what the applicant may do next, from what was frozen.

use time::Date;

use crate::domain::exemption::Sheet;
use crate::domain::request::MissingRequirement;
use crate::services::fees::FeeTold;
use crate::services::requests::CaseFile;
use crate::services::requests::letters::{DecreeCited, Letter, Rights, Sender};
use crate::web::views::fee::{cited, fee_lines, ways};
use crate::web::views::parts::Row;
use crate::web::views::{Words, sheet_rows};

/// Writes a letter of a case in the reader's language.
pub(super) struct Writer<'a> {
    pub words: Words<'a>,
    pub file: &'a CaseFile,
    pub sender: &'a Sender,
}

impl Writer<'_> {
    pub fn row(&self, key: &str, value: impl Into<String>) -> Row {
        Row::new(self.words.text(&format!("letter.row.{key}")), value)
    }

    pub fn list(&self, letter: &Letter) -> Vec<String> {
        match letter {
            Letter::Receipt { items, .. } => items.clone(),
            Letter::Incompleteness { missing, .. } => missing
                .iter()
                .map(|one| self.words.text(&format!("missing.{}", one.code())))
                .collect(),
            _ => Vec::new(),
        }
    }

    pub fn rows(&self, letter: &Letter) -> Vec<Row> {
        let words = self.words;
        match letter {
            Letter::Receipt {
                documents,
                missing,
                due_on,
                fee_decree,
                ..
            } => {
                let mut rows = self.receipt(documents, missing, *due_on);
                let cost = match fee_decree {
                    Some(decree) => words.with("letter.cost_possible", &[("decree", &cited(words, decree))]),
                    None => words.text("letter.no_cost"),
                };
                rows.push(self.row("cost", cost));
                rows
            }
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
            Letter::Notice { .. } => self.notice(letter),
            Letter::PaymentReceipt { .. } => self.payment(letter),
            Letter::Refusal { .. } => Vec::new(),
            Letter::ExemptionDecree {
                decree,
                sheet_no,
                sheet,
                signed_by,
            } => self.exemption(decree, sheet_no, sheet, signed_by.as_deref()),
            Letter::Routing { .. } | Letter::Succession { .. } => self.handed_over(letter),
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

    /// Annex VII.
    fn notice(&self, letter: &Letter) -> Vec<Row> {
        let Letter::Notice {
            outcome,
            promised_on,
            access_mode,
            delivery_mode,
            fee,
            ..
        } = letter
        else {
            return Vec::new();
        };
        let words = self.words;
        let mut rows = vec![self.row("outcome", words.text(&format!("law.outcome.{}", outcome.code())))];
        if outcome.is_granted() {
            if let Some(mode) = access_mode {
                rows.push(self.row("access_mode", words.text(&format!("law.access_mode.{mode}"))));
            }
            if let Some(mode) = delivery_mode {
                rows.push(self.row("delivery_mode", words.text(&format!("law.delivery_mode.{mode}"))));
            }
            if let Some(fee) = fee {
                rows.extend(self.fee(fee));
            } else {
                rows.push(self.row("cost", words.text("letter.no_cost")));
                rows.push(self.row("payment", words.text("letter.no_payment")));
            }
        }
        rows.extend(promised_on.map(|on| self.row("promised_on", words.date_long(on))));
        rows
    }

    /// Tanda terima pembayaran (Perki 1/2021 Ps 38(4)).
    fn payment(&self, letter: &Letter) -> Vec<Row> {
        let Letter::PaymentReceipt {
            number,
            paid_on,
            mode,
            amount,
            reference,
            fee,
        } = letter
        else {
            return Vec::new();
        };
        let words = self.words;
        let mut rows = vec![
            self.row("receipt_no", number),
            self.row("amount", words.rupiah(*amount)),
            self.row("paid_on", words.date_long(*paid_on)),
            self.row("mode", words.text(&format!("law.payment_mode.{}", mode.code()))),
        ];
        rows.extend(reference.iter().map(|text| self.row("reference", text)));
        rows.push(self.row("paid_for", fee_lines(words, fee).join("\n")));
        rows.push(self.row("fee_decree", cited(words, &fee.decree)));
        rows
    }

    /// From which unit to which, and why.
    fn handed_over(&self, letter: &Letter) -> Vec<Row> {
        match letter {
            Letter::Routing { from, to, reason } => vec![
                self.row("from", from),
                self.row("to", to),
                self.row("reason", reason),
            ],
            Letter::Succession {
                from,
                to,
                body,
                effective_on,
                legal_basis,
            } => vec![
                self.row("from", from),
                self.row("to", to),
                self.row("body", body),
                self.row("effective_on", self.words.date_long(*effective_on)),
                self.row("legal_basis", legal_basis),
            ],
            _ => Vec::new(),
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
        rows
    }

    /// Cost and payment (UU 14/2008 Ps 22(7)g; Perki 1/2021 Ps 38(2)).
    fn fee(&self, fee: &FeeTold) -> Vec<Row> {
        let Sender {
            short_name, address, ..
        } = self.sender;
        let how = ways(self.words, &fee.ways, Some((short_name, address)));
        vec![
            self.row("cost", fee_lines(self.words, fee).join("\n")),
            self.row("fee_decree", cited(self.words, &fee.decree)),
            self.row("payment", how.join("\n")),
        ]
    }

    fn exemption(
        &self,
        decree: &DecreeCited,
        sheet_no: &str,
        sheet: &Sheet,
        signed_by: Option<&str>,
    ) -> Vec<Row> {
        let mut rows = vec![
            self.row("decree_no", &decree.decree_no),
            self.row("decree_on", self.words.date_long(decree.decree_on)),
            self.row("sheet_no", sheet_no),
        ];
        rows.extend(signed_by.map(|name| self.row("signed_by", name)));
        rows.extend(sheet_rows(self.words, sheet));
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
    pub fn rights(&self, rights: &Rights, has_decree: bool) -> Vec<String> {
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
            words.text(if has_decree {
                "letter.rights.cost_decree"
            } else {
                "letter.rights.cost"
            }),
            words.with(
                "letter.rights.objection",
                &[("objection", &objection), ("answer", &answer)],
            ),
            words.with("letter.rights.dispute", &[("dispute", &dispute)]),
        ]
    }

    /// What the applicant may do next, with the days as they were when the letter was issued.
    pub fn closing(&self, letter: &Letter) -> Vec<String> {
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
            Letter::Notice {
                objection_days, fee, ..
            } => {
                let objection = words.with(
                    "letter.notice.objection",
                    &[("days", &objection_days.to_string())],
                );
                let waits = fee.as_ref().map(|_| words.text("letter.notice.waits"));
                waits.into_iter().chain([objection]).collect()
            }
            Letter::PaymentReceipt { .. } => vec![words.text("letter.payment_receipt.closing")],
            Letter::Refusal { objection_days, .. } => vec![
                words.text("letter.refusal.decision"),
                words.with(
                    "letter.refusal.objection",
                    &[("days", &objection_days.to_string())],
                ),
            ],
            Letter::ExemptionDecree { .. } => vec![words.text("letter.exemption_decree.closing")],
            Letter::Routing { .. } => vec![words.text("letter.routing.closing")],
            Letter::Succession { .. } => vec![words.text("letter.succession.closing")],
            Letter::DateChange { .. } => vec![words.text("letter.date_change.closing")],
        }
    }
}
