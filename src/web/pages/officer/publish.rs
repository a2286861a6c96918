//! `/petugas/permohonan/<nomor>/umumkan`: the public text is edited and its files are chosen one by one; the officer then sees
//! exactly what will be public; only then it is published (UU 14/2008 Ps 7, 11).

use rocket::form::FromForm;
use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::answer::Draft;
use super::{base, case, steps};
use crate::domain::request::CommandKind;
use crate::services::desk::{self, DeskKey};
use crate::services::requests::{
    CaseFile, CaseKey, Proposal, PublicText, preview_publication, propose, publish,
};
use crate::services::{Context, ServiceError};
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::views::{PublishCheckView, PublishView, StepView, Words, publish_check_view, publish_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, create, check, send]
}

type FormPage = Either<Page<PublishView>, Page<StepView>>;

/// The case, what may be published of it, and what lies on the desk.
struct Work<'a> {
    ctx: &'a Context,
    words: Words<'a>,
    nomor: &'a RegistrationNo,
    file: CaseFile,
    key: DeskKey,
    proposal: Option<Proposal>,
    draft: Option<Draft>,
}

impl<'a> Work<'a> {
    async fn open(
        ctx: &'a Context,
        officer: &Officer,
        language: Language,
        nomor: &'a RegistrationNo,
    ) -> Result<Self, ServiceError> {
        let file = case::load(ctx, officer, nomor).await?;
        let id = file.case.row.id;
        let proposal = match propose(ctx, &officer.viewer, &CaseKey::Id(id)).await {
            Ok(proposal) => Some(proposal),
            Err(ServiceError::Denied(_) | ServiceError::Forbidden) => None,
            Err(error) => return Err(error),
        };
        let key = DeskKey::of(&officer.viewer, "publish", &id.to_string())?;
        let draft = desk::open(ctx, &key).await?.map(|desk| desk.content);
        Ok(Self {
            ctx,
            words: Words::new(ctx, language.0),
            nomor,
            file,
            key,
            proposal,
            draft,
        })
    }

    fn page(&self, typed: Typed, seen: Option<i32>) -> Result<FormPage, ServiceError> {
        let Some(proposal) = &self.proposal else {
            let kind = CommandKind::Publish;
            let page = steps::why_not(self.ctx, self.words, &self.file, self.nomor, kind, seen)?;
            return Ok(Either::Right(page.filled(typed)));
        };
        let view = publish_view(self.words, &self.file, &base(&self.nomor.0), proposal, seen);
        let page = Page::new("pages/officer/publish.html.tera", "step.publish.name", view);
        Ok(Either::Left(page.filled(typed.lists(&["files"]))))
    }
}

fn public_text(typed: &Typed) -> PublicText {
    let text = |field: &str| typed.text(field).to_owned();
    PublicText {
        subject: text("subject"),
        question: text("question"),
        answer: text("answer"),
        files: typed
            .all("files")
            .iter()
            .filter_map(|id| Uuid::try_parse(id).ok())
            .collect(),
        is_looked_through: false,
    }
}

#[get("/petugas/permohonan/<nomor>/umumkan")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<FormPage> {
    let work = Box::pin(Work::open(ctx, &officer, language, &nomor)).await?;
    let (typed, seen) = match (&work.draft, &work.proposal) {
        (Some(draft), _) if draft.version != work.file.case.row.version => (draft.typed(), Some(draft.seq)),
        (Some(draft), _) => (draft.typed(), None),
        (None, Some(proposal)) => {
            let text = &proposal.text;
            let typed = Typed::new()
                .with("subject", &text.subject)
                .with("question", &text.question)
                .with("answer", &text.answer);
            (typed, None)
        }
        (None, None) => (Typed::new(), None),
    };
    Ok(work.page(typed, seen)?)
}

#[derive(FromForm)]
struct RawPublish<'r> {
    #[field(default = "")]
    version: &'r str,
    #[field(default = "")]
    seq: &'r str,
}

