//! A page: a template, a view, and how long the answer may be kept.

use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Responder, Result};
use rocket::{Request, Response};
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::chrome::Chrome;
use super::compress::compressed;
use super::cookies;
use super::forms::csrf;
use super::forms::{ErrorView, Typed, error_views};
use super::guards::{Language, Session, loaded};
use super::redirect::Flash;
use crate::services::{Context, Fault};
use crate::text::embedded::{ASSETS, MESSAGES, TEMPLATES};

/// How long an answer may be kept, and by whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cache {
    /// Not at all, and not listed by search engines: everything about a person or a case.
    NoStore,
    /// By anybody, if they ask each time whether this version is still the newest. Only strangers get such an answer, and
    /// only while it has no form and nothing personal to say; others get the same page fresh.
    PublicEtag(String),
}

/// The view of a page that needs none.
#[derive(Clone, Copy, Debug, Default, Serialize)]
pub struct Empty {}

/// A page to render in the reader's language. The template sees `view`, `chrome`, and after a form was sent `form` and
/// `errors`, which the form components read by themselves.
#[derive(Debug)]
pub struct Page<V> {
    template: &'static str,
    title: String,
    title_values: Vec<(&'static str, String)>,
    view: V,
    status: Status,
    cache: Cache,
    form: Option<Typed>,
    faults: Vec<Fault>,
    headers: Vec<Header<'static>>,
    shows_reference: bool,
}

impl<V: Serialize> Page<V> {
    /// A page from `templates/<template>`, titled by a message.
    #[must_use]
    pub fn new(template: &'static str, title_key: impl Into<String>, view: V) -> Self {
        Self {
            template,
            title: title_key.into(),
            title_values: Vec::new(),
            view,
            status: Status::Ok,
            cache: Cache::NoStore,
            form: None,
            faults: Vec::new(),
            headers: Vec::new(),
            shows_reference: false,
        }
    }

    /// Gives a placeholder of the title its value.
    #[must_use]
    pub fn title_value(mut self, name: &'static str, value: impl ToString) -> Self {
        self.title_values.push((name, value.to_string()));
        self
    }

    /// Says how long the answer may be kept; by default not at all.
    #[must_use]
    pub fn cached(mut self, cache: Cache) -> Self {
        self.cache = cache;
        self
    }

    /// Answers with another status than 200.
    #[must_use]
    pub fn status(mut self, status: Status) -> Self {
        self.status = status;
        self
    }

    /// Fills the form with what is known already.
    #[must_use]
    pub fn filled(mut self, form: Typed) -> Self {
        self.form = Some(form);
        self
    }

    /// Says what is wrong with the form.
    #[must_use]
    pub fn faulty(mut self, faults: Vec<Fault>) -> Self {
        self.faults = faults;
        self
    }

    /// The same page again (422): what was typed, and what is wrong with it.
    #[must_use]
    pub fn refused(self, typed: Typed, faults: Vec<Fault>) -> Self {
        Self {
            faults,
            ..self.filled(typed).status(Status::UnprocessableEntity)
        }
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl ToString) -> Self {
        self.headers.push(Header::new(name, value.to_string()));
        self
    }

    /// Shows the reference of the request in the footer.
    #[must_use]
    pub(super) fn with_reference(mut self) -> Self {
        self.shows_reference = true;
        self
    }

    fn render(&self, ctx: &Context, request: &Request<'_>, surroundings: &Surroundings) -> Rendered {
        let Language(lang) = Language::of(request);
        let engine = &*ctx.engine;
        let values: Vec<_> = self.title_values.iter().map(|(n, v)| (*n, v.as_str())).collect();
        let title = engine.text(lang, &self.title, &values)?;
        let csrf = csrf::token(ctx, &surroundings.binding);
        let mut chrome = Chrome::new(request, engine, title, csrf, surroundings.flash.as_ref())?;
        if self.shows_reference {
            chrome.show_reference(request);
        }
        let scope = Scope {
            chrome,
            form: self.form.as_ref(),
            errors: error_views(engine, lang, &self.faults)?,
            view: &self.view,
        };
        Ok(engine.render(lang, self.template, &scope)?)
    }
}

type Rendered = std::result::Result<String, Box<dyn std::error::Error + Send + Sync>>;

/// The variables of the template.
#[derive(Serialize)]
struct Scope<'a, V> {
    chrome: Chrome,
    #[serde(skip_serializing_if = "Option::is_none")]
    form: Option<&'a Typed>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ErrorView>,
    view: &'a V,
}

