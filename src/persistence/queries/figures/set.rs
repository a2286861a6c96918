//! Counted figures: adding units up, and the median and p90 of working days.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::Figure;

/// The figures of one unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitFigures {
    /// The unit now responsible for the counted cases.
    pub unit_id: Uuid,
    /// Its figures.
    pub figures: FigureSet,
}

/// Counts by figure, and how many cases took how many working days.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FigureSet {
    counts: BTreeMap<Figure, i64>,
    days: BTreeMap<i32, i64>,
}

impl FigureSet {
    /// The sum over units.
    #[must_use]
    pub fn total(units: &[UnitFigures]) -> Self {
        let mut total = Self::default();
        for UnitFigures { figures, .. } in units {
            for (figure, count) in &figures.counts {
                total.add(*figure, *count);
            }
            for (days, count) in &figures.days {
                total.add_days(*days, *count);
            }
        }
        total
    }

    /// A figure.
    #[must_use]
    pub fn get(&self, figure: Figure) -> i64 {
        self.counts.get(&figure).copied().unwrap_or(0)
    }

    /// Working days from receipt to notice, and how many cases took so many, in ascending order.
    pub fn days(&self) -> impl Iterator<Item = (i32, i64)> + '_ {
        self.days.iter().map(|(days, count)| (*days, *count))
    }

    /// The number of working days within which this percentage of measured cases was answered (nearest rank: always
    /// a number that occurred). 50 is the median. None without measured cases.
    #[must_use]
    pub fn percentile(&self, percent: i64) -> Option<i32> {
        let measured: i64 = self.days.values().sum();
        let rank = (measured * percent + 99) / 100;
        let mut seen = 0;
        self.days.iter().find_map(|(days, count)| {
            seen += count;
            (seen >= rank.max(1)).then_some(*days)
        })
    }

    pub(super) fn add(&mut self, figure: Figure, count: i64) {
        *self.counts.entry(figure).or_insert(0) += count;
    }

    pub(super) fn add_days(&mut self, days: i32, count: i64) {
        *self.days.entry(days).or_insert(0) += count;
    }
}
