//! A key of its own for each case, kept wrapped by the current identity key. Rotating that key rewraps 32 bytes and touches no identity;
//! throwing the wrapped key away makes what it sealed unreadable for good, in every copy that is made from then on.

use zeroize::Zeroizing;

use super::{
    Entropy, SealError, UnsealError,
    keys::{Key, Keys},
    random_bytes,
    seal::{open_with, seal_with},
};

/// The first byte of what the case's own key sealed.
const OWN_KEY: u8 = 0;

/// The key of one case; wiped when it is dropped, and never printed.
pub struct DataKey(Key);

impl DataKey {
    /// Makes a new one.
    pub fn new(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(random_bytes(entropy)))
    }

    /// Seals `plain` for `context`, as [`Keys::seal`] does.
    pub fn seal(&self, entropy: &dyn Entropy, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        seal_with(&self.0, OWN_KEY, entropy, context, plain)
    }

    /// Opens what this key sealed for the same `context`.
    pub fn open(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        match sealed.first() {
            Some(&OWN_KEY) => open_with(&self.0, context, sealed),
            _ => Err(UnsealError::Tampered),
        }
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

/// Whether the case's own key sealed this; otherwise an identity key did, before cases had their own.
#[must_use]
pub fn has_own_key(sealed: &[u8]) -> bool {
    sealed.first() == Some(&OWN_KEY)
}

impl Keys {
    /// Wraps the key of a case with the current identity key, for that case only.
    pub fn wrap_key(&self, entropy: &dyn Entropy, case: &[u8], key: &DataKey) -> Result<Vec<u8>, SealError> {
        self.seal(entropy, &wrapping(case), key.0.as_slice())
    }

    /// Unwraps the key of a case, with the identity key named there.
    pub fn unwrap_key(&self, case: &[u8], wrapped: &[u8]) -> Result<DataKey, UnsealError> {
        let plain = self.unseal(&wrapping(case), wrapped)?;
        let key = plain.as_slice().try_into().map_err(|_| UnsealError::Tampered)?;
        Ok(DataKey(Zeroizing::new(key)))
    }
}

fn wrapping(case: &[u8]) -> Vec<u8> {
    [b"case key:", case].concat()
}
