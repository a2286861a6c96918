//! `/petugas/pengecualian`: consequence tests and the list of exempt information of the unit (UU 14/2008 Ps 17–20; Perki 1/2021 Ps
//! 49–53).

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};
use time::Date;

use super::case;
use crate::domain::actor::Role;
use crate::domain::exemption::Command;
use crate::domain::ids::UnitId;
use crate::domain::policy::acting_as;
use crate::domain::request::RegistrationNumber;
use crate::services::exemptions::{self, ExemptionFile, rewrite, write_sheet};
use crate::services::requests::{CaseFile, CaseKey};
use crate::services::units::list_valid;
use crate::services::{Context, Fault, ServiceError};
use crate::web::forms::{sheet_of, typed_sheet};
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::pages::exemptions::{RawStep, Room, StepAnswer};
use crate::web::pages::explain::Explanation;
use crate::web::views::{ExemptionListView, ExemptionView, SheetFor, SheetFormView, Words, sheet_form_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

const BASE: &str = "/petugas/pengecualian";
const ROLES: [Role; 2] = [Role::Officer, Role::Ppid];
const LISTS: [&str; 1] = ["grounds"];

pub fn routes() -> Vec<Route> {
    routes![
        list, new, create, show, explain, edit, update, sign, drop_sheet, open
    ]
}

fn room<'a>(ctx: &'a Context, officer: &'a Officer, language: Language) -> Room<'a> {
    Room {
        ctx,
        viewer: &officer.viewer,
        words: Words::new(ctx, language.0),
        base: BASE,
        cases: "/petugas/permohonan",
        roles: &ROLES,
    }
}

#[get("/petugas/pengecualian?<tab>")]
async fn list(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    tab: Option<&str>,
) -> Answer<Page<ExemptionListView>> {
    room(ctx, &officer, language).list(tab).await
}

/// What the form is made for: a request of the unit, or the unit alone.
struct Desk<'a> {
    ctx: &'a Context,
    officer: &'a Officer,
    words: Words<'a>,
    file: Option<CaseFile>,
}

impl<'a> Desk<'a> {
    async fn open(
        ctx: &'a Context,
        officer: &'a Officer,
        language: Language,
        request: Option<&str>,
    ) -> Result<Self, ServiceError> {
        let file = match request {
            Some(number) => {
                let number = RegistrationNumber::parse(number).map_err(|_| ServiceError::NotFound)?;
                let file = case::load(ctx, officer, &RegistrationNo(number)).await?;
                let unit = UnitId(file.case.unit.id);
                let may_write = acting_as(&officer.viewer, unit, &ROLES).is_some();
                if !may_write {
                    return Err(ServiceError::Forbidden);
                }
                Some(file)
            }
            None => None,
        };
        Ok(Self {
            ctx,
            officer,
            words: Words::new(ctx, language.0),
            file,
        })
    }

    fn today(&self) -> Date {
        self.ctx.today(self.ctx.zone())
    }

    async fn page(&self, typed: Typed) -> Result<Page<SheetFormView>, ServiceError> {
        let mut made_for = SheetFor {
            action: format!("{BASE}/baru"),
            back: BASE.to_owned(),
            ..SheetFor::default()
        };
        if let Some(file) = &self.file {
            let number = file.case.row.registration_no.clone();
            made_for.action = format!("{BASE}/baru?permohonan={number}");
            made_for.back = format!("/petugas/permohonan/{number}");
            let asked = file.page.items.iter().map(|item| item.detail.clone());
            made_for.request = Some((number, asked.collect()));
        } else {
            let units = list_valid(self.ctx, self.today()).await?;
            let own = units
                .into_iter()
                .filter(|unit| acting_as(&self.officer.viewer, UnitId(unit.id), &ROLES).is_some());
            made_for.units = own.map(|unit| (unit.code, unit.name)).collect();
        }
        let view = sheet_form_view(self.ctx, self.words, made_for);
        let page = Page::new("pages/officer/sheet.html.tera", "exemption.new", view);
        Ok(page.filled(typed.lists(&LISTS)))
    }
}

#[get("/petugas/pengecualian/baru?<permohonan>")]
async fn new(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    permohonan: Option<&str>,
) -> Answer<Page<SheetFormView>> {
    let desk = Desk::open(ctx, &officer, language, permohonan).await?;
    let today = desk.today();
    let typed = Typed::new()
        .with("tested_on_day", today.day().to_string())
        .with("tested_on_month", u8::from(today.month()).to_string())
        .with("tested_on_year", today.year().to_string())
        .with("place", &ctx.settings.instance.place);
    Ok(desk.page(typed).await?)
}

#[derive(FromForm)]
struct RawSheet<'r> {
    #[field(default = "")]
    version: &'r str,
    #[field(default = "")]
    unit: &'r str,
}

