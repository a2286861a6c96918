//! A form that is kept while it is written: its texts as they were typed, and the version of the thing they were written on.

use serde::{Deserialize, Serialize};

use super::Typed;
use crate::domain::digest::digest;

/// Fields that steer a form and are no part of what is written.
const CONTROLS: [&str; 4] = ["version", "tindakan", "hapus", "key"];

/// The texts of a form that is kept on the desk.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct KeptForm {
    /// Version of what it is about; 0 when it is about nothing yet.
    pub version: i32,
    texts: Vec<(String, String)>,
}

impl KeptForm {
    /// What was typed on a thing as it was then.
    #[must_use]
    pub fn new(typed: &Typed, version: i32) -> Self {
        let texts = typed.pairs().filter(|(field, _)| !CONTROLS.contains(field));
        let texts = texts.map(|(field, text)| (field.to_owned(), text.to_owned()));
        Self {
            version,
            texts: texts.collect(),
        }
    }

    /// The texts, to fill the form again.
    #[must_use]
    pub fn typed(&self) -> Typed {
        let add = |typed: Typed, (field, text): &(String, String)| typed.with(field, text);
        self.texts.iter().fold(Typed::new(), add)
    }

    /// What tells it from any other: what is sent must be what was looked at.
    #[must_use]
    pub fn stamp(&self) -> String {
        let parts = self.texts.iter().flat_map(|(field, text)| [field.as_str(), text]);
        digest(parts)
    }
}
