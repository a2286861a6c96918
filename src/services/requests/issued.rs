//! Letters as they were issued, read back from what was frozen.

use super::letters::{FrozenLetter, Letter};
use super::views::CaseFile;
use crate::domain::request::MissingRequirement;
use crate::persistence::rows;
use crate::services::{ServiceError, instant};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// A letter with when it was issued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IssuedLetter {
    /// Its id.
    pub id: Uuid,
    /// What it says, and who says it.
    pub frozen: FrozenLetter,
    /// When.
    pub issued_at: OffsetDateTime,
    /// The civil day at the unit.
    pub issued_on: Date,
    /// Day the applicant received it, when known.
    pub received_on: Option<Date>,
}

impl CaseFile {
    /// A letter of the case.
    ///
    /// # Errors
    /// Not found when the case has no such letter.
    pub fn letter(&self, id: Uuid) -> Result<IssuedLetter, ServiceError> {
        let row = self.page.letters.iter().find(|letter| letter.id == id);
        read(row.ok_or(ServiceError::NotFound)?)
    }

    /// The newest letter of a kind (`receipt`, `notice`, …), if there is one.
    ///
    /// # Errors
    /// When what was frozen is not understood.
    pub fn last_letter(&self, kind: &str) -> Result<Option<IssuedLetter>, ServiceError> {
        let rows = self.page.letters.iter().filter(|letter| letter.kind == kind);
        rows.max_by_key(|letter| letter.issued_at).map(read).transpose()
    }

    /// What the letter of incompleteness cites, which a completion may mend.
    ///
    /// # Errors
    /// When what was frozen is not understood.
    pub fn cited(&self) -> Result<Vec<MissingRequirement>, ServiceError> {
        Ok(
            match self
                .last_letter("incompleteness")?
                .map(|issued| issued.frozen.letter)
            {
                Some(Letter::Incompleteness { missing, .. }) => missing,
                _ => Vec::new(),
            },
        )
    }
}

fn read(row: &rows::Letter) -> Result<IssuedLetter, ServiceError> {
    Ok(IssuedLetter {
        id: row.id,
        frozen: serde_json::from_str(&row.content)?,
        issued_at: instant(row.issued_at),
        issued_on: row.issued_on,
        received_on: row.received_on,
    })
}
