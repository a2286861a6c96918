//! The fields of a request that an officer or a completion writes on one page.

use super::Typed;
use crate::domain::applicant::{Correction, Submission};
use crate::services::requests::CaseFile;
use crate::services::{Fault, ServiceError};

/// The fields of the law as they were typed; each line is an information item.
#[must_use]
pub fn submission_of(typed: &Typed) -> Submission {
    let text = |field: &str| typed.text(field).to_owned();
    Submission {
        applicant_kind: text("applicant_kind"),
        by_proxy: text("by_proxy"),
        full_name: text("full_name"),
        nik: text("nik"),
        decree_no: text("decree_no"),
        organisation: text("organisation"),
        proxy_name: text("proxy_name"),
        address: text("address"),
        city: text("city"),
        occupation: text("occupation"),
        phone: text("phone"),
        email: text("email"),
        subject: text("subject"),
        items: typed.text("items").lines().map(str::to_owned).collect(),
        purpose: text("purpose"),
        access_mode: text("access_mode"),
        delivery_mode: text("delivery_mode"),
        unit: text("unit"),
    }
}

/// What was typed into the fields that mend what the letter of a case cited.
///
/// # Errors
/// A fault for each field that can't be right.
pub fn correction_of(typed: &Typed, file: &CaseFile) -> Result<Correction, ServiceError> {
    let row = &file.case.row;
    let submission = Submission {
        applicant_kind: row.applicant_kind.clone(),
        by_proxy: if row.by_proxy { "yes" } else { "no" }.to_owned(),
        ..submission_of(typed)
    };
    Correction::read(&submission, &file.cited()?)
        .map_err(|faults| ServiceError::Invalid(faults.into_iter().map(Fault::from).collect()))
}
