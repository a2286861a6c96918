//! An office at work: cases brought to any stage by an officer, through the services.

use std::io::{Cursor, Write};

use terbuka::domain::actor::{Role, Viewer};
use terbuka::domain::request::{Answer, CloseBasis, Command, ItemAnswer, MissingRequirement, Outcome};
use terbuka::services::requests::{By, CaseKey, Step, propose, publish, take, unpublish};
use terbuka::services::uploads;
use time::{Date, Duration};

use super::TestApp;
use super::closing::{answer_closing, viewer};

/// Declares complete whatever is not on record: most tests file without documents.
pub fn complete() -> Command {
    Command::DeclareComplete {
        despite: MissingRequirement::ALL.to_vec(),
    }
}

/// The office of one unit.
pub struct Office<'a> {
    app: &'a TestApp,
    unit: String,
    pub viewer: Viewer,
}

impl<'a> Office<'a> {
    /// With one officer.
    pub async fn open(app: &'a TestApp, unit: &str) -> Self {
        Self {
            app,
            unit: unit.to_owned(),
            viewer: viewer(app, Role::Officer, unit).await,
        }
    }

    fn today(&self) -> Date {
        self.app.ctx.today(self.app.ctx.zone())
    }

    /// Takes a step that must be lawful.
    pub async fn step(&self, number: &str, command: Command, files: Vec<uploads::NewFile>) {
        let step = Step {
            key: CaseKey::Number(number.to_owned()),
            by: By::Staff(&self.viewer),
            seen_version: None,
            command,
            files,
        };
        take(&self.app.ctx, step).await.expect("a lawful step");
    }

    /// Gives the notice of a case with one item, with a file if there is one.
    pub async fn answer(&self, number: &str, outcome: Outcome, text: &str, file: Option<(&str, &[u8])>) {
        let mut files = Vec::new();
        if let Some((name, bytes)) = file {
            let kept = uploads::keep(&self.app.ctx, "file", "answer", name, bytes)
                .await
                .expect("a kept file");
            let mut kept = uploads::read_text(&self.app.ctx, kept)
                .await
                .expect("a read file");
            kept.item = Some(1);
            files.push(kept);
        }
        self.answer_with(number, outcome, text, files).await;
    }

    /// Gives the notice of a case with one item, with files that are kept already.
    pub async fn answer_with(
        &self,
        number: &str,
        outcome: Outcome,
        text: &str,
        files: Vec<uploads::NewFile>,
    ) {
        self.step(number, complete(), Vec::new()).await;
        let is_partial = outcome == Outcome::GrantedPartial;
        let answer = Answer {
            items: vec![Some(ItemAnswer {
                outcome,
                text: text.to_owned(),
                has_files: false,
                held_form: None,
                redactions: is_partial.then(|| "Nama narapidana, karena data pribadi".to_owned()),
                is_redacted: true,
                holder: (outcome == Outcome::Forwarded).then(|| "BPS".to_owned()),
                is_holder_unknown: outcome == Outcome::NotHeld,
                available_on: (outcome == Outcome::NotDocumented).then(|| self.today() + Duration::days(30)),
                exemption: None,
            })],
            promised_on: outcome.is_granted().then(|| self.today() + Duration::DAY),
            charge: None,
        };
        if outcome.is_closing() {
            let key = CaseKey::Number(number.to_owned());
            answer_closing(self.app, &self.unit, &key, answer, files).await;
        } else {
            self.step(number, Command::IssueNotice(answer), files).await;
        }
    }

    /// Delivers and closes an answered case.
    pub async fn close(&self, number: &str) {
        let deliver = Command::Deliver {
            on: self.today(),
            proof: "Surel terkirim".to_owned(),
        };
        self.step(number, deliver, Vec::new()).await;
        let accepts = CloseBasis::ApplicantAccepts("Lewat telepon".to_owned());
        self.step(number, Command::Close(accepts), Vec::new()).await;
    }

    /// Publishes a closed case with all its files.
    pub async fn publish(&self, number: &str) {
        let key = CaseKey::Number(number.to_owned());
        let proposal = propose(&self.app.ctx, &self.viewer, &key)
            .await
            .expect("a proposal");
        let mut text = proposal.text;
        text.is_looked_through = true;
        text.files = proposal.files.iter().map(|file| file.id).collect();
        publish(&self.app.ctx, &self.viewer, &key, proposal.version, &text)
            .await
            .expect("a publication");
    }

    /// Takes a publication back.
    pub async fn unpublish(&self, number: &str) {
        let key = CaseKey::Number(number.to_owned());
        let conn = self.app.ctx.db.read();
        let case = terbuka::services::requests::Case::load(&self.app.ctx, conn, &key)
            .await
            .expect("a case");
        unpublish(
            &self.app.ctx,
            &self.viewer,
            &key,
            case.row.version,
            "Memuat nama pihak ketiga",
        )
        .await
        .expect("taken back");
    }
}

/// A picture of one dot: a file that holds no text.
pub const PICTURE: &[u8] = &[
    0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1a, b'\n', 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0,
    0, 1, 8, 0, 0, 0, 0, 0x3a, 0x7e, 0x9b, 0x55,
];

/// A Word document with one paragraph.
pub fn docx(text: &str) -> Vec<u8> {
    docx_with(text, &[])
}

/// The same with more parts.
pub fn docx_with(text: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let types = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let document = format!(
        r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"#
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        ("[Content_Types].xml", types),
        ("word/document.xml", document.as_str()),
    ];
    for (name, content) in parts.into_iter().chain(more.iter().copied()) {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .expect("a part");
        zip.write_all(content.as_bytes()).expect("its content");
    }
    zip.finish().expect("an archive").into_inner()
}
