use std::{
    fs,
    io::{self, Cursor},
    pin::Pin,
    task::{Context, Poll},
};

use futures::TryStreamExt;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};
use tokio::io::{AsyncRead, AsyncReadExt, ReadBuf};

use super::{
    ContentHash, FileStore, MediaType, SniffError, StorageError, StoredFile, Swept, UploadLimits,
    samples::{PNG, docx, pdf},
};

fn store() -> (TempDir, FileStore) {
    let folder = TempDir::new().expect("a folder");
    let store = FileStore::local(&folder.path().join("files")).expect("a store");
    (folder, store)
}

async fn put(store: &FileStore, bytes: &[u8], name: &str) -> Result<StoredFile, StorageError> {
    store
        .put(Cursor::new(bytes), UploadLimits::up_to(1 << 20), name)
        .await
}

/// Everything under the store's folder that is a file.
fn files_of(folder: &TempDir) -> Vec<String> {
    fn walk(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").path())
        {
            if entry.is_dir() {
                walk(&entry, found);
            } else {
                found.push(entry.file_name().expect("a name").to_string_lossy().into_owned());
            }
        }
    }
    let mut found = Vec::new();
    walk(folder.path(), &mut found);
    found
}

#[test]
fn a_hash_has_one_spelling_and_one_place() {
    let hash = ContentHash::of(b"abc");
    let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(hash.to_string(), hex);
    assert_eq!(hex.parse(), Ok(hash));
    assert_eq!(hash.path().as_ref(), format!("ba/{hex}"));
    assert_eq!(ContentHash::from_path(&hash.path()), Some(hash));
    for wrong in [
        "",
        &hex[1..],
        &hex.to_uppercase(),
        "../../../etc/passwd",
        &format!("{hex}0"),
        &"é".repeat(32),
    ] {
        assert!(wrong.parse::<ContentHash>().is_err(), "{wrong}");
    }
    assert_eq!(ContentHash::from_path(&format!("aa/{hex}").into()), None);
    assert_eq!(ContentHash::from_path(&hex.into()), None);
}

#[test]
fn media_types_are_read_as_they_are_written() {
    for media in MediaType::ALL {
        assert_eq!(MediaType::from_mime(media.as_str()), Some(media));
        assert_eq!(MediaType::from_extension(media.extension()), Some(media));
    }
    assert_eq!(MediaType::from_mime("text/html"), None);
}

#[tokio::test]
async fn a_file_put_is_given_back_whole() {
    let (folder, store) = store();
    let bytes = pdf(&["isi"]);
    let kept = put(&store, &bytes, "surat.pdf").await.expect("kept");
    assert_eq!(
        kept,
        StoredFile {
            sha256: ContentHash::of(&bytes),
            size: bytes.len() as u64,
            media: MediaType::Pdf
        }
    );
    assert!(store.exists(kept.sha256).await.expect("an answer"));
    let content = store.open(kept.sha256).await.expect("opened");
    assert_eq!(content.size, kept.size);
    let parts: Vec<bytes::Bytes> = content.stream.try_collect().await.expect("read");
    assert_eq!(parts.concat(), bytes);
    assert_eq!(store.read(kept.sha256, 1 << 20).await.expect("read"), bytes);
    store.verify(kept.sha256).await.expect("unchanged");
    assert_eq!(
        files_of(&folder),
        [kept.sha256.to_string()],
        "nothing but the content stays"
    );
}

#[tokio::test]
async fn the_same_content_is_kept_once() {
    let (folder, store) = store();
    let first = put(&store, PNG, "a.png").await.expect("kept");
    let (second, third) = tokio::join!(put(&store, PNG, "b.png"), put(&store, PNG, "c"));
    assert_eq!((second.expect("kept"), third.expect("kept")), (first, first));
    assert_eq!(files_of(&folder).len(), 1);
}

#[tokio::test]
async fn a_file_larger_than_one_part_is_kept_whole() {
    let (folder, store) = store();
    let bytes = pdf(&[&"x".repeat(9 << 20)]);
    let kept = store
        .put(Cursor::new(&bytes), UploadLimits::up_to(32 << 20), "a.pdf")
        .await
        .expect("kept");
    assert_eq!(kept.size, bytes.len() as u64);
    assert!(
        store.read(kept.sha256, 32 << 20).await.expect("read") == bytes,
        "the content differs"
    );
    assert_eq!(files_of(&folder).len(), 1);
}

