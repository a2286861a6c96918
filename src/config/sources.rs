//! The inputs of the settings, and the one place that takes them from the process.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use super::{ConfigError, Problem};

/// Every environment variable of the portal begins so; `__` separates section and name.
pub const PREFIX: &str = "TERBUKA_";

/// The file read when the command line names none and it exists.
pub const DEFAULT_FILE: &str = "terbuka.toml";

/// Where settings come from, weakest first: file, environment, flags.
#[derive(Clone, Debug)]
pub struct Sources {
    /// The configuration file and its text.
    pub file: Option<(PathBuf, String)>,
    /// The environment; names without [`PREFIX`] are none of our business.
    pub environment: BTreeMap<String, String>,
    /// What the command line says, by key.
    pub flags: BTreeMap<&'static str, String>,
    /// Reads the file of a secret.
    pub read: fn(&Path) -> io::Result<String>,
}

impl Default for Sources {
    /// Nothing given: all defaults.
    fn default() -> Self {
        Self {
            file: None,
            environment: BTreeMap::new(),
            flags: BTreeMap::new(),
            read: |path| std::fs::read_to_string(path),
        }
    }
}

impl Sources {
    /// Takes the environment of this process and the file `config`, or [`DEFAULT_FILE`] where it exists.
    pub fn from_process(
        config: Option<&Path>,
        flags: BTreeMap<&'static str, String>,
    ) -> Result<Self, ConfigError> {
        Ok(Self {
            file: read_file(config)?,
            environment: environment(),
            flags,
            ..Self::default()
        })
    }
}

fn read_file(named: Option<&Path>) -> Result<Option<(PathBuf, String)>, ConfigError> {
    let path = named.unwrap_or(Path::new(DEFAULT_FILE));
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some((path.to_owned(), text))),
        Err(error) if named.is_none() && error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Problem::UnreadableFile {
            path: path.to_owned(),
            reason: error.to_string(),
        }
        .into()),
    }
}

/// Variables that are not Unicode cannot be ours, except in their value, which then fails as an invalid value.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the environment enters the program"
)]
fn environment() -> BTreeMap<String, String> {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .filter(|(name, _)| name.starts_with(PREFIX))
        .collect()
}
