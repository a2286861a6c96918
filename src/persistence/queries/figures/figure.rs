//! What each figure counts (law.md §8.2).
//!
//! Withdrawn and not followed up cases are left out of timeliness, and so are cases without notice whose last day has
//! not passed. A case without notice on that day is late, even if it is answered later.

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition};
use time::{Date, Duration};

use crate::persistence::entities::request::{COLUMN, Column};

/// A figure. Its code names it in addresses, files and translations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Figure {
    /// Requests received (M01).
    Received,
    /// Notices that were due: given, or not given by the last day (the denominator of M02).
    Due,
    /// Notices given by the last day (M02).
    AnsweredInTime,
    /// Notices given after the last day.
    AnsweredLate,
    /// No notice although the last day has passed (M04).
    NeverAnswered,
    /// Late in either way: the sum of the two before.
    Late,
    /// No notice yet, the last day still to come.
    Pending,
    /// Extended (M11).
    Extended,
    /// No notice yet, in time or not.
    Open,
    /// Open for up to a week of calendar days.
    OpenOneWeek,
    /// Open for more than a week, up to two.
    OpenTwoWeeks,
    /// Open for more than two weeks, up to four.
    OpenFourWeeks,
    /// Open for more than four weeks.
    OpenLonger,
    /// Answered with a known number of working days: what median and p90 (M05) are taken from.
    Measured,
    /// Granted in full (M06).
    GrantedFull,
    /// Granted in part (M06).
    GrantedPartial,
    /// Refused (M06).
    Refused,
    /// Not held (M06).
    NotHeld,
    /// Not documented yet (M06).
    NotDocumented,
    /// Forwarded to the body that holds it (M06).
    Forwarded,
    /// Withdrawn by the applicant (M06).
    Withdrawn,
    /// Incomplete and not followed up (M06, M13).
    NotFollowedUp,
}

impl Figure {
    /// Every figure in the order of reports.
    pub const ALL: [Self; 22] = [
        Self::Received,
        Self::Due,
        Self::AnsweredInTime,
        Self::AnsweredLate,
        Self::NeverAnswered,
        Self::Late,
        Self::Pending,
        Self::Extended,
        Self::Open,
        Self::OpenOneWeek,
        Self::OpenTwoWeeks,
        Self::OpenFourWeeks,
        Self::OpenLonger,
        Self::Measured,
        Self::GrantedFull,
        Self::GrantedPartial,
        Self::Refused,
        Self::NotHeld,
        Self::NotDocumented,
        Self::Forwarded,
        Self::Withdrawn,
        Self::NotFollowedUp,
    ];

    /// Its name in addresses, files and translations.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Due => "due",
            Self::AnsweredInTime => "answered_in_time",
            Self::AnsweredLate => "answered_late",
            Self::NeverAnswered => "never_answered",
            Self::Late => "late",
            Self::Pending => "pending",
            Self::Extended => "extended",
            Self::Open => "open",
            Self::OpenOneWeek => "open_one_week",
            Self::OpenTwoWeeks => "open_two_weeks",
            Self::OpenFourWeeks => "open_four_weeks",
            Self::OpenLonger => "open_longer",
            Self::Measured => "measured",
            Self::GrantedFull => "granted_full",
            Self::GrantedPartial => "granted_partial",
            Self::Refused => "refused",
            Self::NotHeld => "not_held",
            Self::NotDocumented => "not_documented",
            Self::Forwarded => "forwarded",
            Self::Withdrawn => "withdrawn",
            Self::NotFollowedUp => "not_followed_up",
        }
    }

    /// The figure with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|figure| figure.code() == code)
    }

    /// The cases it counts, as of a day. The one place: what is counted and what is listed cannot differ.
    pub(in crate::persistence::queries) fn condition(self, as_of: Date) -> Condition {
        let all = Condition::all;
        match self {
            Self::Received => all(),
            Self::Due => all().add(counted()).add(all().add(pending(as_of)).not()),
            Self::AnsweredInTime => all().add(answered()).add(notice_on().lte(due_on())),
            Self::AnsweredLate => all().add(answered()).add(notice_on().gt(due_on())),
            Self::NeverAnswered => open().add(COLUMN.due_on.lt(as_of)),
            Self::Late => Condition::any()
                .add(Self::AnsweredLate.condition(as_of))
                .add(Self::NeverAnswered.condition(as_of)),
            Self::Pending => all().add(counted()).add(pending(as_of)),
            Self::Extended => all().add(Column::ExtendedAt.is_not_null()),
            Self::Open => open(),
            Self::OpenOneWeek => open().add(COLUMN.received_on.gte(weeks_before(as_of, 1))),
            Self::OpenTwoWeeks => open_between(as_of, 2, 1),
            Self::OpenFourWeeks => open_between(as_of, 4, 2),
            Self::OpenLonger => open().add(COLUMN.received_on.lt(weeks_before(as_of, 4))),
            Self::Measured => all().add(answered()).add(Column::WorkingDaysUsed.is_not_null()),
            Self::GrantedFull
            | Self::GrantedPartial
            | Self::Refused
            | Self::NotHeld
            | Self::NotDocumented
            | Self::Forwarded => all().add(Column::Outcome.eq(self.code())),
            Self::Withdrawn | Self::NotFollowedUp => all().add(COLUMN.status.eq(self.code())),
        }
    }
}

fn due_on() -> Expr {
    Expr::col(Column::DueOn)
}

fn notice_on() -> Expr {
    Expr::col(Column::NoticeOn)
}

/// What takes part in timeliness at all.
fn counted() -> Condition {
    let left_out = [Figure::Withdrawn.code(), Figure::NotFollowedUp.code()];
    Condition::all().add(COLUMN.status.is_not_in(left_out))
}

fn answered() -> Condition {
    counted().add(Column::NoticeOn.is_not_null())
}

fn open() -> Condition {
    counted().add(Column::NoticeOn.is_null())
}

fn pending(as_of: Date) -> Condition {
    Condition::all()
        .add(Column::NoticeOn.is_null())
        .add(COLUMN.due_on.gte(as_of))
}

fn open_between(as_of: Date, from_weeks: i64, to_weeks: i64) -> Condition {
    open()
        .add(COLUMN.received_on.gte(weeks_before(as_of, from_weeks)))
        .add(COLUMN.received_on.lt(weeks_before(as_of, to_weeks)))
}

fn weeks_before(as_of: Date, weeks: i64) -> Date {
    as_of.saturating_sub(Duration::weeks(weeks))
}
