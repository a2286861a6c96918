//! Answering a form with the page that shows what it did (303), and a sentence for that page.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rocket::http::Status;
use rocket::response::{Responder, Result};
use rocket::{Request, Response};
use serde::{Deserialize, Serialize};
use time::Duration;

use super::cookies;
use crate::services::Context;

/// A sentence for the next page, carried in a signed cookie of a minute. It holds the key of a message, so that the page
/// says it in its own language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Flash {
    #[serde(rename = "k")]
    kind: Kind,
    #[serde(rename = "m")]
    key: String,
    #[serde(rename = "v", default, skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Success,
    Information,
    Warning,
}

const LIFETIME: Duration = Duration::minutes(1);
/// Browsers keep 4 kB a cookie; a sentence needs far less.
const LONGEST: usize = 1_500;

impl Flash {
    /// Something was done.
    #[must_use]
    pub fn success(key: &str) -> Self {
        Self::new(Kind::Success, key)
    }

    /// Something to know.
    #[must_use]
    pub fn information(key: &str) -> Self {
        Self::new(Kind::Information, key)
    }

    /// Something to mind.
    #[must_use]
    pub fn warning(key: &str) -> Self {
        Self::new(Kind::Warning, key)
    }

    /// Gives a placeholder its value: a number, a name of ours, never personal data.
    #[must_use]
    pub fn value(mut self, name: &str, value: impl ToString) -> Self {
        self.values.insert(name.to_owned(), value.to_string());
        self
    }

    fn new(kind: Kind, key: &str) -> Self {
        Self {
            kind,
            key: key.to_owned(),
            values: BTreeMap::new(),
        }
    }

    pub(super) fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Success => "success",
            Kind::Information => "information",
            Kind::Warning => "warning",
        }
    }

    pub(super) fn key(&self) -> &str {
        &self.key
    }

    pub(super) fn values(&self) -> Vec<(&str, &str)> {
        self.values
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect()
    }

    /// The cookie's text: what to say, and the proof that we said it.
    fn seal(&self, ctx: &Context) -> Option<String> {
        let said = URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).ok()?);
        let proof = ctx.keys.csrf_token(&*ctx.entropy, &binding(&said));
        let text = format!("{said}.{proof}");
        (text.len() <= LONGEST).then_some(text)
    }

    /// What the cookie of this request says, if we wrote it.
    pub(super) fn of(request: &Request<'_>) -> Option<Self> {
        let ctx = request.rocket().state::<Context>()?;
        let cookie = request.cookies().get(cookies::FLASH)?;
        let (said, proof) = cookie.value().split_once('.')?;
        if !ctx.keys.csrf_matches(&binding(said), proof) {
            return None;
        }
        serde_json::from_slice(&URL_SAFE_NO_PAD.decode(said).ok()?).ok()
    }
}

fn binding(said: &str) -> String {
    format!("flash {said}")
}

/// `303 See Other`: how every form that worked is answered, so that reloading sends nothing again.
#[derive(Debug)]
pub struct SeeOther {
    to: String,
    flash: Option<Flash>,
}

impl SeeOther {
    /// To an address of our own, usually from `uri!`. Anything else leads to the start page.
    #[must_use]
    pub fn to(address: impl ToString) -> Self {
        let address = address.to_string();
        Self {
            to: local_path(&address).unwrap_or("/").to_owned(),
            flash: None,
        }
    }

    /// With a sentence for the page it leads to.
    #[must_use]
    pub fn with(mut self, flash: Flash) -> Self {
        self.flash = Some(flash);
        self
    }
}

impl<'r> Responder<'r, 'static> for SeeOther {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        let ctx = request.rocket().state::<Context>();
        if let Some(text) = self.flash.zip(ctx).and_then(|(flash, ctx)| flash.seal(ctx)) {
            request
                .cookies()
                .add(cookies::host_cookie(cookies::FLASH, text, LIFETIME));
        }
        Response::build()
            .status(Status::SeeOther)
            .raw_header("Location", self.to)
            .ok()
    }
}

/// The text when it is an address on this site: a path of ours, never `//other.example` nor what a browser reads as such.
#[must_use]
pub fn local_path(text: &str) -> Option<&str> {
    let is_path = text.starts_with('/') && !text.starts_with("//");
    let is_plain = text.len() <= 2_000 && !text.contains('\\') && text.bytes().all(|b| b.is_ascii_graphic());
    (is_path && is_plain).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::local_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for ours in [
            "/",
            "/petugas?status=baru",
            "/petugas/LAPAS-2026-0001#surat",
            "/a//b",
        ] {
            assert_eq!(local_path(ours), Some(ours));
        }
        for foreign in [
            "",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example/",
            "javascript:alert(1)",
            "petugas",
            "/\tevil",
            "/a b",
            "/\n//evil.example",
            "\u{a0}/x",
        ] {
            assert_eq!(local_path(foreign), None, "{foreign:?}");
        }
    }
}
