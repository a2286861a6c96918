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
mod rule_id;
mod state;
#[cfg(test)]
mod tests;
mod trace;
mod trigger;
mod vocabulary;

pub use book::LawBook;
pub use compute::{
    Advice, Bounds, Deadline, DeadlineError, advise, bounds, compute, compute_after, due_at, opens_on,
};
pub use found::{Found, GroundFacts, ObjectionWindow, found, objection_window};
pub use notice::{Completion, Governing, KnownLimits, NoticeClocks, NoticeFacts, notice_clocks};
pub use pack::{LawPack, LawPackError, RuleSet};
pub use rule::{Bilingual, Rule, Span};
pub use rule_id::{RuleId, UnknownRule};
pub use state::DueState;
pub use trace::{TraceDay, TraceStep, trace, trace_hours};
pub use trigger::Trigger;
pub use vocabulary::{Basis, Bearer, Confidence, Direction, TriggerEvent, Unit};
