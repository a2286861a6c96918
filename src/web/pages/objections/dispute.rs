//! `…/sengketa`: the dispute that follows an objection. The applicant says that they went, the office records what it was told, superiors
//! and auditors read; each of its dates is explained.

use rocket::http::Status;
use rocket::request::FromParam;
use rocket::{Either, FromForm, Route, State, get, post, routes};

use time::Date;
use uuid::Uuid;

use super::office::Workspace;
use super::step::day;
use crate::domain::actor::Viewer;
use crate::domain::dispute::{Command, CommandKind, DisputeOutcome, Party, Told};
use crate::domain::line::one_line;
use crate::services::disputes::{DisputeStep, of_objection, record};
use crate::services::objections::{By, ObjectionKey, for_applicant, for_auditor};
use crate::services::{Context, Fault, ServiceError, throttle};
use crate::web::guards::{Auditor, ClientAddress, Language, ObjectionNo, Officer, Superior, Token};
use crate::web::pages::explain::{AskedDate, Explanation, OWN_TRACE, STAFF_TRACE, dispute_explanation};
use crate::web::views::Words;
use crate::web::views::dispute::{DisputeStepView, dispute_step, step_slug};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![
        ask_filing,
        file,
        own_trace,
        ask,
        take,
        officer_trace,
        superior_trace,
        auditor_trace
    ]
}

/// A fact by the last part of its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct FactSlug(CommandKind);

impl<'a> FromParam<'a> for FactSlug {
    type Error = ();

    fn from_param(param: &'a str) -> Result<Self, ()> {
        let found = CommandKind::ALL.iter().find(|kind| step_slug(**kind) == param);
        found.copied().map(Self).ok_or(())
    }
}

/// What the form of a fact sends.
#[derive(FromForm)]
struct RawFact<'r> {
    #[field(default = "")]
    version: &'r str,
    #[field(default = "")]
    number: &'r str,
    #[field(default = "")]
    outcome: &'r str,
    #[field(default = "")]
    party: &'r str,
    #[field(default = false)]
    is_stated: bool,
    #[field(default = false)]
    is_about_publishing: bool,
    opens: Vec<&'r str>,
    #[field(default = "")]
    source: &'r str,
}

impl RawFact<'_> {
    /// The exemptions that were ticked. What is no identifier was not on the form.
    fn opens(&self) -> Result<Vec<Uuid>, ServiceError> {
        let read = self.opens.iter().map(|id| Uuid::parse_str(id));
        read.collect::<Result<_, _>>()
            .map_err(|_| ServiceError::invalid("opens", "dispute.denial.exemption_unknown"))
    }

    fn command(&self, kind: CommandKind, typed: &Typed, today: Date) -> Result<Command, ServiceError> {
        let fault = |fault: Fault| ServiceError::Invalid(vec![fault]);
        // What was recorded in error is taken back today; its form asks for no day.
        let on = match kind {
            CommandKind::RecordError => Some(today),
            _ => day(typed, "on").map_err(fault)?,
        };
        let on = on.ok_or_else(|| ServiceError::invalid("on", "field.date_wrong"))?;
        Ok(Command {
            kind,
            on,
            told: Told {
                number: one_line(self.number),
                other_on: day(typed, "other_on").map_err(fault)?,
                outcome: DisputeOutcome::parse(self.outcome),
                party: Party::parse(self.party),
                is_stated: self.is_stated,
                is_about_publishing: self.is_about_publishing,
                opens: self.opens()?,
            },
            source: self.source.to_owned(),
        })
    }
}

type Shown = Answer<Either<Page<DisputeStepView>, SeeOther>>;

fn own_base(keberatan: &Token) -> String {
    format!("/keberatan/{}", keberatan.0.expose())
}

