//! Giving a stored file back, always as a download and never as a page of ours.

use super::{Context, ServiceError};
pub use crate::persistence::queries::AttachedFile;
use crate::storage::{ContentHash, StorageError, names};
use bytes::Bytes;
use futures::stream::{BoxStream, StreamExt};
use std::str::FromStr;

/// A file on its way to a reader.
pub struct Download {
    /// What goes into `Content-Disposition`.
    pub disposition: String,
    /// What it is, from its bytes.
    pub media_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its bytes. An error in the middle means that the store failed: end the answer without completing it.
    pub stream: BoxStream<'static, std::io::Result<Bytes>>,
}

/// Opens an attachment of a case that the caller was allowed to see.
///
/// # Errors
/// Not found when the content is gone, unavailable when the store does not answer.
pub async fn open(ctx: &Context, file: &AttachedFile) -> Result<Download, ServiceError> {
    stored(ctx, &file.sha256, &file.name, &file.media_type).await
}

/// Opens a content by its hash, under a name.
///
/// # Errors
/// See [`open`].
pub async fn stored(
    ctx: &Context,
    sha256: &str,
    name: &str,
    media_type: &str,
) -> Result<Download, ServiceError> {
    let hash = ContentHash::from_str(sha256).map_err(ServiceError::unexpected)?;
    let content = ctx.files.open(hash).await.map_err(|error| match error {
        StorageError::NotFound(_) => ServiceError::NotFound,
        StorageError::Unavailable(_) | StorageError::Interrupted(_) => {
            ServiceError::Unavailable(error.into())
        }
        other => ServiceError::unexpected(other),
    })?;
    Ok(Download {
        disposition: names::content_disposition(name),
        media_type: media_type.to_owned(),
        size: content.size,
        stream: content
            .stream
            .map(|part| part.map_err(std::io::Error::other))
            .boxed(),
    })
}
