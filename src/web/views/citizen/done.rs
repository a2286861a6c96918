//! The confirmation of a filed request.

use serde::Serialize;

use super::files::needed_documents;
use crate::domain::deadline::RuleId;
use crate::services::Context;
use crate::services::requests::CaseFile;
use crate::web::views::Words;

/// What was filed, and what happens next.
#[derive(Debug, Serialize)]
pub struct DoneView {
    number: String,
    received_at: String,
    unit: String,
    due_on: String,
    check_due_on: String,
    /// Address of the case below this site; none once its link was revoked.
    base: Option<String>,
    /// The whole secret link, to be copied.
    link: String,
    why: String,
    receipt: Option<String>,
    has_email: bool,
    missing: Vec<String>,
}

/// The confirmation.
pub fn done_view(ctx: &Context, words: Words<'_>, file: &CaseFile, base: Option<String>) -> DoneView {
    let row = &file.case.row;
    let receipt = file.page.letters.iter().find(|letter| letter.kind == "receipt");
    let has = |kind: &str| file.page.attachments.iter().any(|attached| attached.kind == kind);
    let check = file.clock.duty(&RuleId::D02.to_string());
    let link = base.as_deref().unwrap_or("/lacak");
    DoneView {
        number: row.registration_no.clone(),
        received_at: words.datetime(file.case.received_at(), file.case.zone),
        unit: file.case.unit.name.clone(),
        due_on: words.date_long(file.clock.notice.due),
        check_due_on: words.date_long(check.map_or(file.clock.notice.due, |duty| duty.deadline.due)),
        link: format!("{}{link}", ctx.settings.base_url),
        why: format!("{link}/tenggat/{}", file.clock.notice.rule_id),
        receipt: receipt
            .zip(base.as_ref())
            .map(|(letter, base)| format!("{base}/surat/{}", letter.id)),
        has_email: file.identity.as_ref().is_some_and(|who| who.email.is_some()),
        missing: needed_documents(&row.applicant_kind, row.by_proxy)
            .into_iter()
            .filter(|kind| !has(kind))
            .map(|kind| words.text(&format!("citizen.documents.{kind}")))
            .collect(),
        base,
    }
}
