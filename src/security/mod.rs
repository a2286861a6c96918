//! Hashing, signing, sealing, comparing secrets, and the chance they need.
//!
//! Who may do what is not decided here but in `domain::policy`; where secrets are stored is `persistence`.

mod crockford;
mod csrf;
mod entropy;
mod envelope;
mod keys;
mod lookup;
mod mac;
mod masked;
mod one_time;
mod passwords;
mod seal;
mod sessions;
mod tracking;
mod weak_passwords;

#[cfg(test)]
mod tests;

pub use entropy::{Entropy, OsEntropy, SeededEntropy, new_id, new_salt, random_bytes};
pub use envelope::{DataKey, has_own_key};
pub use keys::{KeyInfo, Keys, KeysError, Purpose};
pub use lookup::LookupKind;
pub use masked::Masked;
pub use one_time::one_time_password;
pub use passwords::{PasswordCheck, PasswordError, Passwords};
pub use seal::{SealError, UnsealError};
pub use sessions::{SessionClaims, TokenError};
pub use tracking::TrackingToken;
pub use weak_passwords::{MAX_PASSWORD_CHARS, MIN_PASSWORD_CHARS, WeakPassword, check_new_password};
