//! A page of facts that stands alone: no address but those of its neighbours in the bundle.

use serde::Serialize;

use crate::web::views::parts::Row;
use crate::web::views::{TraceView, Words};

/// A page: `bundle/paper.html.tera`.
#[derive(Debug, Serialize)]
pub struct Paper {
    pub(super) lang: &'static str,
    pub(super) title: String,
    /// Where the index lies from here; none on the index.
    pub(super) up: Option<&'static str>,
    pub(super) caption: String,
    pub(super) lead: Vec<String>,
    pub(super) rows: Vec<Row>,
    pub(super) tables: Vec<Table>,
    /// A date explained day by day.
    pub(super) trace: Option<TraceView>,
}

/// A table of a page.
#[derive(Debug, Serialize)]
pub struct Table {
    pub(super) caption: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Debug, Serialize)]
pub struct Cell {
    text: String,
    href: Option<String>,
    /// A digest, which may break anywhere.
    is_code: bool,
}

impl Cell {
    pub(super) fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            href: None,
            is_code: false,
        }
    }

    pub(super) fn link(text: impl Into<String>, href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..Self::new(text)
        }
    }

    pub(super) fn code(text: impl Into<String>) -> Self {
        Self {
            is_code: true,
            ..Self::new(text)
        }
    }
}

impl Paper {
    /// An empty page.
    pub(super) fn new(words: Words<'_>, title: impl Into<String>, caption: impl Into<String>) -> Self {
        Self {
            lang: words.lang.code(),
            title: title.into(),
            up: Some("index.html"),
            caption: caption.into(),
            lead: Vec::new(),
            rows: Vec::new(),
            tables: Vec::new(),
            trace: None,
        }
    }

    /// The same in a folder of the bundle.
    pub(super) fn in_folder(self) -> Self {
        Self {
            up: Some("../index.html"),
            ..self
        }
    }
}
