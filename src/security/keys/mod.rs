//! The secret keys of an installation: made once by `setup` or `demo`, read at every start, never defaulted.
//!
//! A purpose may have several, by number. What is new is made with the highest; what was made with an older one names it, and stays
//! readable until that one is retired.

mod error;
mod files;
mod purpose;
mod ring;

#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::Arc,
};

use time::OffsetDateTime;
use zeroize::Zeroizing;

pub use error::KeysError;
pub use purpose::Purpose;
pub(super) use ring::{Key, LENGTH, Ring};

use super::{
    Entropy,
    mac::{hex, mac},
    random_bytes,
};
use crate::config::{KeyOverrides, Secret};

/// The keys of an installation. Cheap to clone; `Debug` shows nothing. What they do is in the files of this folder:
/// sessions, csrf, seal, envelope, lookup.
#[derive(Clone)]
pub struct Keys(Arc<Material>);

struct Material {
    session: Source,
    csrf: Source,
    identity: Source,
    lookup: Source,
}

struct Source {
    ring: Ring,
    /// The folder of its files; `None` when a setting gave it.
    dir: Option<PathBuf>,
}

/// A key, without the key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyInfo {
    /// What it is for.
    pub purpose: Purpose,
    /// Its number.
    pub number: u8,
    /// Whether new things are made with it.
    pub is_current: bool,
    /// Its file; `None` when a setting gave it.
    pub path: Option<PathBuf>,
    /// When the file was written, here or where it was copied from.
    pub made_at: Option<OffsetDateTime>,
}

impl Keys {
    /// Reads the keys from `dir`, those of a purpose unless `overrides` gives them.
    pub fn load(dir: &Path, overrides: &KeyOverrides) -> Result<Self, KeysError> {
        let source = |purpose: Purpose| {
            let given = given_for(overrides, purpose);
            let keys = match given {
                Some(secret) => files::given(secret, &format!("keys.{}", purpose.name()))?,
                None => files::read_all(dir, purpose)?,
            };
            let ring = Ring::of(keys).ok_or_else(|| KeysError::Missing {
                path: files::path_of(dir, purpose, 1),
            })?;
            Ok(Source {
                ring,
                dir: given.is_none().then(|| dir.to_owned()),
            })
        };
        let keys = Self(Arc::new(Material {
            session: source(Purpose::Session)?,
            csrf: source(Purpose::Csrf)?,
            identity: source(Purpose::Identity)?,
            lookup: source(Purpose::Lookup)?,
        }));
        keys.all_differ()?;
        Ok(keys)
    }

    /// Makes a key for each purpose that has none in `dir`, readable by the owner only, and says which. Never replaces one.
    pub fn create_missing(dir: &Path, entropy: &dyn Entropy) -> Result<Vec<PathBuf>, KeysError> {
        files::create_folder(dir)?;
        let mut made = Vec::new();
        for purpose in Purpose::ALL {
            let path = files::path_of(dir, purpose, 1);
            if files::numbers(dir, purpose)?.is_empty() && files::create(&path, entropy)? {
                made.push(path);
            }
        }
        Ok(made)
    }

    /// Keys that live as long as the program: for tests.
    pub fn ephemeral(entropy: &dyn Entropy) -> Self {
        let next = || Source {
            ring: Ring::single(Zeroizing::new(random_bytes(entropy))),
            dir: None,
        };
        Self(Arc::new(Material {
            session: next(),
            csrf: next(),
            identity: next(),
            lookup: next(),
        }))
    }

    /// Makes the next key of a purpose, and tells its number and file. It is the current one from the next start on.
    pub fn rotate(&self, purpose: Purpose, entropy: &dyn Entropy) -> Result<(u8, PathBuf), KeysError> {
        let source = self.source(purpose);
        if let Some(reason) = purpose.bound() {
            return Err(KeysError::Bound { purpose, reason });
        }
        let Some(dir) = &source.dir else {
            let number = u16::from(source.ring.number()) + 1;
            return Err(KeysError::Given { purpose, number });
        };
        let number = source
            .ring
            .number()
            .checked_add(1)
            .ok_or(KeysError::Exhausted { purpose })?;
        let path = files::path_of(dir, purpose, number);
        if files::create(&path, entropy)? {
            Ok((number, path))
        } else {
            // Somebody else rotated at the same moment.
            Err(KeysError::Io {
                path,
                source: std::io::ErrorKind::AlreadyExists.into(),
            })
        }
    }

