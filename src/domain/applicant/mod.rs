//! The applicant (pemohon informasi publik, UU 14/2008 Ps 1(12)): identity, contact, and the form that is filled in
//! (Perki 1/2021 Ps 27–30).

mod contact;
mod correction;
mod identity;
mod requirements;
mod step;
mod submission;

#[cfg(test)]
mod tests;

pub use contact::{normal_email, normal_nik, normal_phone};
pub use correction::{Correction, fields_of};
pub use identity::Identity;
pub use requirements::Known;
pub use step::{FieldError, Step};
pub use submission::{NewRequest, Submission, limits};
