//! Registration number (nomor pendaftaran, UU 14/2008 Ps 22(4)): gapless per unit and local year.

use std::fmt;

/// `<UNIT>-<year>-<sequence>`, for instance `LAPAS-MAKASSAR-2026-0012`: readable aloud and safe in an address. It is not a secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RegistrationNumber {
    unit_code: String,
    year: i32,
    sequence: i32,
}

/// The text is not a registration number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a registration number")]
pub struct NumberError;

impl RegistrationNumber {
    /// Builds a number from the unit's code (`lapas-makassar`), the local year of entry in the register and the sequence within
    /// both.
    #[must_use]
    pub fn new(unit_code: &str, year: i32, sequence: i32) -> Self {
        Self {
            unit_code: unit_code.to_lowercase(),
            year,
            sequence,
        }
    }

    /// Reads a number as people type it: any case, stray blanks.
    ///
    /// # Errors
    /// [`NumberError`] when the shape is not unit, year, sequence.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut parts = text.rsplitn(3, '-');
        let (sequence, year, unit) = (parts.next(), parts.next(), parts.next());
        let digits = |part: Option<&str>, least: usize| {
            part.filter(|p| p.len() >= least && p.len() <= 9 && p.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|p| p.parse::<i32>().ok())
                .filter(|n| *n > 0)
                .ok_or(NumberError)
        };
        let sequence = digits(sequence, 4)?;
        let year = digits(year, 4)?;
        let unit = unit
            .filter(|u| u.len() <= 64 && !u.is_empty())
            .ok_or(NumberError)?;
        if !unit.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-') {
            return Err(NumberError);
        }
        Ok(Self::new(unit, year, sequence))
    }

    /// Code of the unit that gave the number.
    #[must_use]
    pub fn unit_code(&self) -> &str {
        &self.unit_code
    }

    /// Local year of entry in the register; a letter of 31 December entered on 2 January has the number of the new year.
    #[must_use]
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// Place within unit and year, from 1.
    #[must_use]
    pub const fn sequence(&self) -> i32 {
        self.sequence
    }
}

impl fmt::Display for RegistrationNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}-{}-{:04}",
            self.unit_code.to_uppercase(),
            self.year,
            self.sequence
        )
    }
}