    /// Whether a key could be retired as far as the keys go: it is there and not the current one.
    pub fn may_retire(&self, purpose: Purpose, number: u8) -> Result<(), KeysError> {
        let ring = &self.source(purpose).ring;
        if let Some(reason) = purpose.bound() {
            Err(KeysError::Bound { purpose, reason })
        } else if ring.get(number).is_none() {
            Err(KeysError::Unknown { purpose, number })
        } else if ring.number() == number {
            Err(KeysError::Current { purpose, number })
        } else {
            Ok(())
        }
    }

    /// Removes a key for good and tells its file; `None` when it stands in a setting, from where the operator takes it.
    pub fn retire(&self, purpose: Purpose, number: u8) -> Result<Option<PathBuf>, KeysError> {
        self.may_retire(purpose, number)?;
        let Some(dir) = &self.source(purpose).dir else {
            return Ok(None);
        };
        let path = files::path_of(dir, purpose, number);
        files::remove(&path)?;
        Ok(Some(path))
    }

    /// Every key, without the keys.
    pub fn describe(&self) -> Vec<KeyInfo> {
        let of = |purpose| {
            let Source { ring, dir } = self.source(purpose);
            ring.all().map(move |(number, _)| {
                let path = dir.as_ref().map(|dir| files::path_of(dir, purpose, number));
                let made_at = path
                    .as_ref()
                    .and_then(|path| std::fs::metadata(path).ok()?.modified().ok());
                KeyInfo {
                    purpose,
                    number,
                    is_current: number == ring.number(),
                    path,
                    made_at: made_at.map(OffsetDateTime::from),
                }
            })
        };
        Purpose::ALL.into_iter().flat_map(of).collect()
    }

    /// What tells the identity keys apart without giving them away, by number.
    pub fn identity_fingerprints(&self) -> Vec<(u8, String)> {
        let of = |(number, key)| {
            let whole = hex(&mac(key, &[b"terbuka fingerprint of a key"]));
            (number, whole.chars().take(16).collect())
        };
        self.identity().all().map(of).collect()
    }

    /// The number of the identity key that new things are sealed with.
    pub fn identity_number(&self) -> u8 {
        self.identity().number()
    }

    pub(super) fn session(&self) -> &Ring {
        &self.0.session.ring
    }

    pub(super) fn csrf(&self) -> &Ring {
        &self.0.csrf.ring
    }

    pub(super) fn identity(&self) -> &Ring {
        &self.0.identity.ring
    }

    pub(super) fn lookup(&self) -> &[u8; LENGTH] {
        self.0.lookup.ring.current()
    }

    fn source(&self, purpose: Purpose) -> &Source {
        match purpose {
            Purpose::Session => &self.0.session,
            Purpose::Csrf => &self.0.csrf,
            Purpose::Identity => &self.0.identity,
            Purpose::Lookup => &self.0.lookup,
        }
    }

    fn all_differ(&self) -> Result<(), KeysError> {
        let mut known = BTreeMap::new();
        for purpose in Purpose::ALL {
            for (number, key) in self.source(purpose).ring.all() {
                let name = match number {
                    1 => purpose.name().to_owned(),
                    _ => format!("{} {number}", purpose.name()),
                };
                if let Some(first) = known.insert(key, name.clone()) {
                    return Err(KeysError::Reused { first, second: name });
                }
            }
        }
        Ok(())
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

const fn given_for(overrides: &KeyOverrides, purpose: Purpose) -> Option<&Secret> {
    match purpose {
        Purpose::Session => overrides.session.as_ref(),
        Purpose::Csrf => overrides.csrf.as_ref(),
        Purpose::Identity => overrides.identity.as_ref(),
        Purpose::Lookup => overrides.lookup.as_ref(),
    }
}
