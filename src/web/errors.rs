//! What went wrong, in words, with a reference; the log gets the cause once, here, under the same reference.

use std::sync::OnceLock;

use rocket::http::{ContentType, Status};
use rocket::response::{Responder, Result};
use rocket::{Request, Response};
use serde::Serialize;

use super::forms::{Typed, fault_text};
use super::guards::Language;
use super::redirect::local_path;
use super::request_id::RequestId;
use super::{Cache, Page};
use crate::services::{Context, Fault, ServiceError};
use crate::text::catalogue::CatalogueError;
use crate::text::{Engine, Lang, format};

/// A service's refusal on its way to a page of its own. A handler that can show the form again does that instead, with
/// [`Page::refused`].
#[derive(Debug)]
pub struct WebError(ServiceError);

impl<E: Into<ServiceError>> From<E> for WebError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// Why a request was turned away before its handler, for the catcher that answers it.
#[derive(Debug)]
pub enum Refusal {
    /// Another site sent the form.
    OtherSite,
    /// The token of the form is missing, old or somebody else's.
    Expired(Option<Replay>),
    /// A one-time password waits to be replaced.
    PasswordWaits,
    /// The body, or a part of it, is larger than so many bytes.
    TooLarge(u64),
    /// The body is no form.
    Unreadable,
    /// The disk does not take what was sent.
    Unkept,
}

impl Refusal {
    /// The status of its page.
    pub fn status(&self) -> Status {
        match self {
            Self::OtherSite | Self::Expired(_) | Self::PasswordWaits => Status::Forbidden,
            Self::TooLarge(_) => Status::PayloadTooLarge,
            Self::Unreadable => Status::UnprocessableEntity,
            Self::Unkept => Status::ServiceUnavailable,
        }
    }
}

/// A form to send again with one press, so that an expired token costs nobody their text.
#[derive(Debug, Serialize)]
pub struct Replay {
    action: String,
    fields: Vec<(String, String)>,
}

impl Replay {
    /// The form as it was sent to this address.
    pub fn of(request: &Request<'_>, typed: Typed) -> Self {
        let fields = typed
            .pairs()
            .map(|(field, text)| (field.to_owned(), text.to_owned()));
        Self {
            action: request.uri().to_string(),
            fields: fields.collect(),
        }
    }
}

#[derive(Default)]
struct Turned(OnceLock<Refusal>);

/// Notes why the request is turned away.
pub fn refuse(request: &Request<'_>, refusal: Refusal) {
    request.local_cache(Turned::default).0.get_or_init(|| refusal);
}

/// Why the request was turned away.
pub fn refusal<'r>(request: &'r Request<'_>) -> Option<&'r Refusal> {
    request.local_cache(Turned::default).0.get()
}

/// A page about what went wrong.
pub struct ErrorPage {
    status: Status,
    kind: &'static str,
    values: Vec<(&'static str, String)>,
    detail: Option<Fault>,
    link: Option<(String, &'static str)>,
    retry_after: Option<u64>,
    replay: Option<Replay>,
}

#[derive(Serialize)]
struct View<'a> {
    heading: String,
    text: String,
    detail: Option<String>,
    is_fault: bool,
    link: Option<Link>,
    replay: Option<&'a Replay>,
}

#[derive(Serialize)]
struct Link {
    href: String,
    label: String,
}

impl ErrorPage {
    /// The page `errors.<kind>`.
    pub fn new(status: Status, kind: &'static str) -> Self {
        Self {
            status,
            kind,
            values: Vec::new(),
            detail: None,
            link: None,
            retry_after: None,
            replay: None,
        }
    }

    /// Fills a placeholder.
    pub fn value(mut self, name: &'static str, value: String) -> Self {
        self.values.push((name, value));
        self
    }

    /// Adds a way on: an address and the message of its label.
    pub fn link(mut self, href: impl Into<String>, key: &'static str) -> Self {
        self.link = Some((href.into(), key));
        self
    }

    /// Tells clients when to try again.
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    /// Renders the page; if even that fails, says the least in both languages.
    pub fn answer(self, request: &Request<'_>) -> Response<'static> {
        let status = self.status;
        let retry_after = self.retry_after;
        let page = request
            .rocket()
            .state::<Context>()
            .and_then(|ctx| self.page(request, ctx).ok())
            .and_then(|page| page.respond_to(request).ok());
        let mut response = page.unwrap_or_else(|| last_words(request));
        response.set_status(status);
        if let Some(seconds) = retry_after {
            response.set_raw_header("Retry-After", seconds.to_string());
        }
        response
    }

    fn page<'a>(
        &'a self,
        request: &Request<'_>,
        ctx: &Context,
    ) -> std::result::Result<Page<View<'a>>, CatalogueError> {
        let Language(lang) = Language::of(request);
        let engine = &*ctx.engine;
        let key = |part: &str| format!("errors.{}.{part}", self.kind);
        let values: Vec<_> = self
            .values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let view = View {
            heading: engine.text(lang, &key("title"), &[])?,
            text: engine.text(lang, &key("text"), &values)?,
            detail: self
                .detail
                .as_ref()
                .map(|fault| fault_text(engine, lang, fault))
                .transpose()?,
            is_fault: self.status.code >= 500,
            link: self
                .link
                .as_ref()
                .map(|link| label(engine, lang, link))
                .transpose()?,
            replay: self.replay.as_ref(),
        };
        Ok(Page::new("errors/error.html.tera", key("title"), view)
            .status(self.status)
            .cached(Cache::NoStore)
            .with_reference())
    }
}

