//! The register and the figures as CSV (RFC 4180), for spreadsheets and for recomputing offline.
//!
//! Codes and ISO dates, not translated, so that a file means the same to every reader. A cell that a spreadsheet would take for
//! a formula gets an apostrophe in front.

use futures::stream::{self, BoxStream, StreamExt};

use super::register::{Asked, filter, name_in};
use super::{Figure, FigureSet, Figures, RegisterRow};
use crate::domain::actor::Viewer;
use crate::persistence::queries::{DayCursor, RegisterFilter, list_register};
use crate::persistence::rows::Unit;
use crate::persistence::units;
use crate::services::{Context, ServiceError};

/// Lines read at once.
const BATCH: u64 = 500;

/// A part of the file, or the failure that ends it early.
pub type Part = Result<String, ServiceError>;

/// The whole register as asked, oldest first, in parts: memory stays small and no transaction stays open while somebody
/// downloads.
///
/// # Errors
/// Forbidden for anyone but an auditor.
pub async fn register_csv(
    ctx: &Context,
    viewer: &Viewer,
    asked: &Asked,
) -> Result<BoxStream<'static, Part>, ServiceError> {
    let units = units::list_units(ctx.db.read()).await?;
    let mut filter = filter(ctx, viewer, asked, &units, BATCH)?;
    filter.oldest_first = true;
    filter.after = None;
    let db = ctx.db.clone();
    let head = stream::once(async { Ok(line(&REGISTER.map(|name| Some(name.to_owned())))) });
    let rows = stream::unfold(Some(filter), move |next| {
        let (db, units) = (db.clone(), units.clone());
        async move {
            let filter: RegisterFilter = next?;
            match list_register(db.read(), &filter).await {
                Ok(page) => {
                    let text: String = page.rows.iter().map(|row| register_line(&units, row)).collect();
                    let next = page.next.map(|after: DayCursor| RegisterFilter {
                        after: Some(after),
                        ..filter
                    });
                    Some((Ok(text), next))
                }
                Err(error) => Some((Err(error.into()), None)),
            }
        }
    });
    Ok(head.chain(rows).boxed())
}

const REGISTER: [&str; 27] = [
    "registration_no",
    "registered_unit",
    "unit",
    "source",
    "rule_set",
    "channel",
    "applicant_kind",
    "by_proxy",
    "subject",
    "purpose",
    "access_mode",
    "delivery_mode",
    "status",
    "outcome",
    "received_on",
    "complete_on",
    "extended",
    "extension_reason",
    "extension_valid",
    "target_on",
    "due_on",
    "statute_due_on",
    "regulation_due_on",
    "notice_on",
    "delivered_on",
    "working_days_used",
    "is_late",
];

fn register_line(units: &[Unit], row: &RegisterRow) -> String {
    let text = |value: &str| Some(value.to_owned());
    let shown = |value: Option<&dyn ToString>| value.map(ToString::to_string);
    let day = |value: &Option<time::Date>| value.map(|on| on.to_string());
    line(&[
        text(&row.registration_no),
        text(name_in(units, row.registered_unit_id)),
        text(name_in(units, row.unit_id)),
        text(&row.source),
        text(&row.rule_set),
        text(&row.channel),
        text(&row.applicant_kind),
        shown(Some(&row.by_proxy)),
        text(&row.subject),
        row.purpose.clone(),
        row.access_mode.clone(),
        row.delivery_mode.clone(),
        text(&row.status),
        row.outcome.clone(),
        shown(Some(&row.received_on)),
        day(&row.complete_on),
        shown(Some(&row.extended_at.is_some())),
        row.extension_reason.clone(),
        row.is_extension_valid.map(|valid| valid.to_string()),
        shown(Some(&row.target_on)),
        shown(Some(&row.due_on)),
        shown(Some(&row.statute_due_on)),
        day(&row.regulation_due_on),
        day(&row.notice_on),
        day(&row.delivered_on),
        row.working_days_used.map(|used| used.to_string()),
        shown(Some(&row.is_late)),
    ])
}

/// The figures as CSV: a line a unit and one for the sum, whose code is empty.
#[must_use]
pub fn figures_csv(figures: &Figures) -> String {
    let mut head: Vec<Option<String>> = ["year", "as_of", "unit", "name"]
        .map(|name| Some(name.to_owned()))
        .into();
    head.extend(Figure::ALL.iter().map(|figure| Some(figure.code().to_owned())));
    head.extend(["median_days", "p90_days"].map(|name| Some(name.to_owned())));
    let mut csv = line(&head);
    for (unit, set) in &figures.units {
        csv += &figures_line(figures, &unit.code, &unit.name, set);
    }
    csv + &figures_line(figures, "", "", &figures.total)
}

fn figures_line(figures: &Figures, code: &str, name: &str, set: &FigureSet) -> String {
    let mut cells = vec![
        figures.year.map(|year| year.to_string()),
        Some(figures.as_of.to_string()),
        Some(code.to_owned()),
        Some(name.to_owned()),
    ];
    cells.extend(
        Figure::ALL
            .iter()
            .map(|figure| Some(set.get(*figure).to_string())),
    );
    cells.extend([50, 90].map(|percent| set.percentile(percent).map(|days| days.to_string())));
    line(&cells)
}

/// One line. Every cell with a sign of its own meaning is quoted; one that begins like a formula gets an apostrophe.
pub(in crate::services) fn line(cells: &[Option<String>]) -> String {
    let cells: Vec<String> = cells
        .iter()
        .map(|cell| quoted(cell.as_deref().unwrap_or_default()))
        .collect();
    cells.join(",") + "\r\n"
}

fn quoted(text: &str) -> String {
    let disarmed = disarmed(text);
    if disarmed == text && !text.contains([',', '"', '\r', '\n']) {
        return disarmed;
    }
    format!("\"{}\"", disarmed.replace('"', "\"\""))
}

/// With an apostrophe wherever a cell could begin with a formula: a spreadsheet set to Indonesian splits at semicolons and does
/// not see our quotes then, so a cell may begin in the middle of a text.
fn disarmed(text: &str) -> String {
    let mut disarmed = String::with_capacity(text.len());
    let mut may_begin = true;
    for sign in text.chars() {
        if may_begin
            && matches!(
                sign,
                '=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠'
            )
        {
            disarmed.push('\'');
        }
        may_begin = matches!(sign, ';' | '\t' | '\r' | '\n') || may_begin && matches!(sign, ' ' | '"');
        disarmed.push(sign);
    }
    disarmed
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        for (text, cell) in [
            ("", ""),
            ("biasa saja", "biasa saja"),
            ("a,b", "\"a,b\""),
            ("kata \"begini\"", "\"kata \"\"begini\"\"\""),
            ("baris\nkedua", "\"baris\nkedua\""),
            ("=1+1", "\"'=1+1\""),
            ("+62811", "\"'+62811\""),
            ("-cmd|' /C calc'!A0", "\"'-cmd|' /C calc'!A0\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t'=1\""),
            ("a=1", "a=1"),
            ("a;=1+1", "\"a;'=1+1\""),
            ("a; \"@x", "\"a; \"\"'@x\""),
            ("a\n-2", "\"a\n'-2\""),
            ("a; b", "a; b"),
        ] {
            assert_eq!(quoted(text), cell, "{text:?}");
        }
    }
}
