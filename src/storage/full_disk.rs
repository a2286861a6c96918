//! A backend without room, in whose place a real disk would need filling: what a put does when it cannot be kept.

use std::{
    fmt,
    io::Cursor,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use async_trait::async_trait;
use futures::stream::BoxStream;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, Result, UploadPart, memory::InMemory, path::Path,
};
use tempfile::TempDir;

use super::{
    FileStore, StorageError, UploadLimits,
    samples::{PNG, pdf},
};

fn no_room() -> Error {
    Error::Generic {
        store: "full",
        source: std::io::Error::from(std::io::ErrorKind::StorageFull).into(),
    }
}

/// Reads as an empty store does, and keeps nothing.
#[derive(Debug, Default)]
struct FullDisk {
    empty: InMemory,
    is_aborted: Arc<AtomicBool>,
}

impl fmt::Display for FullDisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a full disk")
    }
}

#[async_trait]
impl ObjectStore for FullDisk {
    async fn put_opts(&self, _: &Path, _: PutPayload, _: PutOptions) -> Result<PutResult> {
        Err(no_room())
    }

    async fn put_multipart_opts(&self, _: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        Ok(Box::new(Upload(Arc::clone(&self.is_aborted))))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.empty.get_opts(location, options).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.empty.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.empty.list(prefix)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.empty.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, _: &Path, _: &Path, _: CopyOptions) -> Result<()> {
        Err(no_room())
    }
}

#[derive(Debug)]
struct Upload(Arc<AtomicBool>);

#[async_trait]
impl MultipartUpload for Upload {
    fn put_part(&mut self, _: PutPayload) -> UploadPart {
        Box::pin(async { Err(no_room()) })
    }

    async fn complete(&mut self) -> Result<PutResult> {
        Err(no_room())
    }

    async fn abort(&mut self) -> Result<()> {
        self.0.store(true, Ordering::Relaxed);
        Ok(())
    }
}

#[tokio::test]
async fn a_full_store_is_unavailable_and_nothing_stays_half_done() {
    let folder = TempDir::new().expect("a folder");
    let disk = FullDisk::default();
    let is_aborted = Arc::clone(&disk.is_aborted);
    let store = FileStore::new(Arc::new(disk), folder.path().join("incoming")).expect("a store");
    let large = pdf(&[&"x".repeat(9 << 20)]);
    for bytes in [PNG, &large] {
        let outcome = store
            .put(Cursor::new(bytes), UploadLimits::up_to(32 << 20), "a")
            .await;
        assert!(
            matches!(outcome, Err(StorageError::Unavailable(_))),
            "{outcome:?}"
        );
    }
    assert!(
        is_aborted.load(Ordering::Relaxed),
        "the parts sent are taken back"
    );
    assert!(matches!(store.probe().await, Err(StorageError::Unavailable(_))));
    let waiting = std::fs::read_dir(folder.path().join("incoming"))
        .expect("a folder")
        .count();
    assert_eq!(waiting, 0);
}
