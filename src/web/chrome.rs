//! What surrounds every page: language switch, navigation, who is signed in, the token of its forms, the flash.

use rocket::Request;
use rocket::http::uri::Origin;
use serde::Serialize;

use super::guards::{Language, Session, loaded};
use super::redirect::Flash;
use super::request_id::RequestId;
use crate::domain::actor::{Role, Viewer};
use crate::services::accounts::SignedIn;
use crate::text::{Engine, Lang, catalogue::CatalogueError};

/// The frame, as `layouts/base.html.tera` reads it.
#[derive(Debug, Serialize)]
pub struct Chrome {
    pub lang: Lang,
    path: String,
    lang_links: LangLinks,
    title: String,
    user: Option<User>,
    pub csrf: String,
    nav: Vec<NavItem>,
    flash: Option<FlashView>,
    request_ref: Option<String>,
}

#[derive(Debug, Serialize)]
struct LangLinks {
    id: String,
    en: String,
}

#[derive(Debug, Serialize)]
struct User {
    name: String,
    role_label: String,
    home: &'static str,
}

#[derive(Debug, Serialize)]
struct NavItem {
    href: &'static str,
    label: String,
    current: bool,
}

#[derive(Debug, Serialize)]
struct FlashView {
    kind: &'static str,
    text: String,
}

impl Chrome {
    /// The frame of the page that answers `request`.
    pub fn new(
        request: &Request<'_>,
        engine: &Engine,
        title: String,
        csrf: String,
        flash: Option<&Flash>,
    ) -> Result<Self, CatalogueError> {
        let Language(lang) = Language::of(request);
        let signed_in = match loaded(request) {
            Session::SignedIn(signed_in) => Some(&**signed_in),
            Session::Anonymous | Session::Unavailable => None,
        };
        let path = request.uri().path().to_string();
        Ok(Self {
            lang,
            lang_links: LangLinks {
                id: in_language(request.uri(), Lang::Id),
                en: in_language(request.uri(), Lang::En),
            },
            title,
            user: signed_in.map(|who| user(engine, lang, who)).transpose()?,
            csrf,
            nav: navigation(engine, lang, signed_in.map(|who| &who.viewer), &path)?,
            flash: flash.map(|flash| say(engine, lang, flash)).transpose()?,
            request_ref: None,
            path,
        })
    }

    /// Shows the reference of the request in the footer: on pages where something went wrong.
    pub fn show_reference(&mut self, request: &Request<'_>) {
        self.request_ref = Some(RequestId::of(request).reference());
    }
}

/// This address in another language; what else it asks for is kept.
fn in_language(uri: &Origin<'_>, lang: Lang) -> String {
    let query = uri.query().map_or("", |query| query.as_str());
    let kept = query
        .split('&')
        .filter(|pair| !pair.is_empty() && *pair != "lang" && !pair.starts_with("lang="));
    // `//elsewhere` would lead to another host; as an address of ours it means the same with one slash.
    let path = uri.path().as_str().trim_start_matches('/');
    let mut address = format!("/{path}?");
    for pair in kept {
        address.push_str(pair);
        address.push('&');
    }
    address + "lang=" + lang.code()
}

/// The roles in the order in which they give a person a home and a title.
const HOMES: [(Role, &str); 6] = [
    (Role::Superior, "/atasan"),
    (Role::Ppid, "/petugas"),
    (Role::Officer, "/petugas"),
    (Role::Auditor, "/auditor"),
    (Role::Admin, "/admin"),
    (Role::Citizen, "/"),
];

/// Where somebody lands who signed in, and the role they are addressed by.
pub fn home(viewer: &Viewer) -> (Option<Role>, &'static str) {
    let held = HOMES.into_iter().find(|(role, _)| viewer.holds(*role));
    held.map_or((None, "/"), |(role, home)| (Some(role), home))
}

fn user(engine: &Engine, lang: Lang, who: &SignedIn) -> Result<User, CatalogueError> {
    let (role, home) = home(&who.viewer);
    let role_label = match role {
        Some(role) => engine.text(lang, &format!("law.role.{}", role.code()), &[])?,
        None => engine.text(lang, "account.no_role", &[])?,
    };
    Ok(User {
        name: who.full_name.clone(),
        role_label,
        home,
    })
}

