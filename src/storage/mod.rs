//! Files that people hand in or receive: kept by content, admitted by content, named safely, read for their text.
//!
//! What lives here knows bytes, not cases: who may see a file, and which request it belongs to, is decided above. Nothing that came
//! from outside is believed: not the name, not the type the browser claims, not the sizes an archive declares.

pub mod archive;
mod container;
mod error;
pub mod extract;
#[cfg(test)]
mod full_disk;
mod hash;
mod media;
pub mod names;
#[cfg(test)]
mod samples;
pub mod sniff;
mod spool;
mod store;
mod sweep;
#[cfg(test)]
mod tests;

pub use container::ContainerLimits;
pub use error::{SniffError, StorageError};
pub use hash::ContentHash;
pub use media::MediaType;
pub use store::{FileStore, StoredContent, StoredFile, UploadLimits};
pub use sweep::Swept;
