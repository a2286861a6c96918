//! What a use case can answer instead of its result. Facts only; words are chosen where they are shown.

use crate::domain::applicant::FieldError;
use crate::domain::request::Denial;
use crate::persistence::PersistenceError;

/// A fault in what was sent, tied to a field of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Name of the field.
    pub field: String,
    /// Message key, for instance `field.nik_wrong` or `denial.text_missing`.
    pub key: String,
    /// Values of the message's placeholders.
    pub values: Vec<(&'static str, FaultValue)>,
}

/// A value in a fault's sentence, formatted where it is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FaultValue {
    /// Printed as it is.
    Text(String),
    /// Printed as a date.
    Day(time::Date),
    /// Printed as a size of a file.
    Bytes(u64),
}

impl Fault {
    /// A fault whose sentence has no values.
    #[must_use]
    pub fn new(field: impl Into<String>, key: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            key: key.into(),
            values: Vec::new(),
        }
    }

    /// The fault of a step that was denied, at the field that caused it.
    #[must_use]
    pub fn denied(field: impl Into<String>, denial: Denial) -> Self {
        let mut fault = Self::new(field, format!("denial.{}", denial.code()));
        if let Some(day) = denial.day() {
            fault.values.push(("day", FaultValue::Day(day)));
        }
        if let Some(item) = denial.item() {
            fault.values.push(("item", FaultValue::Text(item.to_string())));
        }
        if let Some(limit) = denial.limit() {
            fault.values.push(("limit", FaultValue::Text(limit.to_string())));
        }
        fault
    }
}

impl From<FieldError> for Fault {
    fn from(error: FieldError) -> Self {
        Self::new(error.field, format!("field.{}", error.code))
    }
}

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Why a use case did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The step is not lawful now.
    #[error("denied: {0}")]
    Denied(Denial),
    /// Something in the form must be mended.
    #[error("{} faults in the form", .0.len())]
    Invalid(Vec<Fault>),
    /// The caller may see the thing but not do this.
    #[error("forbidden")]
    Forbidden,
    /// There is no such thing for this caller.
    #[error("not found")]
    NotFound,
    /// Someone else changed it since the caller looked.
    #[error("changed since it was read")]
    Stale,
    /// Too many tries; seconds to wait.
    #[error("too many tries, wait {0} s")]
    Throttled(u64),
    /// A part the portal needs is out of reach; nothing was done.
    #[error("unavailable: {0}")]
    Unavailable(#[source] Source),
    /// A fault of the program.
    #[error("unexpected: {0}")]
    Unexpected(#[source] Source),
}

impl ServiceError {
    /// One fault at one field.
    #[must_use]
    pub fn invalid(field: impl Into<String>, key: impl Into<String>) -> Self {
        Self::Invalid(vec![Fault::new(field, key)])
    }

    /// Whether the database refused a duplicate under this constraint.
    #[must_use]
    pub fn is_duplicate_of(&self, constraint: &str) -> bool {
        let Self::Unexpected(source) = self else {
            return false;
        };
        source
            .downcast_ref::<PersistenceError>()
            .is_some_and(|error| error.is_duplicate_of(constraint))
    }

    /// A fault of the program.
    pub fn unexpected(source: impl Into<Source>) -> Self {
        Self::Unexpected(source.into())
    }
}

impl From<PersistenceError> for ServiceError {
    fn from(error: PersistenceError) -> Self {
        match error {
            PersistenceError::NotFound => Self::NotFound,
            PersistenceError::Stale => Self::Stale,
            // Two steps at the same moment: the other one wrote this link of the chain first.
            PersistenceError::Duplicate { ref constraint }
                if ["uq_request_events_seq", "uq_record_events_seq"].contains(&constraint.as_str()) =>
            {
                Self::Stale
            }
            PersistenceError::Unavailable(_) => Self::Unavailable(error.into()),
            other => Self::Unexpected(other.into()),
        }
    }
}

impl From<Denial> for ServiceError {
    fn from(denial: Denial) -> Self {
        Self::Denied(denial)
    }
}

impl From<Vec<FieldError>> for ServiceError {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Invalid(errors.into_iter().map(Fault::from).collect())
    }
}

impl From<serde_json::Error> for ServiceError {
    fn from(error: serde_json::Error) -> Self {
        Self::Unexpected(error.into())
    }
}
