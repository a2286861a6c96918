//! The fields of a completion: those that mend what the letter cited, and no others.

use serde::Serialize;

use super::Words;
use super::parts::Choice;
use crate::domain::applicant::fields_of;
use crate::domain::request::{AccessMode, ApplicantKind, CommandKind, DeliveryMode};
use crate::services::ServiceError;
use crate::services::requests::CaseFile;

/// What `components/fix.html.tera` draws.
#[derive(Debug, Default, Serialize)]
pub struct FixFields {
    names: Vec<&'static str>,
    access_modes: Vec<Choice>,
    delivery_modes: Vec<Choice>,
}

impl FixFields {
    /// The fields for a case; none when a completion is not to be made now.
    pub fn of(words: Words<'_>, file: &CaseFile) -> Result<Self, ServiceError> {
        let is_open = file
            .offers
            .iter()
            .any(|(kind, answer)| *kind == CommandKind::SubmitFix && answer.is_ok());
        let row = &file.case.row;
        let Some(kind) = ApplicantKind::parse(&row.applicant_kind).filter(|_| is_open) else {
            return Ok(Self::default());
        };
        let cited = file.cited()?;
        let names = cited.iter().flat_map(|one| fields_of(*one, kind, row.by_proxy));
        let named = |group: &str, codes: Vec<&str>| {
            let choice = |code| Choice::new(code, words.text(&format!("law.{group}.{code}")));
            codes.into_iter().map(choice).collect()
        };
        Ok(Self {
            names: names.copied().collect(),
            access_modes: named(
                "access_mode",
                AccessMode::ALL.iter().map(|mode| mode.code()).collect(),
            ),
            delivery_modes: named(
                "delivery_mode",
                DeliveryMode::ALL.iter().map(|mode| mode.code()).collect(),
            ),
        })
    }
}
