//! Why keys cannot be used, and what to do.

use std::{io, path::PathBuf};

use super::Purpose;

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
    /// A file that looks like a key and has no number.
    #[error(
        "{} is named like a key and has no number from 2 to 255 (like `identity.2.key`): rename it, or move it out \
         of the folder",
        path.display()
    )]
    Misnamed {
        /// The file.
        path: PathBuf,
    },
    /// A setting gives two keys the same number, or one that cannot be.
    #[error(
        "the setting {name} must hold keys like `1:BASE64 2:BASE64`, each number from 1 to 255 once; a key without a \
         number is number 1"
    )]
    Misnumbered {
        /// The setting.
        name: String,
    },
    /// Two keys are the same.
    #[error(
        "the keys {first} and {second} are equal: each purpose needs its own; run `terbuka setup` on a new folder"
    )]
    Reused {
        /// One of them.
        first: String,
        /// The other.
        second: String,
    },
    /// There is only ever one key for this purpose.
    #[error("the key {} is never replaced: {reason}", purpose.name())]
    Bound {
        /// What it is for.
        purpose: Purpose,
        /// Why.
        reason: &'static str,
    },
    /// The keys come from a setting, which the portal cannot write.
    #[error(
        "the {name} keys come from the setting keys.{name}: add `{number}:` and 32 random bytes in base64 (`openssl \
         rand -base64 32`) to it yourself, behind the keys that stand there",
        name = purpose.name()
    )]
    Given {
        /// What they are for.
        purpose: Purpose,
        /// The number of the next one.
        number: u16,
    },
    /// There is no number left.
    #[error("there is no number left for another {} key: 255 is the last", purpose.name())]
    Exhausted {
        /// What it is for.
        purpose: Purpose,
    },
    /// There is no such key.
    #[error("there is no {} key {number}: `terbuka keys list` shows those that are there", purpose.name())]
    Unknown {
        /// What it would be for.
        purpose: Purpose,
        /// Its number.
        number: u8,
    },
    /// The key is in use.
    #[error(
        "{} key {number} is the current one: run `terbuka keys rotate {}` first",
        purpose.name(),
        purpose.name()
    )]
    Current {
        /// What it is for.
        purpose: Purpose,
        /// Its number.
        number: u8,
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
