//! `/permohonan/baru` and the questions that follow. Every answer is kept, right or wrong, before anything is said about it.

use rocket::http::CookieJar;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;

use super::draft::{self, Found};
use super::question::{CHECK, DONE, Progress, Question, TO_CHECK};
use crate::domain::applicant::Submission as Form;
use crate::domain::applicant::limits;
use crate::services::{Context, Fault, ServiceError, throttle, units};
use crate::web::guards::{ClientAddress, Language};
use crate::web::views::Words;
use crate::web::views::citizen::{UnitFilter, UnitsView, unit_choices};
use crate::web::{Answer, NoFields, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![start, begin, show, update]
}

/// A question, as its template reads it.
#[derive(Debug, Serialize)]
struct QuestionView {
    #[serde(flatten)]
    progress: Progress,
    longest: Longest,
    /// The request of this browser was sent already.
    was_sent: bool,
    /// There are answers from an earlier visit.
    is_resumed: bool,
    /// The unit from whose page the reader came.
    chosen_unit: String,
    units: Option<UnitsView>,
}

/// Longest texts, in characters.
#[derive(Debug, Serialize)]
struct Longest {
    item: usize,
    items: usize,
    purpose: usize,
}

fn question_view(question: Question, form: &Form, to_check: bool) -> QuestionView {
    QuestionView {
        progress: question.progress(form, to_check),
        longest: Longest {
            item: limits::ITEM,
            items: limits::ITEMS,
            purpose: limits::PURPOSE,
        },
        was_sent: false,
        is_resumed: false,
        chosen_unit: String::new(),
        units: None,
    }
}

type Shown = Answer<Either<Page<QuestionView>, SeeOther>>;

/// The page of a question, filled with what is known.
async fn page(
    ctx: &Context,
    lang: Language,
    question: Question,
    form: &Form,
    to_check: bool,
    filter: UnitFilter,
) -> Result<Page<QuestionView>, ServiceError> {
    let words = Words::new(ctx, lang.0);
    let mut view = question_view(question, form, to_check);
    if question == Question::Unit {
        let all = units::list_valid(ctx, ctx.today(ctx.zone())).await?;
        view.units = Some(unit_choices(
            words,
            &all,
            filter,
            &form.unit,
            &ctx.settings.instance.unit,
        ));
    }
    Ok(Page::new(question.template(), question.title(), view).filled(question.known(form)))
}

/// The first question. A request that was sent already is only mentioned: whoever comes here wants another one.
#[get("/permohonan/baru?<unit>&<kembali>")]
async fn start(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    unit: Option<&str>,
    kembali: Option<&str>,
) -> Answer<Page<QuestionView>> {
    let found = draft::find(ctx, cookies).await?;
    let was_sent = found
        .as_ref()
        .is_some_and(|found| found.draft.request_id.is_some());
    let form = found.map(|found| found.draft.submission).unwrap_or_default();
    let to_check = kembali == Some(TO_CHECK);
    let mut view = question_view(Question::Kind, &form, to_check);
    view.was_sent = was_sent;
    view.is_resumed = !was_sent && form != Form::default();
    view.chosen_unit = unit.unwrap_or_default().chars().take(limits::LINE).collect();
    Ok(
        Page::new(Question::Kind.template(), Question::Kind.title(), view)
            .filled(Question::Kind.known(&form)),
    )
}

#[post("/permohonan/baru", data = "<sent>")]
async fn begin(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    lang: Language,
    client: ClientAddress,
    sent: Submission<NoFields>,
) -> Shown {
    // A form after one that was sent is a new one.
    let found = draft::find(ctx, cookies)
        .await?
        .filter(|found| found.draft.request_id.is_none());
    if found.is_none() {
        throttle::filing(ctx, client.0).await?;
    }
    answer(ctx, cookies, lang, Question::Kind, found, sent.typed).await
}

