//! What an applicant does in a case: explains, completes, adds a document, confirms a letter, withdraws. What is lawful is
//! decided below; a step that is not offered is not found here either.

use std::net::IpAddr;

use rocket::form::FromForm;
use rocket::fs::TempFile;
use rocket::{Either, Route, State, get, post, routes};

use super::entry::Entry;
use crate::domain::applicant::Correction;
use crate::domain::request::{Command, CommandKind, Denial};
use crate::services::requests::{By, CaseFile, Step, add_documents, take};
use crate::services::{Context, ServiceError, throttle};
use crate::web::files::keep_files;
use crate::web::forms::correction_of;
use crate::web::guards::{ClientAddress, Language};
use crate::web::views::Words;
use crate::web::views::citizen::{ActionView, action_view};
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![
        ask_reply,
        reply,
        ask_fix,
        fix,
        ask_document,
        document,
        confirm,
        ask_withdrawal,
        withdraw
    ]
}

type Shown = Answer<Either<Page<ActionView>, SeeOther>>;

/// A form of this room.
#[derive(Clone, Copy)]
enum Form {
    Reply,
    Fix,
    Document,
    Withdraw,
}

impl Form {
    const fn template(self) -> &'static str {
        match self {
            Self::Reply => "pages/citizen/reply.html.tera",
            Self::Fix => "pages/citizen/fix.html.tera",
            Self::Document => "pages/citizen/document.html.tera",
            Self::Withdraw => "pages/citizen/withdraw.html.tera",
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Reply => "citizen.reply.title",
            Self::Fix => "citizen.fix.title",
            Self::Document => "citizen.document.title",
            Self::Withdraw => "citizen.withdraw.title",
        }
    }

    fn page(self, ctx: &Context, lang: Language, file: &CaseFile, base: &str) -> Answer<Page<ActionView>> {
        let view = action_view(ctx, Words::new(ctx, lang.0), file, base)?;
        Ok(Page::new(self.template(), self.title(), view))
    }
}

/// Whether the step may be taken now.
fn allowed(form: Form, file: &CaseFile) -> Result<(), ServiceError> {
    let kind = match form {
        Form::Reply => Some(CommandKind::AnswerClarification),
        Form::Fix => Some(CommandKind::SubmitFix),
        Form::Withdraw => Some(CommandKind::Withdraw),
        Form::Document => None,
    };
    let answer = match kind {
        Some(kind) => file
            .offers
            .iter()
            .find(|(offered, _)| *offered == kind)
            .map_or(Err(Denial::WrongRole), |(_, answer)| *answer),
        None if file.case.state.status.is_undecided() => Ok(()),
        None => Err(Denial::NotInThisState),
    };
    answer.map_err(ServiceError::Denied)
}

/// The form, or why it is of no use now.
async fn ask(ctx: &Context, lang: Language, entry: &Entry, form: Form) -> Answer<Page<ActionView>> {
    let file = entry.file(ctx).await?;
    allowed(form, &file)?;
    form.page(ctx, lang, &file, &entry.base)
}

#[derive(FromForm)]
struct RawAnswer<'r> {
    #[field(default = "")]
    reply: &'r str,
    #[field(default = "")]
    note: &'r str,
    file: Vec<TempFile<'r>>,
}

