//! Signing in: the same answer, after the same work, whatever was wrong.
//!
//! Guessing is slowed per account *and* network, and per network. Nobody can lock another person out by guessing from
//! elsewhere. The counters are rows, so several processes agree, and they count before the password is looked at, so
//! that many guesses at once are not one guess.

use std::net::IpAddr;

use time::Duration;

use super::fold_username;
use crate::domain::ids::UserId;
use crate::persistence::rows::{Session, User};
use crate::persistence::{sessions, throttle, users, write};
use crate::security::{LookupKind, PasswordCheck, SessionClaims};
use crate::services::throttle::{count, network};
use crate::services::{Context, ServiceError, micros};

/// What a person types to sign in, and from where.
#[derive(Clone, Copy, Debug)]
pub struct SignIn<'a> {
    /// The username, in any case.
    pub username: &'a str,
    /// The password.
    pub password: &'a str,
    /// The client's address.
    pub address: IpAddr,
}

/// A session that has just begun.
#[derive(Clone)]
pub struct SignedInToken {
    /// The signed token for the cookie.
    pub token: String,
    /// Whose it is.
    pub user: UserId,
    /// How long it lasts.
    pub lifetime: std::time::Duration,
}

const WINDOW: Duration = Duration::minutes(15);
/// Tries for one account from one network within a window: a person who mistypes needs fewer.
const TRIES_PER_ACCOUNT: i32 = 10;
/// Tries from one network within a window: an office behind one address needs fewer.
const TRIES_PER_NETWORK: i32 = 200;
/// What is longer is no username of ours, and not worth hashing.
const LONGEST_INPUT: usize = 1_000;

/// Opens a session.
///
/// Permissions: anyone. Unknown, suspended and wrong are one answer.
///
/// # Errors
/// `Invalid` on the password field, or `Throttled` with the seconds to wait.
pub async fn sign_in(ctx: &Context, given: SignIn<'_>) -> Result<SignedInToken, ServiceError> {
    if given.username.len() > LONGEST_INPUT || given.password.len() > LONGEST_INPUT {
        return Err(refused());
    }
    let username = fold_username(given.username);
    let keys = ThrottleKeys::of(ctx, &username, given.address);
    count_try(ctx, &keys).await?;

    let user = users::find_user_by_username(ctx.db.read(), &username).await?;
    let stored = user.as_ref().map(|user| user.password_hash.as_str());
    let check = ctx
        .passwords
        .verify(given.password, stored)
        .await
        .map_err(ServiceError::unexpected)?;
    let Some(user) = user.filter(|user| check != PasswordCheck::Wrong && !user.is_suspended) else {
        return Err(refused());
    };
    let stronger = match check {
        PasswordCheck::RightButOutdated => Some(
            ctx.passwords
                .hash(given.password)
                .await
                .map_err(ServiceError::unexpected)?,
        ),
        _ => None,
    };
    begin(ctx, &user, stronger, &keys).await
}

async fn begin(
    ctx: &Context,
    user: &User,
    stronger_hash: Option<String>,
    keys: &ThrottleKeys,
) -> Result<SignedInToken, ServiceError> {
    let (now, lifetime) = (ctx.now(), ctx.settings.session.lifetime);
    let claims = SessionClaims {
        session_id: ctx.new_id(),
        user_id: user.id,
        issued_at: now,
        expires_at: now + lifetime,
    };
    let token = ctx
        .keys
        .issue_session(&claims)
        .map_err(ServiceError::unexpected)?;
    let session = Session {
        id: claims.session_id,
        user_id: user.id,
        created_at: micros(now),
        expires_at: micros(claims.expires_at),
        last_seen_at: micros(now),
        revoked_at: None,
    };
    write(&ctx.db, async |txn| {
        // Between the check and now the account may have been suspended or given another password.
        let known = users::find_user(txn, user.id).await?.ok_or_else(refused)?;
        if known.is_suspended || known.password_hash != user.password_hash {
            return Err(refused());
        }
        if let Some(password_hash) = &stronger_hash {
            let user = User {
                password_hash: password_hash.clone(),
                ..known
            };
            users::update_user(txn, &user).await?;
        }
        throttle::delete_attempts(txn, &keys.account).await?;
        sessions::insert_session(txn, &session).await?;
        Ok::<(), ServiceError>(())
    })
    .await?;
    tracing::info!(user.id = %user.id, session.id = %session.id, "signed in");
    Ok(SignedInToken {
        token,
        user: UserId(user.id),
        lifetime,
    })
}

/// One answer for an unknown username, a suspended account and a wrong password.
fn refused() -> ServiceError {
    ServiceError::invalid("password", "account.fault.sign_in")
}

struct ThrottleKeys {
    account: String,
    network: String,
}

impl ThrottleKeys {
    fn of(ctx: &Context, username: &str, address: IpAddr) -> Self {
        let network = network(address);
        let hash = |text: &str| ctx.keys.lookup_hash(LookupKind::Throttle, text);
        Self {
            account: hash(&format!("sign-in account {username} {network}")),
            network: hash(&format!("sign-in network {network}")),
        }
    }
}

async fn count_try(ctx: &Context, keys: &ThrottleKeys) -> Result<(), ServiceError> {
    let counters = [
        (keys.account.as_str(), TRIES_PER_ACCOUNT),
        (keys.network.as_str(), TRIES_PER_NETWORK),
    ];
    count(ctx, &counters, WINDOW).await
}