#[get("/permohonan/baru/<question>?<kembali>&<q>&<jenis>")]
async fn show(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    lang: Language,
    question: Question,
    kembali: Option<&str>,
    q: Option<&str>,
    jenis: Option<&str>,
) -> Shown {
    let Some(found) = draft::find(ctx, cookies).await? else {
        return Ok(Either::Right(SeeOther::to(Question::Kind.path())));
    };
    if found.draft.request_id.is_some() {
        return Ok(Either::Right(SeeOther::to(DONE)));
    }
    let filter = UnitFilter::new(q, jenis);
    let to_check = kembali == Some(TO_CHECK);
    let page = page(ctx, lang, question, &found.draft.submission, to_check, filter).await?;
    Ok(Either::Left(page))
}

#[post("/permohonan/baru/<question>", data = "<sent>")]
async fn update(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    lang: Language,
    client: ClientAddress,
    question: Question,
    sent: Submission<NoFields>,
) -> Shown {
    let found = draft::find(ctx, cookies).await?;
    if found
        .as_ref()
        .is_some_and(|found| found.draft.request_id.is_some())
    {
        return Ok(Either::Right(SeeOther::to(DONE)));
    }
    if found.is_none() {
        throttle::filing(ctx, client.0).await?;
    }
    answer(ctx, cookies, lang, question, found, sent.typed).await
}

/// Keeps an answer, then says what is wrong with it or leads on.
async fn answer(
    ctx: &Context,
    cookies: &CookieJar<'_>,
    lang: Language,
    question: Question,
    found: Option<Found>,
    typed: Typed,
) -> Shown {
    let mut form = found
        .as_ref()
        .map(|found| found.draft.submission.clone())
        .unwrap_or_default();
    question.take(&typed, &mut form);
    let chosen = typed.text("chosen_unit");
    if form.unit.is_empty() && !chosen.is_empty() {
        chosen.clone_into(&mut form.unit);
    }
    let to_check = typed.text("kembali") == TO_CHECK;
    let adds_item = question == Question::Information && typed.text("aksi") == "tambah";
    if question == Question::Information {
        tidy_items(&mut form, adds_item);
    }
    match draft::keep(ctx, cookies, found, &form).await {
        Ok(_) => {}
        Err(ServiceError::Stale) => return Ok(Either::Right(SeeOther::to(DONE))),
        Err(error) => return Err(error.into()),
    }
    if adds_item && form.items.len() <= limits::ITEMS {
        let back = if to_check { "?kembali=periksa" } else { "" };
        let last = form.items.len();
        return Ok(Either::Right(SeeOther::to(format!(
            "{}{back}#items-{last}",
            question.path()
        ))));
    }
    let faults = faults(ctx, question, &form).await?;
    if !faults.is_empty() {
        let page = page(ctx, lang, question, &form, to_check, UnitFilter::default()).await?;
        return Ok(Either::Left(page.refused(question.known(&form), faults)));
    }
    let next = if to_check {
        CHECK.to_owned()
    } else {
        question.next(&form)
    };
    Ok(Either::Right(SeeOther::to(next)))
}

/// Items left empty are dropped, and one empty one is kept to write into.
fn tidy_items(form: &mut Form, adds_item: bool) {
    form.items.retain(|item| !item.trim().is_empty());
    if adds_item {
        form.items.push(String::new());
    }
}

async fn faults(ctx: &Context, question: Question, form: &Form) -> Result<Vec<Fault>, ServiceError> {
    let mut faults: Vec<Fault> = question
        .step()
        .map(|step| form.faults(Some(step)))
        .unwrap_or_default()
        .into_iter()
        .map(Fault::from)
        .collect();
    if question == Question::Unit && faults.is_empty() {
        let request_unit = Some(form.unit.as_str()).filter(|code| *code != "unknown");
        match units::destination(ctx, ctx.db.read(), request_unit, ctx.today(ctx.zone())).await {
            Ok(_) => {}
            Err(ServiceError::Invalid(found)) => faults.extend(found),
            Err(error) => return Err(error),
        }
    }
    Ok(faults)
}
