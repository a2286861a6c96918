//! The sweep: contents that were put but never became part of a case, and uploads that a crash left half-way.

use std::time::SystemTime;

use futures::TryStreamExt;
use object_store::ObjectStoreExt;
use time::OffsetDateTime;

use super::{ContentHash, FileStore, StorageError};

/// What a sweep removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Swept {
    /// Contents nobody referred to.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Uploads that never came to an end.
    pub uploads: u64,
}

impl FileStore {
    /// Removes contents last put before `before` for which `is_referenced` says no, and abandoned uploads as old.
    ///
    /// A file is put first and referred to afterwards, in the transaction that follows: `before` must lie well back (a day) so that
    /// nothing between the two is taken. The first error stops the sweep; what was removed until then was rightly removed.
    pub async fn sweep<E: From<StorageError>>(
        &self,
        before: OffsetDateTime,
        is_referenced: impl AsyncFn(ContentHash) -> Result<bool, E>,
    ) -> Result<Swept, E> {
        let mut swept = Swept {
            uploads: self
                .sweep_uploads(before)
                .await
                .map_err(StorageError::unavailable)?,
            ..Swept::default()
        };
        let mut listing = self.objects.list(None);
        while let Some(found) = listing.try_next().await.map_err(StorageError::unavailable)? {
            let Some(hash) = ContentHash::from_path(&found.location) else {
                continue;
            };
            if !is_old(&found, before) || is_referenced(hash).await? {
                continue;
            }
            if self.remove_if_old(hash, before).await? {
                swept.files += 1;
                swept.bytes += found.size;
            }
        }
        Ok(swept)
    }

    /// Looks at the age once more, directly before removing: the same content may have been put again since it was listed.
    async fn remove_if_old(&self, hash: ContentHash, before: OffsetDateTime) -> Result<bool, StorageError> {
        let path = hash.path();
        match self.objects.head(&path).await {
            Ok(meta) if is_old(&meta, before) => {
                self.objects
                    .delete(&path)
                    .await
                    .map_err(StorageError::unavailable)?;
                Ok(true)
            }
            Ok(_) | Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(StorageError::unavailable(error)),
        }
    }

    async fn sweep_uploads(&self, before: OffsetDateTime) -> std::io::Result<u64> {
        let mut removed = 0;
        let mut folder = tokio::fs::read_dir(&self.incoming).await?;
        while let Some(entry) = folder.next_entry().await? {
            // Gone between the two calls: the upload has just ended.
            let Ok(meta) = entry.metadata().await else {
                continue;
            };
            if meta.is_file()
                && meta.modified()? < SystemTime::from(before)
                && tokio::fs::remove_file(entry.path()).await.is_ok()
            {
                removed += 1;
            }
        }
        Ok(removed)
    }
}

fn is_old(meta: &object_store::ObjectMeta, before: OffsetDateTime) -> bool {
    meta.last_modified.timestamp() < before.unix_timestamp()
}
