//! Finding by personal data without storing it: a keyed hash in place of the value.

use super::{
    keys::Keys,
    mac::{hex, mac},
};

/// What a hashed value is. Equal texts of different kinds have different hashes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LookupKind {
    /// An e-mail address.
    Email,
    /// A telephone number.
    Phone,
    /// A person, by NIK.
    Person,
    /// Who is counted by a throttle: an account, a network.
    Throttle,
}

impl LookupKind {
    const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Person => "person",
            Self::Throttle => "throttle",
        }
    }
}

impl Keys {
    /// The hash under which `normalised` is stored and found. Without the key nobody can try all telephone numbers.
    pub fn lookup_hash(&self, kind: LookupKind, normalised: &str) -> String {
        hex(&mac(
            self.lookup(),
            &[kind.code().as_bytes(), b"\0", normalised.as_bytes()],
        ))
    }
}