/// The form of the applicant.
async fn own_form(
    ctx: &Context,
    language: Language,
    keberatan: &Token,
    is_stale: bool,
) -> Result<Page<DisputeStepView>, ServiceError> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let dispute = of_objection(ctx, &file).await?;
    let base = own_base(keberatan);
    let action = format!("{base}/sengketa");
    let words = Words::new(ctx, language.0);
    let kind = CommandKind::RecordFiling;
    let view = dispute_step(words, &dispute, (&base, action), kind, is_stale);
    let title = format!("dispute.step.{}.name", kind.code());
    Ok(Page::new("pages/citizen/dispute_filing.html.tera", title, view))
}

#[get("/keberatan/<keberatan>/sengketa")]
async fn ask_filing(
    ctx: &State<Context>,
    language: Language,
    keberatan: Token,
) -> Answer<Page<DisputeStepView>> {
    Ok(own_form(ctx, language, &keberatan, false).await?)
}

#[post("/keberatan/<keberatan>/sengketa", data = "<form>")]
async fn file(
    ctx: &State<Context>,
    language: Language,
    keberatan: Token,
    client: ClientAddress,
    form: Submission<RawFact<'_>>,
) -> Shown {
    let Submission { value, typed } = form;
    let file = for_applicant(ctx, &keberatan.0).await?;
    throttle::filing(ctx, client.0).await?;
    let recorded = match value.command(CommandKind::RecordFiling, &typed, file.moment.today) {
        Ok(command) => {
            let step = DisputeStep {
                objection: ObjectionKey::Id(file.objection.row.id),
                by: By::Applicant,
                seen_version: None,
                command,
            };
            record(ctx, step).await
        }
        Err(error) => Err(error),
    };
    let page = match recorded {
        Ok(()) => {
            let flash = Flash::success("dispute.done.filed");
            return Ok(Either::Right(SeeOther::to(own_base(&keberatan)).with(flash)));
        }
        Err(ServiceError::Invalid(faults)) => own_form(ctx, language, &keberatan, false)
            .await?
            .refused(typed, faults),
        Err(ServiceError::Stale) => own_form(ctx, language, &keberatan, true)
            .await?
            .filled(typed)
            .status(Status::Conflict),
        Err(error) => return Err(error.into()),
    };
    Ok(Either::Left(page))
}

const OFFICE: Workspace = Workspace::Officer;

/// The form of the office.
async fn office_form(
    ctx: &Context,
    viewer: &Viewer,
    language: Language,
    (nomor, kind): (&ObjectionNo, CommandKind),
    is_stale: bool,
) -> Result<Page<DisputeStepView>, ServiceError> {
    let file = OFFICE.load(ctx, viewer, nomor).await?;
    let dispute = of_objection(ctx, &file).await?;
    let base = OFFICE.base(nomor);
    let action = format!("{base}/sengketa/{}", step_slug(kind));
    let words = Words::new(ctx, language.0);
    let view = dispute_step(words, &dispute, (&base, action), kind, is_stale);
    let today = file.moment.today;
    let typed = Typed::new()
        .with("on_day", today.day().to_string())
        .with("on_month", u8::from(today.month()).to_string())
        .with("on_year", today.year().to_string());
    let title = format!("dispute.step.{}.name", kind.code());
    Ok(Page::new("pages/shared/dispute_step.html.tera", title, view).filled(typed))
}

#[get("/petugas/keberatan/<keberatan_no>/sengketa/<fakta>", rank = 5)]
async fn ask(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    fakta: FactSlug,
) -> Answer<Page<DisputeStepView>> {
    let which = (&keberatan_no, fakta.0);
    Ok(office_form(ctx, &officer.viewer, language, which, false).await?)
}

