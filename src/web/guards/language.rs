//! The reader's language: `?lang=` of this address, else the cookie of an earlier choice, else Indonesian.
//!
//! The browser's own list is not asked: most telephones here speak English to their makers and Indonesian to their owners.

use std::convert::Infallible;

use rocket::request::{FromRequest, Outcome};
use rocket::{Request, async_trait};

use crate::text::Lang;
use crate::web::cookies;

/// The language to answer in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language(pub Lang);

impl Language {
    /// The language of this request.
    pub fn of(request: &Request<'_>) -> Self {
        let remembered = || {
            let cookie = request.cookies().get(cookies::LANGUAGE)?;
            Lang::from_code(cookie.value())
        };
        Self(Self::asked(request).or_else(remembered).unwrap_or_default())
    }

    /// The language named in the address.
    pub(in crate::web) fn asked(request: &Request<'_>) -> Option<Lang> {
        let named = request.query_fields().find(|field| field.name == "lang")?;
        Lang::from_code(named.value)
    }
}

#[async_trait]
impl<'r> FromRequest<'r> for Language {
    type Error = Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Infallible> {
        Outcome::Success(Self::of(request))
    }
}
