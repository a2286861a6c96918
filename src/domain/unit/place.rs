//! Kedudukan: under which unit one stands, and whose PPID answers for it (Perki 1/2021 Ps 6(4), 12; `docs/readings.md` R40).

use super::Validity;
use time::Date;

/// Where a unit stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// Its code.
    pub code: &'a str,
    /// Its public body.
    pub body: &'a str,
    /// Code of the unit above it.
    pub parent: Option<&'a str>,
    /// Code of the unit whose PPID answers for it; none where it has its own.
    pub ppid_of: Option<&'a str>,
    /// When it exists.
    pub validity: Validity,
}

/// Why a unit can't stand there. Each has a sentence for people under `unit.fault.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PlaceFault {
    /// No such unit, or the unit itself.
    ParentUnknown,
    /// It does not exist on that day, or no longer today.
    ParentNotThere,
    /// It belongs to another public body.
    ParentOfOtherBody,
    /// It stands under the unit itself.
    ParentBelow,
    /// No such unit, or the unit itself.
    PpidUnknown,
    /// It does not exist on that day, or no longer today.
    PpidNotThere,
    /// It belongs to another public body, which can't answer for this one.
    PpidOfOtherBody,
    /// It has a PPID Pelaksana itself, who has no power to answer.
    PpidNotOwn,
    /// Its own PPID answers for others, who would be left without.
    AnswersForOthers,
}

impl PlaceFault {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::ParentUnknown => "parent_unknown",
            Self::ParentNotThere => "parent_not_there",
            Self::ParentOfOtherBody => "parent_of_other_body",
            Self::ParentBelow => "parent_below",
            Self::PpidUnknown => "ppid_unknown",
            Self::PpidNotThere => "ppid_not_there",
            Self::PpidOfOtherBody => "ppid_of_other_body",
            Self::PpidNotOwn => "ppid_not_own",
            Self::AnswersForOthers => "answers_for_others",
        }
    }

    /// The field of the form that it is about.
    #[must_use]
    pub const fn field(self) -> &'static str {
        match self {
            Self::ParentUnknown | Self::ParentNotThere | Self::ParentOfOtherBody | Self::ParentBelow => {
                "parent"
            }
            Self::PpidUnknown | Self::PpidNotThere | Self::PpidOfOtherBody | Self::PpidNotOwn => "ppid_of",
            Self::AnswersForOthers => "kind",
        }
    }
}

/// The units for which the PPID of a unit would answer no more, were the unit so: it ends, loses its own PPID or is of another body.
pub fn left_alone<'a>(
    all: &'a [Place<'a>],
    unit: &'a Place<'a>,
    today: Date,
) -> impl Iterator<Item = &'a Place<'a>> {
    let is_lost = unit.ppid_of.is_some() || !unit.validity.covers(today);
    all.iter().filter(move |other| {
        other.code != unit.code
            && other.ppid_of == Some(unit.code)
            && other.validity.covers(today)
            && (is_lost || other.body != unit.body)
    })
}

/// Everything that keeps a unit from standing where it is to stand, on each of these days, the last of which is today. A unit above it
/// that was there before is looked at only when the public body changes.
#[must_use]
pub fn place_faults(
    all: &[Place<'_>],
    was: Option<&Place<'_>>,
    unit: &Place<'_>,
    days: [Date; 2],
) -> Vec<PlaceFault> {
    use PlaceFault as F;
    let mut found = Vec::new();
    let [_, today] = days;
    let named = |code: &str| all.iter().find(|one| one.code == code && code != unit.code);
    let is_there = |one: &Place<'_>| days.iter().all(|day| one.validity.covers(*day));
    if unit.validity.covers(today) {
        let stays = was.is_some_and(|was| was.parent == unit.parent && was.body == unit.body);
        match unit.parent.filter(|_| !stays).map(named) {
            Some(None) => found.push(F::ParentUnknown),
            Some(Some(parent)) if !is_there(parent) => found.push(F::ParentNotThere),
            Some(Some(parent)) if parent.body != unit.body => found.push(F::ParentOfOtherBody),
            Some(Some(parent)) if is_under(all, parent, unit.code) => found.push(F::ParentBelow),
            None | Some(Some(_)) => {}
        }
        match unit.ppid_of.map(named) {
            Some(None) => found.push(F::PpidUnknown),
            Some(Some(answers)) if !is_there(answers) => found.push(F::PpidNotThere),
            Some(Some(answers)) if answers.body != unit.body => found.push(F::PpidOfOtherBody),
            Some(Some(answers)) if answers.ppid_of.is_some() => found.push(F::PpidNotOwn),
            None | Some(Some(_)) => {}
        }
    }
    if left_alone(all, unit, today).next().is_some() {
        found.push(F::AnswersForOthers);
    }
    found
}

/// Whether a unit stands under another one, however far.
fn is_under(all: &[Place<'_>], unit: &Place<'_>, code: &str) -> bool {
    let mut above = unit.parent;
    // One that goes round already ends with the count.
    for _ in 0..=all.len() {
        match above {
            Some(above) if above == code => return true,
            Some(name) => above = all.iter().find(|one| one.code == name).and_then(|one| one.parent),
            None => return false,
        }
    }
    false
}
