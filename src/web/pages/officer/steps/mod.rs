//! `/petugas/permohonan/<nomor>/<langkah>`: one page a step. The page says what the step does and on which article it rests; the
//! form carries the version of the case it was opened on, so that nobody acts on a case that changed meanwhile.

mod form;
mod slug;

use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};

use self::form::RawStep;
use self::slug::StepSlug;
use super::{base, case};
use crate::domain::applicant::Correction;
use crate::domain::request::{CommandKind, Denial};
use crate::services::requests::{By, CaseFile, CaseKey, Step, take, unpublish};
use crate::services::units::{list_valid, list_within};
use crate::services::{Context, Fault, ServiceError};
use crate::web::files::keep_files;
use crate::web::forms::correction_of;
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::views::{StepView, UnitList, Words, step_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, create]
}

/// The page of a step on a case.
fn page(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    nomor: &RegistrationNo,
    kind: CommandKind,
    units: UnitList,
    seen: Option<i32>,
) -> Result<Page<StepView>, ServiceError> {
    let view = step_view(ctx, words, file, &base(&nomor.0), kind, units, seen)?;
    let title = format!("step.{}.name", kind.code());
    Ok(Page::new("pages/officer/step.html.tera", title, view))
}

/// The page that says why a step cannot be taken, for the steps with pages of their own.
pub(super) fn why_not(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    nomor: &RegistrationNo,
    kind: CommandKind,
    seen: Option<i32>,
) -> Result<Page<StepView>, ServiceError> {
    page(ctx, words, file, nomor, kind, UnitList::default(), seen)
}

/// What the page of a step is made of.
struct Desk<'a> {
    ctx: &'a Context,
    officer: &'a Officer,
    words: Words<'a>,
    nomor: &'a RegistrationNo,
    kind: CommandKind,
    search: &'a str,
}

impl Desk<'_> {
    /// The page of the step on the case as it is now; events after `seen` are told.
    async fn page(&self, seen: Option<i32>) -> Result<Page<StepView>, ServiceError> {
        let file = case::load(self.ctx, self.officer, self.nomor).await?;
        let units = match self.kind {
            CommandKind::Route | CommandKind::AskShare => {
                list_within(self.ctx, &file.case.unit, file.today).await?
            }
            _ => Vec::new(),
        };
        let units = UnitList::new(self.words, &units, file.case.row.unit_id, self.search);
        page(self.ctx, self.words, &file, self.nomor, self.kind, units, seen)
    }
}

#[get("/petugas/permohonan/<nomor>/<langkah>?<cari>", rank = 20)]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    langkah: StepSlug,
    cari: Option<&str>,
) -> Answer<Page<StepView>> {
    let desk = Desk {
        ctx,
        officer: &officer,
        words: Words::new(ctx, language.0),
        nomor: &nomor,
        kind: langkah.0,
        search: cari.unwrap_or_default(),
    };
    let page = desk.page(None).await?;
    Ok(if langkah.0 == CommandKind::DeclareIncomplete {
        // What is not on record is chosen already; the officer adds and takes away.
        let file = case::load(ctx, &officer, &nomor).await?;
        let missing = file.missing()?;
        let typed = missing
            .iter()
            .fold(Typed::new(), |typed, one| typed.with("missing", one.code()));
        page.filled(typed.lists(&["missing"]))
    } else {
        page
    })
}

#[post("/petugas/permohonan/<nomor>/<langkah>", data = "<form>", rank = 20)]
async fn create(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    langkah: StepSlug,
    form: Submission<RawStep<'_>>,
) -> Answer<Either<Page<StepView>, SeeOther>> {
    let Submission { value, typed } = form;
    let typed = typed.lists(&["missing", "despite", "share_items"]);
    let kind = langkah.0;
    let desk = Desk {
        ctx,
        officer: &officer,
        words: Words::new(ctx, language.0),
        nomor: &nomor,
        kind,
        search: "",
    };
    match desk.act(&value, &typed).await {
        Ok(()) => {
            let flash = Flash::success(&format!("officer.done.{}", kind.code()));
            Ok(Either::Right(SeeOther::to(base(&nomor.0)).with(flash)))
        }
        Err(ServiceError::Invalid(faults)) => Ok(Either::Left(desk.page(None).await?.refused(typed, faults))),
        Err(ServiceError::Stale) => {
            let seen = value.seq.parse().unwrap_or(i32::MAX);
            let page = desk.page(Some(seen)).await?;
            Ok(Either::Left(page.filled(typed).status(Status::Conflict)))
        }
        Err(ServiceError::Denied(denial)) => Ok(Either::Left(desk.denied(denial, typed).await?)),
        Err(error) => Err(error.into()),
    }
}

impl Desk<'_> {
    async fn act(&self, value: &RawStep<'_>, typed: &Typed) -> Result<(), ServiceError> {
        let key = CaseKey::Number(self.nomor.0.to_string());
        // A form without a version was not made by a page of ours, so it saw no case at all.
        let seen: i32 = value.version.parse().unwrap_or(-1);
        if self.kind == CommandKind::Unpublish {
            unpublish(self.ctx, &self.officer.viewer, &key, seen, value.reason).await?;
            return Ok(());
        }
        let file = self.fresh(&key, seen).await?;
        let units = match self.kind {
            CommandKind::Route | CommandKind::AskShare => {
                list_valid(self.ctx, self.ctx.today(self.ctx.zone())).await?
            }
            _ => Vec::new(),
        };
        let values = match self.kind {
            CommandKind::SubmitFix => correction_of(typed, &file)?,
            _ => Correction::default(),
        };
        let files = keep_files(self.ctx, "files", "fix", &value.files).await?;
        let command = value
            .command(self.kind, &units, !files.is_empty(), values)
            .map_err(ServiceError::Invalid)?;
        let step = Step {
            key,
            by: By::Staff(&self.officer.viewer),
            seen_version: Some(seen),
            command,
            files,
        };
        take(self.ctx, step).await?;
        Ok(())
    }

    /// Whether the case is still as it was seen, before anything is kept or complained about.
    async fn fresh(&self, key: &CaseKey, seen: i32) -> Result<CaseFile, ServiceError> {
        let file: CaseFile =
            crate::services::requests::for_staff(self.ctx, &self.officer.viewer, key).await?;
        if file.case.row.version == seen {
            Ok(file)
        } else {
            Err(ServiceError::Stale)
        }
    }

    /// A denial that a choice on the page causes belongs to that choice; any other makes the whole step unavailable.
    async fn denied(&self, denial: Denial, typed: Typed) -> Result<Page<StepView>, ServiceError> {
        let page = self.page(None).await?;
        let is_basis = matches!(denial, Denial::TooEarly { .. } | Denial::NoticeReceiptUnknown);
        if self.kind == CommandKind::Close && is_basis {
            return Ok(page.refused(typed, vec![Fault::denied("basis", denial)]));
        }
        Ok(page.filled(typed).status(Status::Conflict))
    }
}
