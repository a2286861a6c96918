//! One line a request, without personal data: no address of the client, no query, and the pattern of the route in place
//! of a path that may hold a tracking token.

use std::time::Instant;

use rocket::fairing::{Fairing, Info, Kind};
use rocket::{Data, Request, Response};

use crate::web::mount::route_pattern;
use crate::web::request_id::RequestId;

/// Writes the line, and names the request in the answer.
pub struct AccessLog;

struct Begun(Instant);

#[rocket::async_trait]
impl Fairing for AccessLog {
    fn info(&self) -> Info {
        Info {
            name: "access log",
            kind: Kind::Request | Kind::Response,
        }
    }

    async fn on_request(&self, request: &mut Request<'_>, _: &mut Data<'_>) {
        request.local_cache(|| Begun(Instant::now()));
    }

    async fn on_response<'r>(&self, request: &'r Request<'_>, response: &mut Response<'r>) {
        let id = RequestId::of(request).to_string();
        let Begun(begun) = request.local_cache(|| Begun(Instant::now()));
        tracing::event!(
            target: "terbuka::access",
            tracing::Level::INFO,
            request.id = %id,
            http.method = %request.method(),
            http.route = route_pattern(request),
            http.status = response.status().code,
            duration_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
            "answered"
        );
        response.set_raw_header(RequestId::HEADER, id);
    }
}
