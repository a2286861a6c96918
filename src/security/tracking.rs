//! The secret in a citizen's link: whoever holds it sees the case, so it is stored only as its hash.

use std::fmt;

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::{
    Entropy, Keys, crockford,
    mac::{hex, mac},
    random_bytes,
};

/// 26 letters of five bits: 130 bits.
const LETTERS: usize = 26;

/// A secret of 130 bits that fits in an address and can be typed from paper. Its `Debug` shows nothing.
#[derive(Clone, PartialEq, Eq)]
pub struct TrackingToken(Zeroizing<String>);

impl TrackingToken {
    /// Makes a new one.
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(
            crockford::letters(&random_bytes::<LETTERS>(entropy)).collect(),
        ))
    }

    /// Reads one as it was typed or followed: case, spaces, dashes and look-alike letters do not matter.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 4 * LETTERS {
            return None;
        }
        let meant = typed.chars().filter(|c| !c.is_whitespace() && *c != '-');
        let letters: String = meant.map(crockford::canonical).collect::<Option<_>>()?;
        (letters.len() == LETTERS).then(|| Self(Zeroizing::new(letters)))
    }

    /// The token for the one link or page that shows it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What is stored and searched for. The token is too long to be guessed, so a plain SHA-256 keeps it secret.
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.0.as_bytes()))
    }
}

impl Keys {
    /// The token of one case of which so many links were revoked before.
    pub fn renewed_token(&self, case: &str, revoked: u64) -> TrackingToken {
        match revoked {
            0 => self.tracking_token(case),
            revoked => self.tracking_token(&format!("{case} {revoked}")),
        }
    }

    /// The first token of one case. It is made from the key, so that the same form sent twice, or a mail sent later, gives the same link
    /// although only its hash is stored.
    pub fn tracking_token(&self, case: &str) -> TrackingToken {
        let bytes = mac(self.lookup(), &[b"tracking\0", case.as_bytes()]);
        TrackingToken(Zeroizing::new(crockford::letters(&bytes).take(LETTERS).collect()))
    }
}

impl fmt::Debug for TrackingToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TrackingToken(…)")
    }
}
