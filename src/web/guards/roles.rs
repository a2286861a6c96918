//! One guard a role: 401 for a stranger, which leads to the sign-in page, and 403 for the wrong role.

use std::ops::Deref;
use std::sync::Arc;

use rocket::http::Status;
use rocket::request::{FromRequest, Outcome};
use rocket::{Request, async_trait};

use super::session::{Session, load_session};
use crate::domain::actor::Role;
use crate::services::accounts::SignedIn;
use crate::web::errors::{Refusal, refuse};

macro_rules! role_guard {
    ($(#[$doc:meta])* $name:ident: $roles:expr) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub struct $name(Arc<SignedIn>);

        impl Deref for $name {
            type Target = SignedIn;

            fn deref(&self) -> &SignedIn {
                &self.0
            }
        }

        #[async_trait]
        impl<'r> FromRequest<'r> for $name {
            type Error = ();

            async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
                admit(request, &$roles).await.map(Self)
            }
        }
    };
}

role_guard!(
    /// Petugas or PPID: works on the cases of a unit.
    Officer: [Role::Officer, Role::Ppid]
);
role_guard!(
    /// Atasan PPID.
    Superior: [Role::Superior]
);
role_guard!(
    /// Reads, never acts.
    Auditor: [Role::Auditor]
);
role_guard!(
    /// Runs accounts and calendars.
    Admin: [Role::Admin]
);
role_guard!(
    /// A citizen with an account.
    Citizen: [Role::Citizen]
);

/// Anybody who signed in, whatever their role, even while a one-time password waits to be replaced.
#[derive(Clone, Debug)]
pub struct Visitor(Arc<SignedIn>);

impl Deref for Visitor {
    type Target = SignedIn;

    fn deref(&self) -> &SignedIn {
        &self.0
    }
}

#[async_trait]
impl<'r> FromRequest<'r> for Visitor {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        match load_session(request).await {
            Session::SignedIn(signed_in) => Outcome::Success(Self(Arc::clone(signed_in))),
            other => stranger(other),
        }
    }
}

async fn admit(request: &Request<'_>, roles: &[Role]) -> Outcome<Arc<SignedIn>, ()> {
    match load_session(request).await {
        Session::SignedIn(signed_in) if signed_in.must_change_password => {
            refuse(request, Refusal::PasswordWaits);
            Outcome::Error((Status::Forbidden, ()))
        }
        Session::SignedIn(signed_in) if roles.iter().any(|role| signed_in.viewer.holds(*role)) => {
            Outcome::Success(Arc::clone(signed_in))
        }
        Session::SignedIn(_) => Outcome::Error((Status::Forbidden, ())),
        other => stranger(other),
    }
}

fn stranger<T>(session: &Session) -> Outcome<T, ()> {
    let status = match session {
        Session::Unavailable => Status::ServiceUnavailable,
        Session::Anonymous | Session::SignedIn(_) => Status::Unauthorized,
    };
    Outcome::Error((status, ()))
}
