//! The one reader of wall time, and the civil day of an instant.
//!
//! Everything else takes a [`Clock`]. Rules that count days take a [`Date`](time::Date) and never see a clock at all.

use std::{
    fmt,
    sync::{Arc, Mutex, PoisonError},
};

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use crate::domain::calendar::Zone;

/// Tells the present instant: UTC, cut to the microseconds that both databases store.
pub trait Clock: fmt::Debug + Send + Sync {
    /// The present instant.
    fn now(&self) -> OffsetDateTime;
}

/// The clock of the machine.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where wall time enters the program"
    )]
    fn now(&self) -> OffsetDateTime {
        to_stored_precision(OffsetDateTime::now_utc())
    }
}

/// A clock that stands where it was put: for tests, samples and rehearsals. Clones share their time.
#[derive(Clone, Debug)]
pub struct FixedClock(Arc<Mutex<OffsetDateTime>>);

impl FixedClock {
    /// A clock that stands at `at`.
    pub fn new(at: OffsetDateTime) -> Self {
        Self(Arc::new(Mutex::new(to_stored_precision(at))))
    }

    /// Puts the clock to `at`.
    pub fn set(&self, at: OffsetDateTime) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = to_stored_precision(at);
    }

    /// Moves the clock by `by`.
    pub fn advance(&self, by: Duration) {
        let at = self.now().saturating_add(by);
        self.set(at);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> OffsetDateTime {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The calendar day on which `at` falls for people in `zone`. Days of the law are these days, never UTC days.
pub fn civil_date(at: OffsetDateTime, zone: Zone) -> Date {
    at.to_offset(zone.offset()).date()
}

/// UTC and whole microseconds, so that an instant read back from a database equals the one written.
fn to_stored_precision(at: OffsetDateTime) -> OffsetDateTime {
    let at = at.to_offset(UtcOffset::UTC);
    at.replace_microsecond(at.microsecond()).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime};

    use super::*;

    #[test]
    fn an_instant_is_utc_and_whole_microseconds() {
        let clock = FixedClock::new(datetime!(2026-11-24 08:00:00.123_456_789 +8));
        assert_eq!(clock.now(), datetime!(2026-11-24 00:00:00.123_456 UTC));
        assert_eq!(clock.now().offset(), UtcOffset::UTC);
        assert_eq!(SystemClock.now().nanosecond() % 1_000, 0);
        assert_eq!(SystemClock.now().offset(), UtcOffset::UTC);
    }

    #[test]
    fn clones_of_a_fixed_clock_share_their_time() {
        let clock = FixedClock::new(datetime!(2026-11-24 00:00 UTC));
        let other = clock.clone();
        clock.advance(Duration::hours(3));
        assert_eq!(other.now(), datetime!(2026-11-24 03:00 UTC));
    }

    #[test]
    fn the_civil_day_turns_at_local_midnight() {
        let late_evening_utc = datetime!(2026-11-24 16:30 UTC);
        assert_eq!(civil_date(late_evening_utc, Zone::Wib), date!(2026 - 11 - 24));
        assert_eq!(civil_date(late_evening_utc, Zone::Wita), date!(2026 - 11 - 25));
        assert_eq!(civil_date(late_evening_utc, Zone::Wit), date!(2026 - 11 - 25));
    }
}
