//! Number of an objection (Perki 1/2021 Ps 41(3)): gapless per unit and local year, in a series of its own.

use crate::domain::request::{NumberError, RegistrationNumber};
use std::fmt;

/// What sets the series apart from the numbers of requests.
const PREFIX: &str = "kb-";

/// `KB-<UNIT>-<year>-<sequence>`, for instance `KB-LAPAS-MAKASSAR-2026-0001`; KB is keberatan. Readable aloud, and no secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ObjectionNumber(RegistrationNumber);

impl ObjectionNumber {
    /// Builds a number from the unit's code, the local year of entry in the register and the sequence within both.
    #[must_use]
    pub fn new(unit_code: &str, year: i32, sequence: i32) -> Self {
        Self(RegistrationNumber::new(
            &format!("{PREFIX}{unit_code}"),
            year,
            sequence,
        ))
    }

    /// Reads a number as people type it.
    ///
    /// # Errors
    /// [`NumberError`] when the shape is not prefix, unit, year, sequence.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let number = RegistrationNumber::parse(text)?;
        let is_ours = number
            .unit_code()
            .strip_prefix(PREFIX)
            .is_some_and(|unit| !unit.is_empty());
        if is_ours {
            Ok(Self(number))
        } else {
            Err(NumberError)
        }
    }
}

impl fmt::Display for ObjectionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
