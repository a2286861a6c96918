//! Keys as files: `identity.key` is number 1, `identity.2.key` number 2, and so on. Made once, never replaced.

use std::{
    collections::BTreeMap,
    fs::{DirBuilder, File, OpenOptions},
    io::{self, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::{Zeroize, Zeroizing};

use super::{
    KeysError, Purpose,
    ring::{Key, LENGTH},
};
use crate::{
    config::Secret,
    security::{Entropy, random_bytes},
};

/// Where the key with that number lies.
pub(super) fn path_of(dir: &Path, purpose: Purpose, number: u8) -> PathBuf {
    let name = purpose.name();
    dir.join(match number {
        1 => format!("{name}.key"),
        _ => format!("{name}.{number}.key"),
    })
}

/// The numbers of the keys that lie in `dir`, in order; none where there is no folder.
pub(super) fn numbers(dir: &Path, purpose: Purpose) -> Result<Vec<u8>, KeysError> {
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(failed(dir)(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.map_err(failed(dir))?.file_name();
        let name = name.to_string_lossy();
        let Some(middle) = name
            .strip_prefix(purpose.name())
            .and_then(|rest| rest.strip_suffix("key"))
        else {
            continue;
        };
        if !middle.starts_with('.') || !middle.ends_with('.') {
            continue;
        }
        let number = match middle.trim_matches('.') {
            "" => Some(1),
            // Read back, so that 02 and +2 are not a second name of 2.
            text => text
                .parse()
                .ok()
                .filter(|number: &u8| *number > 1 && number.to_string() == text),
        };
        let path = || dir.join(&*name);
        found.push(number.ok_or_else(|| KeysError::Misnamed { path: path() })?);
    }
    found.sort_unstable();
    Ok(found)
}

/// Reads all keys of a purpose from `dir`.
pub(super) fn read_all(dir: &Path, purpose: Purpose) -> Result<BTreeMap<u8, Key>, KeysError> {
    numbers(dir, purpose)?
        .into_iter()
        .map(|number| Ok((number, read(&path_of(dir, purpose, number))?)))
        .collect()
}

/// Makes a key that is not there yet, readable by its owner only. Tells whether it was made.
pub(super) fn create(path: &Path, entropy: &dyn Entropy) -> Result<bool, KeysError> {
    let file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path);
    let file = match file {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(failed(path)(error)),
    };
    let text = Zeroizing::new(format!("{}\n", STANDARD.encode(random_bytes::<LENGTH>(entropy))));
    if let Err(error) = write(file, &text) {
        // Half a key would stop every later start.
        std::fs::remove_file(path).map_err(failed(path))?;
        return Err(failed(path)(error));
    }
    settle(path)?;
    Ok(true)
}

/// Makes the folder, open to its owner only.
pub(super) fn create_folder(dir: &Path) -> Result<(), KeysError> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(dir)
        .map_err(failed(dir))
}

/// Removes a key for good.
pub(super) fn remove(path: &Path) -> Result<(), KeysError> {
    std::fs::remove_file(path).map_err(failed(path))?;
    settle(path)
}

/// A name in a folder is kept only once the folder is.
fn settle(path: &Path) -> Result<(), KeysError> {
    let Some(dir) = path.parent() else { return Ok(()) };
    File::open(dir)
        .and_then(|dir| dir.sync_all())
        .map_err(failed(dir))
}

fn failed(path: &Path) -> impl Fn(io::Error) -> KeysError + use<> {
    let path = path.to_owned();
    move |source| KeysError::Io {
        path: path.clone(),
        source,
    }
}

fn write(mut file: File, text: &str) -> io::Result<()> {
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

fn read(path: &Path) -> Result<Key, KeysError> {
    let failed = |source: io::Error| match source.kind() {
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
    let text = Secret::new(std::fs::read_to_string(path).map_err(failed)?);
    decode(text.expose(), &path.display().to_string())
}

/// Reads the keys of a setting: one alone, or several like `1:BASE64 2:BASE64`, between spaces, lines or commas.
pub(super) fn given(secret: &Secret, name: &str) -> Result<BTreeMap<u8, Key>, KeysError> {
    let misnumbered = || KeysError::Misnumbered {
        name: name.to_owned(),
    };
    let mut keys = BTreeMap::new();
    let items = secret.expose().split(|c: char| c.is_whitespace() || c == ',');
    for item in items.filter(|item| !item.is_empty()) {
        let (number, text) = match item.split_once(':') {
            Some((number, text)) => (number.parse().map_err(|_| misnumbered())?, text),
            None => (1, item),
        };
        if number == 0 || keys.insert(number, decode(text, name)?).is_some() {
            return Err(misnumbered());
        }
    }
    Ok(keys)
}

fn decode(text: &str, name: &str) -> Result<Key, KeysError> {
    let malformed = || KeysError::Malformed {
        name: name.to_owned(),
    };
    let mut bytes = STANDARD.decode(text.trim()).map_err(|_| malformed())?;
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
