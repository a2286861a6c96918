//! A rule of a law pack in the reader's language.

use serde::Serialize;

use super::Words;
use crate::domain::deadline::{Basis, Bilingual, Confidence, Direction, Rule, RuleSet, Span, Unit};
use crate::text::Lang;

/// A rule, as the page of all rules and the explanation of a date show it.
#[derive(Debug, Serialize)]
pub struct RuleText {
    /// `D05`.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `10 hari kerja`.
    pub length: String,
    /// What starts it, or what it must end before.
    pub trigger: String,
    /// Whether it must end before that.
    pub is_before: bool,
    /// Whether its days run forward over working days, the first of them after the trigger.
    pub counts_working_days: bool,
    /// Who must act.
    pub bearer: String,
    /// What follows when nobody did.
    pub consequence: String,
    /// The articles.
    pub article: String,
    /// Whether no text says so.
    pub is_portal_rule: bool,
    /// How far its text was checked, unless in full.
    pub doubt: Option<&'static str>,
    /// The other rules on the same duty.
    pub same_duty: Option<String>,
    /// Its place on the page of all rules.
    pub href: String,
}

/// A text in the reader's language.
pub fn pick(lang: Lang, text: &Bilingual) -> String {
    match lang {
        Lang::Id => text.id.clone(),
        Lang::En => text.en.clone(),
    }
}

/// The rule of `set` in words.
pub fn rule_text(words: Words<'_>, set: RuleSet, rule: &Rule) -> RuleText {
    let pick = |text: &Bilingual| pick(words.lang, text);
    RuleText {
        id: rule.id.to_string(),
        name: pick(&rule.name),
        length: length(words, rule),
        trigger: pick(&rule.trigger_text),
        is_before: rule.direction == Direction::Before,
        counts_working_days: matches!(rule.span, Span::WorkingDays(_)),
        bearer: words.text(&format!("rules.bearer.{}", rule.bearer.code())),
        consequence: pick(&rule.consequence),
        article: pick(&rule.article),
        is_portal_rule: rule.basis == Basis::Portal,
        doubt: match rule.confidence {
            Confidence::Confirmed => None,
            Confidence::Secondary => Some("secondary"),
            Confidence::Recalled => Some("recalled"),
        },
        same_duty: rule.same_duty.map(|id| id.to_string()),
        href: format!("/aturan?versi={}#{}", set.code(), rule.id),
    }
}

/// `10 hari kerja`, `+7 hari kerja`, `14 + 7 hari kerja`, `seketika`.
fn length(words: Words<'_>, rule: &Rule) -> String {
    let counted = |unit: &str, count: u16| words.counted(&format!("rules.length.{unit}"), count.into());
    let plain = |unit: &str| words.text(&format!("rules.length.{unit}"));
    match (rule.unit, rule.span) {
        (Unit::Extension, Span::WorkingDays(all)) => words.with(
            "rules.length.extension",
            &[
                ("more", &counted("working_days", rule.length)),
                ("all", &counted("working_days", all)),
            ],
        ),
        (Unit::WorkingDays | Unit::Extension, _) => {
            let days = counted("working_days", rule.length);
            match rule.extension {
                Some(more) => words.with(
                    "rules.length.once_more",
                    &[("days", &days), ("more", &counted("working_days", more))],
                ),
                None => days,
            }
        }
        (Unit::CalendarDays, _) => counted("calendar_days", rule.length),
        (Unit::Months, _) => counted("months", rule.length),
        (Unit::Years, _) => counted("years", rule.length),
        (Unit::Hours, _) => counted("hours", rule.length),
        (Unit::Immediate, _) => plain("at_once"),
        (Unit::NoDelay, _) => plain("no_delay"),
        (Unit::AsPromised, _) => plain("as_promised"),
        (Unit::Unstated, _) => plain("unstated"),
    }
}
