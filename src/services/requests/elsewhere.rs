//! Informasi yang dikuasai badan publik lain: the notice names who holds it (UU 14/2008 Ps 22(7)b; Perki 1/2021 Ps 31(4)b), and where that
//! body takes requests here the applicant may file anew, with a number and a clock of its own. Who they are goes along only as far as they
//! say so (`docs/decisions/0032`).

use super::views::CaseFile;
use crate::domain::applicant::{Identity, Submission};
use crate::domain::ids::UnitId;
use crate::domain::request::Outcome;
use crate::domain::unit::named;
use crate::persistence::rows::InformationItem;
use crate::persistence::{rows, units};
use crate::security::TrackingToken;
use crate::services::requests::AttachedFile;
use crate::services::units::{Heirs, body_of, is_valid_on};
use crate::services::{Context, ServiceError, drafts};

/// A unit of another public body, and what it holds.
#[derive(Clone, Debug)]
pub struct Elsewhere {
    /// The unit.
    pub unit: rows::Unit,
    /// Its public body.
    pub body: String,
    /// Items that it holds.
    pub items: Vec<InformationItem>,
}

/// What of the applicant goes into the new request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Passed {
    /// Nothing: they did not agree.
    Nothing,
    /// What whoever holds the secret link can read anyhow: name, address, contact and documents. Not the NIK.
    Readable,
    /// All of it, for the account that filed the request.
    Everything,
}

/// The other public bodies that the notice names and that take requests here.
///
/// # Errors
/// When the database is out of reach.
pub async fn elsewhere(ctx: &Context, file: &CaseFile) -> Result<Vec<Elsewhere>, ServiceError> {
    let is_elsewhere = |item: &&InformationItem| {
        let outcome = item.outcome.as_deref().and_then(Outcome::parse);
        matches!(outcome, Some(Outcome::NotHeld | Outcome::Forwarded)) && item.holder.is_some()
    };
    let items: Vec<&InformationItem> = file.page.items.iter().filter(is_elsewhere).collect();
    if file.case.state.notice.is_none() || items.is_empty() {
        return Ok(Vec::new());
    }
    let conn = ctx.db.read();
    let versions = units::list_all_versions(conn).await?;
    let heirs = Heirs::load(conn).await?;
    let own = body_of(ctx, &file.case.unit);
    let mut found: Vec<Elsewhere> = Vec::new();
    for item in items {
        let holder = item.holder.as_deref().unwrap_or_default();
        let Some(unit) = bearer(file, &versions, &heirs, holder) else {
            continue;
        };
        let body = body_of(ctx, unit);
        if body == own || !is_valid_on(unit, file.today) {
            continue;
        }
        match found.iter_mut().find(|one| one.unit.id == unit.id) {
            Some(one) => one.items.push(item.clone()),
            None => found.push(Elsewhere {
                unit: unit.clone(),
                body,
                items: vec![item.clone()],
            }),
        }
    }
    Ok(found)
}

/// The unit that bears a name today, or that goes on with what one had under it.
fn bearer<'a>(
    file: &'a CaseFile,
    versions: &[rows::UnitVersion],
    heirs: &Heirs,
    name: &str,
) -> Option<&'a rows::Unit> {
    let today = file.units.iter().flat_map(|unit| {
        let names = [unit.name.as_str(), unit.short_name.as_str()];
        names.map(|name| (UnitId(unit.id), name))
    });
    let ever = versions.iter().flat_map(|version| {
        let names = [version.name.as_str(), version.short_name.as_str()];
        names.map(|name| (UnitId(version.unit_id), name))
    });
    let id = named(today, name).or_else(|| named(ever, name))?.0;
    let id = heirs.of(id).unwrap_or(id);
    file.units.iter().find(|unit| unit.id == id)
}

/// Begins a request at a unit of another public body, which the applicant looks over and sends; the token opens it.
///
/// # Errors
/// Not found when the notice names no such unit.
pub async fn ask_elsewhere(
    ctx: &Context,
    file: &CaseFile,
    code: &str,
    passed: Passed,
) -> Result<TrackingToken, ServiceError> {
    let there = elsewhere(ctx, file).await?;
    let there = there
        .into_iter()
        .find(|one| one.unit.code == code)
        .ok_or(ServiceError::NotFound)?;
    let row = &file.case.row;
    let code_of = |code: &Option<String>| code.clone().unwrap_or_default();
    let mut form = Submission {
        subject: row.subject.clone(),
        items: there.items.into_iter().map(|item| item.detail).collect(),
        purpose: code_of(&row.purpose),
        access_mode: code_of(&row.access_mode),
        delivery_mode: code_of(&row.delivery_mode),
        unit: there.unit.code,
        ..Submission::default()
    };
    let mut papers: Vec<&AttachedFile> = Vec::new();
    if let (Some(who), true) = (&file.identity, passed != Passed::Nothing) {
        row.applicant_kind.clone_into(&mut form.applicant_kind);
        if row.by_proxy { "yes" } else { "no" }.clone_into(&mut form.by_proxy);
        fill(&mut form, who, passed);
        papers.extend(identity_papers(file));
    }
    drafts::start_with(ctx, &form, &papers).await
}

fn fill(form: &mut Submission, who: &Identity, passed: Passed) {
    let told = |text: &Option<String>| text.clone().unwrap_or_default();
    if passed == Passed::Everything {
        form.nik = told(&who.nik);
    }
    form.full_name = told(&who.full_name);
    form.decree_no = told(&who.legal_entity_decree_no);
    form.organisation = told(&who.organisation);
    form.proxy_name = told(&who.proxy_name);
    form.address = told(&who.address);
    form.city = told(&who.city);
    form.occupation = told(&who.occupation);
    form.phone = told(&who.phone);
    form.email = told(&who.email);
}

/// Documents that show who the applicant is.
pub fn identity_papers(file: &CaseFile) -> impl Iterator<Item = &AttachedFile> {
    let attached = file.page.attachments.iter();
    attached
        .filter(|one| one.origin == "applicant" && matches!(one.kind.as_str(), "identity" | "poa" | "deed"))
}
