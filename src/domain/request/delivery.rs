//! Penyerahan: what was promised, and whether it was kept (Perki 1/2021 Ps 31(4)f; UU 14/2008 Ps 35(1)g). Derived, never a state.

use super::milestones::Notice;
use crate::domain::calendar::{CountingSettings, WorkingCalendar};
use crate::domain::fee::Ways;
use time::Date;

/// Biaya yang diberitahukan, and the day it was paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fee {
    /// Rupiah.
    pub total: i64,
    /// How it may be paid.
    pub ways: Ways,
    /// Day of payment.
    pub paid_on: Option<Date>,
}

/// A promise with what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The day promised.
    pub promised_on: Date,
    /// The fee that the notice named.
    pub fee: Option<Fee>,
    /// The last day on which the delivery is in time; none while it may wait for the payment, and when it did not wait.
    pub deliver_by: Option<Date>,
    /// Day of delivery.
    pub delivered_on: Option<Date>,
}

/// Where a promise stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// Delivered by its day.
    InTime,
    /// Delivered after it.
    Late,
    /// Its day has passed without delivery.
    Missed,
    /// Its day is still to come.
    Ahead,
    /// It may wait for the payment.
    Unpaid,
    /// Delivered after the day promised, when it could have waited for the payment: neither in time nor late.
    DidNotWait,
}

impl Kept {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::InTime => "in_time",
            Self::Late => "late",
            Self::Missed => "missed",
            Self::Ahead => "ahead",
            Self::Unpaid => "unpaid",
            Self::DidNotWait => "did_not_wait",
        }
    }
}

impl Delivery {
    /// What a notice promised; none when it promised nothing. The promised day stands whatever is paid when. While a fee that the
    /// notice named is unpaid the delivery may wait, and no day of that time is late; paid on the promised day or after it, the
    /// next working day is in time, for the day of payment does not count (`docs/readings.md` R42).
    #[must_use]
    pub fn of(
        notice: &Notice,
        delivered_on: Option<Date>,
        calendar: &WorkingCalendar,
        settings: &CountingSettings,
    ) -> Option<Self> {
        let promised_on = notice.promised_on?;
        let deliver_by = match notice.fee {
            None => Some(promised_on),
            Some(Fee { paid_on: None, .. }) => None,
            // It did not wait.
            Some(Fee {
                paid_on: Some(paid), ..
            }) if delivered_on.is_some_and(|on| on < paid) => None,
            Some(Fee {
                paid_on: Some(paid), ..
            }) if paid < promised_on => Some(promised_on),
            Some(Fee {
                paid_on: Some(paid), ..
            }) => Some(calendar.next_working_day(paid, settings).unwrap_or(paid)),
        };
        Some(Self {
            promised_on,
            fee: notice.fee,
            deliver_by,
            delivered_on,
        })
    }

    /// The day by which the promise binds as a duty: the day above, or the one on which it was kept without waiting.
    #[must_use]
    pub fn binds_on(&self) -> Date {
        let kept = self.delivered_on.unwrap_or(self.promised_on);
        self.deliver_by.unwrap_or(self.promised_on.max(kept))
    }

    /// Where it stands on a day.
    #[must_use]
    pub fn on(&self, today: Date) -> Kept {
        match (self.delivered_on, self.deliver_by) {
            (Some(on), Some(by)) if on > by => Kept::Late,
            (Some(on), None) if on > self.promised_on => Kept::DidNotWait,
            (Some(_), _) => Kept::InTime,
            (None, None) => Kept::Unpaid,
            (None, Some(by)) if by < today => Kept::Missed,
            (None, Some(_)) => Kept::Ahead,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Delivery, Fee, Kept};
    use crate::domain::calendar::{CalendarVersion, CalendarVersionId, CountingSettings, WorkingCalendar};
    use crate::domain::fee::Ways;
    use crate::domain::request::{Notice, Outcome};
    use time::Date;
    use time::macros::date;

    const TUESDAY: Date = date!(2026 - 11 - 24);
    const THURSDAY: Date = date!(2026 - 11 - 26);
    const FRIDAY: Date = date!(2026 - 11 - 27);
    const SATURDAY: Date = date!(2026 - 11 - 28);
    const MONDAY: Date = date!(2026 - 11 - 30);
    const NEXT_TUESDAY: Date = date!(2026 - 12 - 01);

    #[test]
    fn an_unpaid_fee_lets_a_delivery_wait_and_moves_no_promise() {
        let version = CalendarVersion {
            id: CalendarVersionId(uuid::Uuid::nil()),
            decree: "SKB".to_owned(),
            issued_on: TUESDAY,
        };
        let calendar = WorkingCalendar::new(version, []);
        let fee = |paid_on| {
            Some(Fee {
                total: 500,
                ways: Ways::default(),
                paid_on,
            })
        };
        // Promised for Thursday: fee, day of delivery, last day, and where it stands on Monday.
        for (fee, delivered_on, by, kept) in [
            (None, None, Some(THURSDAY), Kept::Missed),
            (None, Some(THURSDAY), Some(THURSDAY), Kept::InTime),
            (None, Some(FRIDAY), Some(THURSDAY), Kept::Late),
            (fee(None), None, None, Kept::Unpaid),
            (fee(None), Some(THURSDAY), None, Kept::InTime),
            (fee(None), Some(MONDAY), None, Kept::DidNotWait),
            (fee(Some(TUESDAY)), None, Some(THURSDAY), Kept::Missed),
            (fee(Some(TUESDAY)), Some(FRIDAY), Some(THURSDAY), Kept::Late),
            (fee(Some(THURSDAY)), Some(FRIDAY), Some(FRIDAY), Kept::InTime),
            (fee(Some(FRIDAY)), None, Some(MONDAY), Kept::Ahead),
            (fee(Some(SATURDAY)), Some(MONDAY), Some(MONDAY), Kept::InTime),
            (fee(Some(FRIDAY)), Some(NEXT_TUESDAY), Some(MONDAY), Kept::Late),
            (fee(Some(MONDAY)), Some(FRIDAY), None, Kept::DidNotWait),
            (fee(Some(FRIDAY)), Some(THURSDAY), None, Kept::InTime),
        ] {
            let notice = Notice {
                on: TUESDAY,
                outcome: Outcome::GrantedFull,
                promised_on: Some(THURSDAY),
                foreseen: None,
                received_on: None,
                fee,
            };
            let settings = CountingSettings::default();
            let delivery = Delivery::of(&notice, delivered_on, &calendar, &settings).expect("a promise");
            assert_eq!(
                (delivery.promised_on, delivery.deliver_by, delivery.on(MONDAY)),
                (THURSDAY, by, kept),
                "{fee:?} {delivered_on:?}"
            );
        }
    }
}
