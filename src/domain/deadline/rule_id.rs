//! The numbers of the rules.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// The number of a rule in the catalogue of all deadlines, D01 to D45.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RuleId(u8);

impl RuleId {
    /// Give the registration number.
    pub const D01: Self = Self(1);
    /// Check completeness.
    pub const D02: Self = Self(2);
    /// Complete the request.
    pub const D03: Self = Self(3);
    /// Check again after completion.
    pub const D04: Self = Self(4);
    /// Written notice, counted by the statute from receipt.
    pub const D05: Self = Self(5);
    /// Written notice, counted by the regulation from completeness.
    pub const D06: Self = Self(6);
    /// Notice of refusal.
    pub const D07: Self = Self(7);
    /// Written notice after an extension.
    pub const D08: Self = Self(8);
    /// Deliver the information.
    pub const D09: Self = Self(9);
    /// File an objection.
    pub const D10: Self = Self(10);
    /// Give the receipt of an objection.
    pub const D11: Self = Self(11);
    /// Answer an objection, counted by the statute from receipt.
    pub const D12: Self = Self(12);
    /// Answer an objection, counted by the regulation from its registration.
    pub const D13: Self = Self(13);
    /// Bring the dispute to the Information Commission after an answer.
    pub const D14: Self = Self(14);
    /// Bring the dispute to the Information Commission after silence.
    pub const D15: Self = Self(15);
    /// Letter of the clerk on what a dispute lacks.
    pub const D16: Self = Self(16);
    /// Complete the dispute.
    pub const D17: Self = Self(17);
    /// Begin to settle the dispute.
    pub const D18: Self = Self(18);
    /// Settle the dispute, as a target.
    pub const D19: Self = Self(19);
    /// Summon the parties.
    pub const D20: Self = Self(20);
    /// Begin the mediation.
    pub const D21: Self = Self(21);
    /// Mediate.
    pub const D22: Self = Self(22);
    /// File the written conclusions.
    pub const D23: Self = Self(23);
    /// Send the decision of the Commission.
    pub const D24: Self = Self(24);
    /// Refuse the decision, counted by the statute.
    pub const D25: Self = Self(25);
    /// Object to the decision at the court, counted by the regulation.
    pub const D26: Self = Self(26);
    /// Cassation.
    pub const D27: Self = Self(27);
    /// Declare an expiring exemption public.
    pub const D28: Self = Self(28);
    /// Longest term of an exemption for law enforcement.
    pub const D29: Self = Self(29);
    /// Publish periodic information.
    pub const D30: Self = Self(30);
    /// Update the information list.
    pub const D31: Self = Self(31);
    /// Announce what threatens life or public order.
    pub const D32: Self = Self(32);
    /// Announce the figures of the service.
    pub const D33: Self = Self(33);
    /// Report on the year.
    pub const D34: Self = Self(34);
    /// Evaluation by the Commission.
    pub const D35: Self = Self(35);
    /// Tell of a breach of personal data.
    pub const D36: Self = Self(36);
    /// Correct personal data.
    pub const D37: Self = Self(37);
    /// Give access to personal data.
    pub const D38: Self = Self(38);
    /// Stop or restrict the use of personal data.
    pub const D39: Self = Self(39);
    /// Complain about a service.
    pub const D40: Self = Self(40);
    /// Answer whether a complaint is complete.
    pub const D41: Self = Self(41);
    /// Complete a complaint.
    pub const D42: Self = Self(42);
    /// Decide a complaint.
    pub const D43: Self = Self(43);
    /// Tell the complainant the decision.
    pub const D44: Self = Self(44);
    /// The stage of the courts.
    pub const D45: Self = Self(45);

    /// Every rule of the catalogue.
    pub fn all() -> impl Iterator<Item = Self> {
        (1..=45).map(Self)
    }

    /// The rule of that number; `None` outside the catalogue.
    pub const fn new(number: u8) -> Option<Self> {
        match number {
            1..=45 => Some(Self(number)),
            _ => None,
        }
    }

    /// The rule written as `D05`.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text
            .strip_prefix('D')
            .filter(|digits| digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit()))?;
        Self::new(digits.parse().ok()?)
    }
}

impl fmt::Display for RuleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "D{:02}", self.0)
    }
}

/// A text names no rule of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a rule from D01 to D45")]
pub struct UnknownRule(String);

impl FromStr for RuleId {
    type Err = UnknownRule;

    fn from_str(text: &str) -> Result<Self, UnknownRule> {
        Self::parse(text).ok_or_else(|| UnknownRule(text.to_owned()))
    }
}

impl TryFrom<String> for RuleId {
    type Error = UnknownRule;

    fn try_from(text: String) -> Result<Self, UnknownRule> {
        text.parse()
    }
}

impl From<RuleId> for String {
    fn from(id: RuleId) -> Self {
        id.to_string()
    }
}
