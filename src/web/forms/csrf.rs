//! The token of a form, and whom it is bound to: a session, or a random id in the cookie of a visitor.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rocket::Request;
use rocket::http::Cookie;
use time::Duration;

use crate::security::random_bytes;
use crate::services::Context;
use crate::web::cookies;
use crate::web::guards::{Session, loaded};

/// The name of the field.
pub const FIELD: &str = "csrf";

/// How the components write the field: its presence makes a page personal.
const MARK: &str = "name=\"csrf\" value=\"";

/// A form left open for longer than this has expired.
const LIFETIME: Duration = Duration::days(7);

/// Who a token is for.
pub struct Binding {
    to: String,
    fresh: Option<String>,
}

impl Binding {
    /// The cookie that must go with the form, when the browser has none yet.
    pub fn cookie(&self) -> Option<Cookie<'static>> {
        let id = self.fresh.clone()?;
        Some(cookies::host_cookie(cookies::VISITOR, id, LIFETIME))
    }
}

/// Whom the forms of an answer are bound to.
pub fn binding_to_issue(ctx: &Context, request: &Request<'_>) -> Binding {
    known(request).unwrap_or_else(|| {
        let id = URL_SAFE_NO_PAD.encode(random_bytes::<16>(&*ctx.entropy));
        Binding {
            to: visitor(&id),
            fresh: Some(id),
        }
    })
}

/// A token to put into the forms of an answer.
pub fn token(ctx: &Context, binding: &Binding) -> String {
    ctx.keys.csrf_token(&*ctx.entropy, &binding.to)
}

/// Whether the token was issued to whoever sends it now.
pub fn is_right(ctx: &Context, request: &Request<'_>, token: Option<&str>) -> bool {
    match (known(request), token) {
        (Some(binding), Some(token)) => ctx.keys.csrf_matches(&binding.to, token),
        _ => false,
    }
}

/// Whether a rendered page has a form of ours.
pub fn is_in(html: &str) -> bool {
    html.contains(MARK)
}

fn known(request: &Request<'_>) -> Option<Binding> {
    let to = match loaded(request) {
        Session::SignedIn(signed_in) => format!("session {}", signed_in.session),
        Session::Anonymous | Session::Unavailable => {
            visitor(request.cookies().get(cookies::VISITOR)?.value())
        }
    };
    Some(Binding { to, fresh: None })
}

fn visitor(id: &str) -> String {
    format!("visitor {id}")
}