/// What the answer depends on besides the view.
struct Surroundings {
    binding: csrf::Binding,
    flash: Option<Flash>,
    is_stranger: bool,
    chooses_language: bool,
}

impl Surroundings {
    fn of(ctx: &Context, request: &Request<'_>) -> Self {
        Self {
            binding: csrf::binding_to_issue(ctx, request),
            flash: Flash::of(request),
            is_stranger: matches!(loaded(request), Session::Anonymous),
            chooses_language: Language::asked(request).is_some(),
        }
    }

    fn is_plain(&self) -> bool {
        self.is_stranger && self.flash.is_none() && !self.chooses_language
    }
}

/// What is compiled in; a new build must not be taken for the page of an old one.
static EDITION: LazyLock<String> = LazyLock::new(|| {
    let mut digest = Sha256::new();
    for (name, text) in TEMPLATES {
        digest.update(name);
        digest.update(text);
    }
    for (lang, area, text) in MESSAGES {
        digest.update(lang);
        digest.update(area);
        digest.update(text);
    }
    for asset in ASSETS {
        digest.update(asset.file);
    }
    short(digest)
});

fn short(digest: Sha256) -> String {
    let digest = digest.finalize();
    URL_SAFE_NO_PAD.encode(digest.get(..9).unwrap_or(&digest))
}

fn etag(request: &Request<'_>, version: &str) -> String {
    let Language(lang) = Language::of(request);
    let digest = Sha256::new()
        .chain_update(EDITION.as_bytes())
        .chain_update(lang.code())
        .chain_update(version);
    format!("W/\"{}\"", short(digest))
}

/// Anybody may keep the answer, and asks each time whether it is still the newest. The language is in a cookie.
fn keep_until_changed(response: &mut response::Builder<'_>, etag: &str) {
    response
        .raw_header("Cache-Control", "public, no-cache")
        .raw_header("Vary", "Cookie, Accept-Encoding")
        .raw_header("ETag", etag.to_owned());
}

fn is_known(request: &Request<'_>, etag: &str) -> bool {
    let bare = etag.trim_start_matches("W/");
    request
        .headers()
        .get("If-None-Match")
        .flat_map(|list| list.split(','))
        .any(|one| one.trim() == "*" || one.trim().trim_start_matches("W/") == bare)
}

impl<'r, V: Serialize> Responder<'r, 'static> for Page<V> {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        let Some(ctx) = request.rocket().state::<Context>() else {
            return Err(Status::InternalServerError);
        };
        let surroundings = Surroundings::of(ctx, request);
        let mut response = Response::build();
        let etag = match &self.cache {
            Cache::PublicEtag(version) if surroundings.is_plain() && self.status == Status::Ok => {
                Some(etag(request, version))
            }
            Cache::PublicEtag(_) | Cache::NoStore => None,
        };
        if let Some(etag) = etag.as_deref().filter(|etag| is_known(request, etag)) {
            keep_until_changed(&mut response, etag);
            return response.status(Status::NotModified).ok();
        }
        let html = self.render(ctx, request, &surroundings).map_err(|error| {
            tracing::error!(template = self.template, %error, "a page could not be rendered");
            Status::InternalServerError
        })?;
        // A form makes the page personal: its token is bound to the one who asked.
        let has_form = csrf::is_in(&html);
        if let Some(cookie) = surroundings.binding.cookie().filter(|_| has_form) {
            request.cookies().add(cookie);
        }
        let mut body = None;
        match etag.filter(|_| !has_form) {
            Some(etag) => {
                keep_until_changed(&mut response, &etag);
                body = compressed(request, &html);
            }
            None => {
                response.raw_header("Cache-Control", "no-store");
            }
        }
        if body.is_some() {
            response.raw_header("Content-Encoding", "br");
        }
        let body = body.unwrap_or_else(|| html.into_bytes());
        if self.cache == Cache::NoStore {
            response.raw_header("X-Robots-Tag", "noindex, nofollow");
        }
        if surroundings.flash.is_some() {
            request.cookies().add(cookies::removal(cookies::FLASH));
        }
        if let Some(lang) = Language::asked(request) {
            request
                .cookies()
                .add(cookies::language(lang.code(), ctx.settings.is_https()));
        }
        for header in self.headers {
            response.header(header);
        }
        response
            .status(self.status)
            .header(ContentType::HTML)
            .sized_body(body.len(), std::io::Cursor::new(body))
            .ok()
    }
}
