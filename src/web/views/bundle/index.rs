//! The first page of a bundle: what it is about, what still has to be brought, and every file with its digest.

use bytes::Bytes;

use super::paper::{Cell, Paper, Table};
use super::shelf::Shelf;
use super::trails::columns;
use crate::domain::dispute::Remedy;
use crate::services::ServiceError;
use crate::services::disputes::Bundle;
use crate::web::views::dispute::{bring, commission_name};
use crate::web::views::parts::Row;

/// The index of what is on the shelf, and of the documents.
pub(super) fn page(shelf: &Shelf<'_>, bundle: &Bundle) -> Result<Bytes, ServiceError> {
    let words = shelf.words;
    let file = &bundle.objection;
    let number = file.objection.number();
    let mut paper = Paper::new(words, words.text("dispute.bundle.title"), number);
    paper.up = None;
    let commission = commission_name(words, &bundle.dispute.dispute.commission());
    let line = |key: &str, value: String| Row::new(words.text(&format!("dispute.bundle.row.{key}")), value);
    paper.lead = vec![words.with("dispute.bundle.lead", &[("commission", &commission)])];
    paper.rows = vec![
        line("objection", number.to_owned()),
        line("unit", file.objection.unit.name.clone()),
    ];
    paper.rows.extend(
        file.registration_no
            .clone()
            .map(|request| line("request", request)),
    );
    paper.rows.push(line(
        "subject",
        file.objection.row.subject.clone().unwrap_or_default(),
    ));
    if let Remedy::Open { act_by, latest, .. } = &bundle.dispute.moment.remedy {
        paper.rows.push(line("act_by", words.date_long(*act_by)));
        paper.rows.push(line("latest", words.date_long(*latest)));
    }
    paper
        .rows
        .push(line("as_of", words.datetime(bundle.as_of, file.objection.zone)));
    let needed = bring(words, file).into_iter().enumerate();
    paper.tables = vec![
        Table {
            caption: words.text("dispute.bring.title"),
            head: columns(words, &["number", "what"]),
            rows: needed
                .map(|(nth, what)| vec![Cell::new((nth + 1).to_string()), Cell::new(what)])
                .collect(),
        },
        Table {
            caption: words.text("dispute.bundle.contents"),
            head: columns(words, &["number", "what", "size", "hash"]),
            rows: contents(shelf, bundle),
        },
    ];
    shelf.draw("bundle/paper.html.tera", &paper)
}

fn contents(shelf: &Shelf<'_>, bundle: &Bundle) -> Vec<Vec<Cell>> {
    let words = shelf.words;
    let mut rows: Vec<Vec<Cell>> = shelf
        .docs
        .iter()
        .map(|doc| {
            let size = u64::try_from(doc.bytes.len()).unwrap_or_default();
            vec![
                Cell::link(&doc.title, &doc.path),
                Cell::new(words.size(size)),
                Cell::code(&doc.sha256),
            ]
        })
        .collect();
    rows.extend(bundle.files.iter().map(|file| {
        let from = if file.is_from_office {
            "dispute.bundle.from_office"
        } else {
            "dispute.bundle.from_applicant"
        };
        let kind = words.text(&format!("law.attachment.{}", file.kind));
        let title = words.with(from, &[("kind", &kind), ("name", &file.name)]);
        vec![
            match &file.path {
                Some(path) => Cell::link(title, path),
                None if file.is_apart => Cell::new(words.with("dispute.bundle.apart", &[("title", &title)])),
                None => Cell::new(words.with("dispute.bundle.left_out", &[("title", &title)])),
            },
            Cell::new(words.size(file.size)),
            Cell::code(&file.sha256),
        ]
    }));
    for (nth, row) in rows.iter_mut().enumerate() {
        row.insert(0, Cell::new((nth + 1).to_string()));
    }
    rows
}
