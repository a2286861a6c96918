//! The answers to objections as they were and as they would have been.

use serde::Serialize;

use super::view::{CellView, cell};
use crate::domain::simulate::{AnswerComparison, AnswerTally};

/// The part of the page about objections.
#[derive(Serialize)]
pub struct AnswersView {
    cells: Vec<CellView>,
    newly_late: u64,
    no_longer_late: u64,
}

/// The figures of objections; `None` where there is none.
pub fn answers(found: &AnswerComparison) -> Option<AnswersView> {
    let of = |tally: &AnswerTally| {
        let (statute, regulation) = (tally.statute, tally.regulation);
        [
            ("objections", tally.received),
            ("statute_due", statute.due),
            ("statute_in_time", statute.in_time),
            ("statute_late", statute.late()),
            ("statute_never_answered", statute.never_answered),
            ("regulation_due", regulation.due),
            ("regulation_in_time", regulation.in_time),
            ("regulation_late", regulation.late()),
        ]
    };
    let count = |count: u64| i64::try_from(count).ok();
    let sides = of(&found.history).into_iter().zip(of(&found.scenario));
    (found.history.received > 0).then(|| AnswersView {
        cells: sides
            .map(|((code, was), (_, would))| cell(code, count(was), count(would)))
            .collect(),
        newly_late: found.newly_late,
        no_longer_late: found.no_longer_late,
    })
}