#[tokio::test]
async fn a_file_over_the_limit_is_stopped_at_once_and_nothing_stays() {
    let (folder, store) = store();
    // Endless: only stopping ends the test.
    let endless = tokio::io::repeat(b'a');
    let outcome = store.put(endless, UploadLimits::up_to(100_000), "a.txt").await;
    assert!(
        matches!(outcome, Err(StorageError::TooLarge { limit: 100_000 })),
        "{outcome:?}"
    );
    let exact = vec![b'a'; 100_000];
    assert!(
        store
            .put(Cursor::new(&exact), UploadLimits::up_to(100_000), "a.txt")
            .await
            .is_ok()
    );
    assert!(
        store
            .put(Cursor::new(&exact), UploadLimits::up_to(99_999), "a.txt")
            .await
            .is_err()
    );
    assert_eq!(files_of(&folder).len(), 1);
}

#[tokio::test]
async fn a_refused_file_leaves_nothing() {
    let (folder, store) = store();
    for (bytes, name, why) in [
        (&b""[..], "a.pdf", SniffError::Empty),
        (b"<html>", "a.html", SniffError::NotAllowed { found: "html" }),
        (
            PNG,
            "ktp.pdf",
            SniffError::Disguised {
                claimed: "pdf".to_owned(),
                found: "png",
            },
        ),
    ] {
        match put(&store, bytes, name).await {
            Err(StorageError::Refused(error)) => assert_eq!(error, why),
            other => panic!("{other:?}"),
        }
    }
    assert!(files_of(&folder).is_empty());
}

/// A sender that breaks off after its first bytes, or falls silent for ever.
struct Faltering {
    first: Option<&'static [u8]>,
    is_silent: bool,
}

impl AsyncRead for Faltering {
    fn poll_read(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match self.first.take() {
            Some(bytes) => {
                buffer.put_slice(bytes);
                Poll::Ready(Ok(()))
            }
            None if self.is_silent => Poll::Pending,
            None => Poll::Ready(Err(io::ErrorKind::ConnectionReset.into())),
        }
    }
}

#[tokio::test]
async fn an_upload_that_breaks_off_leaves_nothing() {
    let (folder, store) = store();
    let broken = Faltering {
        first: Some(b"%PDF-1.4"),
        is_silent: false,
    };
    let outcome = store.put(broken, UploadLimits::up_to(100), "a.pdf").await;
    assert!(
        matches!(outcome, Err(StorageError::Interrupted(_))),
        "{outcome:?}"
    );
    assert!(files_of(&folder).is_empty());
}

#[tokio::test]
async fn a_cancelled_upload_leaves_nothing() {
    let (folder, store) = store();
    let silent = Faltering {
        first: Some(b"%PDF-1.4"),
        is_silent: true,
    };
    let mut upload = Box::pin(store.put(silent, UploadLimits::up_to(100), "a.pdf"));
    while files_of(&folder).is_empty() {
        assert!(futures::poll!(&mut upload).is_pending());
        tokio::task::yield_now().await;
    }
    drop(upload);
    assert!(files_of(&folder).is_empty());
}

#[tokio::test]
async fn an_unknown_content_is_not_found() {
    let (_folder, store) = store();
    let nobody = ContentHash::of(b"nobody");
    assert!(!store.exists(nobody).await.expect("an answer"));
    assert!(matches!(store.open(nobody).await.err(), Some(StorageError::NotFound(hash)) if hash == nobody));
    assert!(matches!(
        store.verify(nobody).await,
        Err(StorageError::NotFound(_))
    ));
    assert!(matches!(
        store.read(nobody, 1).await,
        Err(StorageError::NotFound(_))
    ));
}

#[tokio::test]
async fn a_small_read_refuses_a_large_file() {
    let (_folder, store) = store();
    let kept = put(&store, PNG, "a.png").await.expect("kept");
    assert!(matches!(
        store.read(kept.sha256, kept.size - 1).await,
        Err(StorageError::TooLarge { .. })
    ));
}

