//! The request that this browser is filling in: kept on the server, found by the secret in a cookie.

use rocket::http::CookieJar;
use time::Duration;

use crate::domain::applicant::Submission;
use crate::security::TrackingToken;
use crate::services::drafts::{self, Draft};
use crate::services::{Context, ServiceError};
use crate::web::cookies;

/// As long as the server keeps an untouched draft.
const LIFETIME: Duration = Duration::days(30);

/// A draft that was found.
pub struct Found {
    /// Its secret.
    pub token: TrackingToken,
    /// What is in it.
    pub draft: Draft,
}

/// The draft of this browser. None without a cookie, and when it opens nothing any more.
pub async fn find(ctx: &Context, cookies: &CookieJar<'_>) -> Result<Option<Found>, ServiceError> {
    let Some(token) = cookies
        .get(cookies::DRAFT)
        .and_then(|cookie| TrackingToken::parse(cookie.value()))
    else {
        return Ok(None);
    };
    match drafts::open(ctx, &token).await {
        Ok(draft) => Ok(Some(Found { token, draft })),
        Err(ServiceError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Keeps the answers: in the draft that was found, or in a new one. What was typed is kept even when the old draft has
/// expired meanwhile.
pub async fn keep(
    ctx: &Context,
    cookies: &CookieJar<'_>,
    found: Option<Found>,
    form: &Submission,
) -> Result<TrackingToken, ServiceError> {
    let kept = match found {
        Some(Found { token, .. }) => match drafts::save(ctx, &token, form).await {
            Ok(()) => Some(token),
            Err(ServiceError::NotFound) => None,
            Err(error) => return Err(error),
        },
        None => None,
    };
    let token = match kept {
        Some(token) => token,
        None => drafts::start(ctx, form).await?,
    };
    remember(cookies, &token);
    Ok(token)
}

/// Makes a draft the one of this browser.
pub fn remember(cookies: &CookieJar<'_>, token: &TrackingToken) {
    cookies.add(cookies::host_cookie(
        cookies::DRAFT,
        token.expose().to_owned(),
        LIFETIME,
    ));
}

/// Leaves no trace of it in this browser.
pub fn forget(cookies: &CookieJar<'_>) {
    cookies.add(cookies::removal(cookies::DRAFT));
}
