//! What happens to every request before its handler: a name, a span, the same-origin check, the session, a time limit.
//!
//! Every route is mounted through [`guarded`]. It runs after Rocket's `_method` override, so it judges the method that
//! will really be served.

use std::time::Duration;

use rocket::http::Status;
use rocket::route::{Handler, Outcome};
use rocket::{Data, Request, Route};
use tracing::Instrument;

use super::errors::{Refusal, refuse};
use super::guards::{Session, load_session};
use super::origin;
use super::request_id::RequestId;

/// How long a page may take.
const PATIENCE: Duration = Duration::from_secs(30);
/// How long files may take to arrive on a slow line.
const UPLOAD_PATIENCE: Duration = Duration::from_mins(15);

/// The routes, each behind what every request must pass.
#[must_use]
pub fn guarded(routes: Vec<Route>) -> Vec<Route> {
    routes
        .into_iter()
        .map(|mut route| {
            route.handler = Box::new(Guarded(route.handler));
            route
        })
        .collect()
}

#[derive(Clone)]
struct Guarded(Box<dyn Handler>);

#[rocket::async_trait]
impl Handler for Guarded {
    async fn handle<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        let span = tracing::info_span!(
            "request",
            request.id = %RequestId::of(request),
            http.method = %request.method(),
            http.route = route_pattern(request),
        );
        self.run(request, data).instrument(span).await
    }
}

impl Guarded {
    async fn run<'r>(&self, request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r> {
        if !origin::may_pass(request) {
            tracing::warn!("refused: sent by another site");
            refuse(request, Refusal::OtherSite);
            return Outcome::Error(Status::Forbidden);
        }
        if holds_nul(request) {
            return Outcome::Error(Status::NotFound);
        }
        let is_upload = request.content_type().is_some_and(|kind| kind.is_form_data());
        let patience = if is_upload { UPLOAD_PATIENCE } else { PATIENCE };
        let work = async {
            if matches!(load_session(request).await, Session::Unavailable) {
                return Outcome::Error(Status::ServiceUnavailable);
            }
            self.0.handle(request, data).await
        };
        if let Ok(outcome) = tokio::time::timeout(patience, work).await {
            return outcome;
        }
        tracing::error!(seconds = patience.as_secs(), "gave up: took too long");
        Outcome::Error(Status::ServiceUnavailable)
    }
}

/// Whether the address holds a NUL: no text of ours does, and PostgreSQL refuses to compare with one.
fn holds_nul(request: &Request<'_>) -> bool {
    request.uri().to_string().contains("%00")
}

/// The pattern of the matched route: what logs name instead of an address, which may hold a tracking token.
pub fn route_pattern<'r>(request: &'r Request<'_>) -> &'r str {
    request.route().map_or("unmatched", |route| route.uri.as_str())
}
