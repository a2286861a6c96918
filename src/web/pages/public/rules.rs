//! `/aturan`: every rule of a rule set, so that "why this date" ends in the article.

use rocket::{Route, State, get, routes};
use serde::Serialize;

use crate::domain::deadline::{RuleId, RuleSet};
use crate::services::{Context, ServiceError};
use crate::web::guards::Language;
use crate::web::views::{RuleText, Words, rule_text};
use crate::web::{Answer, Cache, Page};

pub fn routes() -> Vec<Route> {
    routes![show]
}

#[derive(Serialize)]
struct RulesPage {
    sets: Vec<SetLink>,
    name: String,
    in_force_from: String,
    version: u32,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct SetLink {
    href: String,
    name: String,
    is_current: bool,
}

#[derive(Serialize)]
struct Part {
    code: &'static str,
    rules: Vec<RuleText>,
}

/// The parts of the page and the last rule of each; a rule that fits none would not be shown, which a test refuses.
const PARTS: [(&str, &[(RuleId, RuleId)]); 6] = [
    ("request", &[(RuleId::D01, RuleId::D09)]),
    ("objection", &[(RuleId::D10, RuleId::D13)]),
    (
        "dispute",
        &[(RuleId::D14, RuleId::D27), (RuleId::D45, RuleId::D45)],
    ),
    ("publication", &[(RuleId::D28, RuleId::D35)]),
    ("personal_data", &[(RuleId::D36, RuleId::D39)]),
    ("complaint", &[(RuleId::D40, RuleId::D44)]),
];

#[get("/aturan?<versi>")]
async fn show(ctx: &State<Context>, language: Language, versi: Option<&str>) -> Answer<Page<RulesPage>> {
    let words = Words::new(ctx, language.0);
    let chosen = match versi {
        Some(code) => RuleSet::parse(code).ok_or(ServiceError::NotFound)?,
        None => ctx.law.current().rule_set(),
    };
    let name = |set: RuleSet| words.text(&format!("law.rule_set.{}", set.code()));
    let pack = ctx.law.pack(chosen);
    let parts = PARTS.iter().map(|(code, ranges)| Part {
        code,
        rules: pack
            .rules()
            .filter(|rule| {
                ranges
                    .iter()
                    .any(|(first, last)| (*first..=*last).contains(&rule.id))
            })
            .map(|rule| rule_text(words, chosen, rule))
            .collect(),
    });
    let view = RulesPage {
        sets: RuleSet::ALL
            .into_iter()
            .rev()
            .map(|set| SetLink {
                href: format!("/aturan?versi={}", set.code()),
                name: name(set),
                is_current: set == chosen,
            })
            .collect(),
        name: name(chosen),
        in_force_from: words.date(pack.in_force_from()),
        version: pack.version(),
        parts: parts.collect(),
    };
    let version = format!("{}-{}", chosen.code(), pack.version());
    Ok(Page::new("pages/public/rules.html.tera", "rules.title", view).cached(Cache::PublicEtag(version)))
}