fn say(engine: &Engine, lang: Lang, flash: &Flash) -> Result<FlashView, CatalogueError> {
    Ok(FlashView {
        kind: flash.kind(),
        text: engine.text(lang, flash.key(), &flash.values())?,
    })
}

/// For everybody; then what a role adds before it.
const PUBLIC: [(&str, &str); 5] = [
    ("/permohonan/baru", "common.nav.file"),
    ("/lacak", "common.nav.track"),
    ("/permohonan", "common.nav.published"),
    ("/unit", "common.nav.units"),
    ("/kepatuhan", "common.nav.compliance"),
];
const BY_ROLE: [(&[Role], &str, &str); 19] = [
    (&[Role::Officer, Role::Ppid], "/petugas", "common.nav.queue"),
    (
        &[Role::Officer, Role::Ppid],
        "/petugas/permohonan/baru",
        "common.nav.new_request",
    ),
    (
        &[Role::Officer, Role::Ppid],
        "/petugas/bagian",
        "common.nav.shares",
    ),
    (
        &[Role::Officer, Role::Ppid],
        "/petugas/keberatan",
        "common.nav.objections",
    ),
    (
        &[Role::Officer, Role::Ppid],
        "/petugas/pengecualian",
        "common.nav.exemptions",
    ),
    (&[Role::Superior], "/atasan", "common.nav.queue"),
    (&[Role::Superior], "/atasan/keberatan", "common.nav.objections"),
    (&[Role::Superior], "/atasan/pengecualian", "common.nav.exemptions"),
    (&[Role::Auditor], "/auditor", "common.nav.figures"),
    (&[Role::Auditor], "/auditor/register", "common.nav.register"),
    (&[Role::Auditor], "/auditor/keberatan", "common.nav.objections"),
    (&[Role::Auditor], "/auditor/pengecualian", "common.nav.exemptions"),
    (&[Role::Auditor], "/auditor/kalender", "common.nav.calendar"),
    (&[Role::Auditor], "/auditor/simulasi", "common.nav.simulation"),
    (&[Role::Admin], "/admin", "common.nav.users"),
    (&[Role::Admin], "/admin/satker", "unit.title"),
    (&[Role::Admin], "/admin/kalender", "common.nav.calendar"),
    (&[Role::Admin], "/admin/biaya", "common.nav.fees"),
    (&[Role::Admin], "/admin/simulasi", "common.nav.simulation"),
];

fn navigation(
    engine: &Engine,
    lang: Lang,
    viewer: Option<&Viewer>,
    path: &str,
) -> Result<Vec<NavItem>, CatalogueError> {
    let own: Vec<(&str, &str)> = BY_ROLE
        .iter()
        .filter(|(roles, ..)| {
            roles
                .iter()
                .any(|role| viewer.is_some_and(|viewer| viewer.holds(*role)))
        })
        .map(|(_, href, key)| (*href, *key))
        .collect();
    let items = if own.is_empty() { PUBLIC.to_vec() } else { own };
    // The longest address that the page lies under, so that `/permohonan/baru` does not also light up `/permohonan`.
    // A case of the auditor belongs to the register.
    let path = match path.strip_prefix("/auditor/permohonan") {
        Some(_) => "/auditor/register",
        None => path,
    };
    let current = items
        .iter()
        .map(|(href, _)| *href)
        .filter(|href| path == *href || path.starts_with(&format!("{href}/")))
        .max_by_key(|href| href.len());
    items
        .into_iter()
        .map(|(href, key)| {
            Ok(NavItem {
                href,
                label: engine.text(lang, key, &[])?,
                current: Some(href) == current,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_switch_keeps_the_rest_of_the_address() {
        let link = |text| in_language(&Origin::parse(text).unwrap(), Lang::En);
        assert_eq!(link("/permohonan"), "/permohonan?lang=en");
        assert_eq!(
            link("/permohonan?q=a%20b&lang=id&unit=x"),
            "/permohonan?q=a%20b&unit=x&lang=en"
        );
        assert_eq!(link("//evil.example/x"), "/evil.example/x?lang=en");
    }
}
