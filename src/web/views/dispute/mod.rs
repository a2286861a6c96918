//! Views of the road to the Information Commission: what the applicant can do, what the office was told, and the forms to record it.

mod page;
mod road;
mod step;

pub use page::{DisputeView, dispute_view, event_text};
pub use road::{RoadView, bring, road_view};
pub use step::{DisputeStepView, dispute_step, step_slug};

use super::Words;
use crate::domain::dispute::Commission;

/// The name of a Commission.
pub fn commission_name(words: Words<'_>, commission: &Commission) -> String {
    match commission.province() {
        None => words.text("dispute.commission.central"),
        Some(province) => words.with("objection.commission.province", &[("province", province)]),
    }
}
