//! Writing the answer, item by item.

use std::collections::HashMap;

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::desk_key;
use super::draft::{Draft, answer, files_to_send};
use crate::domain::request::CommandKind;
use crate::services::desk::{self, Desk};
use crate::services::exemptions::{Usable, usable};
use crate::services::fees::{self, Schedule};
use crate::services::requests::{CaseFile, CaseKey, as_answer_file, material_file, preview_notice};
use crate::services::units::list_outside;
use crate::services::uploads::{NewFile, read_text};
use crate::services::{Context, Fault, ServiceError};
use crate::web::files::keep_files;
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::pages::officer::{base, case, steps};
use crate::web::views::{AnswerView, Grounds, StepView, Words, answer_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

/// The form, or the page that says why there is none now.
type FormPage = Either<Page<AnswerView>, Page<StepView>>;

/// The case with what lies on the desk for it.
struct Work<'a> {
    ctx: &'a Context,
    words: Words<'a>,
    nomor: &'a RegistrationNo,
    file: CaseFile,
    desk: Option<Desk<Draft>>,
    usable: Vec<Usable>,
    schedule: Option<Schedule>,
    /// Names of the units of other public bodies that take requests here.
    holders: Vec<String>,
}

impl<'a> Work<'a> {
    async fn open(
        ctx: &'a Context,
        officer: &Officer,
        language: Language,
        nomor: &'a RegistrationNo,
    ) -> Result<Self, ServiceError> {
        let file = case::load(ctx, officer, nomor).await?;
        let desk = desk::open(ctx, &desk_key(officer, file.case.row.id)?).await?;
        let usable = usable(ctx, &file.case.unit, file.today).await?;
        let schedule = fees::in_force_today(ctx, &file.case).await?;
        let outside = list_outside(ctx, &file.case.unit, file.today).await?;
        Ok(Self {
            holders: outside.into_iter().map(|unit| unit.name).collect(),
            usable,
            schedule,
            ctx,
            words: Words::new(ctx, language.0),
            nomor,
            file,
            desk,
        })
    }

    fn is_offered(&self) -> bool {
        self.file
            .offers
            .iter()
            .any(|(kind, answer)| *kind == CommandKind::IssueNotice && answer.is_ok())
    }

    /// The form; `seen` is the last event of an outdated one.
    fn page(&self, typed: Typed, seen: Option<i32>) -> Result<FormPage, ServiceError> {
        if !self.is_offered() {
            let page = steps::why_not(
                self.ctx,
                self.words,
                &self.file,
                self.nomor,
                CommandKind::IssueNotice,
                seen,
            )?;
            return Ok(Either::Right(page.filled(typed)));
        }
        let files = self.desk.as_ref().map_or(&[][..], |desk| &desk.files);
        let base = base(&self.nomor.0);
        let view = answer_view(
            self.words,
            &self.file,
            &base,
            files,
            Grounds {
                usable: &self.usable,
                schedule: self.schedule.as_ref(),
                holders: &self.holders,
            },
            seen,
        )?;
        let page = Page::new("pages/officer/answer.html.tera", "step.issue_notice.name", view);
        Ok(Either::Left(page.filled(typed)))
    }
}

#[get("/petugas/permohonan/<nomor>/jawab")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<FormPage> {
    let work = Work::open(ctx, &officer, language, &nomor).await?;
    let today = work.file.today;
    let (typed, seen) = match &work.desk {
        Some(desk) if desk.content.version != work.file.case.row.version => {
            (desk.content.typed(), Some(desk.content.seq))
        }
        Some(desk) => (desk.content.typed(), None),
        None => {
            let month = u8::from(today.month());
            let typed = Typed::new()
                .with("promised_on_day", today.day().to_string())
                .with("promised_on_month", month.to_string())
                .with("promised_on_year", today.year().to_string());
            (typed, None)
        }
    };
    Ok(work.page(typed, seen)?)
}

#[derive(FromForm)]
struct RawAnswer<'r> {
    #[field(default = "")]
    version: &'r str,
    #[field(default = "")]
    seq: &'r str,
    #[field(default = "")]
    tindakan: &'r str,
    hapus: Vec<&'r str>,
    files: HashMap<i32, Vec<TempFile<'r>>>,
    material: HashMap<i32, Vec<&'r str>>,
}

