//! The file store: every content once, under its hash, whatever it was called and however often it was handed in.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use bytes::Bytes;
use futures::{StreamExt, TryStreamExt, stream::BoxStream};
use object_store::{MultipartUpload, ObjectStore, ObjectStoreExt, local::LocalFileSystem};
use sha2::{Digest, Sha256};
use tokio::io::{AsyncRead, AsyncReadExt};

use super::{ContainerLimits, ContentHash, MediaType, StorageError, sniff, spool::Spooled};

/// Contents over this are sent to the backend in parts instead of at once.
const PART: u64 = 8 << 20;

/// Where the store is tried out: no address of a content, so that no content is ever written over or removed by it.
const PROBE: &str = "probe";

/// What an upload may be.
#[derive(Clone, Copy, Debug)]
pub struct UploadLimits {
    /// The most bytes.
    pub max_bytes: u64,
    /// What an office document may unpack to.
    pub container: ContainerLimits,
}

impl UploadLimits {
    /// At most `max_bytes`, with the usual limits for office documents.
    pub fn up_to(max_bytes: u64) -> Self {
        Self {
            max_bytes,
            container: ContainerLimits::default(),
        }
    }
}

/// A content that is kept: on stable storage when this value exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredFile {
    /// Its name in the store.
    pub sha256: ContentHash,
    /// Its length in bytes.
    pub size: u64,
    /// What it is, from its bytes.
    pub media: MediaType,
}

/// A content being given back.
pub struct StoredContent {
    /// Its length in bytes.
    pub size: u64,
    /// Its bytes. An error in the middle means that the backend failed: end the response without completing it.
    pub stream: BoxStream<'static, Result<Bytes, StorageError>>,
}

/// Contents by their SHA-256, over a local folder or any other `object_store` backend. Cheap to clone.
#[derive(Clone, Debug)]
pub struct FileStore {
    pub(super) objects: Arc<dyn ObjectStore>,
    pub(super) incoming: Arc<Path>,
}

impl FileStore {
    /// Keeps contents in the folder `root`, created when missing and closed to other accounts of the machine.
    pub fn local(root: &Path) -> Result<Self, StorageError> {
        create_private(root).map_err(StorageError::unavailable)?;
        let objects = LocalFileSystem::new_with_prefix(root)
            .map_err(StorageError::unavailable)?
            .with_fsync(true);
        Self::new(Arc::new(objects), root.join("incoming"))
    }

    /// Keeps contents in any backend. `incoming` is a local folder for bytes that are still arriving.
    pub fn new(objects: Arc<dyn ObjectStore>, incoming: PathBuf) -> Result<Self, StorageError> {
        create_private(&incoming).map_err(StorageError::unavailable)?;
        Ok(Self {
            objects,
            incoming: incoming.into(),
        })
    }

    /// Takes in `reader` to its end and keeps it, if it is short enough and of a kind we take. Nothing stays behind otherwise.
    ///
    /// The reader must be able to yield one byte more than `limits.max_bytes`: a source cut at the limit looks like a shorter file.
    pub async fn put(
        &self,
        mut reader: impl AsyncRead + Unpin,
        limits: UploadLimits,
        declared_name: &str,
    ) -> Result<StoredFile, StorageError> {
        let spooled = Spooled::receive(&self.incoming, &mut reader, limits.max_bytes).await?;
        let (path, name) = (spooled.path().to_owned(), declared_name.to_owned());
        let media = tokio::task::spawn_blocking(move || {
            let mut file = std::fs::File::open(path).map_err(StorageError::unavailable)?;
            sniff::detect(&mut file, &name, &limits.container)
        })
        .await
        .map_err(StorageError::unavailable)??;
        self.publish(&spooled).await?;
        Ok(StoredFile {
            sha256: spooled.hash,
            size: spooled.size,
            media,
        })
    }

