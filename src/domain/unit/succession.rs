//! Penggantian satuan kerja: who goes on with the duties of a unit (`docs/readings.md` R37–R38).

use super::Validity;
use crate::domain::ids::UnitId;
use crate::domain::request::codes;
use time::Date;

codes!(
    /// What becomes of a unit.
    SuccessionKind {
        /// Ganti nama: the same unit under another name or address.
        Rename = "rename",
        /// Pindah induk: the same unit under another unit or another public body.
        Move = "move",
        /// Gabung: the unit ends, another one goes on with its duties.
        Merge = "merge",
        /// Pecah: the unit ends, several go on; the first one takes what is open.
        Split = "split",
        /// Beralih ke badan publik lain: the unit ends, a unit of another public body goes on with its duties.
        TransferOut = "transfer_out",
    }
);

impl SuccessionKind {
    /// Whether the unit ends with it and others go on.
    #[must_use]
    pub const fn ends_unit(self) -> bool {
        matches!(self, Self::Merge | Self::Split | Self::TransferOut)
    }
}

/// A unit that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Successor {
    /// Which.
    pub unit: UnitId,
    /// When it exists.
    pub validity: Validity,
    /// Whether it belongs to the same public body as the unit that ends.
    pub is_same_body: bool,
}

/// What is to be recorded, as far as it can be judged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts<'a> {
    /// What becomes of the unit.
    pub kind: Option<SuccessionKind>,
    /// The unit.
    pub unit: UnitId,
    /// How long its present version has been so.
    pub version: Validity,
    /// First day on which it is so.
    pub effective_on: Option<Date>,
    /// Today at the unit.
    pub today: Date,
    /// The decree or regulation.
    pub legal_basis: &'a str,
    /// Who goes on.
    pub successors: &'a [Successor],
    /// Whether name, place or head of the letters changes.
    pub changes_name: bool,
    /// Whether the unit above it, or the public body, changes.
    pub changes_place: bool,
}

/// Proklamasi: no decree about a unit takes effect before it.
const REPUBLIC: Date = time::macros::date!(1945 - 08 - 17);

/// Why a succession can't be recorded. Each has a sentence for people under `unit.fault.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuccessionFault {
    /// No kind chosen.
    KindMissing,
    /// No day, or one that does not exist.
    DayMissing,
    /// The day has not come: what is recorded takes effect at once.
    DayInFuture,
    /// Before there was a public body to decree anything.
    DayBeforeRepublic,
    /// The present version began on that day or later, or has ended.
    DayOutsideVersion,
    /// No decree.
    BasisMissing,
    /// Nobody goes on.
    SuccessorMissing,
    /// Only a split has more than one.
    SuccessorTooMany,
    /// A split has at least two.
    SuccessorTooFew,
    /// The unit itself, or one twice.
    SuccessorRepeated,
    /// It does not exist on that day, or no longer today.
    SuccessorNotThere,
    /// Another public body is what it is about.
    SuccessorOfSameBody,
    /// Within a public body is what it is about.
    SuccessorOfOtherBody,
    /// Nothing changes.
    NothingChanges,
}

impl SuccessionFault {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::KindMissing => "kind_missing",
            Self::DayMissing => "day_missing",
            Self::DayInFuture => "day_in_future",
            Self::DayBeforeRepublic => "day_before_republic",
            Self::DayOutsideVersion => "day_outside_version",
            Self::BasisMissing => "basis_missing",
            Self::SuccessorMissing => "successor_missing",
            Self::SuccessorTooMany => "successor_too_many",
            Self::SuccessorTooFew => "successor_too_few",
            Self::SuccessorRepeated => "successor_repeated",
            Self::SuccessorNotThere => "successor_not_there",
            Self::SuccessorOfSameBody => "successor_of_same_body",
            Self::SuccessorOfOtherBody => "successor_of_other_body",
            Self::NothingChanges => "nothing_changes",
        }
    }

    /// The field of the form that it is about.
    #[must_use]
    pub const fn field(self, kind: Option<SuccessionKind>) -> &'static str {
        match self {
            Self::KindMissing => "kind",
            Self::DayMissing | Self::DayInFuture | Self::DayBeforeRepublic | Self::DayOutsideVersion => {
                "effective_on"
            }
            Self::BasisMissing => "legal_basis",
            Self::NothingChanges => match kind {
                Some(SuccessionKind::Move) => "parent",
                _ => "name",
            },
            _ => "to",
        }
    }
}

/// Everything that stands in the way.
#[must_use]
pub fn faults(facts: &Facts<'_>) -> Vec<SuccessionFault> {
    use SuccessionFault as F;
    let mut found = Vec::new();
    let Some(kind) = facts.kind else {
        return vec![F::KindMissing];
    };
    match facts.effective_on {
        None => found.push(F::DayMissing),
        Some(day) if day > facts.today => found.push(F::DayInFuture),
        Some(day) if day < REPUBLIC => found.push(F::DayBeforeRepublic),
        Some(day) if facts.version.parted_on(day).is_none() => found.push(F::DayOutsideVersion),
        Some(_) => {}
    }
    if facts.legal_basis.trim().is_empty() {
        found.push(F::BasisMissing);
    }
    let changes = match kind {
        SuccessionKind::Rename => facts.changes_name,
        SuccessionKind::Move => facts.changes_place,
        _ => true,
    };
    if !changes {
        found.push(F::NothingChanges);
    }
    if kind.ends_unit() {
        found.extend(fault_of_successors(kind, facts));
    }
    found
}

fn fault_of_successors(kind: SuccessionKind, facts: &Facts<'_>) -> Option<SuccessionFault> {
    use SuccessionFault as F;
    let named = facts.successors;
    let mut units: Vec<UnitId> = named.iter().map(|one| one.unit).collect();
    units.push(facts.unit);
    units.sort_unstable();
    units.dedup();
    let exists = |one: &Successor| {
        let day = facts.effective_on.unwrap_or(facts.today);
        one.validity.covers(day) && one.validity.covers(facts.today)
    };
    if named.is_empty() {
        Some(F::SuccessorMissing)
    } else if units.len() != named.len() + 1 {
        Some(F::SuccessorRepeated)
    } else if kind != SuccessionKind::Split && named.len() > 1 {
        Some(F::SuccessorTooMany)
    } else if kind == SuccessionKind::Split && named.len() == 1 {
        Some(F::SuccessorTooFew)
    } else if !named.iter().all(exists) {
        Some(F::SuccessorNotThere)
    } else if kind == SuccessionKind::TransferOut && named.iter().any(|one| one.is_same_body) {
        Some(F::SuccessorOfSameBody)
    } else if kind == SuccessionKind::Merge && named.iter().any(|one| !one.is_same_body) {
        Some(F::SuccessorOfOtherBody)
    } else {
        None
    }
}
