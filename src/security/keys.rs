//! The secret keys of an installation: made once by `setup` or `demo`, read at every start, never defaulted.

use std::{
    fs::{DirBuilder, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::Arc,
};

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::{Zeroize, Zeroizing};

use crate::config::{KeyOverrides, Secret};

use super::{Entropy, random_bytes};

const LENGTH: usize = 32;

/// The keys of an installation. Cheap to clone; `Debug` shows nothing. What they do is in the files of this folder:
/// sessions, csrf, seal, lookup.
#[derive(Clone)]
pub struct Keys(Arc<Material>);

struct Material {
    session: Zeroizing<[u8; LENGTH]>,
    csrf: Zeroizing<[u8; LENGTH]>,
    identity: Zeroizing<[u8; LENGTH]>,
    lookup: Zeroizing<[u8; LENGTH]>,
}

/// Their names, as files and as settings.
const NAMES: [&str; 4] = ["session", "csrf", "identity", "lookup"];

/// Why the keys cannot be used, and what to do.
#[derive(Debug, thiserror::Error)]
pub enum KeysError {
    /// A key was never made.
    #[error(
        "the key {} does not exist: run `terbuka setup` to make it. When this installation had keys before, restore \
         them instead; what was sealed with the old ones cannot be read with new ones",
        path.display()
    )]
    Missing {
        /// Where it should be.
        path: PathBuf,
    },
    /// Others than the owner may read a key.
    #[error("the key {} can be read by others: run `chmod 600 {}`", path.display(), path.display())]
    Exposed {
        /// The file.
        path: PathBuf,
    },
    /// The text is not a key.
    #[error(
        "the key {name} is not 32 random bytes in base64: restore it, or where nothing was kept with it remove it and \
         run `terbuka setup`"
    )]
    Malformed {
        /// Its file or setting.
        name: String,
    },
    /// Two keys are the same.
    #[error(
        "the keys {first} and {second} are equal: each purpose needs its own; run `terbuka setup` on a new folder"
    )]
    Reused {
        /// One of them.
        first: &'static str,
        /// The other.
        second: &'static str,
    },
    /// The system refused.
    #[error("cannot read or write the key {}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
}

impl Keys {
    /// Reads the keys from `dir`, each unless `overrides` gives it.
    pub fn load(dir: &Path, overrides: &KeyOverrides) -> Result<Self, KeysError> {
        let one = |name: &str, given: Option<&Secret>| match given {
            Some(secret) => decode(secret, &format!("keys.{name}")),
            None => read(&path_of(dir, name)),
        };
        let keys = Material {
            session: one("session", overrides.session.as_ref())?,
            csrf: one("csrf", overrides.csrf.as_ref())?,
            identity: one("identity", overrides.identity.as_ref())?,
            lookup: one("lookup", overrides.lookup.as_ref())?,
        };
        let all = [&keys.session, &keys.csrf, &keys.identity, &keys.lookup];
        let named = || NAMES.into_iter().zip(all);
        for (at, (first, key)) in named().enumerate() {
            if let Some((second, _)) = named().skip(at + 1).find(|(_, other)| *other == key) {
                return Err(KeysError::Reused { first, second });
            }
        }
        Ok(Self(Arc::new(keys)))
    }

    /// Makes the keys that are not yet in `dir`, readable by the owner only, and says which. Never replaces one.
    pub fn create_missing(dir: &Path, entropy: &dyn Entropy) -> Result<Vec<PathBuf>, KeysError> {
        let failed = |path: &Path| {
            let path = path.to_owned();
            move |source| KeysError::Io { path, source }
        };
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dir)
            .map_err(failed(dir))?;
        let mut made = Vec::new();
        for path in NAMES.map(|name| path_of(dir, name)) {
            let file = match OpenOptions::new()
                .write(true)
                .create_new(true)
                .mode(0o600)
                .open(&path)
            {
                Ok(file) => file,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                Err(error) => return Err(failed(&path)(error)),
            };
            let text = Zeroizing::new(format!("{}\n", STANDARD.encode(random_bytes::<LENGTH>(entropy))));
            if let Err(error) = write(file, &text) {
                // Half a key would stop every later start.
                std::fs::remove_file(&path).map_err(failed(&path))?;
                return Err(failed(&path)(error));
            }
            made.push(path);
        }
        Ok(made)
    }

    /// Keys that live as long as the program: for tests.
    pub fn ephemeral(entropy: &dyn Entropy) -> Self {
        let next = || Zeroizing::new(random_bytes(entropy));
        Self(Arc::new(Material {
            session: next(),
            csrf: next(),
            identity: next(),
            lookup: next(),
        }))
    }

    pub(super) fn session(&self) -> &[u8; LENGTH] {
        &self.0.session
    }

    pub(super) fn csrf(&self) -> &[u8; LENGTH] {
        &self.0.csrf
    }

    pub(super) fn identity(&self) -> &[u8; LENGTH] {
        &self.0.identity
    }

    pub(super) fn lookup(&self) -> &[u8; LENGTH] {
        &self.0.lookup
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys(…)")
    }
}

fn path_of(dir: &Path, name: &str) -> PathBuf {
    dir.join(format!("{name}.key"))
}

fn write(mut file: std::fs::File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn read(path: &Path) -> Result<Zeroizing<[u8; LENGTH]>, KeysError> {
    let failed = |source: io::Error| match source.kind() {
        io::ErrorKind::NotFound => KeysError::Missing {
            path: path.to_owned(),
        },
        io::ErrorKind::InvalidData => KeysError::Malformed {
            name: path.display().to_string(),
        },
        _ => KeysError::Io {
            path: path.to_owned(),
            source,
        },
    };
    if std::fs::metadata(path).map_err(failed)?.permissions().mode() & 0o077 != 0 {
        return Err(KeysError::Exposed {
            path: path.to_owned(),
        });
    }
    let text = std::fs::read_to_string(path).map_err(failed)?;
    decode(&Secret::new(text), &path.display().to_string())
}

fn decode(text: &Secret, name: &str) -> Result<Zeroizing<[u8; LENGTH]>, KeysError> {
    let malformed = || KeysError::Malformed {
        name: name.to_owned(),
    };
    let mut bytes = STANDARD.decode(text.expose().trim()).map_err(|_| malformed())?;
    let key: Result<[u8; LENGTH], _> = bytes.as_slice().try_into();
    bytes.zeroize();
    let key = Zeroizing::new(key.map_err(|_| malformed())?);
    if is_random(&key) {
        Ok(key)
    } else {
        Err(malformed())
    }
}

/// Placeholders repeat themselves; 32 random bytes with fewer than 12 different ones do not happen.
fn is_random(key: &[u8; LENGTH]) -> bool {
    let mut bytes = Zeroizing::new(*key);
    bytes.sort_unstable();
    bytes.chunk_by(|a, b| a == b).count() >= 12
}
