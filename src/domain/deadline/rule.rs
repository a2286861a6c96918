//! One rule of the law: who must do what, how long after what, and which article says so.

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
    /// Confirm an objection.
    pub const D11: Self = Self(11);
    /// Answer an objection, counted by the statute from receipt.
    pub const D12: Self = Self(12);
    /// Answer an objection, counted by the regulation from its entry in the register.
    pub const D13: Self = Self(13);
    /// Bring the dispute to the Information Commission.
    pub const D14: Self = Self(14);
    /// Bring the dispute to the Information Commission after silence.
    pub const D15: Self = Self(15);

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

/// A text in both languages of the portal.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bilingual {
    /// Indonesian.
    pub id: String,
    /// English.
    pub en: String,
}

/// The event that starts a clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TriggerEvent {
    /// Permintaan diterima.
    RequestReceived,
    /// Permintaan dicatat dalam buku register.
    RequestRecorded,
    /// Surat keterangan tidak lengkap diterima pemohon.
    IncompletenessLetterReceived,
    /// Perbaikan diterima.
    FixReceived,
    /// Permintaan dinyatakan lengkap.
    DeclaredComplete,
    /// Awal jangka waktu yang diperpanjang.
    ExtendedPeriodStart,
    /// Tanggal yang dijanjikan dalam pemberitahuan.
    PromisedDate,
    /// Alasan keberatan ditemukan.
    GroundFound,
    /// Keberatan diajukan.
    ObjectionFiled,
    /// Keberatan diterima.
    ObjectionReceived,
    /// Keberatan dicatat dalam buku register keberatan.
    ObjectionRecorded,
    /// Tanggapan atas keberatan diterima pemohon.
    ObjectionAnswerReceived,
    /// Jangka waktu tanggapan atas keberatan berakhir.
    ObjectionAnswerOverdue,
}

/// How a rule measures time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    /// Hari kerja.
    WorkingDays,
    /// Seketika: at once.
    Immediate,
    /// On the day the office itself promised.
    AsPromised,
    /// Hari kerja that follow those of another rule, counted from the same start.
    Extension,
}

/// Who must act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bearer {
    /// Petugas Pelayanan Informasi, or the PPID.
    Officer,
    /// PPID.
    Ppid,
    /// Atasan PPID.
    Superior,
    /// Pemohon.
    Applicant,
}

impl Bearer {
    /// Whether the duty lies with the public body.
    pub const fn is_office(self) -> bool {
        matches!(self, Self::Officer | Self::Ppid | Self::Superior)
    }
}

/// Where a rule comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// A text in force says so.
    Law,
    /// No text says so: the portal's own rule, and it must be shown as such.
    Portal,
}

/// How far a rule reaches from its trigger.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Span {
    /// That many working days.
    WorkingDays(u16),
    /// The same day, or the next working day when it is none.
    Immediate,
    /// Exactly the day given.
    AsPromised,
}

impl Span {
    /// The working days counted; none for the other spans.
    pub const fn length(self) -> u16 {
        match self {
            Self::WorkingDays(length) => length,
            Self::Immediate | Self::AsPromised => 0,
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
    /// The rule an extension extends.
    pub extends: Option<RuleId>,
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
}
