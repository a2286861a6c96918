//! Who objects, what was asked and objected to in their own words, and every letter.

use serde::Serialize;

use super::paper::{Cell, Paper, Table};
use super::shelf::Shelf;
use crate::domain::calendar::Zone;
use crate::services::disputes::Bundle;
use crate::services::{ServiceError, instant};
use crate::web::views::objection::{ObjectionLetterView, ground_text, objection_letter};
use crate::web::views::parts::Row;
use crate::web::views::{LetterView, Words, letter_view};

/// The applicant (Perki 1/2013 Ps 10: name, address, telephone, e-mail). A population number is not asked for there and stands nowhere here.
pub(super) fn identity(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    let words = shelf.words;
    let file = &bundle.objection;
    let title = words.text("dispute.bundle.identity");
    let mut paper = Paper::new(words, title, file.objection.number());
    paper.lead = vec![words.text("dispute.bundle.identity_lead")];
    let Some(who) = &file.identity else {
        paper.lead.push(words.text("dispute.bundle.identity_gone"));
        return shelf.paper("pemohon.html", &paper);
    };
    let address: Vec<&str> = [&who.address, &who.city]
        .into_iter()
        .filter_map(|line| line.as_deref())
        .collect();
    let fields = [
        ("full_name", who.full_name.clone()),
        ("organisation", who.organisation.clone()),
        ("proxy_name", who.proxy_name.clone()),
        ("address", (!address.is_empty()).then(|| address.join("\n"))),
        ("phone", who.phone.clone()),
        ("email", who.email.clone()),
    ];
    paper.rows = fields
        .into_iter()
        .filter_map(|(key, value)| Some(Row::new(words.text(&format!("officer.row.{key}")), value?)))
        .collect();
    shelf.paper("pemohon.html", &paper)
}

/// A message as a line of a table.
struct Said<'a> {
    at: i64,
    direction: &'a str,
    body: &'a str,
}

fn thread<'a>(words: Words<'_>, zone: Zone, said: impl Iterator<Item = Said<'a>>) -> Option<Table> {
    let rows: Vec<Vec<Cell>> = said
        .filter(|one| one.direction != "internal")
        .map(|one| {
            let by = if one.direction == "from_applicant" {
                "common.thread.from_applicant"
            } else {
                "common.thread.from_office"
            };
            vec![
                Cell::new(words.datetime_short(instant(one.at), zone)),
                Cell::new(words.text(by)),
                Cell::new(one.body),
            ]
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        caption: words.text("citizen.case.messages"),
        head: ["when", "who", "what"]
            .map(|key| words.text(&format!("dispute.bundle.column.{key}")))
            .to_vec(),
        rows,
    })
}

/// The request as it was made.
pub(super) fn request(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    let Some(file) = &bundle.request else {
        return Ok(());
    };
    let words = shelf.words;
    let row = &file.case.row;
    let line = |key: &str, value: String| Row::new(words.text(&format!("dispute.bundle.row.{key}")), value);
    let mut paper = Paper::new(
        words,
        words.with("dispute.bundle.request", &[("number", &row.registration_no)]),
        &row.registration_no,
    );
    let items: Vec<String> = file
        .page
        .items
        .iter()
        .map(|item| format!("{}. {}", item.position, item.detail))
        .collect();
    paper.rows = vec![
        line("unit", file.case.unit.name.clone()),
        line(
            "received",
            words.datetime(file.case.received_at(), file.case.zone),
        ),
        line("channel", words.text(&format!("law.channel.{}", row.channel))),
        line("subject", row.subject.clone()),
        line("items", items.join("\n")),
    ];
    paper
        .rows
        .extend(row.purpose.clone().map(|purpose| line("purpose", purpose)));
    let said = file.page.messages.iter().map(|one| Said {
        at: one.at,
        direction: &one.direction,
        body: &one.body,
    });
    paper.tables.extend(thread(words, file.case.zone, said));
    shelf.paper("permohonan.html", &paper)
}

/// The objection as it was made.
pub(super) fn objection(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    let words = shelf.words;
    let file = &bundle.objection;
    let (row, zone) = (&file.objection.row, file.objection.zone);
    let line = |key: &str, value: String| Row::new(words.text(&format!("dispute.bundle.row.{key}")), value);
    let mut paper = Paper::new(
        words,
        words.with("dispute.bundle.objection", &[("number", file.objection.number())]),
        file.objection.number(),
    );
    let grounds: Vec<String> = file
        .objection
        .state
        .grounds
        .iter()
        .map(|ground| ground_text(words, *ground))
        .collect();
    paper.rows = vec![line("unit", file.objection.unit.name.clone())];
    if let Some(at) = row.received_at {
        paper
            .rows
            .push(line("received", words.datetime(instant(at), zone)));
    }
    let channel = row.channel.as_deref().unwrap_or_default();
    paper.rows.extend([
        line("channel", words.text(&format!("law.channel.{channel}"))),
        line("subject", row.subject.clone().unwrap_or_default()),
        line("grounds", grounds.join("\n")),
        line("reason", row.reason.clone()),
    ]);
    let said = file.messages.iter().map(|one| Said {
        at: one.at,
        direction: &one.direction,
        body: &one.body,
    });
    paper.tables.extend(thread(words, zone, said));
    shelf.paper("keberatan.html", &paper)
}

/// A letter: `bundle/letter.html.tera` draws it with the component of its page.
#[derive(Serialize)]
struct Sheet<L> {
    lang: &'static str,
    title: String,
    up: &'static str,
    letter: L,
}

/// All letters, those of the request first, oldest first.
pub(super) fn letters(shelf: &mut Shelf<'_>, bundle: &Bundle) -> Result<(), ServiceError> {
    let words = shelf.words;
    let mut nth = 0;
    let mut place = |kind: &str, on: time::Date| {
        nth += 1;
        let name = words.text(&format!("law.letter.{kind}"));
        (
            format!("surat/{nth:02}-{}.html", kind.replace('_', "-")),
            format!("{name}, {}", words.date(on)),
        )
    };
    if let Some(file) = &bundle.request {
        for row in &file.page.letters {
            let issued = file.letter(row.id)?;
            let (path, title) = place(&row.kind, row.issued_on);
            let letter: LetterView = letter_view(words, file, &issued.frozen, issued.issued_on, "");
            put(shelf, path, title, letter)?;
        }
    }
    let file = &bundle.objection;
    for row in &file.letters {
        let issued = file.letter(row.id)?;
        let (path, title) = place(&row.kind, row.issued_on);
        let letter: ObjectionLetterView = objection_letter(words, file, &issued.frozen, issued.issued_on, "");
        put(shelf, path, title, letter)?;
    }
    Ok(())
}

fn put(
    shelf: &mut Shelf<'_>,
    path: String,
    title: String,
    letter: impl Serialize,
) -> Result<(), ServiceError> {
    let sheet = Sheet {
        lang: shelf.words.lang.code(),
        title: title.clone(),
        up: "../index.html",
        letter,
    };
    shelf.page(path, &title, "bundle/letter.html.tera", &sheet)
}
