//! The waiting room: bytes that arrive are written, counted and hashed here before anything is known about them.

use std::{
    fs::OpenOptions,
    io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

use sha2::{Digest, Sha256};
use tokio::{
    fs::File,
    io::{AsyncRead, AsyncReadExt, AsyncWriteExt},
};

use super::{ContentHash, StorageError};

/// A file in the waiting room. It goes when this value goes, also when the upload is cancelled half-way.
pub(super) struct Spooled {
    path: PathBuf,
    pub(super) hash: ContentHash,
    pub(super) size: u64,
}

impl Spooled {
    /// Takes in `reader` to its end, or stops at the first byte over `limit`.
    pub(super) async fn receive(
        folder: &Path,
        reader: &mut (impl AsyncRead + Unpin),
        limit: u64,
    ) -> Result<Self, StorageError> {
        let (mut file, path) = create(folder).map_err(StorageError::unavailable)?;
        let mut spooled = Self {
            path,
            hash: ContentHash::of(&[]),
            size: 0,
        };
        let mut hasher = Sha256::new();
        let mut block = vec![0; 64 << 10];
        loop {
            let length = reader.read(&mut block).await.map_err(StorageError::Interrupted)?;
            let Some(bytes) = block.get(..length).filter(|bytes| !bytes.is_empty()) else {
                break;
            };
            spooled.size = spooled.size.saturating_add(length as u64);
            if spooled.size > limit {
                return Err(StorageError::TooLarge { limit });
            }
            hasher.update(bytes);
            file.write_all(bytes).await.map_err(StorageError::unavailable)?;
        }
        // tokio reports a failed write only with the next operation: without this the last one would be lost in silence.
        file.flush().await.map_err(StorageError::unavailable)?;
        spooled.hash = ContentHash::finish(hasher);
        Ok(spooled)
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Spooled {
    fn drop(&mut self) {
        if let Err(error) = std::fs::remove_file(&self.path) {
            // The sweep finds it later; nothing refers to it.
            tracing::warn!(%error, "an upload's temporary file stays behind");
        }
    }
}

/// Creates a file of a name that no other upload has, of this process or of one before it.
///
/// Without awaiting: an upload cancelled between the creation and the knowledge of it would leave the file behind.
fn create(folder: &Path) -> io::Result<(File, PathBuf)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!("{}-{number}", std::process::id()));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            opened => return opened.map(|file| (File::from_std(file), path)),
        }
    }
}
