//! The law pack: the rules of one regulation, read from its text and checked for sense.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::rule::{Bilingual, Rule, Span};
use super::rule_id::RuleId;
use super::vocabulary::{Basis, Bearer, Confidence, Direction, TriggerEvent, Unit};

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
    /// A rule that shares its duty with one the pack lacks.
    #[error("{0}: the other rule on its duty is missing")]
    SameDuty(RuleId),
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
    /// Reads a pack from its TOML text and that of the rules which hold under every rule set.
    pub fn parse(text: &str, shared: &str) -> Result<Self, LawPackError> {
        let raw: RawPack = read(text)?;
        let shared: SharedRules = read(shared)?;
        let all = || raw.rule.iter().chain(&shared.rule);
        let lengths: BTreeMap<_, _> = all()
            .filter(|rule| rule.unit == Unit::WorkingDays && rule.direction == Direction::After)
            .map(|rule| (rule.id, rule.length))
            .collect();
        let mut rules = BTreeMap::new();
        for rule in all() {
            let rule = rule.resolve(&lengths)?;
            let id = rule.id;
            if rules.insert(id, rule).is_some() {
                return Err(LawPackError::Repeated(id));
            }
        }
        if let Some(rule) = rules
            .values()
            .find(|rule| rule.same_duty.is_some_and(|other| !rules.contains_key(&other)))
        {
            return Err(LawPackError::SameDuty(rule.id));
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

    /// Its version: raised when a rule that dates were computed by is read differently, so that an old computation can be told from a
    /// new one. A rule that is added changes no such date and raises nothing.
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
                // A rule whose text nobody has checked is computed nowhere, so no other length of it means anything.
                _ if rule.span == Span::Unconfirmed => continue,
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

    /// Every rule on the duty of `id`, itself included, where two texts set different limits.
    pub fn same_duty(&self, id: RuleId) -> impl Iterator<Item = &Rule> {
        let duty = self.rule(id).and_then(|rule| rule.same_duty).unwrap_or(id);
        self.rules()
            .filter(move |rule| rule.id == duty || rule.same_duty == Some(duty))
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
struct SharedRules {
    #[serde(default)]
    rule: Vec<RawRule>,
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Result<T, LawPackError> {
    toml::from_str(text).map_err(|error| LawPackError::Unreadable(error.message().to_owned()))
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
    #[serde(default)]
    direction: Direction,
    extends: Option<RuleId>,
    extension: Option<u16>,
    opens_before: Option<u16>,
    #[serde(default)]
    is_open_until_then: bool,
    same_duty: Option<RuleId>,
    bearer: Bearer,
    consequence: Bilingual,
    article: Bilingual,
    basis: Basis,
    #[serde(default)]
    confidence: Confidence,
}

impl RawRule {
    fn resolve(&self, lengths: &BTreeMap<RuleId, u16>) -> Result<Rule, LawPackError> {
        let is_uncounted = matches!(
            self.unit,
            Unit::Immediate | Unit::NoDelay | Unit::AsPromised | Unit::Unstated
        );
        if is_uncounted == (self.length > 0) {
            return Err(LawPackError::Length(self.id));
        }
        let counts_back = self.direction == Direction::Before;
        let is_plain = self.unit == Unit::WorkingDays && !counts_back;
        let is_senseless = (counts_back && self.unit != Unit::WorkingDays)
            || (!counts_back && (self.is_open_until_then || self.opens_before.is_some()))
            || (self.extension.is_some() && !is_plain)
            || (self.unit == Unit::Unstated && self.confidence != Confidence::Recalled);
        if is_senseless {
            return Err(LawPackError::Length(self.id));
        }
        let base = self.extends.map(|base| lengths.get(&base).copied());
        let length = self.length;
        let span = match (self.unit, base) {
            (Unit::WorkingDays, None) if counts_back => Span::WorkingDaysBefore {
                length,
                is_open_until_then: self.is_open_until_then,
            },
            (Unit::WorkingDays, None) => Span::WorkingDays(length),
            (Unit::Extension, Some(Some(base))) => Span::WorkingDays(base.saturating_add(length)),
            (Unit::CalendarDays, None) => Span::CalendarDays(length),
            (Unit::Months, None) => Span::Months(length),
            (Unit::Years, None) => Span::Years(length),
            (Unit::Hours, None) => Span::Hours(length),
            (Unit::Immediate, None) => Span::Immediate,
            (Unit::NoDelay, None) => Span::NoDelay,
            (Unit::AsPromised, None) => Span::AsPromised,
            (Unit::Unstated, None) => Span::Unconfirmed,
            _ => return Err(LawPackError::Extension(self.id)),
        };
        Ok(Rule {
            id: self.id,
            code: self.code.clone(),
            name: self.name.clone(),
            trigger: self.trigger,
            trigger_text: self.trigger_text.clone(),
            length,
            unit: self.unit,
            direction: self.direction,
            extends: self.extends,
            extension: self.extension,
            opens_before: self.opens_before,
            same_duty: self.same_duty,
            span: if self.confidence == Confidence::Recalled {
                Span::Unconfirmed
            } else {
                span
            },
            bearer: self.bearer,
            consequence: self.consequence.clone(),
            article: self.article.clone(),
            basis: self.basis,
            confidence: self.confidence,
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
