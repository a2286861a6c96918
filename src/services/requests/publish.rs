//! Mengumumkan jawaban: the officer sees exactly what will be public, edits it, chooses files one by one, and only then publishes
//! (UU 14/2008 Ps 7, 11). Nothing else of the case becomes reachable.

use super::case::{Case, CaseKey};
use super::contents;
use crate::domain::actor::Viewer;
use crate::domain::applicant::Identity;
use crate::domain::request::{Command, CommandKind, Content, decide};
use crate::domain::terms;
use crate::persistence::{Conn, Txn, attachments, files, items, messages, publications, rows, write};
use crate::services::uploads::{is_whole_text, seen_text};
use crate::services::{Context, Fault, FaultValue, ServiceError, calendars, identities, micros};
use uuid::Uuid;

/// Longest public texts, in characters.
pub const LONGEST_TEXT: usize = 50_000;

/// What is to be public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicText {
    /// Subject.
    pub subject: String,
    /// What was asked.
    pub question: String,
    /// What was answered.
    pub answer: String,
    /// Attachments that go with it.
    pub files: Vec<Uuid>,
    /// The officer looked through the files whose content cannot be read here.
    pub is_looked_through: bool,
}

/// What would be public if nothing were edited, and the files that may go with it.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Version the page shows.
    pub version: i32,
    /// Number.
    pub registration_no: String,
    /// The text.
    pub text: PublicText,
    /// Files of the answer.
    pub files: Vec<rows::Attachment>,
}

/// The public text made from the case. Permissions: who may publish it.
///
/// # Errors
/// Denied when the case may not be published now.
pub async fn propose(ctx: &Context, viewer: &Viewer, key: &CaseKey) -> Result<Proposal, ServiceError> {
    let conn = ctx.db.read();
    let (case, actor) = Case::load_to_act(ctx, conn, key, viewer, CommandKind::Publish).await?;
    let calendar = calendars::current_for(ctx, conn, case.row.registered_unit_id).await?;
    let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
    decide(&case.state, &Command::Publish, actor.role, &at)?;
    let asked = items::list_items(conn, case.row.id).await?;
    let is_single = asked.len() == 1;
    let join = |text: fn(&rows::InformationItem) -> &str| {
        let part = |item: &rows::InformationItem| {
            if is_single {
                text(item).to_owned()
            } else {
                format!("{}. {}", item.position, text(item))
            }
        };
        asked.iter().map(part).collect::<Vec<_>>().join("\n\n")
    };
    Ok(Proposal {
        version: case.row.version,
        registration_no: case.row.registration_no.clone(),
        text: PublicText {
            subject: case.row.subject.clone(),
            question: join(|item| &item.detail),
            answer: join(|item| item.answer.as_deref().unwrap_or_default()),
            files: Vec::new(),
            is_looked_through: false,
        },
        files: answer_files(attachments::list_attachments(conn, case.row.id).await?),
    })
}

fn answer_files(files: Vec<rows::Attachment>) -> Vec<rows::Attachment> {
    files.into_iter().filter(|file| file.origin == "office").collect()
}

/// Publishes. Permissions: officers of the unit.
///
/// # Errors
/// Faults in the text, among them the applicant's identity standing in it; denied, stale.
pub async fn publish(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    seen_version: i32,
    text: &PublicText,
) -> Result<String, ServiceError> {
    write(&ctx.db, async |txn| {
        let (mut case, actor) = Case::load_to_act(ctx, txn, key, viewer, CommandKind::Publish).await?;
        if case.row.version != seen_version {
            return Err(ServiceError::Stale);
        }
        let unread = check(ctx, txn, &case, text).await?;
        if !unread.is_empty() && !text.is_looked_through {
            return Err(ServiceError::invalid(
                "looked_through",
                "field.files_not_looked_through",
            ));
        }
        let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
        let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
        let new = decide(&case.state, &Command::Publish, actor.role, &at)?;
        let by = actor.user.map_or_else(Uuid::nil, |user| user.0);
        let copy = PublicCopy::prepare(ctx, txn, &case, text, by).await?;
        case.append(ctx, txn, &calendar, actor, &new, &[copy.content()])
            .await?;
        copy.insert(ctx, txn).await?;
        Ok(case.row.registration_no.clone())
    })
    .await
}

/// The public copy of a case with its files and search terms.
#[derive(Debug)]
pub(in crate::services) struct PublicCopy {
    row: rows::Publication,
    files: Vec<rows::Attachment>,
}

