//! What a person typed, kept word for word so that a refused form comes back as it was sent.

use std::collections::{BTreeMap, BTreeSet};

use rocket::form::Context;
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::csrf;

/// The texts of a form by field; never passwords, never the token.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Typed {
    texts: BTreeMap<String, Vec<String>>,
    lists: BTreeSet<&'static str>,
}

/// Fields with this in their name hold passwords.
const PASSWORD: &str = "password";

impl Typed {
    /// Nothing typed yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a text in a field.
    #[must_use]
    pub fn with(mut self, field: &str, text: impl Into<String>) -> Self {
        self.texts.entry(field.to_owned()).or_default().push(text.into());
        self
    }

    /// With this text in the place of whatever was in a field.
    #[must_use]
    pub fn replaced(mut self, field: &str, text: impl Into<String>) -> Self {
        self.texts.insert(field.to_owned(), vec![text.into()]);
        self
    }

    /// Marks fields that hold lists (checkboxes), also when one or none of them is chosen.
    #[must_use]
    pub fn lists(mut self, fields: &[&'static str]) -> Self {
        self.lists.extend(fields);
        self
    }

    /// The first text of a field; empty when there is none.
    #[must_use]
    pub fn text(&self, field: &str) -> &str {
        self.texts
            .get(field)
            .and_then(|texts| texts.first())
            .map_or("", String::as_str)
    }

    /// All texts of a field.
    #[must_use]
    pub fn all(&self, field: &str) -> &[String] {
        self.texts.get(field).map_or(&[], Vec::as_slice)
    }

    /// Every field and text.
    pub(in crate::web) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts
            .iter()
            .flat_map(|(field, texts)| texts.iter().map(move |text| (field.as_str(), text.as_str())))
    }

    /// What a form sent, and whether it held a password, which is not kept.
    pub(super) fn from_context(context: &Context<'_>) -> (Self, bool) {
        let mut typed = Self::new();
        let mut had_password = false;
        for name in context.fields() {
            let field = name.as_str();
            if field.contains(PASSWORD) {
                had_password = true;
            } else if field != csrf::FIELD {
                let texts: Vec<String> = context.field_values(name).map(str::to_owned).collect();
                if !texts.is_empty() {
                    typed.texts.insert(field.to_owned(), texts);
                }
            }
        }
        (typed, had_password)
    }
}

impl Serialize for Typed {
    /// A text for a field with one, a list for a field with several or marked as a list.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (field, texts) in &self.texts {
            match texts.as_slice() {
                [text] if !self.lists.contains(field.as_str()) => map.serialize_entry(field, text)?,
                texts => map.serialize_entry(field, texts)?,
            }
        }
        map.end()
    }
}
