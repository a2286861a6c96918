//! What each figure counts (`docs/readings.md`, Measures).
//!
//! Withdrawn and not followed up cases are left out of timeliness, and so are cases without notice whose last day has
//! not passed. A case without notice on that day is late, even if it is answered later.
//!
//! Timeliness is counted three times: by the clock that governs, and by each of the two clocks (`docs/readings.md` R1).

use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition};
use time::{Date, Duration};

use crate::domain::deadline::RuleSet;
use crate::domain::request::ExtensionReason;
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
    /// Notices due under the statute, which counts from receipt (M02: UU 14/2008 Ps 22(7)–(8)).
    StatuteDue,
    /// Of these, given by the statute's last day (M02).
    StatuteInTime,
    /// Of these, given later or not at all (M02).
    StatuteLate,
    /// Of the late ones, without notice (M02, M04).
    StatuteNeverAnswered,
    /// Notices due under the regulation, which counts from completeness (M03: Perki 1/2021 Ps 31(3)).
    RegulationDue,
    /// Of these, given by the regulation's last day (M03).
    RegulationInTime,
    /// Of these, given later or not at all (M03).
    RegulationLate,
    /// Of the late ones, without notice (M03, M04).
    RegulationNeverAnswered,
    /// Extended, whatever came of it (M11).
    Extended,
    /// Extensions that took effect: told in time, once, with a written reason (M11).
    ExtendedValid,
    /// Of these, with a reason in free text that nobody matched with one of the two lawful ones (M11): older registers.
    ExtendedUnproven,
    /// Extensions without effect: told too late, or without a written reason (M11).
    ExtendedVoid,
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
    /// Deliveries whose day has come or that were made, but for those that could have waited (M05b: Perki 1/2021 Ps 31(4)f; UU 14/2008 Ps 35(1)g).
    DeliveryDue,
    /// Of these, by the day promised, or by the day that a payment left (M05b).
    DeliveredInTime,
    /// Of these, later (M05b).
    DeliveredLate,
    /// Of these, not yet (M05c).
    NotDelivered,
    /// Deliveries that may wait for the payment of a fee (M05c).
    DeliveryUnpaid,
    /// Delivered after the day promised, when it could have waited for the payment: neither in time nor late (M05b).
    DeliveredUnpaid,
    /// A fee named in the notice that stands, under a decree (M20: Perki 1/2021 Ps 37–38).
    FeeCharged,
    /// Of these, paid, with a receipt (M20: Perki 1/2021 Ps 38(4)).
    FeePaid,
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
    pub const ALL: [Self; 41] = [
        Self::Received,
        Self::Due,
        Self::AnsweredInTime,
        Self::AnsweredLate,
        Self::NeverAnswered,
        Self::Late,
        Self::Pending,
        Self::StatuteDue,
        Self::StatuteInTime,
        Self::StatuteLate,
        Self::StatuteNeverAnswered,
        Self::RegulationDue,
        Self::RegulationInTime,
        Self::RegulationLate,
        Self::RegulationNeverAnswered,
        Self::Extended,
        Self::ExtendedValid,
        Self::ExtendedUnproven,
        Self::ExtendedVoid,
        Self::Open,
        Self::OpenOneWeek,
        Self::OpenTwoWeeks,
        Self::OpenFourWeeks,
        Self::OpenLonger,
        Self::Measured,
        Self::DeliveryDue,
        Self::DeliveredInTime,
        Self::DeliveredLate,
        Self::NotDelivered,
        Self::DeliveryUnpaid,
        Self::DeliveredUnpaid,
        Self::FeeCharged,
        Self::FeePaid,
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
            Self::StatuteDue => "statute_due",
            Self::StatuteInTime => "statute_in_time",
            Self::StatuteLate => "statute_late",
            Self::StatuteNeverAnswered => "statute_never_answered",
            Self::RegulationDue => "regulation_due",
            Self::RegulationInTime => "regulation_in_time",
            Self::RegulationLate => "regulation_late",
            Self::RegulationNeverAnswered => "regulation_never_answered",
            Self::Extended => "extended",
            Self::ExtendedValid => "extended_valid",
            Self::ExtendedUnproven => "extended_unproven",
            Self::ExtendedVoid => "extended_void",
            Self::Open => "open",
            Self::OpenOneWeek => "open_one_week",
            Self::OpenTwoWeeks => "open_two_weeks",
            Self::OpenFourWeeks => "open_four_weeks",
            Self::OpenLonger => "open_longer",
            Self::Measured => "measured",
            Self::DeliveryDue => "delivery_due",
            Self::DeliveredInTime => "delivered_in_time",
            Self::DeliveredLate => "delivered_late",
            Self::NotDelivered => "not_delivered",
            Self::DeliveryUnpaid => "delivery_unpaid",
            Self::DeliveredUnpaid => "delivered_unpaid",
            Self::FeeCharged => "fee_charged",
            Self::FeePaid => "fee_paid",
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
            Self::Due => Clock::Governing.due(as_of),
            Self::AnsweredInTime => Clock::Governing.in_time(as_of),
            Self::AnsweredLate => Clock::Governing.answered_late(as_of),
            Self::NeverAnswered => Clock::Governing.never_answered(as_of),
            Self::Late => Clock::Governing.late(as_of),
            Self::Pending => open().add(owed(as_of)).add(COLUMN.due_on.gte(as_of)),
            Self::StatuteDue => Clock::Statute.due(as_of),
            Self::StatuteInTime => Clock::Statute.in_time(as_of),
            Self::StatuteLate => Clock::Statute.late(as_of),
            Self::StatuteNeverAnswered => Clock::Statute.never_answered(as_of),
            Self::RegulationDue => Clock::Regulation.due(as_of),
            Self::RegulationInTime => Clock::Regulation.in_time(as_of),
            Self::RegulationLate => Clock::Regulation.late(as_of),
            Self::RegulationNeverAnswered => Clock::Regulation.never_answered(as_of),
            Self::Extended => all().add(Column::ExtendedAt.is_not_null()),
            Self::ExtendedValid => all().add(Column::IsExtensionValid.eq(true)),
            Self::ExtendedUnproven => Self::ExtendedValid
                .condition(as_of)
                .add(Column::ExtensionReason.is_not_in(lawful_reasons())),
            Self::ExtendedVoid => all().add(Column::IsExtensionValid.eq(false)),
            Self::Open => open(),
            Self::OpenOneWeek => open().add(COLUMN.received_on.gte(weeks_before(as_of, 1))),
            Self::OpenTwoWeeks => open_between(as_of, 2, 1),
            Self::OpenFourWeeks => open_between(as_of, 4, 2),
            Self::OpenLonger => open().add(COLUMN.received_on.lt(weeks_before(as_of, 4))),
            Self::Measured => all().add(answered()).add(Column::WorkingDaysUsed.is_not_null()),
            Self::DeliveryDue => Condition::any()
                .add(Self::DeliveredInTime.condition(as_of))
                .add(Self::DeliveredLate.condition(as_of))
                .add(Self::NotDelivered.condition(as_of)),
            Self::DeliveredInTime => promised().add(delivered_on().lte(Func::coalesce([
                Expr::col(Column::DeliverBy),
                Expr::col(Column::PromisedOn),
            ]))),
            Self::DeliveredLate => promised().add(delivered_on().gt(Expr::col(Column::DeliverBy))),
            Self::NotDelivered => undelivered().add(Column::DeliverBy.lt(as_of)),
            Self::DeliveryUnpaid => undelivered().add(Column::DeliverBy.is_null()),
            Self::DeliveredUnpaid => promised()
                .add(Column::DeliverBy.is_null())
                .add(delivered_on().gt(Expr::col(Column::PromisedOn))),
            Self::FeeCharged => all().add(Column::FeeTotal.is_not_null()),
            Self::FeePaid => all().add(Column::FeePaidOn.is_not_null()),
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

/// A clock by which a notice is judged.
#[derive(Clone, Copy)]
enum Clock {
    /// The one that governs the case.
    Governing,
    /// The statute's: every case has it.
    Statute,
    /// The regulation's: a case that has none takes no part.
    Regulation,
}

impl Clock {
    fn due_on(self, as_of: Date) -> Expr {
        match self {
            Self::Governing => Expr::col(Column::DueOn),
            Self::Statute => Expr::col(Column::StatuteDueOn),
            Self::Regulation => regulation_due_on(as_of),
        }
    }

    fn due(self, as_of: Date) -> Condition {
        let settled = Condition::any()
            .add(self.due_on(as_of).lt(as_of))
            .add(Column::NoticeOn.is_not_null());
        counted()
            .add(owed(as_of))
            .add(self.due_on(as_of).is_not_null())
            .add(settled)
    }

    fn in_time(self, as_of: Date) -> Condition {
        answered().add(notice_on().lte(self.due_on(as_of)))
    }

    fn answered_late(self, as_of: Date) -> Condition {
        answered().add(notice_on().gt(self.due_on(as_of)))
    }

    fn never_answered(self, as_of: Date) -> Condition {
        open().add(owed(as_of)).add(self.due_on(as_of).lt(as_of))
    }

    fn late(self, as_of: Date) -> Condition {
        Condition::any()
            .add(self.answered_late(as_of))
            .add(self.never_answered(as_of))
    }
}

/// The last day under the regulation. A request that nobody checked counts as complete from receipt (`docs/readings.md` R2), so an
/// office does not escape this clock by checking nothing: once the statute's last day has passed, so has the check's, and
/// the two clocks are the same.
pub(in crate::persistence::queries) fn regulation_due_on(as_of: Date) -> Expr {
    let is_unchecked = Condition::all()
        .add(Column::CheckedOn.is_null())
        .add(COLUMN.rule_set.eq(RuleSet::Perki2021.code()))
        .add(COLUMN.statute_due_on.lt(as_of));
    let deemed = Expr::case(is_unchecked, Expr::col(Column::StatuteDueOn));
    Func::coalesce([Expr::col(Column::RegulationDueOn), deemed.into()]).into()
}

fn notice_on() -> Expr {
    Expr::col(Column::NoticeOn)
}

fn delivered_on() -> Expr {
    Expr::col(Column::DeliveredOn)
}

/// Where the first notice promised a day. An older register tells of none, so its cases take no part (`docs/readings.md` R43).
fn promised() -> Condition {
    Condition::all()
        .add(Column::PromisedOn.is_not_null())
        .add(COLUMN.source.ne("import"))
}

/// Promised and not given, in a case that is not over.
fn undelivered() -> Condition {
    promised()
        .add(Column::DeliveredOn.is_null())
        .add(COLUMN.status.ne("closed"))
}

/// The two reasons of Perki 1/2021 Ps 36.
fn lawful_reasons() -> impl Iterator<Item = &'static str> {
    ExtensionReason::ALL.iter().map(|reason| reason.code())
}

/// What takes part in timeliness at all.
fn counted() -> Condition {
    let left_out = [Figure::Withdrawn.code(), Figure::NotFollowedUp.code()];
    Condition::all().add(COLUMN.status.is_not_in(left_out))
}

/// Whether a notice is owed at all: not once the applicant has let their days to complete the request pass, until they do (`docs/readings.md`
/// R4; Perki 1/2021 Ps 33(4)).
fn owed(as_of: Date) -> Condition {
    Condition::any()
        .add(Column::FixLatestOn.is_null())
        .add(Column::FixLatestOn.gte(as_of))
}

fn answered() -> Condition {
    counted().add(Column::NoticeOn.is_not_null())
}

fn open() -> Condition {
    counted().add(Column::NoticeOn.is_null())
}

fn open_between(as_of: Date, from_weeks: i64, to_weeks: i64) -> Condition {
    open()
        .add(COLUMN.received_on.gte(weeks_before(as_of, from_weeks)))
        .add(COLUMN.received_on.lt(weeks_before(as_of, to_weeks)))
}

fn weeks_before(as_of: Date, weeks: i64) -> Date {
    as_of.saturating_sub(Duration::weeks(weeks))
}
