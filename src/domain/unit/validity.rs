//! From when to when something is so.

use time::Date;

/// A span of days with both ends in it; an open end has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// First day; none when it always was so.
    pub from: Option<Date>,
    /// Last day; none while it goes on.
    pub to: Option<Date>,
}

impl Validity {
    /// Whether it is so on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether there is a day on which both are so.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        let begins_before = |one: &Self, end: Option<Date>| match (one.from, end) {
            (Some(from), Some(end)) => from <= end,
            _ => true,
        };
        begins_before(self, other.to) && begins_before(other, self.to)
    }

    /// Parts it before a day: what was until the day before, and what is from then on. `None` unless a day is left on both sides.
    #[must_use]
    pub fn parted_on(&self, day: Date) -> Option<(Self, Self)> {
        let before = day.previous_day().filter(|before| self.covers(*before))?;
        self.covers(day).then_some((
            Self {
                from: self.from,
                to: Some(before),
            },
            Self {
                from: Some(day),
                to: self.to,
            },
        ))
    }
}