impl PublicCopy {
    /// Makes the copy; nothing is stored.
    ///
    /// # Errors
    /// Not found for a file that is not part of the answer.
    pub async fn prepare(
        ctx: &Context,
        txn: &Txn,
        case: &Case,
        text: &PublicText,
        published_by: Uuid,
    ) -> Result<Self, ServiceError> {
        let offered = answer_files(attachments::list_attachments(txn, case.row.id).await?);
        let mut chosen = Vec::new();
        let mut searched = vec![text.subject.clone(), text.question.clone(), text.answer.clone()];
        for id in &text.files {
            let file = offered
                .iter()
                .find(|file| file.id == *id)
                .ok_or(ServiceError::NotFound)?;
            if let Some(content) = files::find_file(txn, &file.sha256)
                .await?
                .and_then(|file| file.extracted_text)
            {
                searched.push(seen_text(&content).to_owned());
            }
            chosen.push(file.clone());
        }
        let notice_on = case
            .row
            .notice_on
            .ok_or_else(|| ServiceError::unexpected("published without a notice"))?;
        let row = rows::Publication {
            doc_id: 0,
            request_id: case.row.id,
            unit_id: case.row.unit_id,
            registration_no: case.row.registration_no.clone(),
            subject: text.subject.trim().to_owned(),
            question: text.question.trim().to_owned(),
            answer: text.answer.trim().to_owned(),
            outcome: case.row.outcome.clone().unwrap_or_default(),
            received_on: case.row.received_on,
            answered_on: notice_on,
            year: case.row.received_on.year(),
            published_at: micros(ctx.now()),
            published_by,
            search_text: terms::tokens(&searched.join("\n")),
            version: 1,
        };
        Ok(Self { row, files: chosen })
    }

    /// What the event of the publication binds.
    pub fn content(&self) -> Content {
        let files = self.files.iter();
        contents::publication(
            &self.row,
            files.map(|file| (file.sha256.as_str(), file.name.as_str())),
        )
    }

    /// Stores the copy.
    pub async fn insert(self, ctx: &Context, txn: &Txn) -> Result<(), ServiceError> {
        let row = publications::insert_publication(txn, &self.row).await?;
        for (position, file) in (1..).zip(self.files) {
            let public = rows::PublicationFile {
                id: ctx.new_id(),
                doc_id: row.doc_id,
                attachment_id: file.id,
                sha256: file.sha256,
                name: file.name,
                position,
            };
            publications::insert_publication_file(txn, &public).await?;
            attachments::update_attachment_public(txn, file.id, true).await?;
        }
        Ok(())
    }
}

/// Takes a publication down; the case stays, the public copy goes. Permissions: officers of the unit.
///
/// # Errors
/// Denied when it is not public or no reason is given.
pub async fn unpublish(
    ctx: &Context,
    viewer: &Viewer,
    key: &CaseKey,
    seen_version: i32,
    reason: &str,
) -> Result<String, ServiceError> {
    write(&ctx.db, async |txn| {
        let (mut case, actor) = Case::load_to_act(ctx, txn, key, viewer, CommandKind::Publish).await?;
        if case.row.version != seen_version {
            return Err(ServiceError::Stale);
        }
        let calendar = calendars::current_for(ctx, txn, case.row.registered_unit_id).await?;
        let at = case.clock(ctx, &calendar)?.moment(ctx.today(case.zone));
        let command = Command::Unpublish {
            reason: reason.to_owned(),
        };
        let new = decide(&case.state, &command, actor.role, &at).map_err(|denial| match denial {
            crate::domain::request::Denial::TextMissing => {
                ServiceError::Invalid(vec![Fault::denied("reason", denial)])
            }
            other => ServiceError::Denied(other),
        })?;
        let note = rows::Message {
            id: ctx.new_id(),
            request_id: case.row.id,
            direction: "internal".to_owned(),
            body: reason.trim().to_owned(),
            salt: ctx.new_salt(),
            at: micros(ctx.now()),
            author_user_id: actor.user.map(|user| user.0),
            event_seq: Some(case.seq_after(&new)),
        };
        case.append(ctx, txn, &calendar, actor, &new, &[contents::message(&note)])
            .await?;
        messages::insert_message(txn, &note).await?;
        if let Some(publication) = publications::find_publication_of(txn, case.row.id).await? {
            for file in publications::list_publication_files(txn, publication.doc_id).await? {
                attachments::update_attachment_public(txn, file.attachment_id, false).await?;
            }
            publications::delete_publication(txn, case.row.id).await?;
        }
        Ok(case.row.registration_no.clone())
    })
    .await
}

