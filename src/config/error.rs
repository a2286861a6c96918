//! What can be wrong with a configuration, in words for the person who wrote it.

use std::{fmt, path::PathBuf};

/// Where a value was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Nobody gave it: the value of the table of keys.
    Default,
    /// It follows from other settings.
    Derived,
    /// The configuration file.
    File(PathBuf),
    /// An environment variable.
    Environment(String),
    /// The command line.
    Flag,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Default => f.write_str("default"),
            Self::Derived => f.write_str("from other settings"),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Environment(name) => f.write_str(name),
            Self::Flag => f.write_str("command line"),
        }
    }
}

/// One thing that is wrong. None of them repeats a secret.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A key that does not exist.
    #[error("unknown setting `{key}` ({origin}){}", did_you_mean(*suggestion))]
    UnknownKey {
        /// The key as written.
        key: String,
        /// Where it was given.
        origin: Origin,
        /// The key that was probably meant.
        suggestion: Option<&'static str>,
    },
    /// A value that cannot be used.
    #[error("`{key}` ({origin}) {reason}")]
    InvalidValue {
        /// The key.
        key: &'static str,
        /// Where it was given.
        origin: Origin,
        /// What a value must be.
        reason: String,
    },
    /// A setting that others make necessary.
    #[error("`{key}` is missing: {reason}")]
    Missing {
        /// The key.
        key: &'static str,
        /// Why it is needed.
        reason: &'static str,
    },
    /// The configuration file, or the file of a secret, cannot be read.
    #[error("cannot read {}: {reason}", path.display())]
    UnreadableFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The configuration file is not TOML.
    #[error("{} is not valid TOML: {reason}", path.display())]
    InvalidFile {
        /// The file.
        path: PathBuf,
        /// What is wrong in it, without its text.
        reason: String,
    },
}

fn did_you_mean(suggestion: Option<&'static str>) -> String {
    suggestion
        .map(|key| format!("; did you mean `{key}`?"))
        .unwrap_or_default()
}

/// Why the settings cannot be used: every problem at once, so that one round of corrections is enough.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigError {
    /// The problems, at least one.
    pub problems: Vec<Problem>,
}

impl From<Problem> for ConfigError {
    fn from(problem: Problem) -> Self {
        Self {
            problems: vec![problem],
        }
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the configuration cannot be used")?;
        for problem in &self.problems {
            write!(f, "\n  {problem}")?;
        }
        Ok(())
    }
}

impl std::error::Error for ConfigError {}