#[post("/petugas/pengecualian/baru?<permohonan>", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    permohonan: Option<&str>,
    form: Submission<RawSheet<'_>>,
) -> Answer<Either<Page<SheetFormView>, SeeOther>> {
    let desk = Desk::open(ctx, &officer, language, permohonan).await?;
    let (sheet, mut faults) = sheet_of(&form.typed, desk.today());
    let key = desk.file.as_ref().map(|file| CaseKey::Id(file.case.row.id));
    let unit = match &desk.file {
        Some(file) => file.case.unit.code.as_str(),
        None => form.value.unit,
    };
    let written = if faults.is_empty() {
        write_sheet(ctx, &officer.viewer, unit, key.as_ref(), &sheet).await
    } else {
        Err(ServiceError::Invalid(exemptions::faults_of(ctx, &sheet)))
    };
    match written {
        Ok(id) => {
            let flash = Flash::success("exemption.done.tested");
            Ok(Either::Right(SeeOther::to(format!("{BASE}/{id}")).with(flash)))
        }
        Err(ServiceError::NotFound) if desk.file.is_none() => {
            let fault = Fault::new("unit", "field.unit_unknown");
            let page = desk.page(Typed::new()).await?;
            Ok(Either::Left(page.refused(form.typed.lists(&LISTS), vec![fault])))
        }
        Err(ServiceError::Invalid(found)) => {
            merge(&mut faults, found);
            let page = desk.page(Typed::new()).await?;
            Ok(Either::Left(page.refused(form.typed.lists(&LISTS), faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// A date that names no day is said once.
fn merge(faults: &mut Vec<Fault>, found: Vec<Fault>) {
    let known: Vec<String> = faults.iter().map(|fault| fault.field.clone()).collect();
    faults.extend(found.into_iter().filter(|fault| !known.contains(&fault.field)));
}

#[get("/petugas/pengecualian/<id>", rank = 10)]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
) -> Answer<Page<ExemptionView>> {
    let room = room(ctx, &officer, language);
    let file = room.file(id).await?;
    Ok(room.page(&file).await?)
}

#[get("/petugas/pengecualian/<id>/tenggat/<aturan_pengecualian>")]
async fn explain(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
    aturan_pengecualian: &str,
) -> Answer<Explanation> {
    let room = room(ctx, &officer, language);
    room.explain(id, aturan_pengecualian).await
}

/// The form to change a sheet as it was seen at a version; with what stands there now when somebody has changed it.
fn edit_page(
    ctx: &Context,
    words: Words<'_>,
    file: &ExemptionFile,
    seen: i32,
    is_changed: bool,
    typed: Typed,
) -> Page<SheetFormView> {
    let made_for = SheetFor {
        action: format!("{BASE}/{}/ubah", file.row.id),
        back: format!("{BASE}/{}", file.row.id),
        version: seen,
        number: Some(file.row.number.clone()),
        returned: file.row.return_reason.clone(),
        current: is_changed.then(|| file.sheet.clone()),
        ..SheetFor::default()
    };
    let view = sheet_form_view(ctx, words, made_for);
    Page::new("pages/officer/sheet.html.tera", "exemption.edit", view).filled(typed.lists(&LISTS))
}

#[get("/petugas/pengecualian/<id>/ubah")]
async fn edit(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
) -> Answer<Page<SheetFormView>> {
    let words = Words::new(ctx, language.0);
    let file = room(ctx, &officer, language).file(id).await?;
    let typed = typed_sheet(&file.sheet);
    Ok(edit_page(ctx, words, &file, file.row.version, false, typed))
}

#[post("/petugas/pengecualian/<id>/ubah", data = "<form>")]
async fn update(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
    form: Submission<RawSheet<'_>>,
) -> Answer<Either<Page<SheetFormView>, SeeOther>> {
    let words = Words::new(ctx, language.0);
    let file = room(ctx, &officer, language).file(id).await?;
    let (sheet, mut faults) = sheet_of(&form.typed, file.today);
    let seen = form.value.version.parse().unwrap_or(-1);
    let written = if seen != file.row.version {
        Err(ServiceError::Stale)
    } else if faults.is_empty() {
        rewrite(ctx, &officer.viewer, file.row.id, seen, &sheet).await
    } else {
        Err(ServiceError::Invalid(exemptions::faults_of(ctx, &sheet)))
    };
    match written {
        Ok(()) => {
            let flash = Flash::success("exemption.done.tested");
            Ok(Either::Right(
                SeeOther::to(format!("{BASE}/{}", file.row.id)).with(flash),
            ))
        }
        Err(ServiceError::Invalid(found)) => {
            merge(&mut faults, found);
            let page = edit_page(ctx, words, &file, seen, false, Typed::new());
            Ok(Either::Left(page.refused(form.typed.lists(&LISTS), faults)))
        }
        Err(ServiceError::Stale | ServiceError::Denied(_)) => {
            let fresh = room(ctx, &officer, language).file(id).await?;
            // The next press is on what stands there now, which the page shows beside what was typed.
            let page = edit_page(ctx, words, &fresh, fresh.row.version, true, form.typed);
            let changed = vec![Fault::new("", "exemption.changed")];
            Ok(Either::Left(page.faulty(changed).status(Status::Conflict)))
        }
        Err(error) => Err(error.into()),
    }
}

#[post("/petugas/pengecualian/<id>/tanda-tangan", data = "<form>")]
async fn sign(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
    form: Submission<RawStep<'_>>,
) -> Answer<StepAnswer> {
    room(ctx, &officer, language).step(id, form, Command::Sign).await
}

#[post("/petugas/pengecualian/<id>/batalkan", data = "<form>")]
async fn drop_sheet(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
    form: Submission<RawStep<'_>>,
) -> Answer<StepAnswer> {
    room(ctx, &officer, language).step(id, form, Command::Drop).await
}

#[post("/petugas/pengecualian/<id>/buka", data = "<form>")]
async fn open(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    id: &str,
    form: Submission<RawStep<'_>>,
) -> Answer<StepAnswer> {
    let command = Command::Open {
        reason: form.value.reason.to_owned(),
    };
    room(ctx, &officer, language).step(id, form, command).await
}