fn label(
    engine: &Engine,
    lang: Lang,
    (href, key): &(String, &'static str),
) -> std::result::Result<Link, CatalogueError> {
    Ok(Link {
        href: href.clone(),
        label: engine.text(lang, key, &[])?,
    })
}

/// For when the page about the failure fails.
fn last_words(request: &Request<'_>) -> Response<'static> {
    let reference = RequestId::of(request).reference();
    let html = format!(
        "<!DOCTYPE html><html lang=\"id\"><meta charset=\"utf-8\"><title>Terbuka</title>\
         <h1>Halaman ini tidak dapat ditampilkan</h1><p>Silakan coba lagi nanti. Nomor rujukan: {reference}</p>\
         <p lang=\"en\">This page cannot be shown. Please try again later. Reference: {reference}</p></html>"
    );
    let mut response = Response::new();
    response.set_header(ContentType::HTML);
    response.set_sized_body(html.len(), std::io::Cursor::new(html));
    response
}

/// The page the reader came from, when it is one of ours.
pub fn came_from(request: &Request<'_>) -> Option<String> {
    let ctx = request.rocket().state::<Context>()?;
    let referer = request.headers().get_one("Referer")?;
    let host = request.headers().get_one("Host").unwrap_or_default();
    let rest = referer.strip_prefix(&ctx.settings.base_url).or_else(|| {
        let rest = referer.split_once("://")?.1;
        rest.strip_prefix(host).filter(|_| !host.is_empty())
    })?;
    local_path(rest).map(str::to_owned)
}

/// The page of a refusal that stopped the request before its handler.
pub fn refusal_page(request: &Request<'_>, refusal: &Refusal) -> ErrorPage {
    let page = |kind| ErrorPage::new(refusal.status(), kind);
    match refusal {
        Refusal::OtherSite => page("other_site").link("/", "errors.link.start"),
        Refusal::PasswordWaits => page("password_waits").link("/akun/sandi", "errors.link.password"),
        Refusal::Unreadable => page("unreadable"),
        Refusal::Unkept => page("unavailable").retry_after(RETRY_SECONDS),
        Refusal::TooLarge(limit) => {
            let Language(lang) = Language::of(request);
            page("too_large").value("limit", format::size(lang, *limit))
        }
        Refusal::Expired(Some(replay)) => ErrorPage {
            replay: Some(Replay {
                action: replay.action.clone(),
                fields: replay.fields.clone(),
            }),
            ..page("expired")
        },
        Refusal::Expired(None) => page("expired_again").link(
            came_from(request).unwrap_or_else(|| "/".into()),
            "errors.link.again",
        ),
    }
}

/// The page of what a service answered.
fn page_of(request: &Request<'_>, error: &ServiceError) -> ErrorPage {
    let here = || came_from(request).unwrap_or_else(|| request.uri().path().to_string());
    match error {
        ServiceError::NotFound => {
            ErrorPage::new(Status::NotFound, "not_found").link("/", "errors.link.start")
        }
        ServiceError::Forbidden => ErrorPage::new(Status::Forbidden, "forbidden"),
        ServiceError::Stale => ErrorPage::new(Status::Conflict, "stale").link(here(), "errors.link.newest"),
        ServiceError::Throttled(seconds) => ErrorPage::new(Status::TooManyRequests, "throttled")
            .value("minutes", seconds.div_ceil(60).to_string())
            .retry_after(*seconds),
        ServiceError::Unavailable(_) => {
            ErrorPage::new(Status::ServiceUnavailable, "unavailable").retry_after(RETRY_SECONDS)
        }
        ServiceError::Unexpected(_) => ErrorPage::new(Status::InternalServerError, "unexpected"),
        ServiceError::Denied(denial) => ErrorPage {
            detail: Some(Fault::denied("", *denial)),
            ..ErrorPage::new(Status::Conflict, "denied").link(here(), "errors.link.newest")
        },
        ServiceError::Invalid(faults) => ErrorPage {
            detail: faults.first().cloned(),
            ..ErrorPage::new(Status::UnprocessableEntity, "invalid").link(here(), "errors.link.back")
        },
    }
}

/// When to try again after something was out of reach.
pub const RETRY_SECONDS: u64 = 30;

impl<'r> Responder<'r, 'static> for WebError {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        let id = RequestId::of(request);
        match &self.0 {
            error @ (ServiceError::Unexpected(_) | ServiceError::Unavailable(_)) => {
                tracing::error!(request.id = %id, error = chain(error), "a request failed");
            }
            error => tracing::debug!(request.id = %id, %error, "a request was refused"),
        }
        Ok(page_of(request, &self.0).answer(request))
    }
}

/// An error and what it came from, in one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let words = cause.to_string();
        if !text.contains(&words) {
            text.push_str(": ");
            text.push_str(&words);
        }
        next = cause.source();
    }
    text
}
