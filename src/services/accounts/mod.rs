//! Accounts of staff and citizens: signing in and out, who a session belongs to, and what an administrator does to them.
//!
//! What a role may do is `domain::policy`; how a password is hashed is `security`.

mod manage;
mod office;
mod password;
mod sign_in;
mod sign_out;
mod viewer;

pub use manage::{
    Account, Appoint, NewUser, add_user, add_user_by, appoint, appoint_by, end_appointment,
    issue_sample_password, list_users, reset_password, reset_password_by, set_suspended,
};
pub(in crate::services) use office::{Act, UnitEnd, covers, hold_office, within};
pub use password::{ChangePassword, change_password};
pub use sign_in::{SignIn, SignedInToken, sign_in};
pub use sign_out::sign_out;
pub(in crate::services) use viewer::as_viewer;
pub use viewer::{SignedIn, viewer, viewer_of};

use crate::security::WeakPassword;

/// Usernames are compared without regard to case and to blanks around them.
fn fold_username(username: &str) -> String {
    username.trim().to_lowercase()
}

/// The message key of a refused new password.
fn weakness_key(weakness: WeakPassword) -> &'static str {
    match weakness {
        WeakPassword::TooShort => "account.fault.password_short",
        WeakPassword::TooLong => "account.fault.password_long",
        WeakPassword::HoldsUsername => "account.fault.password_holds_username",
        WeakPassword::Common => "account.fault.password_common",
    }
}
