//! The law pack: the rules of one regulation, read from its text and checked for sense.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::rule::{Basis, Bearer, Bilingual, Rule, RuleId, Span, TriggerEvent, Unit};

/// Rezim — the regulation a request was filed under, which it keeps (Perki 1/2021 Ps 62).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleSet {
    /// Perki 1/2010 Standar Layanan Informasi Publik, repealed on 30 June 2021.
    #[serde(rename = "perki_2010")]
    Perki2010,
    /// Perki 1/2021 Standar Layanan Informasi Publik.
    #[serde(rename = "perki_2021")]
    Perki2021,
}

impl RuleSet {
    /// Both, the older first.
    pub const ALL: [Self; 2] = [Self::Perki2010, Self::Perki2021];

    /// The stored value.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Perki2010 => "perki_2010",
            Self::Perki2021 => "perki_2021",
        }
    }

    /// The rule set of that stored value.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.code() == code)
    }
}

/// A law pack that cannot be used, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum LawPackError {
    /// Not TOML of the expected shape.
    #[error("the law pack cannot be read: {0}")]
    Unreadable(String),
    /// Another rule set than the one asked for.
    #[error("the law pack is for {0:?}")]
    WrongRuleSet(RuleSet),
    /// Two rules of one number.
    #[error("{0} is given twice")]
    Repeated(RuleId),
    /// Length and unit do not belong together.
    #[error("{0}: the length does not fit the unit")]
    Length(RuleId),
    /// An extension of nothing, or of something that is no count of working days.
    #[error("{0}: it must extend a rule of working days")]
    Extension(RuleId),
}

/// Paket aturan — all rules of one rule set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawPack {
    rule_set: RuleSet,
    version: u32,
    in_force_from: Date,
    rules: BTreeMap<RuleId, Rule>,
}

impl LawPack {
    /// Reads a pack from its TOML text.
    pub fn parse(text: &str) -> Result<Self, LawPackError> {
        let raw: RawPack =
            toml::from_str(text).map_err(|error| LawPackError::Unreadable(error.message().to_owned()))?;
        let lengths: BTreeMap<_, _> = raw
            .rule
            .iter()
            .filter(|rule| rule.unit == Unit::WorkingDays)
            .map(|rule| (rule.id, rule.length))
            .collect();
        let mut rules = BTreeMap::new();
        for rule in raw.rule {
            let rule = rule.resolve(&lengths)?;
            let id = rule.id;
            if rules.insert(id, rule).is_some() {
                return Err(LawPackError::Repeated(id));
            }
        }
        Ok(Self {
            rule_set: raw.id,
            version: raw.version,
            in_force_from: raw.in_force_from,
            rules,
        })
    }

    /// The regulation it holds.
    pub const fn rule_set(&self) -> RuleSet {
        self.rule_set
    }

    /// Its version: raised when a rule is read differently, so that an old computation can be told from a new one.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// The first day on which a request could be filed under it.
    pub const fn in_force_from(&self) -> Date {
        self.in_force_from
    }

    /// The same pack with other lengths, as a simulation supposes them; an extension is counted from what it then extends. Rules that
    /// it lacks stay away. What is counted in no working days has no other length.
    pub fn with_lengths(&self, lengths: &BTreeMap<RuleId, u16>) -> Result<Self, LawPackError> {
        let mut pack = self.clone();
        for rule in pack.rules.values_mut() {
            let Some(length) = lengths.get(&rule.id) else {
                continue;
            };
            match rule.unit {
                Unit::WorkingDays if *length > 0 => rule.span = Span::WorkingDays(*length),
                Unit::Extension => {}
                _ => return Err(LawPackError::Length(rule.id)),
            }
            rule.length = *length;
        }
        let counted: BTreeMap<_, _> = pack.rules.values().map(|rule| (rule.id, rule.length)).collect();
        for rule in pack.rules.values_mut() {
            if let Some(base) = rule.extends.and_then(|base| counted.get(&base)) {
                rule.span = Span::WorkingDays(base.saturating_add(rule.length));
            }
        }
        Ok(pack)
    }

    /// The rule of that number, if this regulation has it.
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(&id)
    }

    /// All rules, by number.
    pub fn rules(&self) -> impl Iterator<Item = &Rule> {
        self.rules.values()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPack {
    id: RuleSet,
    version: u32,
    #[serde(deserialize_with = "day")]
    in_force_from: Date,
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    id: RuleId,
    code: String,
    name: Bilingual,
    trigger: TriggerEvent,
    trigger_text: Bilingual,
    #[serde(default)]
    length: u16,
    unit: Unit,
    extends: Option<RuleId>,
    bearer: Bearer,
    consequence: Bilingual,
    article: Bilingual,
    basis: Basis,
}

impl RawRule {
    fn resolve(self, lengths: &BTreeMap<RuleId, u16>) -> Result<Rule, LawPackError> {
        let counts = matches!(self.unit, Unit::WorkingDays | Unit::Extension);
        if counts != (self.length > 0) {
            return Err(LawPackError::Length(self.id));
        }
        let base = self.extends.map(|base| lengths.get(&base).copied());
        let span = match (self.unit, base) {
            (Unit::WorkingDays, None) => Span::WorkingDays(self.length),
            (Unit::Extension, Some(Some(base))) => Span::WorkingDays(base.saturating_add(self.length)),
            (Unit::Immediate, None) => Span::Immediate,
            (Unit::AsPromised, None) => Span::AsPromised,
            _ => return Err(LawPackError::Extension(self.id)),
        };
        Ok(Rule {
            id: self.id,
            code: self.code,
            name: self.name,
            trigger: self.trigger,
            trigger_text: self.trigger_text,
            length: self.length,
            unit: self.unit,
            extends: self.extends,
            span,
            bearer: self.bearer,
            consequence: self.consequence,
            article: self.article,
            basis: self.basis,
        })
    }
}

/// A day as TOML writes it, without quotes.
fn day<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    use serde::de::Error as _;

    let toml::value::Datetime {
        date: Some(date),
        time: None,
        offset: None,
    } = toml::value::Datetime::deserialize(deserializer)?
    else {
        return Err(D::Error::custom("a date without a time is needed"));
    };
    let month = time::Month::try_from(date.month).map_err(D::Error::custom)?;
    Date::from_calendar_date(i32::from(date.year), month, date.day).map_err(D::Error::custom)
}
