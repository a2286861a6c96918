//! Files on their way in and out: kept before the step they belong to, given back as downloads only.

use std::io::{Error, Result as IoResult};
use std::pin::Pin;
use std::task::{Context as Poller, Poll, ready};

use bytes::Bytes;
use futures::stream::{self, BoxStream, StreamExt};
use rocket::fs::TempFile;
use rocket::response::{Responder, Result};
use rocket::{Request, Response};
use tokio::io::{AsyncRead, ReadBuf};

use crate::services::downloads::Download;
use crate::services::uploads::{self, NewFile};
use crate::services::{Context, Fault, ServiceError};

/// A download: never shown as a page of ours, its kind never guessed.
pub struct Attachment(pub Download);

impl<'r> Responder<'r, 'static> for Attachment {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        let Download {
            disposition,
            media_type,
            size,
            stream,
        } = self.0;
        let body = Body {
            stream,
            rest: Bytes::new(),
        };
        Response::build()
            .raw_header("Content-Type", media_type)
            .raw_header("Content-Disposition", disposition)
            .raw_header("Content-Length", size.to_string())
            .raw_header("Cache-Control", "no-store")
            .raw_header("X-Robots-Tag", "noindex, nofollow")
            .streamed_body(body)
            .ok()
    }
}

/// A CSV file made while it is sent.
pub struct Csv {
    name: String,
    parts: BoxStream<'static, IoResult<Bytes>>,
}

impl Csv {
    /// A file whose text is known.
    pub fn whole(name: String, text: String) -> Self {
        let parts = stream::once(async { Ok(Bytes::from(text)) }).boxed();
        Self { name, parts }
    }

    /// A file read part by part. A failure on the way ends the connection, so that nobody takes the part for the whole.
    pub fn parts(name: String, parts: BoxStream<'static, std::result::Result<String, ServiceError>>) -> Self {
        let parts = parts.map(|part| {
            part.map(Bytes::from).map_err(|error| {
                tracing::error!(%error, "an export ended early");
                Error::other(error)
            })
        });
        Self {
            name,
            parts: parts.boxed(),
        }
    }
}

impl<'r> Responder<'r, 'static> for Csv {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        let body = Body {
            stream: self.parts,
            rest: Bytes::new(),
        };
        Response::build()
            .raw_header("Content-Type", "text/csv; charset=utf-8; header=present")
            .raw_header(
                "Content-Disposition",
                format!("attachment; filename=\"{}\"", self.name),
            )
            .raw_header("Cache-Control", "no-store")
            .streamed_body(body)
            .ok()
    }
}

/// An archive packed while it is sent.
pub struct Archive {
    /// What the file is called.
    pub name: String,
    /// Its bytes.
    pub parts: BoxStream<'static, IoResult<Bytes>>,
}

impl<'r> Responder<'r, 'static> for Archive {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        let parts = self
            .parts
            .map(|part| part.inspect_err(|error| tracing::error!(%error, "an archive ended early")));
        let body = Body {
            stream: parts.boxed(),
            rest: Bytes::new(),
        };
        Response::build()
            .raw_header("Content-Type", "application/zip")
            .raw_header(
                "Content-Disposition",
                format!("attachment; filename=\"{}\"", self.name),
            )
            .raw_header("Cache-Control", "no-store")
            .raw_header("X-Robots-Tag", "noindex, nofollow")
            .streamed_body(body)
            .ok()
    }
}

/// Days for a calendar program. With a name it is a download, without one a calendar to subscribe to.
pub struct ICalendar {
    /// The calendar.
    pub text: String,
    /// What the file is called.
    pub name: Option<String>,
}

impl<'r> Responder<'r, 'static> for ICalendar {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        let mut response = Response::build();
        if let Some(name) = self.name {
            response.raw_header("Content-Disposition", format!("attachment; filename=\"{name}\""));
        }
        response
            .raw_header("Content-Type", "text/calendar; charset=utf-8; method=PUBLISH")
            .raw_header("Cache-Control", "no-store")
            .raw_header("X-Robots-Tag", "noindex, nofollow")
            .sized_body(self.text.len(), std::io::Cursor::new(self.text))
            .ok()
    }
}

/// The store's stream as the reader that Rocket sends.
struct Body {
    stream: BoxStream<'static, IoResult<Bytes>>,
    rest: Bytes,
}

impl AsyncRead for Body {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Poller<'_>, buf: &mut ReadBuf<'_>) -> Poll<IoResult<()>> {
        while self.rest.is_empty() {
            match ready!(self.stream.as_mut().poll_next(cx)) {
                Some(part) => self.rest = part?,
                None => return Poll::Ready(Ok(())),
            }
        }
        let length = self.rest.len().min(buf.remaining());
        let part = self.rest.split_to(length);
        buf.put_slice(&part);
        Poll::Ready(Ok(()))
    }
}

/// Keeps the files of a form field, none of them when there are too many. An input left empty sends a nameless file of no bytes, which is none.
pub async fn keep_files(
    ctx: &Context,
    field: &str,
    kind: &'static str,
    sent: &[TempFile<'_>],
) -> std::result::Result<Vec<NewFile>, ServiceError> {
    let mut kept = Vec::new();
    let mut faults: Vec<Fault> = Vec::new();
    let most = ctx.settings.uploads.max_files;
    if sent.iter().filter(|file| file.len() > 0).count() > most {
        return Err(uploads::too_many(field, most));
    }
    for file in sent {
        let name = file
            .raw_name()
            .map(|name| name.dangerous_unsafe_unsanitized_raw().as_str().to_owned())
            .unwrap_or_default();
        if name.is_empty() && file.len() == 0 {
            continue;
        }
        let reader = file
            .open()
            .await
            .map_err(|error: Error| ServiceError::Unavailable(error.into()))?;
        match uploads::keep(ctx, field, kind, &name, reader).await {
            Ok(file) => kept.push(file),
            Err(ServiceError::Invalid(found)) => faults.extend(found),
            Err(other) => return Err(other),
        }
    }
    if faults.is_empty() {
        Ok(kept)
    } else {
        Err(ServiceError::Invalid(faults))
    }
}