#[post("/petugas/permohonan/<nomor>/jawab", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    form: Submission<RawAnswer<'_>>,
) -> Answer<Either<FormPage, SeeOther>> {
    let Submission { value, typed } = form;
    let here = format!("{}/jawab", base(&nomor.0));
    let kept = keep(ctx, &officer, &nomor, &value, &typed).await;
    let work = Work::open(ctx, &officer, language, &nomor).await?;
    let checked = match kept {
        Ok(()) if value.tindakan == "simpan" => {
            let flash = Flash::success("officer.answer.saved");
            return Ok(Either::Right(SeeOther::to(here).with(flash)));
        }
        Ok(()) => check(&work, &officer).await,
        Err(error) => Err(error),
    };
    let refused = |page: FormPage, status: Status, faults: Vec<Fault>| match page {
        Either::Left(page) => Either::Left(page.faulty(faults).status(status)),
        Either::Right(page) => Either::Right(page.status(Status::Conflict)),
    };
    let (page, status, faults) = match checked {
        Ok(()) => return Ok(Either::Right(SeeOther::to(format!("{here}/periksa")))),
        Err(ServiceError::Invalid(faults)) => (work.page(typed, None)?, Status::UnprocessableEntity, faults),
        Err(ServiceError::Stale) => {
            let seen = value.seq.parse().unwrap_or(i32::MAX);
            (work.page(typed, Some(seen))?, Status::Conflict, Vec::new())
        }
        Err(ServiceError::Denied(_)) => (work.page(typed, None)?, Status::Conflict, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    Ok(Either::Left(refused(page, status, faults)))
}

/// Lays everything on the desk, whatever may be wrong with it: texts first, then the files that are good.
async fn keep(
    ctx: &Context,
    officer: &Officer,
    nomor: &RegistrationNo,
    value: &RawAnswer<'_>,
    typed: &Typed,
) -> Result<(), ServiceError> {
    let file = case::load(ctx, officer, nomor).await?;
    let key = desk_key(officer, file.case.row.id)?;
    let seen = |text: &str| text.parse().unwrap_or(-1);
    let draft = Draft::new(typed, seen(value.version), seen(value.seq));
    if file.actor.is_none() {
        return Err(ServiceError::Stale);
    }
    for id in value.hapus.iter().filter_map(|id| Uuid::try_parse(id).ok()) {
        desk::remove(ctx, &key, id).await?;
    }
    let (mut added, mut faults) = (Vec::new(), Vec::new());
    for item in &file.page.items {
        for id in value.material.get(&item.position).into_iter().flatten() {
            let id = Uuid::try_parse(id).map_err(|_| ServiceError::NotFound)?;
            let chosen = as_answer_file(material_file(&file, id)?, item.position)?;
            added.push(read_text(ctx, chosen).await?);
        }
        let Some(sent) = value.files.get(&item.position) else {
            continue;
        };
        let field = format!("files[{}]", item.position);
        match keep_files(ctx, &field, "answer", sent).await {
            Ok(files) => added.extend(for_item(ctx, files, item.position).await?),
            Err(ServiceError::Invalid(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    desk::save(ctx, &key, &draft, "files[1]", &added).await?;
    if faults.is_empty() {
        Ok(())
    } else {
        Err(ServiceError::Invalid(faults))
    }
}

async fn for_item(ctx: &Context, files: Vec<NewFile>, item: i32) -> Result<Vec<NewFile>, ServiceError> {
    let mut read = Vec::with_capacity(files.len());
    for mut file in files {
        file.item = Some(item);
        read.push(read_text(ctx, file).await?);
    }
    Ok(read)
}

/// Whether what lies on the desk could be sent as it is.
async fn check(work: &Work<'_>, officer: &Officer) -> Result<(), ServiceError> {
    let desk = work.desk.as_ref().ok_or(ServiceError::NotFound)?;
    let positions: Vec<i32> = work.file.page.items.iter().map(|item| item.position).collect();
    let (answer, mut faults) = answer(&desk.content.typed(), &positions, &desk.files, &work.usable);
    let files = files_to_send(&answer, &positions, &desk.files);
    let key = CaseKey::Id(work.file.case.row.id);
    let seen = desk.content.version;
    match preview_notice(work.ctx, &officer.viewer, &key, seen, &answer, &files).await {
        Err(ServiceError::Invalid(found)) => {
            // A date that names no day is said once, not also to be missing.
            let known: Vec<String> = faults.iter().map(|fault| fault.field.clone()).collect();
            faults.extend(found.into_iter().filter(|fault| !known.contains(&fault.field)));
            Err(ServiceError::Invalid(faults))
        }
        Err(other) => Err(other),
        Ok(_) if !faults.is_empty() => Err(ServiceError::Invalid(faults)),
        Ok(_) => Ok(()),
    }
}
