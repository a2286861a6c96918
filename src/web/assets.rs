//! Front-end files under `/a/`: embedded, compressed when the program was built, cached for ever by browsers.

use rocket::http::{ContentType, Header, Status};
use rocket::response::{Responder, Result};
use rocket::{Request, Response, Route, get, routes};

use crate::text::embedded::{Asset, asset_file};

/// The one route; mount it at [`crate::text::embedded::ASSET_PATH`].
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![file]
}

/// A file by the name that carries its hash. An old name is not found: pages always name the current one.
#[get("/<name>")]
fn file(name: &str) -> Option<Found> {
    asset_file(name).map(Found)
}

struct Found(&'static Asset);

impl<'r> Responder<'r, 'static> for Found {
    fn respond_to(self, request: &'r Request<'_>) -> Result<'static> {
        let (encoding, body) = choose(self.0, &accepted(request));
        let mut response = Response::build();
        response
            .status(Status::Ok)
            .header(
                self.0
                    .media_type
                    .parse::<ContentType>()
                    .unwrap_or(ContentType::Binary),
            )
            .raw_header("Cache-Control", "public, max-age=31536000, immutable")
            .raw_header("Vary", "Accept-Encoding")
            .raw_header("X-Content-Type-Options", "nosniff");
        if let Some(encoding) = encoding {
            response.header(Header::new("Content-Encoding", encoding));
        }
        response.sized_body(body.len(), std::io::Cursor::new(body)).ok()
    }
}

/// The smallest form the browser says it can read.
fn choose(asset: &'static Asset, accepted: &str) -> (Option<&'static str>, &'static [u8]) {
    if names(accepted, "br") {
        (Some("br"), asset.br)
    } else if names(accepted, "gzip") {
        (Some("gzip"), asset.gz)
    } else {
        (None, asset.raw)
    }
}

/// Whether the browser says it can read an encoding.
pub(super) fn accepts(request: &Request<'_>, encoding: &str) -> bool {
    names(&accepted(request), encoding)
}

fn accepted(request: &Request<'_>) -> String {
    let ranges: Vec<_> = request.headers().get("Accept-Encoding").collect();
    ranges.join(",")
}

fn names(accepted: &str, encoding: &str) -> bool {
    accepted.split(',').any(|range| {
        let mut parts = range.split(';').map(str::trim);
        let named = parts
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|p| matches!(p.strip_prefix("q="), Some("0" | "0.0" | "0.00" | "0.000")))
    })
}

#[cfg(test)]
#[path = "assets_tests.rs"]
mod tests;
