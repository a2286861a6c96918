//! Where a case stands, by the rules of the figures (`docs/readings.md`, Measures): M02 to M05 and M11 of one case.

use time::Date;

use crate::domain::request::Status;

/// What the figures look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// State.
    pub status: Status,
    /// Day of the notice.
    pub notice_on: Option<Date>,
    /// Its last day by the clock that governs.
    pub due_on: Date,
    /// Last day of the applicant to complete the request, while no notice is owed after it.
    pub fix_latest_on: Option<Date>,
    /// Whether an extension took effect; `None` without one.
    pub is_extension_valid: Option<bool>,
    /// Working days from receipt to the notice.
    pub working_days: Option<i32>,
}

/// Where the notice of a case stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Withdrawn, not followed up, or not owed while the applicant does not complete the request: takes no part in timeliness.
    LeftOut,
    /// No notice yet, its last day still to come.
    Pending,
    /// Given by the last day.
    InTime,
    /// Given after it.
    AnsweredLate,
    /// Not given although it has passed.
    NeverAnswered,
}

impl Standing {
    /// Whether a notice was due: the denominator of M02.
    #[must_use]
    pub const fn is_due(self) -> bool {
        matches!(self, Self::InTime | Self::AnsweredLate | Self::NeverAnswered)
    }

    /// Whether it came too late or not at all.
    #[must_use]
    pub const fn is_late(self) -> bool {
        matches!(self, Self::AnsweredLate | Self::NeverAnswered)
    }
}

/// What the figures say of one case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// Where its notice stands.
    pub standing: Standing,
    /// Whether an extension took effect; `None` without one.
    pub is_extension_valid: Option<bool>,
    /// Working days to the notice, where they are measured.
    pub working_days: Option<i32>,
}

impl Verdict {
    /// The verdict on a day.
    #[must_use]
    pub fn of(facts: &Facts, as_of: Date) -> Self {
        let standing = if matches!(facts.status, Status::Withdrawn | Status::NotFollowedUp) {
            Standing::LeftOut
        } else {
            match facts.notice_on {
                Some(on) if on <= facts.due_on => Standing::InTime,
                Some(_) => Standing::AnsweredLate,
                None if facts.fix_latest_on.is_some_and(|latest| latest < as_of) => Standing::LeftOut,
                None if facts.due_on < as_of => Standing::NeverAnswered,
                None => Standing::Pending,
            }
        };
        let is_measured = matches!(standing, Standing::InTime | Standing::AnsweredLate);
        Self {
            standing,
            is_extension_valid: facts.is_extension_valid,
            working_days: facts.working_days.filter(|_| is_measured),
        }
    }
}