#[post("/petugas/permohonan/<nomor>/umumkan", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    form: Submission<RawPublish<'_>>,
) -> Answer<Either<FormPage, SeeOther>> {
    let Submission { value, typed } = form;
    let seen: i32 = value.version.parse().unwrap_or(-1);
    let seq: i32 = value.seq.parse().unwrap_or(i32::MAX);
    let work = Box::pin(Work::open(ctx, &officer, language, &nomor)).await?;
    desk::save(ctx, &work.key, &Draft::new(&typed, seen, seq), "", &[]).await?;
    let key = CaseKey::Id(work.file.case.row.id);
    let text = public_text(&typed);
    let (seen, status, faults) =
        match Box::pin(preview_publication(ctx, &officer.viewer, &key, seen, &text)).await {
            Ok(_) => {
                let next = format!("{}/umumkan/periksa", base(&nomor.0));
                return Ok(Either::Right(SeeOther::to(next)));
            }
            Err(ServiceError::Invalid(faults)) => (None, Status::UnprocessableEntity, faults),
            Err(ServiceError::Stale) => (Some(seq), Status::Conflict, Vec::new()),
            Err(ServiceError::Denied(_) | ServiceError::Forbidden) => (None, Status::Conflict, Vec::new()),
            Err(error) => return Err(error.into()),
        };
    Ok(Either::Left(match work.page(typed, seen)? {
        Either::Left(page) => Either::Left(page.faulty(faults).status(status)),
        Either::Right(page) => Either::Right(page.status(Status::Conflict)),
    }))
}

type CheckPage = Either<Page<PublishCheckView>, SeeOther>;

/// Exactly what will be public, or the way back to the form when there is nothing to show.
async fn check_page(officer: &Officer, work: &Work<'_>) -> Result<CheckPage, ServiceError> {
    let base = base(&work.nomor.0);
    let back = Either::Right(SeeOther::to(format!("{base}/umumkan")));
    let (Some(draft), Some(proposal)) = (&work.draft, &work.proposal) else {
        return Ok(back);
    };
    let text = public_text(&draft.typed());
    let key = CaseKey::Id(work.file.case.row.id);
    let unread = match preview_publication(work.ctx, &officer.viewer, &key, draft.version, &text).await {
        Ok(unread) => unread,
        Err(ServiceError::Invalid(_) | ServiceError::Stale | ServiceError::Denied(_)) => return Ok(back),
        Err(error) => return Err(error),
    };
    let view = publish_check_view(
        work.ctx,
        work.words,
        &work.file,
        &base,
        proposal,
        &text,
        draft.stamp(&[]),
    )
    .with_unread(unread);
    let page = Page::new(
        "pages/officer/publish_check.html.tera",
        "officer.publish.check",
        view,
    );
    Ok(Either::Left(page))
}

#[get("/petugas/permohonan/<nomor>/umumkan/periksa")]
async fn check(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<CheckPage> {
    let work = Box::pin(Work::open(ctx, &officer, language, &nomor)).await?;
    Ok(check_page(&officer, &work).await?)
}

#[derive(FromForm)]
struct RawSend<'r> {
    #[field(default = "")]
    stamp: &'r str,
    #[field(default = "")]
    looked_through: &'r str,
}

#[post("/petugas/permohonan/<nomor>/umumkan/kirim", data = "<form>")]
async fn send(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    form: Submission<RawSend<'_>>,
) -> Answer<CheckPage> {
    let work = Box::pin(Work::open(ctx, &officer, language, &nomor)).await?;
    let base = base(&nomor.0);
    let Some(draft) = &work.draft else {
        return Ok(Either::Right(SeeOther::to(base)));
    };
    if form.value.stamp != draft.stamp(&[]) {
        let flash = Flash::warning("officer.answer.changed");
        let again = SeeOther::to(format!("{base}/umumkan/periksa")).with(flash);
        return Ok(Either::Right(again));
    }
    let key = CaseKey::Id(work.file.case.row.id);
    let mut text = public_text(&draft.typed());
    text.is_looked_through = form.value.looked_through == "yes";
    match Box::pin(publish(ctx, &officer.viewer, &key, draft.version, &text)).await {
        Ok(_) => {}
        Err(ServiceError::Invalid(faults)) if faults.iter().all(|fault| fault.field == "looked_through") => {
            let typed = form.typed.lists(&["looked_through"]);
            return Ok(match check_page(&officer, &work).await? {
                Either::Left(page) => Either::Left(page.refused(typed, faults)),
                back @ Either::Right(_) => back,
            });
        }
        Err(ServiceError::Invalid(_) | ServiceError::Stale | ServiceError::Denied(_)) => {
            return Ok(Either::Right(SeeOther::to(format!("{base}/umumkan"))));
        }
        Err(error) => return Err(error.into()),
    }
    if let Err(error) = desk::clear(ctx, &work.key).await {
        tracing::warn!(%error, "the desk could not be cleared");
    }
    let done = SeeOther::to(base).with(Flash::success("officer.done.publish"));
    Ok(Either::Right(done))
}
