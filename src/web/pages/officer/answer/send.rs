//! Looking at the notice as the applicant will read it, and sending it.

use rocket::form::FromForm;
use rocket::{Either, Route, State, get, post, routes};

use super::desk_key;
use super::draft::{Draft, answer, files_to_send};
use crate::domain::request::{Answer as Notice, CommandKind, needs_approval};
use crate::services::desk::{self, Desk};
use crate::services::exemptions::usable;
use crate::services::requests::{By, CaseFile, CaseKey, Step, command_of, preview_notice, take};
use crate::services::uploads::NewFile;
use crate::services::{Context, ServiceError};
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::pages::officer::{base, case};
use crate::web::views::{CheckView, Words, check_view, letter_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![check, send]
}

/// The notice and files as they lie on the desk.
async fn written(
    ctx: &Context,
    file: &CaseFile,
    desk: &Desk<Draft>,
) -> Result<(Notice, Vec<NewFile>), ServiceError> {
    let positions: Vec<i32> = file.page.items.iter().map(|item| item.position).collect();
    let usable = usable(ctx, &file.case.unit, file.today).await?;
    let (notice, _) = answer(&desk.content.typed(), &positions, &desk.files, &usable);
    let files = files_to_send(&notice, &positions, &desk.files);
    Ok((notice, files))
}

#[get("/petugas/permohonan/<nomor>/jawab/periksa")]
async fn check(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
) -> Answer<Either<Page<CheckView>, SeeOther>> {
    let file = case::load(ctx, &officer, &nomor).await?;
    let base = base(&nomor.0);
    let back = Either::Right(SeeOther::to(format!("{base}/jawab")));
    let key = desk_key(&officer, file.case.row.id)?;
    let Some(desk) = desk::open::<Draft>(ctx, &key).await? else {
        return Ok(back);
    };
    let (notice, files) = written(ctx, &file, &desk).await?;
    let which = CaseKey::Id(file.case.row.id);
    let seen = desk.content.version;
    let letters = match preview_notice(ctx, &officer.viewer, &which, seen, &notice, &files).await {
        Ok(letters) => letters,
        // The form says what is wrong, or what changed.
        Err(ServiceError::Invalid(_) | ServiceError::Stale | ServiceError::Denied(_)) => return Ok(back),
        Err(error) => return Err(error.into()),
    };
    let words = Words::new(ctx, language.0);
    let back = format!("{base}/jawab");
    let letters = letters
        .iter()
        .map(|letter| letter_view(words, &file, letter, file.today, &back))
        .collect();
    let stamp = desk.content.stamp(&desk.files);
    let view = check_view(words, &file, &base, letters, stamp, needs_approval(&notice));
    let page = Page::new(
        "pages/officer/answer_check.html.tera",
        "officer.answer.check",
        view,
    );
    Ok(Either::Left(page))
}

#[derive(FromForm)]
struct RawSend<'r> {
    #[field(default = "")]
    stamp: &'r str,
}

#[post("/petugas/permohonan/<nomor>/jawab/kirim", data = "<form>")]
async fn send(
    ctx: &State<Context>,
    officer: Officer,
    nomor: RegistrationNo,
    form: Submission<RawSend<'_>>,
) -> Answer<SeeOther> {
    let file = case::load(ctx, &officer, &nomor).await?;
    let base = base(&nomor.0);
    // A second press finds the answer on its way to the superior, or the desk cleared by the first and the case answered.
    if file.waits_for_superior() {
        return Ok(SeeOther::to(base));
    }
    let key = desk_key(&officer, file.case.row.id)?;
    let Some(desk) = desk::open::<Draft>(ctx, &key).await? else {
        return Ok(SeeOther::to(base));
    };
    if form.value.stamp != desk.content.stamp(&desk.files) {
        let flash = Flash::warning("officer.answer.changed");
        return Ok(SeeOther::to(format!("{base}/jawab/periksa")).with(flash));
    }
    let (notice, files) = written(ctx, &file, &desk).await?;
    let command = command_of(&notice);
    let is_proposal = command.kind() == CommandKind::ProposeAnswer;
    let done = format!("officer.done.{}", command.kind().code());
    let step = Step {
        key: CaseKey::Id(file.case.row.id),
        by: By::Staff(&officer.viewer),
        seen_version: Some(desk.content.version),
        command,
        files,
    };
    match take(ctx, step).await {
        Ok(_) => {}
        Err(ServiceError::Invalid(_) | ServiceError::Stale | ServiceError::Denied(_)) => {
            return Ok(SeeOther::to(format!("{base}/jawab")));
        }
        Err(error) => return Err(error.into()),
    }
    // What waits for the superior may come back; only what is out is cleared away. A desk that stays full is swept when it expires.
    if is_proposal {
        return Ok(SeeOther::to(base).with(Flash::success(&done)));
    }
    if let Err(error) = desk::clear(ctx, &key).await {
        tracing::warn!(%error, "the desk could not be cleared");
    }
    Ok(SeeOther::to(base).with(Flash::success(&done)))
}
