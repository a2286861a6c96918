//! A step of an objection in a workspace: one page, one form, the version it was opened on.

use rocket::Either;
use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::request::FromParam;
use time::Date;

use super::office::Workspace;
use crate::domain::actor::Viewer;
use crate::domain::calendar::typed_day;
use crate::domain::objection::{CloseBasis, Command, CommandKind};
use crate::services::objections::{By, MINUTES, ObjectionKey, ObjectionStep, take};
use crate::services::{Context, Fault, ServiceError};
use crate::web::files::keep_files;
use crate::web::guards::{Language, ObjectionNo};
use crate::web::views::Words;
use crate::web::views::objection::{ObjectionStepView, step_form, step_slug};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

/// A step whose page is a plain form. The answer has pages of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepSlug(pub CommandKind);

/// No step is called that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStep;

impl<'a> FromParam<'a> for StepSlug {
    type Error = NoStep;

    fn from_param(param: &'a str) -> Result<Self, NoStep> {
        let plain = CommandKind::ALL
            .iter()
            .filter(|kind| **kind != CommandKind::Answer);
        plain
            .copied()
            .find(|kind| step_slug(*kind) == param)
            .map(Self)
            .ok_or(NoStep)
    }
}

/// What a step's form sends.
#[derive(FromForm)]
pub struct RawStep<'r> {
    #[field(default = "")]
    version: &'r str,
    #[field(default = "")]
    question: &'r str,
    #[field(default = "")]
    reply: &'r str,
    #[field(default = "")]
    invitation: &'r str,
    #[field(default = "")]
    terms: &'r str,
    #[field(default = "")]
    consent: &'r str,
    #[field(default = "")]
    note: &'r str,
    #[field(default = "")]
    proof: &'r str,
    #[field(default = "")]
    reason: &'r str,
    #[field(default = "")]
    basis: &'r str,
    files: Vec<TempFile<'r>>,
}

pub type Shown = Answer<Either<Page<ObjectionStepView>, SeeOther>>;

/// The page of a step.
pub async fn show(
    ctx: &Context,
    viewer: &Viewer,
    language: Language,
    workspace: Workspace,
    (nomor, kind): (&ObjectionNo, CommandKind),
    is_stale: bool,
) -> Result<Page<ObjectionStepView>, ServiceError> {
    let file = workspace.load(ctx, viewer, nomor).await?;
    let words = Words::new(ctx, language.0);
    let view = step_form(words, &file, &workspace.base(nomor), kind, is_stale);
    let today = file.moment.today;
    let typed = Typed::new()
        .with("on_day", today.day().to_string())
        .with("on_month", u8::from(today.month()).to_string())
        .with("on_year", today.year().to_string());
    let title = format!("objection.step.{}.name", kind.code());
    Ok(Page::new("pages/shared/objection_step.html.tera", title, view).filled(typed))
}

/// Takes the step; on a fault the form is shown again with what was written.
pub async fn create(
    ctx: &Context,
    viewer: &Viewer,
    language: Language,
    workspace: Workspace,
    (nomor, kind): (&ObjectionNo, CommandKind),
    form: Submission<RawStep<'_>>,
) -> Shown {
    let Submission { value, typed } = form;
    let taken = perform(ctx, viewer, workspace, (nomor, kind), &value, &typed).await;
    let page = match taken {
        Ok(()) => {
            let flash = Flash::success("objection.done.step");
            return Ok(Either::Right(SeeOther::to(workspace.base(nomor)).with(flash)));
        }
        Err(ServiceError::Invalid(faults)) => {
            let page = show(ctx, viewer, language, workspace, (nomor, kind), false).await?;
            page.refused(typed, faults)
        }
        Err(ServiceError::Stale) => {
            let page = show(ctx, viewer, language, workspace, (nomor, kind), true).await?;
            page.filled(typed).status(Status::Conflict)
        }
        Err(error) => return Err(error.into()),
    };
    Ok(Either::Left(page))
}

async fn perform(
    ctx: &Context,
    viewer: &Viewer,
    workspace: Workspace,
    (nomor, kind): (&ObjectionNo, CommandKind),
    value: &RawStep<'_>,
    typed: &Typed,
) -> Result<(), ServiceError> {
    let file = workspace.load(ctx, viewer, nomor).await?;
    let seen: i32 = value.version.parse().unwrap_or(-1);
    if seen != file.objection.version() {
        return Err(ServiceError::Stale);
    }
    let files = match kind {
        CommandKind::SupplyParticulars => keep_files(ctx, "files", "supporting", &value.files).await?,
        CommandKind::RecordAgreement => keep_files(ctx, "files", MINUTES, &value.files).await?,
        _ => Vec::new(),
    };
    let command = value
        .command(kind, typed, !files.is_empty())
        .map_err(|fault| ServiceError::Invalid(vec![fault]))?;
    let step = ObjectionStep {
        key: ObjectionKey::Id(file.objection.row.id),
        by: By::Staff(viewer, workspace.roles()),
        seen_version: Some(seen),
        command,
        files,
    };
    take(ctx, step).await.map(|_| ())
}

impl RawStep<'_> {
    fn command(&self, kind: CommandKind, typed: &Typed, has_files: bool) -> Result<Command, Fault> {
        let text = str::to_owned;
        Ok(match kind {
            CommandKind::AskParticulars => Command::AskParticulars {
                question: text(self.question),
            },
            CommandKind::SupplyParticulars => Command::SupplyParticulars {
                reply: text(self.reply),
                has_files,
            },
            CommandKind::OpenSettlement => Command::OpenSettlement {
                invitation: text(self.invitation),
            },
            CommandKind::RecordAgreement => Command::RecordAgreement {
                terms: text(self.terms),
                consent: text(self.consent),
                execute_by: day(typed, "execute_by")?,
                has_files,
            },
            CommandKind::RecordFailure => Command::RecordFailure {
                note: text(self.note),
            },
            CommandKind::ConfirmAnswerReceived => Command::ConfirmAnswerReceived {
                on: day(typed, "on")?.ok_or_else(|| Fault::new("on", "field.date_wrong"))?,
                proof: text(self.proof),
            },
            CommandKind::RecordExecution => Command::RecordExecution {
                on: day(typed, "on")?.ok_or_else(|| Fault::new("on", "field.date_wrong"))?,
                note: text(self.note),
            },
            CommandKind::Close => Command::Close(match self.basis {
                "accepts" => CloseBasis::ApplicantAccepts(text(self.note)),
                "time_over" => CloseBasis::DisputeTimeOver,
                _ => return Err(Fault::new("basis", "denial.nothing_chosen")),
            }),
            CommandKind::Withdraw => Command::Withdraw {
                reason: text(self.reason),
            },
            CommandKind::Answer | CommandKind::Succeed => {
                return Err(Fault::new("", "objection.denial.not_in_this_state"));
            }
        })
    }
}

/// A day as typed in three fields; none when all are empty.
pub fn day(typed: &Typed, field: &str) -> Result<Option<Date>, Fault> {
    let part = |part: &str| typed.text(&format!("{field}_{part}")).to_owned();
    typed_day(&part("day"), &part("month"), &part("year")).map_err(|_| Fault::new(field, "field.date_wrong"))
}
