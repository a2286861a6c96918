//! The session of the request, looked up once.

use std::convert::Infallible;
use std::sync::Arc;

use rocket::request::{FromRequest, Outcome};
use rocket::{Request, async_trait};

use crate::domain::actor::Viewer;
use crate::services::Context;
use crate::services::accounts::{self, SignedIn};
use crate::web::cookies;

/// What is known of the caller.
#[derive(Clone, Debug)]
pub enum Session {
    /// Nobody known.
    Anonymous,
    /// Somebody who signed in.
    SignedIn(Arc<SignedIn>),
    /// There is a session cookie, and nobody can say now whether it is good.
    Unavailable,
}

/// Looks the session up; `mount` does so before the handler, everybody else then finds it in the request.
pub async fn load_session<'r>(request: &'r Request<'_>) -> &'r Session {
    request.local_cache_async(look_up(request)).await
}

/// The session as far as it was looked up. Nobody, when the request matched no route. Asks no database.
pub fn loaded<'r>(request: &'r Request<'_>) -> &'r Session {
    request.local_cache(|| Session::Anonymous)
}

async fn look_up(request: &Request<'_>) -> Session {
    let (Some(ctx), Some(cookie)) = (
        request.rocket().state::<Context>(),
        request.cookies().get(cookies::SESSION),
    ) else {
        return Session::Anonymous;
    };
    match accounts::viewer(ctx, cookie.value()).await {
        Ok(Some(signed_in)) => Session::SignedIn(Arc::new(signed_in)),
        Ok(None) => Session::Anonymous,
        Err(error) => {
            tracing::error!(%error, "the session could not be looked up");
            Session::Unavailable
        }
    }
}

/// Whoever is calling, signed in or not. Always succeeds.
#[derive(Clone, Debug)]
pub struct Current(pub Option<Arc<SignedIn>>);

impl Current {
    /// What the policy must know of the caller.
    #[must_use]
    pub fn viewer(&self) -> Viewer {
        self.0
            .as_ref()
            .map_or(Viewer::Anonymous, |signed_in| signed_in.viewer.clone())
    }
}

#[async_trait]
impl<'r> FromRequest<'r> for Current {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(match load_session(request).await {
            Session::SignedIn(signed_in) => Self(Some(Arc::clone(signed_in))),
            Session::Anonymous | Session::Unavailable => Self(None),
        })
    }
}
