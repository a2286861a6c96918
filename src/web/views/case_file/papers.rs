//! What lies in a case: documents, messages, letters.

use time::format_description::well_known::Rfc3339;

use super::{DocumentView, Drawer, LetterLink, MessageView};
use crate::domain::policy::{self, Part};
use crate::services::instant;
use crate::services::requests::AttachedFile;
use crate::web::views::parts::FileLink;

impl Drawer<'_> {
    pub(super) fn documents(&self) -> Vec<DocumentView> {
        let shown = self
            .file
            .page
            .attachments
            .iter()
            .filter(|file| file.item_id.is_none() && self.file.shows_file(file));
        let documents = shown.map(|file| DocumentView {
            file: self.link(file.id, &file.name, file.size),
            kind: self.words.text(&format!("law.attachment.{}", file.kind)),
            origin: self.words.text(&format!("officer.origin.{}", file.origin)),
            at: self
                .words
                .datetime_short(instant(file.added_at), self.file.case.zone),
        });
        documents.collect()
    }

    pub(super) fn files(&self, is_wanted: impl Fn(&AttachedFile) -> bool) -> Vec<FileLink> {
        let wanted = self.file.page.attachments.iter().filter(|file| is_wanted(file));
        wanted
            .map(|file| self.link(file.id, &file.name, file.size))
            .collect()
    }

    pub(super) fn link(&self, id: uuid::Uuid, name: &str, size: i64) -> FileLink {
        FileLink {
            href: format!("{}/berkas/{id}", self.base),
            name: name.to_owned(),
            size: self.words.size(u64::try_from(size).unwrap_or_default()),
        }
    }

    pub(super) fn messages(&self) -> Vec<MessageView> {
        if !policy::shows(self.file.view, Part::Messages) {
            return Vec::new();
        }
        let said = self.file.page.messages.iter();
        let said = said.filter(|message| message.direction != "internal");
        let messages = said.map(|message| {
            let at = instant(message.at).to_offset(self.file.case.zone.offset());
            let mine = message.direction != "from_applicant";
            MessageView {
                by: self.words.text(if mine {
                    "common.thread.from_office"
                } else {
                    "common.thread.from_applicant"
                }),
                mine,
                at: self.words.datetime_short(at, self.file.case.zone),
                iso: at.format(&Rfc3339).unwrap_or_default(),
                body: message.body.clone(),
                files: self.files(|file| file.message_id == Some(message.id)),
            }
        });
        messages.collect()
    }

    pub(super) fn letters(&self) -> Vec<LetterLink> {
        let letters = self.file.page.letters.iter().map(|letter| LetterLink {
            href: format!("{}/surat/{}", self.base, letter.id),
            kind: self.words.text(&format!("law.letter.{}", letter.kind)),
            issued_on: self.words.date(letter.issued_on),
            received_on: letter.received_on.map(|on| self.words.date(on)),
        });
        letters.collect()
    }
}
