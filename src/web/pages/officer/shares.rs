//! `/petugas/bagian`: what other units ask this one to prepare for their requests (`docs/readings.md` R48). The pages show the items of the
//! share and what is wanted; who asks and the rest of the case stay with the responsible unit.

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::http::Status;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::case;
use crate::domain::request::{Command, Denial};
use crate::services::requests::{
    By, CaseKey, ShareFile, Step, list_shares, material_file, share_for_staff, take,
};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError, downloads};
use crate::web::files::{Attachment, keep_files};
use crate::web::guards::{Language, Officer, RegistrationNo};
use crate::web::views::{ShareListView, ShareView, Words, share_list_view, share_view};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![list, show, supply, hand_back, download, material]
}

#[get("/petugas/bagian")]
async fn list(ctx: &State<Context>, officer: Officer, language: Language) -> Answer<Page<ShareListView>> {
    let listed = list_shares(ctx, &officer.viewer).await?;
    let view = share_list_view(Words::new(ctx, language.0), &listed);
    Ok(Page::new(
        "pages/officer/shares.html.tera",
        "share.list.title",
        view,
    ))
}

/// A share, for an officer of the unit that was asked for it.
struct Desk<'a> {
    ctx: &'a Context,
    officer: &'a Officer,
    words: Words<'a>,
    nomor: &'a RegistrationNo,
    no: u16,
}

/// A form that was sent.
type Sent = Answer<Either<Page<ShareView>, SeeOther>>;

impl Desk<'_> {
    async fn file(&self) -> Result<ShareFile, ServiceError> {
        share_for_staff(self.ctx, &self.officer.viewer, &self.nomor.0.to_string(), self.no).await
    }

    async fn page(&self) -> Result<Page<ShareView>, ServiceError> {
        Ok(self.drawn(share_view(self.words, self.file().await?)))
    }

    fn drawn(&self, view: ShareView) -> Page<ShareView> {
        let page = Page::new("pages/officer/share.html.tera", "share.page.title", view);
        page.title_value("number", &self.nomor.0)
    }

    async fn act(&self, command: Command, files: Vec<NewFile>) -> Result<SeeOther, ServiceError> {
        let done = format!("share.done.{}", command.kind().code());
        let step = Step {
            key: CaseKey::Number(self.nomor.0.to_string()),
            by: By::Staff(&self.officer.viewer),
            // What else happens to the case is no business of this unit; whether the share still waits is looked at again.
            seen_version: None,
            command,
            files,
        };
        take(self.ctx, step).await?;
        let here = format!("/petugas/bagian/{}/{}", self.nomor.0, self.no);
        Ok(SeeOther::to(here).with(Flash::success(&done)))
    }

    /// What came of a form; one that is refused stays as it was typed.
    async fn answer(&self, done: Result<SeeOther, ServiceError>, typed: Typed) -> Sent {
        match done {
            Ok(there) => Ok(Either::Right(there)),
            Err(ServiceError::Invalid(faults)) => Ok(Either::Left(self.page().await?.refused(typed, faults))),
            // Handed in or recalled meanwhile, or the case moved on at the same moment: the page says how it stands.
            Err(ServiceError::Denied(denial)) => self.stands_otherwise(denial, typed).await,
            Err(ServiceError::Stale) => self.stands_otherwise(Denial::ShareBusy, typed).await,
            Err(error) => Err(error.into()),
        }
    }

    async fn stands_otherwise(&self, denial: Denial, typed: Typed) -> Sent {
        let file = self.file().await?;
        // Nothing is sent once more for what is over.
        let denial = if file.share.is_open() {
            denial
        } else {
            Denial::ShareOver
        };
        let unsent = format!("{}\n{}", typed.text("text"), typed.text("reason"));
        let view = share_view(self.words, file).with_unsent(&unsent);
        let page = self.drawn(view).refused(typed, vec![Fault::denied("", denial)]);
        Ok(Either::Left(page.status(Status::Conflict)))
    }
}

fn desk<'a>(
    ctx: &'a Context,
    officer: &'a Officer,
    language: Language,
    nomor: &'a RegistrationNo,
    no: u16,
) -> Desk<'a> {
    Desk {
        ctx,
        officer,
        words: Words::new(ctx, language.0),
        nomor,
        no,
    }
}

#[get("/petugas/bagian/<nomor>/<bagian>")]
async fn show(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    bagian: u16,
) -> Answer<Page<ShareView>> {
    Ok(desk(ctx, &officer, language, &nomor, bagian).page().await?)
}

#[derive(FromForm)]
struct RawSupply<'r> {
    #[field(default = "")]
    text: &'r str,
    files: Vec<TempFile<'r>>,
}

#[post("/petugas/bagian/<nomor>/<bagian>/serahkan", data = "<form>")]
async fn supply(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    bagian: u16,
    form: Submission<RawSupply<'_>>,
) -> Sent {
    let Submission { value, typed } = form;
    let desk = desk(ctx, &officer, language, &nomor, bagian);
    // Nothing is kept for whoever may not hand anything in.
    desk.file().await?;
    let done = match keep_files(ctx, "files", "material", &value.files).await {
        Ok(files) => {
            let command = Command::SupplyShare {
                no: bagian,
                text: value.text.to_owned(),
                has_files: !files.is_empty(),
            };
            desk.act(command, files).await
        }
        Err(error) => Err(error),
    };
    desk.answer(done, typed).await
}

#[derive(FromForm)]
struct RawReturn<'r> {
    #[field(default = "")]
    reason: &'r str,
}

#[post("/petugas/bagian/<nomor>/<bagian>/kembalikan", data = "<form>")]
async fn hand_back(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    bagian: u16,
    form: Submission<RawReturn<'_>>,
) -> Sent {
    let Submission { value, typed } = form;
    let desk = desk(ctx, &officer, language, &nomor, bagian);
    let command = Command::ReturnShare {
        no: bagian,
        reason: value.reason.to_owned(),
    };
    let done = desk.act(command, Vec::new()).await;
    desk.answer(done, typed).await
}

/// A file that the unit itself handed in.
#[get("/petugas/bagian/<nomor>/<bagian>/berkas/<berkas>")]
async fn download(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    nomor: RegistrationNo,
    bagian: u16,
    berkas: &str,
) -> Answer<Attachment> {
    let file = desk(ctx, &officer, language, &nomor, bagian).file().await?;
    let id = Uuid::try_parse(berkas).map_err(|_| ServiceError::NotFound)?;
    let found = file.material.files.iter().find(|one| one.id == id);
    let found = found.ok_or(ServiceError::NotFound)?;
    let download = downloads::stored(ctx, &found.sha256, &found.name, &found.media_type).await?;
    Ok(Attachment(download))
}

/// A file that another unit handed in, for the office that has the case.
#[get("/petugas/permohonan/<nomor>/bahan/<berkas>")]
async fn material(
    ctx: &State<Context>,
    officer: Officer,
    nomor: RegistrationNo,
    berkas: &str,
) -> Answer<Attachment> {
    let file = case::load(ctx, &officer, &nomor).await?;
    let id = Uuid::try_parse(berkas).map_err(|_| ServiceError::NotFound)?;
    let found = material_file(&file, id)?;
    let download = downloads::stored(ctx, &found.sha256, &found.name, &found.media_type).await?;
    Ok(Attachment(download))
}