#[post(
    "/petugas/keberatan/<keberatan_no>/sengketa/<fakta>",
    data = "<form>",
    rank = 5
)]
async fn take(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    fakta: FactSlug,
    form: Submission<RawFact<'_>>,
) -> Shown {
    let Submission { value, typed } = form;
    let which = (&keberatan_no, fakta.0);
    let page = match perform(ctx, &officer.viewer, which, &value, &typed).await {
        Ok(()) => {
            let flash = Flash::success("objection.done.step");
            let back = OFFICE.base(&keberatan_no);
            return Ok(Either::Right(SeeOther::to(back).with(flash)));
        }
        Err(ServiceError::Invalid(faults)) => office_form(ctx, &officer.viewer, language, which, false)
            .await?
            .refused(typed, faults),
        Err(ServiceError::Stale) => office_form(ctx, &officer.viewer, language, which, true)
            .await?
            .filled(typed)
            .status(Status::Conflict),
        Err(error) => return Err(error.into()),
    };
    Ok(Either::Left(page))
}

async fn perform(
    ctx: &Context,
    viewer: &Viewer,
    (nomor, kind): (&ObjectionNo, CommandKind),
    value: &RawFact<'_>,
    typed: &Typed,
) -> Result<(), ServiceError> {
    let file = OFFICE.load(ctx, viewer, nomor).await?;
    let seen = value.version.parse().map_err(|_| ServiceError::Stale)?;
    let step = DisputeStep {
        objection: ObjectionKey::Id(file.objection.row.id),
        by: By::Staff(viewer, OFFICE.roles()),
        seen_version: Some(seen),
        command: value.command(kind, typed, file.moment.today)?,
    };
    record(ctx, step).await
}

#[get("/keberatan/<keberatan>/sengketa/tenggat/<aturan_sengketa>?<per>")]
async fn own_trace(
    ctx: &State<Context>,
    language: Language,
    keberatan: Token,
    aturan_sengketa: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = for_applicant(ctx, &keberatan.0).await?;
    let asked = AskedDate {
        duty: aturan_sengketa,
        version: per,
        base: &own_base(&keberatan),
        template: OWN_TRACE,
    };
    Ok(dispute_explanation(ctx, Words::new(ctx, language.0), &file, asked).await?)
}

#[get("/petugas/keberatan/<keberatan_no>/sengketa/tenggat/<aturan_sengketa>?<per>")]
async fn officer_trace(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
    aturan_sengketa: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = OFFICE.load(ctx, &officer.viewer, &keberatan_no).await?;
    let asked = AskedDate {
        duty: aturan_sengketa,
        version: per,
        base: &OFFICE.base(&keberatan_no),
        template: STAFF_TRACE,
    };
    Ok(dispute_explanation(ctx, Words::new(ctx, language.0), &file, asked).await?)
}

#[get("/atasan/keberatan/<keberatan_no>/sengketa/tenggat/<aturan_sengketa>?<per>")]
async fn superior_trace(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
    aturan_sengketa: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = Workspace::Superior
        .load(ctx, &superior.viewer, &keberatan_no)
        .await?;
    let asked = AskedDate {
        duty: aturan_sengketa,
        version: per,
        base: &Workspace::Superior.base(&keberatan_no),
        template: STAFF_TRACE,
    };
    Ok(dispute_explanation(ctx, Words::new(ctx, language.0), &file, asked).await?)
}

#[get("/auditor/keberatan/<keberatan_no>/sengketa/tenggat/<aturan_sengketa>?<per>")]
async fn auditor_trace(
    ctx: &State<Context>,
    auditor: Auditor,
    language: Language,
    keberatan_no: ObjectionNo,
    aturan_sengketa: &str,
    per: Option<&str>,
) -> Answer<Explanation> {
    let file = for_auditor(ctx, &auditor.viewer, &keberatan_no.0.to_string()).await?;
    let asked = AskedDate {
        duty: aturan_sengketa,
        version: per,
        base: &format!("/auditor/keberatan/{}", keberatan_no.0),
        template: STAFF_TRACE,
    };
    Ok(dispute_explanation(ctx, Words::new(ctx, language.0), &file, asked).await?)
}
