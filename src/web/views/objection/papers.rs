//! What was written in an objection and what happened to it: letters, messages, documents, history.

use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use super::page::Drawer;
use crate::domain::objection::Event;
use crate::domain::policy::{self, CaseView, Part};
use crate::services::{ServiceError, instant};
use crate::web::views::parts::FileLink;

/// A letter.
#[derive(Debug, Serialize)]
pub struct LetterLine {
    href: String,
    kind: String,
    on: String,
    received_on: Option<String>,
}

/// An entry of a `message_thread`.
#[derive(Debug, Serialize)]
pub struct MessageLine {
    by: String,
    mine: bool,
    at: String,
    iso: String,
    body: String,
}

/// An entry of a `timeline`.
#[derive(Debug, Serialize)]
pub struct HistoryLine {
    title: String,
    at: String,
    iso: String,
    by: String,
    text: Option<String>,
}

impl Drawer<'_> {
    pub(super) fn letters(&self) -> Vec<LetterLine> {
        let line = |letter: &crate::services::objections::LetterRow| LetterLine {
            href: format!("{}/surat/{}", self.base, letter.id),
            kind: self.words.text(&format!("law.letter.{}", letter.kind)),
            on: self.words.date(letter.issued_on),
            received_on: letter.received_on.map(|on| self.words.date(on)),
        };
        self.file.letters.iter().map(line).collect()
    }

    pub(super) fn messages(&self) -> Vec<MessageLine> {
        if !policy::shows(self.file.view, Part::Messages) {
            return Vec::new();
        }
        let is_applicant = self.file.view == CaseView::Applicant;
        let said = self
            .file
            .messages
            .iter()
            .filter(|one| one.direction != "internal");
        let line = |message: &crate::services::objections::MessageRow| {
            let at = instant(message.at).to_offset(self.file.objection.zone.offset());
            let is_theirs = message.direction == "from_applicant";
            let by = match (is_theirs, is_applicant) {
                (true, true) => "common.thread.mine",
                (true, false) => "common.thread.from_applicant",
                (false, _) => "common.thread.from_office",
            };
            MessageLine {
                by: self.words.text(by),
                mine: is_theirs == is_applicant,
                at: self.words.datetime_short(at, self.file.objection.zone),
                iso: at.format(&Rfc3339).unwrap_or_default(),
                body: message.body.clone(),
            }
        };
        said.map(line).collect()
    }

    pub(super) fn documents(&self) -> Vec<FileLink> {
        if !policy::shows(self.file.view, Part::ApplicantDocument) {
            return Vec::new();
        }
        let link = |file: &crate::services::objections::ObjectionDocument| FileLink {
            href: format!("{}/berkas/{}", self.base, file.id),
            name: file.name.clone(),
            size: self.words.size(u64::try_from(file.size).unwrap_or_default()),
        };
        self.file.documents.iter().map(link).collect()
    }

    pub(super) fn history(&self) -> Result<Vec<HistoryLine>, ServiceError> {
        let zone = self.file.objection.zone;
        let shows_notes = self.file.view == CaseView::Office;
        let line = |(row, event): (&crate::services::objections::EventRow, Event)| {
            let at = instant(row.at).to_offset(zone.offset());
            let role = self.words.text(&format!("law.role.{}", row.actor_role));
            let by = row
                .actor_user_id
                .and_then(|user| self.file.person_name(user))
                .map_or_else(|| role.clone(), |name| format!("{name}, {role}"));
            let note = self.file.note(row.seq).filter(|_| shows_notes);
            let told = [self.detail(&event), note.map(str::to_owned)];
            let text: Vec<String> = told.into_iter().flatten().collect();
            HistoryLine {
                title: self.words.text(&format!("objection.event.{}", row.kind)),
                at: self.words.datetime_short(at, zone),
                iso: at.format(&Rfc3339).unwrap_or_default(),
                by,
                text: (!text.is_empty()).then(|| text.join("\n")),
            }
        };
        Ok(self.file.events()?.into_iter().map(line).collect())
    }

    /// What an event says besides its name.
    fn detail(&self, event: &Event) -> Option<String> {
        let words = self.words;
        match event {
            Event::ObjectionReceived { on, channel, .. } => Some(format!(
                "{}, {}",
                words.text(&format!("law.channel.{}", channel.code())),
                words.date_long(*on)
            )),
            Event::ObjectionRegistered { number, .. } => Some(number.clone()),
            Event::ObjectionAnswered { decision, .. } => {
                Some(words.text(&format!("objection.decision.{}", decision.code())))
            }
            Event::AnswerReceived { on } | Event::ObjectionExecuted { on } => Some(words.date_long(*on)),
            Event::ObjectionTransferred { legal_basis, .. } => Some(legal_basis.clone()),
            Event::AnswerDateMoved { decree, was, now } => {
                Some(format!("{decree}\n{} → {}", words.date(*was), words.date(*now)))
            }
            Event::RoadMoved { decree, changes } => {
                let moved = changes.iter().map(|change| {
                    let (was, now) = (words.date(change.was), words.date(change.now));
                    format!("{}: {was} → {now}", change.rule)
                });
                let lines: Vec<String> = std::iter::once(decree.clone()).chain(moved).collect();
                Some(lines.join("\n"))
            }
            _ => None,
        }
    }
}
