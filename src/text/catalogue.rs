//! The message catalogue: `templates/messages/{id,en}/<area>.toml`, flattened to keys such as `common.nav.home`.
//!
//! * `{name}` in a message is a placeholder; there is no other syntax, and no markup: messages are text.
//! * A message that depends on a number is a table with `one` and `other`; the placeholder must then be called `count`.
//!   Indonesian has no plural, so there only `other` is written.
//! * A key or a placeholder present in one language only fails a test, so that no page can be half translated.

use std::collections::{BTreeMap, BTreeSet};

use super::Lang;
use super::embedded::MESSAGES;
use super::format;

/// A fault in the message files, or in the way one is used.
#[derive(Debug, thiserror::Error)]
pub enum CatalogueError {
    /// A message file is not TOML.
    #[error("messages/{lang}/{area}.toml: {source}")]
    Syntax {
        /// The folder.
        lang: &'static str,
        /// The file.
        area: &'static str,
        /// What the parser found.
        source: toml::de::Error,
    },
    /// A value is neither a text nor a table.
    #[error("message `{0}` is neither text nor a table")]
    Kind(String),
    /// A message has an opening brace without a closing one.
    #[error("message `{0}` has an unclosed brace")]
    Brace(String),
    /// A template or a line of code asks for a key that does not exist.
    #[error("no message `{key}` in `{lang}`")]
    UnknownKey {
        /// The language asked for.
        lang: Lang,
        /// The key asked for.
        key: String,
    },
    /// A placeholder was given no value.
    #[error("message `{key}` needs a value for `{{{name}}}`")]
    MissingValue {
        /// The message.
        key: String,
        /// The placeholder.
        name: String,
    },
}

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Slot(String),
}

/// All messages in both languages.
#[derive(Debug, Default)]
pub struct Catalogue {
    id: BTreeMap<String, Vec<Part>>,
    en: BTreeMap<String, Vec<Part>>,
}

impl Catalogue {
    /// Reads the embedded message files.
    ///
    /// # Errors
    /// When a file is malformed.
    pub fn load() -> Result<Self, CatalogueError> {
        let mut catalogue = Self::default();
        for &(code, area, text) in MESSAGES {
            let table: toml::Table = toml::from_str(text).map_err(|source| CatalogueError::Syntax {
                lang: code,
                area,
                source,
            })?;
            let lang = Lang::from_code(code).unwrap_or_default();
            flatten(area, toml::Value::Table(table), catalogue.messages_mut(lang))?;
        }
        Ok(catalogue)
    }

    /// The message in this language, its placeholders filled.
    ///
    /// # Errors
    /// When the key does not exist or a placeholder has no value.
    pub fn text(&self, lang: Lang, key: &str, values: &[(&str, &str)]) -> Result<String, CatalogueError> {
        self.fill(lang, key, None, |name| {
            values
                .iter()
                .find(|(n, _)| *n == name)
                .map(|(_, v)| (*v).to_owned())
        })
    }

    /// The form of a message that agrees with a number, which fills `{count}`.
    ///
    /// # Errors
    /// When the key does not exist or a placeholder has no value.
    pub fn counted(&self, lang: Lang, key: &str, count: i64) -> Result<String, CatalogueError> {
        self.fill(lang, key, Some(count), |_| None)
    }

    /// The message, with placeholders looked up one by one; `count` chooses the plural form.
    pub(super) fn fill(
        &self,
        lang: Lang,
        key: &str,
        count: Option<i64>,
        value: impl Fn(&str) -> Option<String>,
    ) -> Result<String, CatalogueError> {
        let messages = self.messages(lang);
        let parts = match (messages.get(key), count) {
            (Some(parts), _) => Some(parts),
            (None, Some(1)) => messages
                .get(&format!("{key}.one"))
                .or_else(|| messages.get(&format!("{key}.other"))),
            (None, Some(_)) => messages.get(&format!("{key}.other")),
            (None, None) => None,
        };
        let parts = parts.ok_or_else(|| CatalogueError::UnknownKey {
            lang,
            key: key.to_owned(),
        })?;
        let mut text = String::new();
        for part in parts {
            match part {
                Part::Text(words) => text.push_str(words),
                Part::Slot(name) => {
                    let counted = count
                        .filter(|_| name == "count")
                        .map(|n| format::integer(lang, n));
                    let found = counted.or_else(|| value(name));
                    let missing = || CatalogueError::MissingValue {
                        key: key.to_owned(),
                        name: name.clone(),
                    };
                    text.push_str(&found.ok_or_else(missing)?);
                }
            }
        }
        Ok(text)
    }

    /// The keys of one language with the names of their placeholders; plural forms are listed under their common key.
    #[must_use]
    pub fn keys(&self, lang: Lang) -> BTreeMap<&str, BTreeSet<&str>> {
        let mut keys: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (key, parts) in self.messages(lang) {
            let common = key
                .strip_suffix(".one")
                .or_else(|| key.strip_suffix(".other"))
                .unwrap_or(key);
            let names = parts.iter().filter_map(|part| match part {
                Part::Slot(name) => Some(name.as_str()),
                Part::Text(_) => None,
            });
            keys.entry(common).or_default().extend(names);
        }
        keys
    }

    fn messages(&self, lang: Lang) -> &BTreeMap<String, Vec<Part>> {
        match lang {
            Lang::Id => &self.id,
            Lang::En => &self.en,
        }
    }

    fn messages_mut(&mut self, lang: Lang) -> &mut BTreeMap<String, Vec<Part>> {
        match lang {
            Lang::Id => &mut self.id,
            Lang::En => &mut self.en,
        }
    }
}

fn flatten(
    key: &str,
    value: toml::Value,
    into: &mut BTreeMap<String, Vec<Part>>,
) -> Result<(), CatalogueError> {
    match value {
        toml::Value::String(text) => {
            into.insert(key.to_owned(), parse(key, &text)?);
            Ok(())
        }
        toml::Value::Table(table) => table
            .into_iter()
            .try_for_each(|(name, inner)| flatten(&format!("{key}.{name}"), inner, into)),
        _ => Err(CatalogueError::Kind(key.to_owned())),
    }
}

fn parse(key: &str, text: &str) -> Result<Vec<Part>, CatalogueError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, tail) = after
            .split_once('}')
            .ok_or_else(|| CatalogueError::Brace(key.to_owned()))?;
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        parts.push(Part::Slot(name.to_owned()));
        rest = tail;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    Ok(parts)
}
