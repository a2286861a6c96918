//! What is assumed to be otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::calendar::{CountingSettings, OffHours, ReceiptDay, Treatment, Weekend, WorkingCalendar};
use crate::domain::deadline::{LawBook, LawPack, LawPackError, RuleId, RuleSet};

/// The rules whose length bears on the written notice, and on the answer to an objection.
pub const CHANGEABLE: [RuleId; 8] = [
    RuleId::D02,
    RuleId::D03,
    RuleId::D04,
    RuleId::D05,
    RuleId::D06,
    RuleId::D08,
    RuleId::D12,
    RuleId::D13,
];

/// The longest length that may be assumed, in working days: a whole year, and no count takes long.
pub const LONGEST: u16 = 260;

/// The most working days by which notices and answers may be assumed to come earlier or later.
pub const MOST_SHIFTED: i16 = 60;

/// Everything that is assumed; the default changes nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Assumptions {
    /// Other lengths, in working days.
    pub lengths: BTreeMap<RuleId, u16>,
    /// One calendar for every case; without it each is counted on the calendar it was counted on.
    pub calendar: Option<Arc<WorkingCalendar>>,
    /// Cuti bersama.
    pub collective_leave: Option<Treatment>,
    /// Libur nasional.
    pub national_holiday: Option<Treatment>,
    /// Whether the day of receipt is day 1.
    pub receipt_day: Option<ReceiptDay>,
    /// What an arrival after closing time or on a day off counts as.
    pub off_hours: Option<OffHours>,
    /// Days of the week that never count.
    pub weekend: Option<Weekend>,
    /// Working days by which every notice, and every answer to an objection, comes later; earlier when negative.
    pub shift: i16,
}

impl Assumptions {
    /// Whether everything stays as it was.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }

    /// Whether other rules, calendars or ways of counting are assumed, and not only other days of acting.
    #[must_use]
    pub fn changes_dates(&self) -> bool {
        *self
            != Self {
                shift: self.shift,
                ..Self::default()
            }
    }

    /// What is assumed, in codes and in one order: two equal assumptions read alike.
    #[must_use]
    pub fn codes(&self) -> String {
        let treated = |treatment| match treatment {
            Treatment::NonWorking => "non_working",
            Treatment::Working => "working",
        };
        let mut codes: Vec<String> = self
            .lengths
            .iter()
            .map(|(rule, length)| format!("{rule}={length}"))
            .collect();
        if let Some(calendar) = &self.calendar {
            codes.push(format!("calendar={}", calendar.version().decree));
        }
        let settings = [
            ("collective_leave", self.collective_leave.map(treated)),
            ("national_holiday", self.national_holiday.map(treated)),
            (
                "receipt_day",
                self.receipt_day.map(|day| match day {
                    ReceiptDay::Exclude => "exclude",
                    ReceiptDay::Include => "include",
                }),
            ),
            (
                "off_hours",
                self.off_hours.map(|day| match day {
                    OffHours::ActualDate => "actual_date",
                    OffHours::NextWorkingDay => "next_working_day",
                }),
            ),
            (
                "weekend",
                self.weekend.map(|days| {
                    if days == Weekend::SATURDAY_SUNDAY {
                        "saturday_sunday"
                    } else {
                        "sunday"
                    }
                }),
            ),
        ];
        let chosen = settings
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", value?)));
        codes.extend(chosen);
        match self.shift {
            0 => {}
            earlier @ ..0 => codes.push(format!("faster={}", earlier.unsigned_abs())),
            later => codes.push(format!("slower={later}")),
        }
        codes.join(" ")
    }

    /// How days are counted under these assumptions, where they were counted so.
    #[must_use]
    pub fn counting(&self, was: &CountingSettings) -> CountingSettings {
        CountingSettings {
            collective_leave: self.collective_leave.unwrap_or(was.collective_leave),
            national_holiday: self.national_holiday.unwrap_or(was.national_holiday),
            receipt_day: self.receipt_day.unwrap_or(was.receipt_day),
            off_hours: self.off_hours.unwrap_or(was.off_hours),
            weekend: self.weekend.unwrap_or(was.weekend),
            ..*was
        }
    }
}

/// The law packs of a history and of what is assumed in its place.
#[derive(Clone, Debug)]
pub struct LawOf<'a> {
    book: &'a LawBook,
    assumed: Vec<LawPack>,
}

impl<'a> LawOf<'a> {
    /// The packs of a book, and the same with the assumed lengths.
    ///
    /// # Errors
    /// When a length does not fit its rule.
    pub fn new(book: &'a LawBook, assumptions: &Assumptions) -> Result<Self, LawPackError> {
        let assumed = RuleSet::ALL
            .iter()
            .map(|set| book.pack(*set).with_lengths(&assumptions.lengths));
        Ok(Self {
            book,
            assumed: assumed.collect::<Result<_, _>>()?,
        })
    }

    /// The rules as they were.
    #[must_use]
    pub const fn history(&self, set: RuleSet) -> &LawPack {
        self.book.pack(set)
    }

    /// The rules as they are assumed.
    #[must_use]
    pub fn assumed(&self, set: RuleSet) -> &LawPack {
        let found = self.assumed.iter().find(|pack| pack.rule_set() == set);
        found.unwrap_or_else(|| self.book.pack(set))
    }
}
