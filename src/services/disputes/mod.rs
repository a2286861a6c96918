//! Use cases of a dispute at the Information Commission (sengketa informasi publik, UU 14/2008 Ps 37; Perki 1/2013): what the office was told
//! of it, what the applicant can do, and the evidence they may take there.

mod bundle;
mod case;
mod check;
mod due;
mod known;
mod orders;
mod steps;
mod views;

pub use crate::persistence::rows::DisputeNote as NoteRow;
pub use crate::storage::ContentHash;
pub use crate::storage::archive::{Content, Entry};
pub use bundle::{Bundle, BundleDates, BundleFile, MOST_BYTES, for_applicant, for_staff, pack};
pub use case::Dispute;
pub use check::check_dispute;
pub use due::DueInDispute;
pub(in crate::services) use due::list_due;
pub use known::explain_as_known;
pub use orders::AtStake;
pub(in crate::services) use orders::{executed_on_request, unfounded};
pub use steps::{DisputeStep, record};
pub use views::{DisputeFile, DisputeOffer, of_objection};