    /// Moves a content under its hash: all of it or nothing. A content already there is replaced by itself, which repairs a
    /// damaged one and makes it young again, so that a sweep under way does not take it for an old orphan.
    async fn publish(&self, spooled: &Spooled) -> Result<(), StorageError> {
        let mut file = tokio::fs::File::open(spooled.path())
            .await
            .map_err(StorageError::unavailable)?;
        let path = spooled.hash.path();
        if spooled.size <= PART {
            let bytes = next_part(&mut file).await?;
            self.objects
                .put(&path, bytes.into())
                .await
                .map_err(StorageError::unavailable)?;
            return Ok(());
        }
        let mut upload = self
            .objects
            .put_multipart(&path)
            .await
            .map_err(StorageError::unavailable)?;
        let sent = send_parts(&mut file, &mut *upload).await;
        if sent.is_err()
            && let Err(error) = upload.abort().await
        {
            tracing::warn!(%error, "the parts of a failed upload stay in the backend");
        }
        sent
    }

    /// Gives a content back as a stream.
    pub async fn open(&self, sha256: ContentHash) -> Result<StoredContent, StorageError> {
        let found = self
            .objects
            .get(&sha256.path())
            .await
            .map_err(|error| StorageError::from_backend(sha256, error))?;
        Ok(StoredContent {
            size: found.meta.size,
            stream: found.into_stream().map_err(StorageError::unavailable).boxed(),
        })
    }

    /// Gives a small content back in memory; more than `limit` bytes are refused before they are read.
    pub async fn read(&self, sha256: ContentHash, limit: u64) -> Result<Bytes, StorageError> {
        let found = self
            .objects
            .get(&sha256.path())
            .await
            .map_err(|error| StorageError::from_backend(sha256, error))?;
        if found.meta.size > limit {
            return Err(StorageError::TooLarge { limit });
        }
        found.bytes().await.map_err(StorageError::unavailable)
    }

    /// Whether a content is kept.
    pub async fn exists(&self, sha256: ContentHash) -> Result<bool, StorageError> {
        match self.objects.head(&sha256.path()).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(StorageError::unavailable(error)),
        }
    }

    /// Reads a content again and compares it with its hash.
    pub async fn verify(&self, sha256: ContentHash) -> Result<(), StorageError> {
        let mut stream = self.open(sha256).await?.stream;
        let mut hasher = Sha256::new();
        while let Some(bytes) = stream.try_next().await? {
            hasher.update(&bytes);
        }
        match ContentHash::finish(hasher) {
            found if found == sha256 => Ok(()),
            found => Err(StorageError::Corrupt {
                expected: sha256,
                found,
            }),
        }
    }

    /// Whether the store takes files now: writes a small one and removes it. For readiness and `doctor`.
    pub async fn probe(&self) -> Result<(), StorageError> {
        Spooled::receive(&self.incoming, &mut &b"probe"[..], 5).await?;
        let path = object_store::path::Path::from(PROBE);
        self.objects
            .put(&path, Bytes::from_static(b"probe").into())
            .await
            .map_err(StorageError::unavailable)?;
        match self.objects.delete(&path).await {
            // Somebody else who looked at the same moment took it away.
            Ok(()) | Err(object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(StorageError::unavailable(error)),
        }
    }
}

async fn send_parts(
    file: &mut tokio::fs::File,
    upload: &mut dyn MultipartUpload,
) -> Result<(), StorageError> {
    loop {
        let part = next_part(file).await?;
        if part.is_empty() {
            upload.complete().await.map_err(StorageError::unavailable)?;
            return Ok(());
        }
        upload
            .put_part(part.into())
            .await
            .map_err(StorageError::unavailable)?;
    }
}

async fn next_part(file: &mut tokio::fs::File) -> Result<Bytes, StorageError> {
    let mut part = Vec::new();
    file.take(PART)
        .read_to_end(&mut part)
        .await
        .map_err(StorageError::unavailable)?;
    Ok(part.into())
}

/// Creates a folder that only the portal's own account can enter: identity documents lie in it.
fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
