//! Use cases of a request, from filing to publication.

mod case;
mod completion;
mod documents;
mod elsewhere;
mod filing;
mod intake;
mod issued;
mod known;
mod log;
mod notice;
mod notices;
mod papers;
mod preview;
mod projection;
mod proposals;
mod publish;
mod reopening;
mod requirements;
mod sender;
mod shares;
mod steps;
mod succession;
mod views;
mod windows;

pub(in crate::services) mod contents;
pub mod letters;

pub use crate::persistence::queries::AttachedFile;

pub use case::{Case, CaseKey, facts, hash_of, notice_dates, unit_scope};
pub use documents::add_documents;
pub use elsewhere::{Elsewhere, Passed, ask_elsewhere, elsewhere, identity_papers};
pub use filing::{Filed, Filing, file};
pub(in crate::services) use filing::{blank, is_reached_online};
pub(in crate::services) use intake::arrival;
pub use intake::{Intake, desk_units, faults_of, register};
pub use issued::IssuedLetter;
pub use known::explain_as_known;
pub use log::CaseLog;
pub use notices::{
    CALENDAR_CHANGE, ForOffice, SHARE_CHANGE, ShareChange, ShareTold, TO_APPLICANT, to_applicant, to_office,
};
pub use preview::{command_of, preview_notice, preview_publication};
pub(in crate::services) use projection::share_rows;
pub(in crate::services) use projection::{deadline_rows, project, stamp};
pub(in crate::services) use proposals::bound as proposals_bound;
pub use proposals::{ProposedAnswer, approve_answer, proposed_answer, return_answer};
pub use publish::{LONGEST_TEXT, Proposal, PublicText, propose, publish, unpublish};
pub(in crate::services) use publish::{PublicCopy, names_applicant};
pub(in crate::services) use reopening::reopen;
pub use shares::{
    Material, OfficeShare, ShareFile, as_answer_file, list_shares, material_file, share_for_staff,
};
pub(in crate::services) use shares::{material_content, settle_shares, shared_with};
pub use steps::{By, Step, Taken, take};
pub use succession::moves_with_a_letter;
pub(in crate::services) use succession::succeed;
pub use views::{
    CaseFile, Explained, InformationItem, LetterRow, MaterialFile, Offer, RequestEvent, for_applicant,
    for_staff,
};