#[tokio::test]
async fn a_changed_file_is_noticed_and_repaired_by_the_next_put() {
    let (folder, store) = store();
    let kept = put(&store, PNG, "a.png").await.expect("kept");
    fs::write(
        folder.path().join("files").join(kept.sha256.path().as_ref()),
        b"changed",
    )
    .expect("changed");
    match store.verify(kept.sha256).await {
        Err(StorageError::Corrupt { expected, found }) => {
            assert_eq!((expected, found), (kept.sha256, ContentHash::of(b"changed")));
        }
        other => panic!("{other:?}"),
    }
    put(&store, PNG, "a.png").await.expect("kept again");
    store.verify(kept.sha256).await.expect("whole again");
}

#[tokio::test]
async fn a_store_that_cannot_be_written_is_unavailable() {
    let (folder, store) = store();
    store.probe().await.expect("writable");
    assert!(files_of(&folder).is_empty());
    let files = folder.path().join("files");
    // A file where the content's folder should be: the backend cannot publish.
    fs::write(files.join(&ContentHash::of(PNG).to_string()[..2]), b"in the way").expect("written");
    let outcome = put(&store, PNG, "a.png").await;
    assert!(
        matches!(outcome, Err(StorageError::Unavailable(_))),
        "{outcome:?}"
    );
    assert_eq!(fs::read_dir(files.join("incoming")).expect("a folder").count(), 0);
    // No waiting room at all.
    fs::remove_dir(files.join("incoming")).expect("removed");
    for outcome in [
        put(&store, &docx(&[]), "a.docx").await.err(),
        store.probe().await.err(),
    ] {
        assert!(
            matches!(outcome, Some(StorageError::Unavailable(_))),
            "{outcome:?}"
        );
    }
    assert!(FileStore::local(&files.join(&ContentHash::of(PNG).to_string()[..2])).is_err());
}

#[tokio::test]
async fn an_unreadable_source_is_the_senders_fault_not_the_stores() {
    let (_folder, store) = store();
    let folder = tokio::fs::File::open("/").await.expect("a folder opens");
    let outcome = store.put(folder.take(10), UploadLimits::up_to(100), "a").await;
    assert!(
        matches!(outcome, Err(StorageError::Interrupted(_))),
        "{outcome:?}"
    );
}

#[tokio::test]
async fn the_sweep_takes_old_orphans_only() {
    let (folder, store) = store();
    let wanted = put(&store, PNG, "a.png").await.expect("kept");
    let orphan = put(&store, &pdf(&["yatim"]), "b.pdf").await.expect("kept");
    let incoming = folder.path().join("files/incoming");
    fs::write(incoming.join("1-1"), b"half an upload").expect("written");
    fs::write(folder.path().join("files/README"), b"not ours").expect("written");
    let put_at: OffsetDateTime = fs::metadata(incoming.join("1-1"))
        .expect("there")
        .modified()
        .expect("a time")
        .into();

    let is_wanted = async move |hash: ContentHash| Ok::<_, StorageError>(hash == wanted.sha256);
    let early = store
        .sweep(put_at - Duration::hours(1), is_wanted)
        .await
        .expect("swept");
    assert_eq!(early, Swept::default(), "nothing is old yet");

    let late = store
        .sweep(put_at + Duration::hours(1), is_wanted)
        .await
        .expect("swept");
    assert_eq!(
        late,
        Swept {
            files: 1,
            bytes: orphan.size,
            uploads: 1
        }
    );
    assert!(store.exists(wanted.sha256).await.expect("an answer"));
    assert!(!store.exists(orphan.sha256).await.expect("an answer"));
    assert!(folder.path().join("files/README").exists());
}

#[tokio::test]
async fn a_sweep_that_cannot_ask_takes_nothing() {
    let (_folder, store) = store();
    let kept = put(&store, PNG, "a.png").await.expect("kept");
    let far = OffsetDateTime::UNIX_EPOCH + Duration::days(100 * 365);
    let cannot = async |_| Err(StorageError::Unavailable("the database is down".into()));
    assert!(store.sweep(far, cannot).await.is_err());
    assert!(store.exists(kept.sha256).await.expect("an answer"));
}

#[cfg(unix)]
#[test]
fn the_folder_is_closed_to_other_accounts() {
    use std::os::unix::fs::PermissionsExt;
    let (folder, _store) = store();
    let mode = fs::metadata(folder.path().join("files"))
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o700);
}
