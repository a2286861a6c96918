//! Pages for anyone: the start, published answers, units, compliance figures, and the texts every public site owes.

mod answers;
mod fees;
mod figure_lines;
mod figures;
mod file;
mod rules;
mod start;
mod texts;
mod units;

use rocket::Route;
use serde::Serialize;

pub(in crate::web) use fees::schedules;
pub(in crate::web) use figure_lines::{FigureGroup, FigureLine, figure_groups, figure_lines};
pub(in crate::web) use figures::{year_of, year_text, years_around};

use crate::domain::deadline::{Rule, RuleId};
use crate::services::public::{PublicRow, Unit};
use crate::services::{Context, ServiceError};
use crate::text::Lang;
use crate::web::views::Words;
use time::Date;

pub fn routes() -> Vec<Route> {
    [
        start::routes(),
        answers::routes(),
        file::routes(),
        units::routes(),
        figures::routes(),
        rules::routes(),
        fees::routes(),
        texts::routes(),
    ]
    .concat()
}

/// A published answer in a list.
#[derive(Debug, Serialize)]
struct AnswerLine {
    number: String,
    subject: String,
    excerpt: String,
    unit: String,
    outcome: String,
    answered_on: Date,
}

/// Letters of a question shown in a list.
const EXCERPT: usize = 180;

impl AnswerLine {
    fn of(row: &PublicRow, unit: Option<&Unit>) -> Self {
        Self {
            number: row.registration_no.clone(),
            subject: row.subject.clone(),
            excerpt: excerpt(&row.question),
            unit: unit.map(|unit| unit.short_name.clone()).unwrap_or_default(),
            outcome: row.outcome.clone(),
            answered_on: row.answered_on,
        }
    }
}

/// The beginning of a text, cut between words.
fn excerpt(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= EXCERPT {
        return text;
    }
    let begin: String = text.chars().take(EXCERPT).collect();
    let whole = begin.rsplit_once(' ').map_or(begin.as_str(), |(whole, _)| whole);
    format!("{whole} …")
}

/// A rule of the law in force, as a text for anyone cites it.
#[derive(Debug, Serialize)]
struct RuleView {
    days: u16,
    article: String,
}

impl RuleView {
    fn of(ctx: &Context, lang: Lang, id: RuleId) -> Result<Self, ServiceError> {
        let rule: &Rule = ctx
            .law
            .current()
            .rule(id)
            .ok_or_else(|| ServiceError::unexpected("the law pack lacks a rule"))?;
        let article = match lang {
            Lang::Id => &rule.article.id,
            Lang::En => &rule.article.en,
        };
        Ok(Self {
            days: rule.length,
            article: article.clone(),
        })
    }
}

/// A choice of a list, as the form components read it.
#[derive(Debug, Serialize)]
pub(in crate::web) struct Choice {
    pub value: String,
    pub label: String,
}

impl Choice {
    /// The choice of a filter that lets everything through.
    pub fn everything(words: Words<'_>) -> Self {
        Self {
            value: String::new(),
            label: words.text("public.filter.all"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn an_excerpt_ends_between_words() {
        assert_eq!(excerpt("satu\n dua"), "satu dua");
        let long = "kata ".repeat(60);
        let cut = excerpt(&long);
        assert!(cut.ends_with("kata …") && cut.chars().count() < 185, "{cut}");
    }
}
