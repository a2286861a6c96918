//! A decree about days off: what it says, who proposed and confirmed it, and what it does to open cases.

use serde::Serialize;
use time::Date;

use super::Words;
use crate::domain::actor::Viewer;
use crate::domain::calendar::{DayChange, Holiday};
use crate::services::calendars::{Counts, Effect, MovedCase, Record};
use crate::text::Lang;

/// The most cases a page lists.
const MOST_CASES: usize = 200;

/// One decree, as `components/decree.html.tera` reads it.
#[derive(Debug, Serialize)]
pub struct DecreeView {
    id: String,
    cited: String,
    issued_on: Date,
    is_local: bool,
    replaces: bool,
    came_by: String,
    state: String,
    units: Vec<String>,
    days: Vec<DayView>,
    proposed_at: i64,
    proposer: Option<String>,
    decided_at: Option<i64>,
    decider: Option<String>,
    reason: Option<String>,
    counts: Option<Counts>,
}

/// A day off.
#[derive(Debug, Serialize)]
pub struct DayView {
    date: Date,
    kind: &'static str,
    name: String,
}

/// What a decree does.
#[derive(Debug, Serialize)]
pub struct EffectView {
    counts: Counts,
    by_unit: Vec<UnitLine>,
    days: Vec<ChangeView>,
    cases: Option<Vec<CaseLine>>,
    more_cases: usize,
    objections: Option<Vec<ObjectionLine>>,
    more_objections: usize,
    stamp: String,
}

#[derive(Debug, Serialize)]
struct UnitLine {
    name: String,
    counts: Counts,
}

#[derive(Debug, Serialize)]
struct ChangeView {
    date: Date,
    name: String,
    was: Option<&'static str>,
    now: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct CaseLine {
    registration_no: String,
    changes: Vec<CaseChange>,
}

#[derive(Debug, Serialize)]
struct ObjectionLine {
    number: String,
    was: Date,
    now: Date,
}

#[derive(Debug, Serialize)]
struct CaseChange {
    rule: String,
    was: Date,
    now: Date,
}

fn name(words: &Words<'_>, day: &Holiday) -> String {
    match words.lang {
        Lang::Id => day.name_id.clone(),
        Lang::En => day.name_en.clone(),
    }
}

/// A day off in the reader's language.
pub fn day_view(words: &Words<'_>, day: &Holiday) -> DayView {
    DayView {
        date: day.date,
        kind: day.kind.code(),
        name: name(words, day),
    }
}

/// A decree in the reader's language.
pub fn decree_view(words: &Words<'_>, record: Record) -> DecreeView {
    let Record {
        row,
        decree,
        proposer,
        decider,
        units,
        counts,
    } = record;
    DecreeView {
        id: row.id.to_string(),
        is_local: decree.is_local(),
        days: decree.days.iter().map(|day| day_view(words, day)).collect(),
        cited: row.cited,
        issued_on: row.issued_on,
        replaces: row.replaces,
        came_by: row.came_by,
        state: row.state,
        units,
        proposed_at: row.proposed_at,
        proposer,
        decided_at: row.decided_at,
        decider,
        reason: row.reason,
        counts,
    }
}

/// What a decree does; with the cases and objections that `viewer` may know of, and without a viewer with none.
pub fn effect_view(words: &Words<'_>, effect: &Effect, viewer: Option<&Viewer>) -> EffectView {
    let known = viewer.map(|viewer| effect.cases_for(viewer).collect::<Vec<_>>());
    let objections = viewer.map(|viewer| {
        let lines = effect.objections_for(viewer).map(|objection| ObjectionLine {
            number: objection.number.clone(),
            was: objection.due.0,
            now: objection.due.1,
        });
        let roads = effect.roads_for(viewer).flat_map(|road| {
            let changes = road.changes.iter();
            changes.map(|change| ObjectionLine {
                number: road.number.clone(),
                was: change.was,
                now: change.now,
            })
        });
        lines.chain(roads).collect::<Vec<_>>()
    });
    let change = |day: &DayChange| ChangeView {
        date: day.date,
        name: day
            .now
            .as_ref()
            .or(day.was.as_ref())
            .map(|day| name(words, day))
            .unwrap_or_default(),
        was: day.was.as_ref().map(|day| day.kind.code()),
        now: day.now.as_ref().map(|day| day.kind.code()),
    };
    EffectView {
        counts: effect.counts,
        by_unit: effect
            .by_unit
            .iter()
            .map(|(name, counts)| UnitLine {
                name: name.clone(),
                counts: *counts,
            })
            .collect(),
        days: effect.days.iter().map(change).collect(),
        more_cases: known
            .as_ref()
            .map_or(0, |cases| cases.len().saturating_sub(MOST_CASES)),
        cases: known.map(|cases| cases.into_iter().take(MOST_CASES).map(case_line).collect()),
        more_objections: objections
            .as_ref()
            .map_or(0, |lines| lines.len().saturating_sub(MOST_CASES)),
        objections: objections.map(|lines| lines.into_iter().take(MOST_CASES).collect()),
        stamp: effect.stamp.clone(),
    }
}

fn case_line(case: &MovedCase) -> CaseLine {
    CaseLine {
        registration_no: case.registration_no.clone(),
        changes: case
            .changes
            .iter()
            .map(|change| CaseChange {
                rule: change.rule.clone(),
                was: change.was,
                now: change.now,
            })
            .collect(),
    }
}
