//! Every answer once more before the request is filed.

use serde::Serialize;

use crate::domain::applicant::NewRequest;
use crate::services::units::Unit;
use crate::services::uploads::NewFile;
use crate::web::views::Words;

/// The answers in groups.
#[derive(Debug, Serialize)]
pub struct CheckView {
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    title: String,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct Row {
    key: String,
    value: String,
    lines: bool,
    href: String,
}

struct Writer<'a> {
    words: Words<'a>,
    rows: Vec<Row>,
}

impl Writer<'_> {
    fn row(&mut self, key: &str, value: impl Into<String>, page: &str) {
        self.rows.push(Row {
            key: self.words.text(key),
            value: value.into(),
            lines: true,
            href: format!("/permohonan/baru{page}?kembali=periksa"),
        });
    }

    fn some(&mut self, key: &str, value: Option<&String>, page: &str) {
        if let Some(value) = value {
            self.row(key, value, page);
        }
    }

    fn group(&mut self, title: &str) -> Group {
        Group {
            title: self.words.text(title),
            rows: std::mem::take(&mut self.rows),
        }
    }
}

/// The answers of a whole form.
pub fn check_view(words: Words<'_>, request: &NewRequest, files: &[NewFile], unit: &Unit) -> CheckView {
    let mut writer = Writer {
        words,
        rows: Vec::new(),
    };
    let applicant = applicant(&mut writer, request, files);
    let asked = asked(&mut writer, request, unit);
    CheckView {
        groups: vec![applicant, asked],
    }
}

fn applicant(writer: &mut Writer<'_>, request: &NewRequest, files: &[NewFile]) -> Group {
    let words = writer.words;
    let who = &request.identity;
    let kind = words.text(&format!("law.applicant_kind.{}", request.applicant_kind.code()));
    writer.row("citizen.kind.title", kind, "");
    let by_proxy = if request.is_by_proxy { "yes" } else { "no" };
    writer.row(
        "citizen.kind.by_proxy",
        words.text(&format!("common.state.{by_proxy}")),
        "",
    );
    writer.some("citizen.identity.full_name", who.full_name.as_ref(), "/identitas");
    writer.some(
        "citizen.identity.organisation",
        who.organisation.as_ref(),
        "/identitas",
    );
    writer.some(
        "citizen.identity.decree_no",
        who.legal_entity_decree_no.as_ref(),
        "/identitas",
    );
    writer.some("citizen.identity.nik", who.nik.as_ref(), "/identitas");
    writer.some(
        "citizen.identity.proxy_name",
        who.proxy_name.as_ref(),
        "/identitas",
    );
    writer.some(
        "citizen.identity.occupation",
        who.occupation.as_ref(),
        "/identitas",
    );
    let names: Vec<String> = files
        .iter()
        .map(|file| {
            let kind = words.text(&format!("law.attachment.{}", file.kind));
            format!("{kind}: {} ({})", file.name, words.size(file.size))
        })
        .collect();
    let names = if names.is_empty() {
        words.text("citizen.documents.none")
    } else {
        names.join("\n")
    };
    writer.row("citizen.documents.short", names, "/dokumen");
    writer.some("citizen.contact.address", who.address.as_ref(), "/kontak");
    writer.some("citizen.contact.city", who.city.as_ref(), "/kontak");
    writer.some("citizen.contact.phone", who.phone.as_ref(), "/kontak");
    writer.some("citizen.contact.email", who.email.as_ref(), "/kontak");
    writer.group("citizen.check.applicant")
}

fn asked(writer: &mut Writer<'_>, request: &NewRequest, unit: &Unit) -> Group {
    let words = writer.words;
    writer.row("citizen.information.subject", &request.subject, "/informasi");
    for (position, item) in (1..).zip(&request.items) {
        writer.rows.push(Row {
            key: words.with(
                "citizen.information.item",
                &[("position", &i32::to_string(&position))],
            ),
            value: item.clone(),
            lines: true,
            href: "/permohonan/baru/informasi?kembali=periksa".to_owned(),
        });
    }
    writer.some("citizen.purpose.short", request.purpose.as_ref(), "/tujuan");
    if let Some(mode) = request.access_mode {
        let access = words.text(&format!("law.access_mode.{}", mode.code()));
        writer.row("citizen.access.short", access, "/cara");
    }
    if let Some(mode) = request.delivery_mode {
        let mode = words.text(&format!("law.delivery_mode.{}", mode.code()));
        writer.row("citizen.delivery.short", mode, "/pengiriman");
    }
    let unit = if request.unit_code.is_some() {
        unit.name.clone()
    } else {
        words.with("citizen.unit.unknown_sent", &[("unit", &unit.name)])
    };
    writer.row("citizen.unit.short", unit, "/unit");
    writer.group("citizen.check.asked")
}
