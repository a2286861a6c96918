//! Where chance comes from.

use std::{
    fmt,
    sync::atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

/// A source of unpredictable bytes.
pub trait Entropy: fmt::Debug + Send + Sync {
    /// Fills `bytes`. It never gives less: a source that runs dry ends the program.
    fn fill(&self, bytes: &mut [u8]);
}

/// The operating system's source.
#[derive(Clone, Copy, Debug, Default)]
pub struct OsEntropy;

impl Entropy for OsEntropy {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where chance enters the program"
    )]
    fn fill(&self, bytes: &mut [u8]) {
        if let Err(error) = getrandom::fill(bytes) {
            // Predictable secrets are worse than no service. No system we run on fails here once it has booted.
            tracing::error!(%error, "the operating system gives no randomness");
            std::process::abort();
        }
    }
}

/// The same bytes for the same seed, for tests and for samples that must come out equal. Never for secrets.
#[derive(Debug)]
pub struct SeededEntropy {
    seed: u64,
    drawn: AtomicU64,
}

impl SeededEntropy {
    /// A source that `seed` determines.
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: AtomicU64::new(0),
        }
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let block = self.drawn.fetch_add(1, Ordering::Relaxed);
            let digest = Sha256::new()
                .chain_update(self.seed.to_le_bytes())
                .chain_update(block.to_le_bytes());
            for (byte, random) in chunk.iter_mut().zip(digest.finalize()) {
                *byte = random;
            }
        }
    }
}

/// `N` unpredictable bytes.
pub fn random_bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// A new identifier (`UUIDv7`): ordered by `now`, so that indexes stay dense, and unguessable in its rest.
pub fn new_id(entropy: &dyn Entropy, now: OffsetDateTime) -> Uuid {
    let millis = u64::try_from(now.unix_timestamp_nanos() / 1_000_000).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random_bytes(entropy)).into_uuid()
}

/// A salt of 128 bits, in hexadecimal.
pub fn new_salt(entropy: &dyn Entropy) -> String {
    super::mac::hex(&random_bytes::<16>(entropy))
}
