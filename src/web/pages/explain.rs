//! A date of a case, an objection or an exemption explained, at one address in each workspace: a page, and the same as data under the address with `.json`.

use rocket::Either;
use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Responder};
use rocket::{Request, Response};

use crate::services::disputes;
use crate::services::exemptions::ExemptionFile;
use crate::services::objections::{self, ObjectionFile};
use crate::services::requests::{CaseFile, explain_as_known};
use crate::services::{Context, ServiceError};
use crate::web::views::{
    TraceView, Words, exemption_trace, exemption_trace_json, objection_trace, objection_trace_json,
    trace_json, trace_view,
};
use crate::web::{Answer, Page};

/// The frame around an explanation for staff.
pub const STAFF_TRACE: &str = "pages/shared/trace.html.tera";
/// The same for applicants.
pub const OWN_TRACE: &str = "pages/citizen/trace.html.tera";

/// The page, or the data.
pub type Explanation = Either<Page<TraceView>, CaseData>;

/// What is to be explained, and where.
#[derive(Clone, Copy, Debug)]
pub struct AskedDate<'a> {
    /// The duty; may end in `.json`.
    pub duty: &'a str,
    /// The version of the calendar under which it is asked for; the one that stands otherwise.
    pub version: Option<&'a str>,
    /// The page of the case.
    pub base: &'a str,
    /// The frame around the explanation.
    pub template: &'static str,
}

impl AskedDate<'_> {
    /// The version as an address names it.
    fn per(&self) -> String {
        let version = self
            .version
            .and_then(|version| uuid::Uuid::try_parse(version).ok());
        version
            .map(|version| format!("?per={version}"))
            .unwrap_or_default()
    }
}

/// The explanation.
pub async fn explanation(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    asked: AskedDate<'_>,
) -> Answer<Explanation> {
    let (code, as_json) = self::asked(asked.duty);
    let explained = explain_as_known(ctx, file, code, asked.version).await?;
    if as_json {
        let json = serde_json::to_string(&trace_json(file, &explained)).map_err(ServiceError::from)?;
        return Ok(Either::Right(CaseData(json)));
    }
    let data = format!(
        "{}/tenggat/{}.json{}",
        asked.base,
        explained.duty.code,
        asked.per()
    );
    let view = trace_view(words, file, &explained, asked.base).with_data(data);
    let page = Page::new(asked.template, "trace.title", view);
    Ok(Either::Left(
        page.title_value("date", words.date(explained.duty.deadline.due)),
    ))
}

/// The duty asked for, and whether it is asked for as data.
pub fn asked(address: &str) -> (&str, bool) {
    address
        .strip_suffix(".json")
        .map_or((address, false), |code| (code, true))
}

/// The explanation of a date of an objection.
pub async fn objection_explanation(
    ctx: &Context,
    words: Words<'_>,
    file: &ObjectionFile,
    place: AskedDate<'_>,
) -> Result<Explanation, ServiceError> {
    let (code, _) = asked(place.duty);
    let explained = objections::explain_as_known(ctx, file, code, place.version).await?;
    answer(words, file, &explained, ("", place))
}

/// The explanation of a date of the dispute that follows an objection.
pub async fn dispute_explanation(
    ctx: &Context,
    words: Words<'_>,
    file: &ObjectionFile,
    place: AskedDate<'_>,
) -> Result<Explanation, ServiceError> {
    let (code, _) = asked(place.duty);
    let dispute = disputes::of_objection(ctx, file).await?;
    let explained = disputes::explain_as_known(ctx, (file, &dispute), code, place.version).await?;
    answer(words, file, &explained, ("/sengketa", place))
}

fn answer(
    words: Words<'_>,
    file: &ObjectionFile,
    explained: &objections::Explained,
    (stage, place): (&str, AskedDate<'_>),
) -> Result<Explanation, ServiceError> {
    let (code, as_json) = asked(place.duty);
    if as_json {
        let json = serde_json::to_string(&objection_trace_json(file, explained))?;
        return Ok(Either::Right(CaseData(json)));
    }
    let address = format!("{}{stage}/tenggat/{code}.json{}", place.base, place.per());
    let view = objection_trace(words, file, explained, place.base).with_data(address);
    let page = Page::new(place.template, "trace.title", view);
    Ok(Either::Left(
        page.title_value("date", words.date(explained.duty.deadline.due)),
    ))
}

/// The explanation of the days before the end of an exemption, whose page is `back`.
pub fn exemption_explanation(
    ctx: &Context,
    words: Words<'_>,
    file: &ExemptionFile,
    (back, duty): (&str, &str),
) -> Result<Explanation, ServiceError> {
    let (code, as_json) = asked(duty);
    let explained = file.explain(ctx, code)?;
    if as_json {
        let json = serde_json::to_string(&exemption_trace_json(file, &explained))?;
        return Ok(Either::Right(CaseData(json)));
    }
    let view = exemption_trace(words, file, &explained, back);
    let page = Page::new("pages/shared/trace.html.tera", "trace.title", view);
    let due = file.ending.deadline.due;
    Ok(Either::Left(page.title_value("date", words.date(due))))
}

/// JSON about a case: kept by nobody and listed nowhere.
#[derive(Debug)]
pub struct CaseData(String);

impl<'r> Responder<'r, 'static> for CaseData {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        Response::build_from((ContentType::JSON, self.0).respond_to(request)?)
            .status(Status::Ok)
            .header(Header::new("Cache-Control", "no-store"))
            .header(Header::new("X-Robots-Tag", "noindex, nofollow"))
            .ok()
    }
}
