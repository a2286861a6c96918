//! Encryption of what must not be readable in a stolen database: drafts, the keys of cases, and identities.
//!
//! Form: one byte that names the key, 24 bytes nonce, XChaCha20-Poly1305 ciphertext with its tag. Byte 0 stands for the case's own
//! key (see `envelope`), any other for the identity key of that number.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use super::{
    Entropy,
    keys::{Keys, LENGTH},
    random_bytes,
};

const NONCE: usize = 24;

/// The text is too long to be sealed (over 256 GiB).
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too long to be sealed")]
pub struct SealError;

/// Why a sealed text stays closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnsealError {
    /// It was sealed with a key that is not here.
    #[error("sealed with key {0}, which is not among the keys of this installation")]
    UnknownKey(u8),
    /// It was changed, cut, moved to another row, or sealed with another key of the same name.
    #[error("not what was sealed here")]
    Tampered,
}

impl Keys {
    /// Seals `plain` with the current identity key. `context` (the id of its row) is not stored; opening needs the same, so rows
    /// cannot be swapped.
    pub fn seal(&self, entropy: &dyn Entropy, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let ring = self.identity();
        seal_with(ring.current(), ring.number(), entropy, context, plain)
    }

    /// Opens what [`Keys::seal`] sealed for the same `context`, with the key named there. The plain text is wiped when it is dropped.
    pub fn unseal(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        let number = *sealed.first().ok_or(UnsealError::Tampered)?;
        let key = self
            .identity()
            .get(number)
            .ok_or(UnsealError::UnknownKey(number))?;
        open_with(key, context, sealed)
    }
}

/// Seals with a key, whose name goes before.
pub(super) fn seal_with(
    key: &[u8; LENGTH],
    name: u8,
    entropy: &dyn Entropy,
    context: &[u8],
    plain: &[u8],
) -> Result<Vec<u8>, SealError> {
    let nonce: [u8; NONCE] = random_bytes(entropy);
    let payload = Payload {
        msg: plain,
        aad: context,
    };
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(&XNonce::from(nonce), payload)
        .map_err(|_| SealError)?;
    Ok([&[name][..], &nonce, &sealed].concat())
}

/// Opens with the key that was named before.
pub(super) fn open_with(
    key: &[u8; LENGTH],
    context: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
    let (_, rest) = sealed.split_first().ok_or(UnsealError::Tampered)?;
    let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(UnsealError::Tampered)?;
    let payload = Payload {
        msg: ciphertext,
        aad: context,
    };
    let plain = XChaCha20Poly1305::new(key.into())
        .decrypt(&XNonce::from(*nonce), payload)
        .map_err(|_| UnsealError::Tampered)?;
    Ok(Zeroizing::new(plain))
}
