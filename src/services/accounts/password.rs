//! A person changes their own password.

use super::{SignedIn, weakness_key};
use crate::persistence::rows::User;
use crate::persistence::{sessions, throttle as attempts, users, write};
use crate::security::{PasswordCheck, check_new_password};
use crate::services::{Context, Fault, ServiceError, micros, throttle};

/// What a person types to change their password.
#[derive(Clone, Copy, Debug)]
pub struct ChangePassword<'a> {
    /// The password until now.
    pub current: &'a str,
    /// The new one.
    pub new: &'a str,
    /// The new one again.
    pub repeated: &'a str,
}

/// Replaces the password and ends every other session of the account: whoever knew the old one is out.
///
/// Permissions: the person themselves, who proves it with the current password.
///
/// # Errors
/// `Invalid` with the fields `password`, `new_password` and `repeated_password`; `Throttled` after too many tries.
pub async fn change_password(
    ctx: &Context,
    who: &SignedIn,
    given: ChangePassword<'_>,
) -> Result<(), ServiceError> {
    throttle::own_password(ctx, who.user).await?;
    let user = users::find_user(ctx.db.read(), who.user.0)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let mut faults = Vec::new();
    let check = ctx
        .passwords
        .verify(given.current, Some(&user.password_hash))
        .await
        .map_err(ServiceError::unexpected)?;
    if check == PasswordCheck::Wrong {
        faults.push(Fault::new("password", "account.fault.current_wrong"));
    }
    if let Err(weakness) = check_new_password(given.new, &user.username) {
        faults.push(Fault::new("new_password", weakness_key(weakness)));
    } else if given.new == given.current {
        faults.push(Fault::new("new_password", "account.fault.password_same"));
    } else if given.new != given.repeated {
        faults.push(Fault::new("repeated_password", "account.fault.password_differs"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let user = User {
        password_hash: ctx
            .passwords
            .hash(given.new)
            .await
            .map_err(ServiceError::unexpected)?,
        must_change_password: false,
        ..user
    };
    let now = micros(ctx.now());
    let tries = throttle::own_password_key(ctx, who.user);
    write(&ctx.db, async |txn| {
        users::update_user(txn, &user).await?;
        attempts::delete_attempts(txn, &tries).await?;
        sessions::revoke_other_sessions_of(txn, user.id, who.session, now).await?;
        Ok(())
    })
    .await
}
