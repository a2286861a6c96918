//! What can go wrong with a file, as facts: the words for the person who sent it are chosen in `web`.

use std::error::Error;

use super::ContentHash;

/// Why a file was not kept or not given back.
#[derive(Debug, thiserror::Error)]
pub enum StorageError {
    /// The file is longer than `limit` bytes. Nothing of it was kept.
    #[error("the file is larger than {limit} bytes")]
    TooLarge {
        /// The most bytes allowed.
        limit: u64,
    },
    /// The content is not one of the kinds the portal takes. Nothing of it was kept.
    #[error(transparent)]
    Refused(#[from] SniffError),
    /// The sender broke off before the end. Nothing of it was kept.
    #[error("the upload broke off")]
    Interrupted(#[source] std::io::Error),
    /// No file with this content is kept.
    #[error("no stored file {0}")]
    NotFound(ContentHash),
    /// What is kept under this hash is something else: the disk or a hand has changed it.
    #[error("stored file {expected} now has the content {found}")]
    Corrupt {
        /// The hash it was kept under.
        expected: ContentHash,
        /// The hash of what is there.
        found: ContentHash,
    },
    /// The store itself fails: full, read-only, not permitted, not reachable. Trying later may help.
    #[error("the file store is unavailable")]
    Unavailable(#[source] Box<dyn Error + Send + Sync>),
}

impl StorageError {
    pub(super) fn unavailable(source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        Self::Unavailable(source.into())
    }

    /// Names an error of the backend: absent is a fact about the file, anything else about the store.
    pub(super) fn from_backend(hash: ContentHash, error: object_store::Error) -> Self {
        match error {
            object_store::Error::NotFound { .. } => Self::NotFound(hash),
            other => Self::unavailable(other),
        }
    }
}

/// Why a content is refused. `found` names what the bytes are (`html`, `exe`, `zip`, `unknown` …), never what they claim.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SniffError {
    /// The file has no content.
    #[error("the file is empty")]
    Empty,
    /// A kind of file the portal does not take.
    #[error("files of the kind {found} are not taken")]
    NotAllowed {
        /// What the bytes are.
        found: &'static str,
    },
    /// The name says one thing, the bytes another.
    #[error("the name says {claimed}, the content is {found}")]
    Disguised {
        /// The extension of the name, lower case.
        claimed: String,
        /// What the bytes are.
        found: &'static str,
    },
    /// The document carries a program.
    #[error("the document contains macros")]
    Macro,
    /// The document unpacks to far more than it should.
    #[error("the document unpacks beyond the limits")]
    Bomb,
}