/// Takes a step with files; on a fault the form is shown again with what was written.
async fn act(
    ctx: &Context,
    lang: Language,
    (entry, client): (&Entry, ClientAddress),
    form: Form,
    sent: Submission<RawAnswer<'_>>,
) -> Shown {
    let done = match form {
        Form::Reply => "citizen.reply.done",
        Form::Fix => "citizen.fix.done",
        Form::Document => "citizen.document.done",
        Form::Withdraw => "citizen.withdraw.done",
    };
    match perform(ctx, entry, client.0, form, &sent).await {
        Ok(()) => Ok(Either::Right(
            SeeOther::to(&entry.base).with(Flash::success(done)),
        )),
        Err(ServiceError::Invalid(faults)) => {
            let file = entry.file(ctx).await?;
            let page = form.page(ctx, lang, &file, &entry.base)?;
            Ok(Either::Left(page.refused(sent.typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

async fn perform(
    ctx: &Context,
    entry: &Entry,
    client: IpAddr,
    form: Form,
    sent: &Submission<RawAnswer<'_>>,
) -> Result<(), ServiceError> {
    let value = &sent.value;
    // Nothing is kept for a step that cannot be taken.
    let file = entry.file(ctx).await?;
    allowed(form, &file)?;
    let values = match form {
        Form::Fix => correction_of(&sent.typed, &file)?,
        _ => Correction::default(),
    };
    throttle::documents(ctx, client, value.file.len()).await?;
    let kind = match form {
        Form::Fix => "fix",
        _ => "supporting",
    };
    let files = keep_files(ctx, "file", kind, &value.file).await?;
    let command = match form {
        Form::Reply => Command::AnswerClarification {
            reply: value.reply.to_owned(),
        },
        Form::Fix => Command::SubmitFix {
            on: None,
            note: value.note.to_owned(),
            has_files: !files.is_empty(),
            values: Box::new(values),
        },
        Form::Withdraw => Command::Withdraw {
            reason: value.note.to_owned(),
        },
        Form::Document => return add_documents(ctx, entry.request_id, files).await,
    };
    let step = Step {
        key: entry.key(),
        by: By::Applicant,
        seen_version: None,
        command,
        files,
    };
    take(ctx, step).await.map(|_| ())
}

#[get("/<_>/jawab")]
async fn ask_reply(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<ActionView>> {
    ask(ctx, lang, &entry, Form::Reply).await
}

#[post("/<_>/jawab", data = "<sent>")]
async fn reply(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    client: ClientAddress,
    sent: Submission<RawAnswer<'_>>,
) -> Shown {
    act(ctx, lang, (&entry, client), Form::Reply, sent).await
}

#[get("/<_>/lengkapi")]
async fn ask_fix(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<ActionView>> {
    ask(ctx, lang, &entry, Form::Fix).await
}

#[post("/<_>/lengkapi", data = "<sent>")]
async fn fix(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    client: ClientAddress,
    sent: Submission<RawAnswer<'_>>,
) -> Shown {
    act(ctx, lang, (&entry, client), Form::Fix, sent).await
}

#[get("/<_>/dokumen")]
async fn ask_document(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<ActionView>> {
    ask(ctx, lang, &entry, Form::Document).await
}

#[post("/<_>/dokumen", data = "<sent>")]
async fn document(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    client: ClientAddress,
    sent: Submission<RawAnswer<'_>>,
) -> Shown {
    act(ctx, lang, (&entry, client), Form::Document, sent).await
}

/// The applicant says that the letter of incompleteness has come: from that day the days to complete are counted.
#[post("/<_>/terima-surat", data = "<_sent>")]
async fn confirm(ctx: &State<Context>, entry: Entry, _sent: Submission<NoFields>) -> Answer<SeeOther> {
    let file = entry.file(ctx).await?;
    let step = Step {
        key: entry.key(),
        by: By::Applicant,
        seen_version: None,
        command: Command::ConfirmLetterReceived { on: file.today },
        files: Vec::new(),
    };
    take(ctx, step).await?;
    Ok(SeeOther::to(&entry.base).with(Flash::success("citizen.case.letter_confirmed")))
}

#[get("/<_>/cabut")]
async fn ask_withdrawal(ctx: &State<Context>, lang: Language, entry: Entry) -> Answer<Page<ActionView>> {
    ask(ctx, lang, &entry, Form::Withdraw).await
}

#[post("/<_>/cabut", data = "<sent>")]
async fn withdraw(
    ctx: &State<Context>,
    lang: Language,
    entry: Entry,
    client: ClientAddress,
    sent: Submission<RawAnswer<'_>>,
) -> Shown {
    act(ctx, lang, (&entry, client), Form::Withdraw, sent).await
}
