//! The signed token in a staff member's cookie.
//!
//! It names a session; whether that session still lives is looked up on every request, so that signing out works at
//! once. Time is handed in: the library's own reading of the clock is switched off.

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use super::keys::Keys;

const ISSUER: &str = "terbuka";
const AUDIENCE: &str = "terbuka-web";

/// What a token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionClaims {
    /// The session.
    pub session_id: Uuid,
    /// Whose it is.
    pub user_id: Uuid,
    /// When it began; whole seconds in the token.
    pub issued_at: OffsetDateTime,
    /// The first instant at which it is void; whole seconds in the token.
    pub expires_at: OffsetDateTime,
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Its time is over.
    #[error("the session has ended")]
    Expired,
    /// It is not one of ours, or was changed.
    #[error("not a session token of this portal")]
    Invalid,
}

#[derive(Serialize, Deserialize)]
struct Claims {
    sid: Uuid,
    sub: Uuid,
    iat: i64,
    exp: i64,
    iss: String,
    aud: String,
}

impl Keys {
    /// Signs a token (HS256) with the current key, whose number it names.
    pub fn issue_session(&self, session: &SessionClaims) -> Result<String, TokenError> {
        let claims = Claims {
            sid: session.session_id,
            sub: session.user_id,
            iat: session.issued_at.unix_timestamp(),
            exp: session.expires_at.unix_timestamp(),
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
        };
        let key = EncodingKey::from_secret(self.session().current());
        let header = Header {
            kid: Some(self.session().number().to_string()),
            ..Header::new(Algorithm::HS256)
        };
        jsonwebtoken::encode(&header, &claims, &key).map_err(|_| TokenError::Invalid)
    }

    /// Reads a token at `now`, without any tolerance: with exactly the key it names, which must be here.
    pub fn read_session(&self, token: &str, now: OffsetDateTime) -> Result<SessionClaims, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false;
        validation.leeway = 0;
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        let key = jsonwebtoken::decode_header(token)
            .ok()
            .and_then(|header| header.kid?.parse().ok())
            .and_then(|number| self.session().get(number))
            .ok_or(TokenError::Invalid)?;
        let key = DecodingKey::from_secret(key);
        let claims = jsonwebtoken::decode::<Claims>(token, &key, &validation)
            .map_err(|_| TokenError::Invalid)?
            .claims;

        let instant = |seconds| OffsetDateTime::from_unix_timestamp(seconds).map_err(|_| TokenError::Invalid);
        let expires_at = instant(claims.exp)?;
        if now >= expires_at {
            return Err(TokenError::Expired);
        }
        Ok(SessionClaims {
            session_id: claims.sid,
            user_id: claims.sub,
            issued_at: instant(claims.iat)?,
            expires_at,
        })
    }
}
