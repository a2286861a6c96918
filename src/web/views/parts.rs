//! Small parts that many views share; each is what one component reads.

use serde::Serialize;

use super::Words;
use crate::domain::deadline::DueState;
use crate::services::queue::is_soon;

/// A line of a summary list.
#[derive(Debug, Serialize)]
pub struct Row {
    /// What it is.
    pub key: String,
    /// What it says; line ends are kept.
    pub value: String,
    /// Where that is explained.
    pub href: Option<String>,
}

impl Row {
    /// A line.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            value: value.into(),
            href: None,
        }
    }

    /// The same line, leading to its explanation.
    pub fn explained_at(self, href: impl Into<String>) -> Self {
        Self {
            href: Some(href.into()),
            ..self
        }
    }
}

/// A `due_badge`: words, never colour alone.
#[derive(Debug, Serialize)]
pub struct Badge {
    /// late today soon open met waiting, or moot, which is drawn as a plain tag
    pub state: &'static str,
    /// The words.
    pub text: String,
}

/// Where a duty of the office stands today.
pub fn due_badge(words: Words<'_>, due: DueState) -> Badge {
    let state = match due {
        DueState::Overdue { .. } => "late",
        DueState::DueToday => "today",
        DueState::Left(_) if is_soon(due) => "soon",
        DueState::Left(_) => "open",
    };
    let text = match due {
        // The weekend right after the last day: passed, although no working day has gone by since.
        DueState::Overdue { by: 0 } => words.text("officer.due.just_passed"),
        other => words.working_days_left(other.working_days_left()),
    };
    Badge { state, text }
}

/// An entry of a `file_list`.
#[derive(Clone, Debug, Serialize)]
pub struct FileLink {
    /// Where it is downloaded.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its size in words.
    pub size: String,
}

/// A choice of radios, checkboxes or a select.
#[derive(Clone, Debug, Serialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// More about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Where the day in it is explained.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// Shown, but not to be chosen now.
    pub disabled: bool,
}

impl Choice {
    /// A choice without more.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self {
            value: value.into(),
            label: label.into(),
            hint: None,
            why: None,
            disabled: false,
        }
    }
}
