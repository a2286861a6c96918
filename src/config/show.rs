//! What `config check` prints: every setting, its value, where it came from. Secrets are never printed.

use std::fmt::Write as _;

use super::{KEYS, Settings, values::Value};

impl Settings {
    /// One line a setting. A secret shows only that it is set.
    pub fn describe(&self) -> String {
        let mut lines = String::new();
        for key in KEYS {
            let line = match self.values.get(key.path) {
                Some((value, origin)) => format!("{} = {}  # {origin}", key.path, shown(value)),
                None => format!("# {} is not set: {}", key.path, key.doc),
            };
            // Writing to a String cannot fail.
            writeln!(lines, "{line}").unwrap_or_default();
        }
        lines
    }
}

fn shown(value: &Value) -> String {
    match value {
        Value::Text(text) => format!("{text:?}"),
        Value::Secret(secret) => format!("{:?}", without_password(secret.expose())),
        Value::Integer(number) => number.to_string(),
        Value::Boolean(answer) => answer.to_string(),
        Value::List(items) => format!("{items:?}"),
    }
}

/// Of a secret only the place of a database is shown, for that is what an operator checks.
fn without_password(secret: &str) -> String {
    if secret.starts_with("sqlite:") {
        return secret.to_owned();
    }
    match secret.split_once("://") {
        Some((scheme @ ("postgres" | "postgresql"), rest)) => {
            // Parameters may hold a password too; the last @ ends the credentials even when they hold one.
            let place = rest.split('?').next().unwrap_or_default();
            let place = place.rsplit_once('@').map_or(place, |(_, place)| place);
            format!("{scheme}://…@{place}")
        }
        _ => "(secret)".to_owned(),
    }
}
