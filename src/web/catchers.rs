//! Pages for what no handler answered. They cannot fail and ask no database.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use rocket::http::{Method, Status};
use rocket::response::{Responder, Result};
use rocket::{Catcher, Request, Response, catch, catchers};

use super::errors::{ErrorPage, RETRY_SECONDS, Refusal, came_from, refusal, refusal_page};
use super::redirect::SeeOther;
use super::request_id::RequestId;

/// An answer that is ready to go.
struct Ready(Response<'static>);

impl<'r> Responder<'r, 'static> for Ready {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        Ok(self.0)
    }
}

/// All of them; the one for everything else is the default.
pub fn all() -> Vec<Catcher> {
    catchers![unauthorized, any]
}

/// Nobody is signed in: to the sign-in page and from there back here. What was typed into a form cannot travel that way,
/// so its sender is told how to keep it.
#[catch(401)]
fn unauthorized(request: &Request<'_>) -> Ready {
    let reads = matches!(request.method(), Method::Get | Method::Head);
    let back = if reads {
        Some(request.uri().to_string())
    } else {
        came_from(request)
    };
    let sign_in = back.map_or_else(|| "/masuk".to_owned(), |back| sign_in_and_return(&back));
    if reads {
        Ready(see(request, &sign_in))
    } else {
        let page = ErrorPage::new(Status::Unauthorized, "signed_out").link(sign_in, "errors.link.sign_in");
        Ready(page.answer(request))
    }
}

fn sign_in_and_return(path: &str) -> String {
    format!("/masuk?kembali={}", utf8_percent_encode(path, NON_ALPHANUMERIC))
}

fn see(request: &Request<'_>, address: &str) -> Response<'static> {
    let fallback = || ErrorPage::new(Status::Unauthorized, "signed_out").answer(request);
    SeeOther::to(address)
        .respond_to(request)
        .unwrap_or_else(|_| fallback())
}

#[catch(default)]
fn any(status: Status, request: &Request<'_>) -> Ready {
    match refusal(request) {
        Some(Refusal::PasswordWaits) if request.method() == Method::Get => {
            return Ready(see(request, "/akun/sandi"));
        }
        Some(refusal) if refusal.status() == status => {
            return Ready(refusal_page(request, refusal).answer(request));
        }
        _ => {}
    }
    let page = |kind| ErrorPage::new(status, kind);
    let not_found = || ErrorPage::new(Status::NotFound, "not_found").link("/", "errors.link.start");
    let page = match status.code {
        403 => page("forbidden").link("/", "errors.link.start"),
        // A part of an address that cannot be is no address (Rocket says 422; a form that cannot be read has a refusal).
        404 | 405 | 422 => not_found(),
        413 => page("too_large_unnamed"),
        429 => page("throttled").value("minutes", "15".to_owned()),
        503 => page("unavailable").retry_after(RETRY_SECONDS),
        400..500 => page("unreadable"),
        _ => {
            tracing::error!(request.id = %RequestId::of(request), http.status = status.code, "a request failed");
            page("unexpected")
        }
    };
    Ready(page.answer(request))
}
