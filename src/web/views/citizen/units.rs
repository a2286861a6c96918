//! Choosing a unit: a list that can be narrowed down by words and by kind, and "I do not know".

use serde::Serialize;

use crate::services::units::Unit;
use crate::web::views::Words;

/// What the reader looks for.
#[derive(Clone, Debug, Default)]
pub struct UnitFilter {
    text: String,
    kind: String,
}

impl UnitFilter {
    /// From the address.
    pub fn new(text: Option<&str>, kind: Option<&str>) -> Self {
        let short = |text: Option<&str>| text.unwrap_or_default().trim().chars().take(100).collect();
        Self {
            text: short(text),
            kind: short(kind),
        }
    }

    /// Every word must occur in a name, a place or the area that is served.
    fn admits(&self, unit: &Unit) -> bool {
        let hay = [
            &unit.name,
            &unit.short_name,
            &unit.place,
            &unit.address,
            &unit.service_area,
        ];
        let hay = hay.map(|text| text.to_lowercase()).join(" ");
        let has_words = self
            .text
            .to_lowercase()
            .split_whitespace()
            .all(|word| hay.contains(word));
        has_words && (self.kind.is_empty() || self.kind == unit.kind)
    }
}

/// The list.
#[derive(Debug, Serialize)]
pub struct UnitsView {
    text: String,
    kind: String,
    kinds: Vec<Choice>,
    choices: Vec<Choice>,
    /// How many were found.
    found: usize,
    is_narrowed: bool,
}

#[derive(Debug, Serialize)]
struct Choice {
    value: String,
    label: String,
    hint: String,
}

/// The units to choose from. The one chosen already stays in sight whatever is looked for, and so does "I do not know", which
/// leads to the unit `fallback`.
pub fn unit_choices(
    words: Words<'_>,
    all: &[Unit],
    filter: UnitFilter,
    chosen: &str,
    fallback: &str,
) -> UnitsView {
    let name_of_fallback = all
        .iter()
        .find(|unit| unit.code == fallback)
        .map_or(fallback, |unit| unit.name.as_str());
    let mut choices = vec![Choice {
        value: "unknown".to_owned(),
        label: words.text("citizen.unit.unknown"),
        hint: words.with("citizen.unit.unknown_hint", &[("unit", name_of_fallback)]),
    }];
    let found = all.iter().filter(|unit| filter.admits(unit)).count();
    let shown = all
        .iter()
        .filter(|unit| unit.code == chosen || filter.admits(unit));
    choices.extend(shown.map(|unit| Choice {
        value: unit.code.clone(),
        label: unit.short_name.clone(),
        hint: format!("{} · {}", unit.name, unit.place),
    }));
    let mut kinds: Vec<&str> = all.iter().map(|unit| unit.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let kinds = kinds.into_iter().map(|kind| Choice {
        value: kind.to_owned(),
        label: words.text(&format!("law.unit_kind.{kind}")),
        hint: String::new(),
    });
    UnitsView {
        kinds: kinds.collect(),
        choices,
        found,
        is_narrowed: !filter.text.is_empty() || !filter.kind.is_empty(),
        text: filter.text,
        kind: filter.kind,
    }
}
