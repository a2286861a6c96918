//! Lays the sources over one another and reads each value as the kind its key asks for.

use std::{
    collections::BTreeMap,
    io,
    path::{Path, PathBuf},
};

use super::{
    ConfigError, Origin, Problem, Secret, Sources,
    keys::{self, KEYS, Key, Kind},
    sources::PREFIX,
};

/// Variables that share the prefix and are no settings: the name of the file itself, and those of build and tests.
const RESERVED: [&str; 3] = ["TERBUKA_CONFIG", "TERBUKA_BUILD_", "TERBUKA_TEST_"];

/// A value of its kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text, or the chosen word.
    Text(String),
    /// A secret.
    Secret(Secret),
    /// A whole number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// Texts.
    List(Vec<String>),
}

/// The strongest value of each key and where it was given.
#[derive(Clone, Debug, Default)]
pub struct Values {
    by_key: BTreeMap<&'static str, (Value, Origin)>,
    pub(super) problems: Vec<Problem>,
    /// Files in which a secret was found, in the order in which they were read.
    pub(super) secret_files: Vec<PathBuf>,
}

impl Values {
    /// Lays defaults, file, environment and flags over one another, in this order.
    pub fn collect(sources: &Sources) -> Self {
        let mut values = Self::default();
        for key in KEYS {
            if let Some(default) = key.default {
                values.insert(key, Origin::Default, parse(key.kind, default));
            }
        }
        if let Some((path, text)) = &sources.file {
            values.lay_file(path, text, sources.read);
        }
        for (name, text) in &sources.environment {
            values.lay_variable(name, text, sources.read);
        }
        for (path, text) in &sources.flags {
            values.lay(path, Origin::Flag, Given::Text(text), sources.read);
        }
        values
    }

    /// The value of `path` and where it was given.
    pub fn get(&self, path: &str) -> Option<(&Value, &Origin)> {
        self.by_key.get(path).map(|(value, origin)| (value, origin))
    }

    /// Sets a value that follows from others.
    pub fn derive(&mut self, path: &'static str, value: Value) {
        self.by_key.insert(path, (value, Origin::Derived));
    }

    /// Notes that the value of `path` cannot be used.
    pub fn refuse(&mut self, path: &'static str, reason: impl Into<String>) {
        let origin = self
            .by_key
            .get(path)
            .map_or(Origin::Default, |(_, origin)| origin.clone());
        self.problems.push(Problem::InvalidValue {
            key: path,
            origin,
            reason: reason.into(),
        });
    }

    /// The settings are usable only when nothing was noted.
    pub fn into_result(self) -> Result<Self, ConfigError> {
        if self.problems.is_empty() {
            Ok(self)
        } else {
            Err(ConfigError {
                problems: self.problems,
            })
        }
    }

    fn lay_file(&mut self, path: &Path, text: &str, read: fn(&Path) -> io::Result<String>) {
        match text.parse::<toml::Table>() {
            Ok(table) => self.lay_table("", &table, &Origin::File(path.to_owned()), read),
            // The error's own text quotes the line, which may hold a password.
            Err(error) => {
                let line = error
                    .span()
                    .and_then(|span| text.get(..span.start))
                    .map(|before| before.lines().count());
                let reason = format!("line {}: {}", line.unwrap_or(1).max(1), error.message());
                self.problems.push(Problem::InvalidFile {
                    path: path.to_owned(),
                    reason,
                });
            }
        }
    }

    fn lay_table(
        &mut self,
        section: &str,
        table: &toml::Table,
        origin: &Origin,
        read: fn(&Path) -> io::Result<String>,
    ) {
        for (name, value) in table {
            let path = if section.is_empty() {
                name.clone()
            } else {
                format!("{section}.{name}")
            };
            match value {
                toml::Value::Table(inner) => self.lay_table(&path, inner, origin, read),
                value => self.lay(&path, origin.clone(), Given::Toml(value), read),
            }
        }
    }

    fn lay_variable(&mut self, name: &str, text: &str, read: fn(&Path) -> io::Result<String>) {
        let Some(rest) = name.strip_prefix(PREFIX) else {
            return;
        };
        if RESERVED.iter().any(|reserved| name.starts_with(reserved)) {
            return;
        }
        let path = rest.to_lowercase().replace("__", ".");
        self.lay(
            &path,
            Origin::Environment(name.to_owned()),
            Given::Text(text),
            read,
        );
    }