/// Whether this may become public: every text is there, and neither the texts nor the chosen files tell who asked. Tells the names
/// of the chosen files that could not be looked into.
pub(super) async fn check(
    ctx: &Context,
    conn: &impl Conn,
    case: &Case,
    text: &PublicText,
) -> Result<Vec<String>, ServiceError> {
    let identity = identities::open(ctx, conn, case.row.id).await?;
    let mut faults = text_faults(text, identity.as_ref());
    let mut unread = Vec::new();
    if let Some(identity) = &identity {
        let (named, unknown) = look_into_files(conn, case, text, identity).await?;
        faults.extend(named);
        unread = unknown;
    }
    if faults.is_empty() {
        Ok(unread)
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

fn text_faults(text: &PublicText, identity: Option<&Identity>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (field, content, missing) in [
        ("subject", &text.subject, "field.public_subject_missing"),
        ("question", &text.question, "field.public_question_missing"),
        ("answer", &text.answer, "field.public_answer_missing"),
    ] {
        if content.trim().is_empty() {
            faults.push(Fault::new(field, missing));
        } else if content.chars().count() > LONGEST_TEXT {
            faults.push(Fault::new(field, "field.too_long"));
        } else if identity.is_some_and(|identity| names_applicant(identity, content)) {
            faults.push(Fault::new(field, "field.names_applicant"));
        }
    }
    faults
}

/// Files go out as they are, and their words into the search: neither these nor their names may tell who asked. Faults, and the names
/// of the files that could not be looked into.
async fn look_into_files(
    conn: &impl Conn,
    case: &Case,
    text: &PublicText,
    identity: &Identity,
) -> Result<(Vec<Fault>, Vec<String>), ServiceError> {
    let (mut faults, mut unread) = (Vec::new(), Vec::new());
    for file in attachments::list_attachments(conn, case.row.id).await? {
        if !text.files.contains(&file.id) {
            continue;
        }
        let content = files::find_file(conn, &file.sha256).await?;
        let words = content.and_then(|content| content.extracted_text);
        if names_applicant(identity, &file.name)
            || words
                .as_deref()
                .is_some_and(|words| names_applicant(identity, words))
        {
            let mut fault = Fault::new("files", "field.file_names_applicant");
            fault.values.push(("name", FaultValue::Text(file.name)));
            faults.push(fault);
        } else if !is_whole_text(words.as_deref()) {
            unread.push(file.name);
        }
    }
    Ok((faults, unread))
}

/// Whether a text holds the applicant's name, organisation, number, telephone, e-mail or address.
pub(in crate::services) fn names_applicant(identity: &Identity, text: &str) -> bool {
    let folded = terms::fold(text);
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let holds_words = |value: &str| {
        let value = terms::fold(value);
        value.len() >= 4 && format!(" {folded} ").contains(&format!(" {} ", value.trim()))
    };
    let holds_digits = |value: &str| {
        let value: String = value.chars().filter(char::is_ascii_digit).collect();
        let local = value.strip_prefix("62").unwrap_or(&value);
        local.len() >= 8 && digits.contains(local)
    };
    // A town alone is no address of a person, and stands in half of all answers.
    let address = identity.address.as_ref();
    let address = address.filter(|address| address.split_whitespace().count() >= 3);
    let words = [
        identity.full_name.as_ref(),
        identity.proxy_name.as_ref(),
        identity.organisation.as_ref(),
        identity.email.as_ref(),
        address,
    ];
    let numbers = [identity.nik.as_ref(), identity.phone.as_ref()];
    words.into_iter().flatten().any(|value| holds_words(value))
        || numbers.into_iter().flatten().any(|value| holds_digits(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_applicant_is_found_however_they_are_written() {
        let identity = Identity {
            full_name: Some("Elisabet Pabrikan".into()),
            nik: Some("7308997008829826".into()),
            phone: Some("+6280000000289".into()),
            email: Some("elisabet@example.test".into()),
            address: Some("Jl. Contoh No. 99".into()),
            ..Identity::default()
        };
        for text in [
            "Yth. ELISABET   pabrikan,",
            "NIK 7308 9970 0882 9826",
            "hubungi 0800-0000-0289 segera",
            "kirim ke Elisabet@Example.test ya",
            "di jl contoh no 99",
        ] {
            assert!(names_applicant(&identity, text), "{text}");
        }
        assert!(!names_applicant(
            &identity,
            "Persentase kepatuhan 2020 mencapai 100 persen."
        ));
    }
}
