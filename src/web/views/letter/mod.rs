//! A letter as its reader sees it. What it says is frozen; name and address come from the sealed identity, for those who may
//! see it.

mod items;
mod writer;

use serde::Serialize;
use time::Date;

use self::writer::Writer;
use super::Words;
use super::parts::Row;
use crate::domain::actor::Role;
use crate::domain::applicant::Identity;
use crate::services::requests::CaseFile;
use crate::services::requests::letters::{FrozenLetter, Letter, Sender};

/// A letter: `components/letter.html.tera` draws it, `pages/shared/letter.html.tera` is its page.
#[derive(Debug, Serialize)]
pub struct LetterView {
    /// Kop surat.
    pub letterhead: Letterhead,
    kind: &'static str,
    registration_no: String,
    dateline: String,
    is_about_request: bool,
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
    /// Name of the superior who approved it.
    approved_by: Option<String>,
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
        approved_by,
    } = frozen;
    let writer = Writer { words, file, sender };
    let decreed_on = match letter {
        Letter::ExemptionDecree { decree, .. } => Some(decree.decree_on),
        _ => None,
    };
    LetterView {
        letterhead: Letterhead {
            body: sender.body.clone(),
            unit: sender.unit.clone(),
            address: sender.address.clone(),
            contact: sender.email.clone(),
        },
        kind: letter.kind(),
        registration_no: file.case.row.registration_no.clone(),
        dateline: format!(
            "{}, {}",
            sender.place,
            words.date(decreed_on.unwrap_or(issued_on))
        ),
        // A decree speaks of information, not of one request.
        is_about_request: decreed_on.is_none(),
        recipient: file
            .identity
            .as_ref()
            .filter(|_| decreed_on.is_none())
            .map(|identity| recipient(words, identity)),
        subject: subject.clone(),
        received_on: words.date(file.case.row.received_on),
        opening: words.text(&format!("letter.{}.opening", letter.kind())),
        list: writer.list(letter),
        rows: writer.rows(letter),
        items: match letter {
            Letter::Notice { items, .. } => items.iter().map(|item| writer.item(item)).collect(),
            Letter::Refusal { items, .. } => items.iter().map(|item| writer.refused(item)).collect(),
            _ => Vec::new(),
        },
        closing: writer.closing(letter),
        rights: match letter {
            Letter::Receipt {
                rights, fee_decree, ..
            } => writer.rights(rights, fee_decree.is_some()),
            _ => Vec::new(),
        },
        signer: signature(words, sender),
        approved_by: approved_by.clone(),
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
