//! Where the files of a bundle are put while it is made.

use std::fmt::Write as _;
use std::str::FromStr;

use bytes::Bytes;
use serde::Serialize;

use super::paper::Paper;
use crate::services::disputes::{Bundle, Content, ContentHash, Entry};
use crate::services::{Context, ServiceError};
use crate::web::views::Words;

/// The list of digests, in the form that common programs check.
const SUMS: &str = "SHA256SUMS";
/// The page to begin with.
pub(super) const INDEX: &str = "index.html";

/// A file that is held.
pub(super) struct Doc {
    pub path: String,
    pub title: String,
    pub bytes: Bytes,
    pub sha256: String,
}

/// Files made so far.
pub(super) struct Shelf<'a> {
    pub ctx: &'a Context,
    pub words: Words<'a>,
    pub docs: Vec<Doc>,
}

impl<'a> Shelf<'a> {
    pub fn new(ctx: &'a Context, words: Words<'a>) -> Self {
        Self {
            ctx,
            words,
            docs: Vec::new(),
        }
    }

    /// A page in the reader's language.
    pub fn draw(&self, template: &str, view: &impl Serialize) -> Result<Bytes, ServiceError> {
        let html = self
            .ctx
            .engine
            .render(self.words.lang, template, &Scope { view })
            .map_err(ServiceError::unexpected)?;
        Ok(Bytes::from(html))
    }

    /// Puts a page of facts on the shelf.
    pub fn paper(&mut self, path: impl Into<String>, paper: &Paper) -> Result<(), ServiceError> {
        self.page(path, &paper.title, "bundle/paper.html.tera", paper)
    }

    /// Puts a page on the shelf.
    pub fn page(
        &mut self,
        path: impl Into<String>,
        title: &str,
        template: &str,
        view: &impl Serialize,
    ) -> Result<(), ServiceError> {
        let bytes = self.draw(template, view)?;
        self.put(path.into(), title.to_owned(), bytes);
        Ok(())
    }

    /// Puts data on the shelf.
    pub fn json(
        &mut self,
        path: impl Into<String>,
        title: &str,
        data: &impl Serialize,
    ) -> Result<(), ServiceError> {
        let bytes = Bytes::from(serde_json::to_vec_pretty(data)?);
        let title = self.words.with("dispute.bundle.as_data", &[("title", title)]);
        self.put(path.into(), title, bytes);
        Ok(())
    }

    fn put(&mut self, path: String, title: String, bytes: Bytes) {
        self.docs.push(Doc {
            sha256: ContentHash::of(&bytes).to_string(),
            path,
            title,
            bytes,
        });
    }

    /// Everything as it is packed: the index first, then what is held, then documents, the digests last.
    pub fn finish(self, index: Bytes, bundle: &Bundle) -> Result<Vec<Entry>, ServiceError> {
        let mut sums = String::new();
        let mut note = |sha256: &str, path: &str| {
            // Writing to a String cannot fail.
            let _infallible = writeln!(sums, "{sha256}  {path}");
        };
        note(&ContentHash::of(&index).to_string(), INDEX);
        let mut entries = vec![Entry {
            path: INDEX.to_owned(),
            content: Content::Held(index),
        }];
        for doc in self.docs {
            note(&doc.sha256, &doc.path);
            entries.push(Entry {
                path: doc.path,
                content: Content::Held(doc.bytes),
            });
        }
        for file in &bundle.files {
            let Some(path) = &file.path else { continue };
            note(&file.sha256, path);
            let hash = ContentHash::from_str(&file.sha256).map_err(ServiceError::unexpected)?;
            entries.push(Entry {
                path: path.clone(),
                content: Content::Stored(hash),
            });
        }
        entries.push(Entry {
            path: SUMS.to_owned(),
            content: Content::Held(Bytes::from(sums)),
        });
        Ok(entries)
    }
}

/// What a template of the bundle sees.
#[derive(Serialize)]
struct Scope<'a, V> {
    view: &'a V,
}
