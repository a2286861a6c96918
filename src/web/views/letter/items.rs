//! What a letter says of each information item.

use super::ItemView;
use super::writer::Writer;
use crate::domain::request::Outcome;
use crate::services::requests::letters::{DecreeCited, NoticeItem, RefusedItem};
use crate::web::views::basis_text;
use crate::web::views::parts::Row;

impl Writer<'_> {
    pub fn item(&self, item: &NoticeItem) -> ItemView {
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
        if let Some(decree) = &item.closed_by {
            rows.extend(self.decree(decree));
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

    /// The decree behind what is closed.
    fn decree(&self, decree: &DecreeCited) -> Vec<Row> {
        let words = self.words;
        let bases: Vec<String> = decree
            .bases
            .iter()
            .map(|basis| basis_text(words, basis))
            .collect();
        let date = words.date(decree.decree_on);
        let cited = [("number", decree.decree_no.as_str()), ("date", &date)];
        vec![
            self.row("ground", bases.join("\n")),
            self.row("exempted_by", words.with("letter.decree_cited", &cited)),
            self.row("consequence", &decree.if_opened),
            self.row("closed_until", words.date_long(decree.ends_on)),
        ]
    }

    /// Annex IX.
    pub fn refused(&self, item: &RefusedItem) -> ItemView {
        ItemView {
            position: item.position,
            detail: item.detail.clone(),
            outcome: self
                .words
                .text(&format!("law.outcome.{}", Outcome::Refused.code())),
            rows: self.decree(&item.decree),
            answer: String::new(),
            files: Vec::new(),
        }
    }
}