    fn lay(&mut self, path: &str, origin: Origin, given: Given<'_>, read: fn(&Path) -> io::Result<String>) {
        if let Some(key) = keys::find(path) {
            if let (Kind::Secret, Origin::File(path)) = (key.kind, &origin) {
                self.secret_files.push(path.clone());
            }
            let value = match given {
                Given::Text(text) => parse(key.kind, text),
                Given::Toml(value) => from_toml(key.kind, value),
            };
            self.insert(key, origin, value);
        } else if let Some(key) = keys::find_secret_file(path) {
            let file = match given {
                Given::Text(text) => PathBuf::from(text),
                Given::Toml(value) => PathBuf::from(value.as_str().unwrap_or_default()),
            };
            match read(&file) {
                Ok(text) => {
                    self.secret_files.push(file);
                    self.insert(key, origin, parse(key.kind, text.trim_end_matches(['\r', '\n'])));
                }
                Err(error) => {
                    self.problems.push(Problem::UnreadableFile {
                        path: file,
                        reason: error.to_string(),
                    });
                }
            }
        } else {
            let suggestion = keys::closest(path);
            self.problems.push(Problem::UnknownKey {
                key: path.to_owned(),
                origin,
                suggestion,
            });
        }
    }

    fn insert(&mut self, key: &'static Key, origin: Origin, value: Result<Value, String>) {
        match value {
            // A secret and its `_file` in one place contradict one another; nobody can know which is meant.
            Ok(_) if self.is_second_from(key.path, &origin) => {
                let reason = "is given twice, as itself and as a file".to_owned();
                self.problems.push(Problem::InvalidValue {
                    key: key.path,
                    origin,
                    reason,
                });
            }
            Ok(value) => {
                self.by_key.insert(key.path, (value, origin));
            }
            Err(reason) => self.problems.push(Problem::InvalidValue {
                key: key.path,
                origin,
                reason,
            }),
        }
    }

    fn is_second_from(&self, path: &str, origin: &Origin) -> bool {
        self.get(path).is_some_and(|(_, known)| match (known, origin) {
            (Origin::Environment(_), Origin::Environment(_)) => true,
            (known, origin) => known == origin,
        })
    }
}

/// A value as it was written.
#[derive(Clone, Copy)]
enum Given<'a> {
    Text(&'a str),
    Toml(&'a toml::Value),
}

/// Reads `text` as `kind`, or says what it must be.
fn parse(kind: Kind, text: &str) -> Result<Value, String> {
    let text = text.trim();
    match kind {
        Kind::List => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Ok(Value::List(items.map(str::to_owned).collect()))
        }
        _ if text.is_empty() => Err("must not be empty; leave it out to use the default".to_owned()),
        Kind::Text => Ok(Value::Text(text.to_owned())),
        Kind::Secret => Ok(Value::Secret(Secret::new(text.to_owned()))),
        Kind::Integer(least, most) => match text.parse() {
            Ok(number) if (least..=most).contains(&number) => Ok(Value::Integer(number)),
            _ => Err(format!("must be a whole number between {least} and {most}")),
        },
        Kind::Boolean => match text {
            "true" => Ok(Value::Boolean(true)),
            "false" => Ok(Value::Boolean(false)),
            _ => Err("must be true or false".to_owned()),
        },
        Kind::Choice(words) if words.contains(&text) => Ok(Value::Text(text.to_owned())),
        Kind::Choice(words) => Err(format!("must be one of {}", words.join(", "))),
    }
}

/// Reads a value of the file as `kind`; there a number is a number and not a text that looks like one.
fn from_toml(kind: Kind, value: &toml::Value) -> Result<Value, String> {
    match (kind, value) {
        (Kind::Text | Kind::Secret | Kind::Choice(_), toml::Value::String(text)) => parse(kind, text),
        (Kind::Integer(..), toml::Value::Integer(number)) => parse(kind, &number.to_string()),
        (Kind::Boolean, toml::Value::Boolean(answer)) => Ok(Value::Boolean(*answer)),
        (Kind::List, toml::Value::Array(items)) => {
            let texts: Option<Vec<String>> = items
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect();
            texts
                .map(Value::List)
                .ok_or_else(|| "must be a list of texts".to_owned())
        }
        (Kind::Text | Kind::Secret | Kind::Choice(_), _) => Err("must be a text in quotes".to_owned()),
        (Kind::Integer(least, most), _) => Err(format!("must be a whole number between {least} and {most}")),
        (Kind::Boolean, _) => Err("must be true or false, without quotes".to_owned()),
        (Kind::List, _) => Err("must be a list of texts".to_owned()),
    }
}
