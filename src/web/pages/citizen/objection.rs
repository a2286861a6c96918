//! `…/keberatan` of a case: objecting to what became of the request (UU 14/2008 Ps 35–36; Perki 1/2021 Ps 39–41). Every ground that the law
//! gives today can be chosen; the others say from when. What is written is kept until it is sent.

use std::net::IpAddr;

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};
use uuid::Uuid;

use super::entry::Entry;
use crate::domain::actor::Actor;
use crate::domain::objection::Ground;
use crate::domain::request::Channel;
use crate::services::desk::{self, Desk, DeskKey};
use crate::services::objections::{About, Filed, ObjectionFiling, draft_key, file, objector, on_request};
use crate::services::requests::CaseFile;
use crate::services::{Context, ServiceError, throttle};
use crate::web::forms::{KeptForm, submission_of};
use crate::web::guards::{ClientAddress, Language};
use crate::web::pages::objections::{keep_papers, kept_files};
use crate::web::views::Words;
use crate::web::views::objection::{ObjectionForm, request_form};
use crate::web::{Answer, Flash, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, send]
}

struct Work<'a> {
    ctx: &'a Context,
    lang: Language,
    base: &'a str,
    file: CaseFile,
    desk: Option<Desk<KeptForm>>,
}

impl<'a> Work<'a> {
    async fn open(ctx: &'a Context, lang: Language, entry: &'a Entry) -> Result<Self, ServiceError> {
        let key = draft_key(entry.request_id);
        Ok(Self {
            ctx,
            lang,
            base: &entry.base,
            file: entry.file(ctx).await?,
            desk: desk::open(ctx, &key).await?,
        })
    }

    fn page(&self, key: Uuid) -> Result<Page<ObjectionForm>, ServiceError> {
        let words = Words::new(self.ctx, self.lang.0);
        let offered = on_request(self.ctx, &self.file)?;
        let files = self.desk.as_ref().map_or(&[][..], |desk| &desk.files);
        let view = request_form(words, self.ctx, &self.file, self.base, &offered, (key, files));
        let page = Page::new("pages/citizen/objection.html.tera", "objection.form.title", view);
        Ok(page.title_value("number", &self.file.case.row.registration_no))
    }
}

#[get("/<_>/keberatan")]
async fn show(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<ObjectionForm>> {
    let work = Work::open(ctx, lang, &entry).await?;
    let typed = work.desk.as_ref().map_or_else(
        || {
            let purpose = work.file.case.row.purpose.clone().unwrap_or_default();
            Typed::new().with("purpose", purpose).with("by_proxy", "no")
        },
        |desk| desk.content.typed(),
    );
    Ok(work.page(ctx.new_id())?.filled(typed.lists(&["grounds"])))
}

/// What the form sends besides its texts.
#[derive(FromForm)]
struct RawObjection<'r> {
    #[field(default = "")]
    key: &'r str,
    #[field(default = "")]
    tindakan: &'r str,
    hapus: Vec<&'r str>,
    file_authority: Vec<TempFile<'r>>,
    files: Vec<TempFile<'r>>,
}

#[post("/<_>/keberatan", data = "<form>")]
async fn send(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    client: ClientAddress,
    form: Submission<RawObjection<'_>>,
) -> Answer<Either<Page<ObjectionForm>, SeeOther>> {
    let Submission { value, typed } = form;
    let typed = typed.lists(&["grounds"]);
    let id = Uuid::try_parse(value.key).unwrap_or_else(|_| ctx.new_id());
    let key = draft_key(entry.request_id);
    let kept = keep(ctx, client.0, &key, &value, &typed).await;
    let filed = match kept {
        Ok(()) if value.tindakan == "simpan" => {
            let here = format!("{}/keberatan", entry.base);
            let flash = Flash::success("objection.form.saved");
            return Ok(Either::Right(SeeOther::to(here).with(flash)));
        }
        Ok(()) => enter(ctx, &entry, &key, id, &typed).await,
        Err(error) => Err(error),
    };
    match filed {
        Ok(filed) => {
            if let Err(error) = desk::clear(ctx, &key).await {
                tracing::warn!(%error, "the draft could not be cleared");
            }
            let there = format!("/keberatan/{}", filed.token.expose());
            let flash = Flash::success("objection.form.sent").value("number", &filed.number);
            Ok(Either::Right(SeeOther::to(there).with(flash)))
        }
        Err(ServiceError::Invalid(faults)) => {
            let page = Work::open(ctx, lang, &entry).await?.page(id)?;
            Ok(Either::Left(page.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

/// Keeps what was written, whatever may be wrong with it: texts first, then the files that are good.
async fn keep(
    ctx: &Context,
    client: IpAddr,
    key: &DeskKey,
    value: &RawObjection<'_>,
    typed: &Typed,
) -> Result<(), ServiceError> {
    throttle::documents(ctx, client, value.file_authority.len() + value.files.len()).await?;
    let sent = [
        ("file_authority", "poa", value.file_authority.as_slice()),
        ("files", "supporting", value.files.as_slice()),
    ];
    keep_papers(ctx, key, &KeptForm::new(typed, 0), &value.hapus, &sent).await
}

async fn enter(
    ctx: &Context,
    entry: &Entry,
    key: &DeskKey,
    id: Uuid,
    typed: &Typed,
) -> Result<Filed, ServiceError> {
    let submission = submission_of(typed);
    let filing = ObjectionFiling {
        about: About::Request(entry.request_id),
        grounds: typed
            .all("grounds")
            .iter()
            .filter_map(|code| Ground::parse(code))
            .collect(),
        reason: typed.text("reason").to_owned(),
        purpose: submission.purpose.clone(),
        objector: objector(&submission, false),
        channel: Channel::Web,
        received_at: ctx.now(),
        lang: crate::text::Lang::Id,
        actor: Actor::APPLICANT,
        submission_key: format!("objection:{id}"),
        files: kept_files(ctx, key).await?,
        source: "live",
    };
    file(ctx, filing).await
}
