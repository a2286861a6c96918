//! Use cases of a request, from filing to publication.

mod case;
mod documents;
mod filing;
mod intake;
mod issued;
mod notices;
mod preview;
mod projection;
mod publish;
mod steps;
mod views;

pub mod letters;

pub use crate::persistence::queries::AttachedFile;

pub use case::{Case, CaseKey, facts, unit_scope};
pub use documents::add_documents;
pub(in crate::services) use filing::blank;
pub use filing::{Filed, Filing, file};
pub use intake::{Intake, desk_units, register};
pub use issued::IssuedLetter;
pub use notices::{TO_APPLICANT, to_applicant};
pub use preview::{preview_notice, preview_publication};
pub(in crate::services) use projection::{deadline_rows, project, stamp};
pub use publish::{LONGEST_TEXT, Proposal, PublicText, propose, publish, unpublish};
pub(in crate::services) use publish::{names_applicant, write_publication};
pub use steps::{By, Step, Taken, take};
pub use views::{
    CaseFile, Explained, InformationItem, LetterRow, Offer, RequestEvent, for_applicant, for_staff,
};
