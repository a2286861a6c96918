//! Encryption of what must not be readable in a stolen database: identities and drafts.
//!
//! Form: one byte that names the key, 24 bytes nonce, XChaCha20-Poly1305 ciphertext with its tag.

use chacha20poly1305::{
    KeyInit, XChaCha20Poly1305, XNonce,
    aead::{Aead, Payload},
};
use zeroize::Zeroizing;

use super::{Entropy, keys::Keys, random_bytes};

/// Names the key in use. A second one joins when keys are rotated; old rows then say which key opens them.
const KEY_ID: u8 = 1;
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
    /// Seals `plain`. `context` (the id of its row) is not stored; opening needs the same, so rows cannot be swapped.
    pub fn seal(&self, entropy: &dyn Entropy, context: &[u8], plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let nonce: [u8; NONCE] = random_bytes(entropy);
        let payload = Payload {
            msg: plain,
            aad: context,
        };
        let sealed = self
            .cipher()
            .encrypt(&XNonce::from(nonce), payload)
            .map_err(|_| SealError)?;
        Ok([&[KEY_ID][..], &nonce, &sealed].concat())
    }

    /// Opens what [`Keys::seal`] sealed for the same `context`. The plain text is wiped when it is dropped.
    pub fn unseal(&self, context: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, UnsealError> {
        let (key_id, rest) = sealed.split_first().ok_or(UnsealError::Tampered)?;
        if *key_id != KEY_ID {
            return Err(UnsealError::UnknownKey(*key_id));
        }
        let (nonce, ciphertext) = rest.split_first_chunk::<NONCE>().ok_or(UnsealError::Tampered)?;
        let payload = Payload {
            msg: ciphertext,
            aad: context,
        };
        let plain = self
            .cipher()
            .decrypt(&XNonce::from(*nonce), payload)
            .map_err(|_| UnsealError::Tampered)?;
        Ok(Zeroizing::new(plain))
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(self.identity().into())
    }
}
