//! Passwords of staff: argon2id, off the async threads, few at a time.

use std::{fmt, sync::Arc};

use argon2::{Algorithm, Argon2, Params, PasswordHash, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use super::{Entropy, random_bytes};

const SALT: usize = 16;

/// Hashes and verifies passwords. Cheap to clone; clones share the bound on simultaneous work, of which each piece
/// takes 19 MiB and tens of milliseconds.
#[derive(Clone)]
pub struct Passwords {
    params: Params,
    entropy: Arc<dyn Entropy>,
    turns: Arc<Semaphore>,
}

/// The outcome of a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasswordCheck {
    /// Not this person's password, or no such person.
    Wrong,
    /// The right password.
    Right,
    /// The right password, stored with weaker parameters than today's: hash it again while it is at hand.
    RightButOutdated,
}

/// Why a password could not be hashed or checked. It says nothing about the password.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// What is stored is not a password hash.
    #[error("the stored password hash cannot be read")]
    UnreadableHash,
    /// There was not enough memory, or the program is ending.
    #[error("the password could not be hashed")]
    NotHashed,
}

impl Passwords {
    /// With the parameters for people's passwords: 19 MiB, two passes (OWASP's first choice, argon2's default).
    pub fn new(entropy: Arc<dyn Entropy>) -> Self {
        Self::with_params(Params::DEFAULT, entropy)
    }

    /// With the least parameters argon2 accepts: for tests, which sign in a thousand times.
    pub fn cheap(entropy: Arc<dyn Entropy>) -> Self {
        let params = Params::new(Params::MIN_M_COST, Params::MIN_T_COST, Params::MIN_P_COST, None);
        Self::with_params(params.unwrap_or(Params::DEFAULT), entropy)
    }

    fn with_params(params: Params, entropy: Arc<dyn Entropy>) -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            params,
            entropy,
            turns: Arc::new(Semaphore::new(cores)),
        }
    }

    /// The hash to store, as a PHC string that carries its own parameters and salt.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let salt: [u8; SALT] = random_bytes(&*self.entropy);
        let argon2 = self.argon2();
        self.in_turn(password, move |password| {
            let hash = argon2
                .hash_password_with_salt(password, &salt)
                .map_err(|_| PasswordError::NotHashed)?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Checks `password` against the stored hash of its owner. Without one (an unknown username) the same work is
    /// done, so that the time taken does not tell which usernames exist.
    pub async fn verify(&self, password: &str, stored: Option<&str>) -> Result<PasswordCheck, PasswordError> {
        let argon2 = self.argon2();
        let params = self.params.clone();
        let stored = stored.map(str::to_owned);
        self.in_turn(password, move |password| {
            let Some(stored) = stored else {
                argon2
                    .hash_password_with_salt(password, &[0; SALT])
                    .map_err(|_| PasswordError::NotHashed)?;
                return Ok(PasswordCheck::Wrong);
            };
            let hash = PasswordHash::new(&stored).map_err(|_| PasswordError::UnreadableHash)?;
            match argon2.verify_password(password, &hash) {
                Ok(()) if is_current(&hash, &params) => Ok(PasswordCheck::Right),
                Ok(()) => Ok(PasswordCheck::RightButOutdated),
                Err(argon2::password_hash::Error::PasswordInvalid) => Ok(PasswordCheck::Wrong),
                Err(_) => Err(PasswordError::UnreadableHash),
            }
        })
        .await
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        password: &str,
        work: impl FnOnce(&[u8]) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let password = Zeroizing::new(password.to_owned());
        let turn = Arc::clone(&self.turns)
            .acquire_owned()
            .await
            .map_err(|_| PasswordError::NotHashed)?;
        // The turn moves into the work: a request that is given up must not make room for more work than there is.
        let done = tokio::task::spawn_blocking(move || {
            let result = work(password.as_bytes());
            drop(turn);
            result
        });
        done.await.map_err(|_| PasswordError::NotHashed)?
    }
}

fn is_current(hash: &PasswordHash, params: &Params) -> bool {
    let is_argon2id = hash.algorithm == Algorithm::Argon2id.ident();
    is_argon2id
        && Params::try_from(hash).is_ok_and(|stored| {
            stored.m_cost() >= params.m_cost()
                && stored.t_cost() >= params.t_cost()
                && stored.p_cost() >= params.p_cost()
        })
}

impl fmt::Debug for Passwords {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Passwords")
            .field("m_cost", &self.params.m_cost())
            .finish_non_exhaustive()
    }
}
