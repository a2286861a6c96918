//! Read models: one function a page or table, each a fixed number of statements, scoped in SQL.
//!
//! Lists are walked by keyset (a [`DayCursor`] or a document id), never by OFFSET, and never counted.

mod case_page;
mod citizen_list;
mod coming;
mod figures;
mod objection_figures;
mod objection_list;
mod officer_queue;
mod owed;
mod page;
mod past_cases;
mod public_files;
mod public_list;
mod register;

pub use case_page::{AttachedFile, CaseKey, CasePage, find_case_page};
pub use citizen_list::{CitizenRow, list_requests_of_citizen};
pub use coming::{ComingObjection, ComingRow, OpenDuty, list_coming, list_coming_objections};
pub use figures::{Figure, FigureSet, UnitFigures, list_figures};
pub use objection_figures::{ObjectionCounts, ObjectionFigure, count_objections};
pub use objection_list::{ObjectionFilter, ObjectionRow, ObjectionView, list_objection_rows};
pub use officer_queue::{QueueFilter, QueueRow, QueueView, list_officer_queue};
pub use owed::{OwedDuty, OwedObjection, OwedRow, list_owed, list_owed_objections};
pub use page::{DayCursor, InvalidCursor, Page};
pub use past_cases::{
    PastFilter, PastObjectionRow, PastRow, count_past, count_past_objections, list_past, list_past_objections,
};
pub use public_files::{PublicFile, list_public_files};
pub use public_list::{PublicFilter, PublicRow, list_public};
pub use register::{RegisterFilter, RegisterRow, list_register};
