//! The statutory clocks (jangka waktu): from a rule of the law pack and the day that triggers it to the last lawful day, with every
//! calendar day between them explained.
//!
//! The numbers of the law are data (`data/law-pack/`), read by [`LawPack`]; no other place repeats them. Lateness is nowhere stored:
//! it is what [`DueState`] says today.

mod book;
mod compute;
mod found;
mod notice;
mod pack;
mod rule;
mod state;
#[cfg(test)]
mod tests;
mod trace;
mod trigger;

pub use book::LawBook;
pub use compute::{Bounds, Deadline, DeadlineError, bounds, compute};
pub use found::{Found, GroundFacts, ObjectionWindow, found, objection_window};
pub use notice::{Completion, Governing, NoticeClocks, NoticeFacts, notice_clocks};
pub use pack::{LawPack, LawPackError, RuleSet};
pub use rule::{Basis, Bearer, Bilingual, Rule, RuleId, Span, TriggerEvent, Unit};
pub use state::DueState;
pub use trace::{TraceDay, TraceStep, trace};
pub use trigger::Trigger;
