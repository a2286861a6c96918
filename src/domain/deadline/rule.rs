//! One rule of the law: who must do what, how long after what, and which article says so.

use serde::Deserialize;

use super::rule_id::RuleId;
use super::vocabulary::{Basis, Bearer, Confidence, Direction, TriggerEvent, Unit};

/// A text in both languages of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// How far a rule reaches from its trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// That many working days.
    WorkingDays(u16),
    /// Back by that many working days; the day counted from is not one of them.
    WorkingDaysBefore {
        /// How many.
        length: u16,
        /// Whether the act still counts up to the day counted from: the text can be read as the first day as well as the last.
        is_open_until_then: bool,
    },
    /// That many days of the calendar.
    CalendarDays(u16),
    /// The day of the same number that many months on, or the last of that month.
    Months(u16),
    /// The same day that many years on.
    Years(u16),
    /// That many hours on the clock, from an instant.
    Hours(u16),
    /// The same day, or the next working day when it is none.
    Immediate,
    /// The same day, whatever day it is.
    NoDelay,
    /// Exactly the day given.
    AsPromised,
    /// Nobody has checked the text: not to be computed.
    Unconfirmed,
}

impl Span {
    /// The number counted; none for what is at once, as promised or unconfirmed.
    pub const fn length(self) -> u16 {
        match self {
            Self::WorkingDays(length)
            | Self::WorkingDaysBefore { length, .. }
            | Self::CalendarDays(length)
            | Self::Months(length)
            | Self::Years(length)
            | Self::Hours(length) => length,
            Self::Immediate | Self::NoDelay | Self::AsPromised | Self::Unconfirmed => 0,
        }
    }

    /// Whether a day off moves its last day, so that a year without a decreed calendar makes it provisional.
    pub const fn counts_working_days(self) -> bool {
        !matches!(
            self,
            Self::CalendarDays(_) | Self::Months(_) | Self::Years(_) | Self::Hours(_) | Self::NoDelay
        )
    }

    /// What its number counts, as a published code.
    pub const fn unit_code(self) -> &'static str {
        match self {
            Self::WorkingDays(_) => "working_days",
            Self::WorkingDaysBefore { .. } => "working_days_before",
            Self::CalendarDays(_) => "calendar_days",
            Self::Months(_) => "months",
            Self::Years(_) => "years",
            Self::Hours(_) => "hours",
            Self::Immediate => "at_once",
            Self::NoDelay => "no_delay",
            Self::AsPromised => "as_promised",
            Self::Unconfirmed => "unconfirmed",
        }
    }
}

/// A rule of the law pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Its number.
    pub id: RuleId,
    /// Its name in code and in files.
    pub code: String,
    /// Its name for people.
    pub name: Bilingual,
    /// What starts the clock.
    pub trigger: TriggerEvent,
    /// What starts the clock, in words.
    pub trigger_text: Bilingual,
    /// The number in the article: for an extension the days that follow.
    pub length: u16,
    /// How the article measures.
    pub unit: Unit,
    /// Whether it runs from the trigger or must end before it.
    pub direction: Direction,
    /// The rule an extension extends.
    pub extends: Option<RuleId>,
    /// Working days that may follow once, where the same article allows it.
    pub extension: Option<u16>,
    /// Working days before its trigger at which the portal opens the task, for a rule that counts back.
    pub opens_before: Option<u16>,
    /// The rule of another text on the same duty; both are counted.
    pub same_duty: Option<RuleId>,
    /// What is counted from the trigger: for an extension the days of both rules.
    pub span: Span,
    /// Who must act.
    pub bearer: Bearer,
    /// What follows when nobody did.
    pub consequence: Bilingual,
    /// The articles, as they are cited.
    pub article: Bilingual,
    /// Whether a text or the portal says so.
    pub basis: Basis,
    /// How far the text was checked.
    pub confidence: Confidence,
}

impl Rule {
    /// The span after the one extension that the same article allows; `None` where it allows none.
    pub fn extended_span(&self) -> Option<Span> {
        match (self.span, self.extension) {
            (Span::WorkingDays(length), Some(more)) => Some(Span::WorkingDays(length.saturating_add(more))),
            _ => None,
        }
    }
}
