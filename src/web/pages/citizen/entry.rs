//! Who may open a case here: whoever holds its secret link, or the citizen who filed it from an account. To everybody else it
//! does not exist.

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, async_trait};
use uuid::Uuid;

use super::{BY_ACCOUNT, BY_TOKEN};
use crate::security::TrackingToken;
use crate::services::requests::{CaseFile, CaseKey, for_applicant};
use crate::services::{Context, ServiceError, tracking};
use crate::web::guards::{Session, loaded};

/// A case that its applicant has opened.
pub struct Entry {
    /// Which.
    pub request_id: Uuid,
    /// Address of its page; everything else of the case lies below it.
    pub base: String,
    /// Whether an account opened it, not the secret link.
    pub is_by_account: bool,
}

impl Entry {
    /// The case as its applicant sees it.
    pub async fn file(&self, ctx: &Context) -> Result<CaseFile, ServiceError> {
        for_applicant(ctx, self.request_id).await
    }

    /// The case, for a step.
    pub fn key(&self) -> CaseKey {
        CaseKey::Id(self.request_id)
    }
}

#[async_trait]
impl<'r> FromRequest<'r> for Entry {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        let not_there = Outcome::Error((Status::NotFound, ()));
        let (Some(ctx), Some(route), Some(Ok(key))) = (
            request.rocket().state::<Context>(),
            request.route(),
            request.param::<&str>(0),
        ) else {
            return not_there;
        };
        let by_account = route.uri.base() == BY_ACCOUNT;
        if by_account && matches!(loaded(request), Session::Anonymous) {
            return Outcome::Error((Status::Unauthorized, ()));
        }
        let opened = if by_account {
            of_citizen(ctx, request, key).await
        } else {
            of_token(ctx, key).await
        };
        match opened {
            Ok(entry) => Outcome::Success(entry),
            Err(ServiceError::NotFound) => not_there,
            Err(error) => {
                tracing::error!(%error, "a case could not be opened");
                let status = match error {
                    ServiceError::Unavailable(_) => Status::ServiceUnavailable,
                    _ => Status::InternalServerError,
                };
                Outcome::Error((status, ()))
            }
        }
    }
}

async fn of_token(ctx: &Context, key: &str) -> Result<Entry, ServiceError> {
    let token = TrackingToken::parse(key).ok_or(ServiceError::NotFound)?;
    Ok(Entry {
        request_id: tracking::case_of(ctx, &token).await?,
        base: format!("{BY_TOKEN}/{}", token.expose()),
        is_by_account: false,
    })
}

async fn of_citizen(ctx: &Context, request: &Request<'_>, key: &str) -> Result<Entry, ServiceError> {
    let id = Uuid::parse_str(key).map_err(|_| ServiceError::NotFound)?;
    let Session::SignedIn(who) = loaded(request) else {
        return Err(ServiceError::NotFound);
    };
    Ok(Entry {
        request_id: tracking::case_of_citizen(ctx, &who.viewer, id).await?,
        base: format!("{BY_ACCOUNT}/{id}"),
        is_by_account: true,
    })
}
