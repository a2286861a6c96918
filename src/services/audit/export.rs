//! The register and the figures as CSV (RFC 4180), for spreadsheets and for recomputing offline.
//!
//! Codes and ISO dates, not translated, so that a file means the same to every reader. A cell that a spreadsheet would take for
//! a formula gets an apostrophe in front.

use futures::stream::{self, BoxStream, StreamExt};

use std::collections::HashMap;

use uuid::Uuid;

use super::register::{Asked, filter, name_in};
use super::{Figure, FigureSet, Figures, RegisterRow};
use crate::domain::actor::Viewer;
use crate::domain::request::{HeldDays, Holder};
use crate::persistence::queries::{DayCursor, ObjectionFigure, RegisterFilter, list_register};
use crate::persistence::rows::Unit;
use crate::persistence::{PersistenceError, events, units};
use crate::services::calendars::KeptCalendars;
use crate::services::requests::CaseLog;
use crate::services::units::zone_of;
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
    let head = stream::once(async { Ok(line(&REGISTER.map(|name| Some(name.to_owned())))) });
    let writer = Writer {
        ctx: ctx.clone(),
        calendars: KeptCalendars::new(ctx, ctx.db.read()).await?,
        units,
    };
    let rows = stream::unfold(Some((writer, filter)), |next| async move {
        let (mut writer, filter) = next?;
        match writer.part(&filter).await {
            Ok((text, after)) => {
                let next = after.map(|after| RegisterFilter {
                    after: Some(after),
                    ..filter
                });
                Some((Ok(text), next.map(|filter| (writer, filter))))
            }
            Err(error) => Some((Err(error), None)),
        }
    });
    Ok(head.chain(rows).boxed())
}

/// Writes the register part by part.
struct Writer {
    ctx: Context,
    calendars: KeptCalendars,
    units: Vec<Unit>,
}

impl Writer {
    /// The lines of one page, and where the next one starts.
    async fn part(&mut self, filter: &RegisterFilter) -> Result<(String, Option<DayCursor>), ServiceError> {
        let page = list_register(self.ctx.db.read(), filter).await?;
        let ids: Vec<Uuid> = page.rows.iter().map(|row| row.id).collect();
        let mut logs: HashMap<Uuid, Vec<events::LogLine>> = HashMap::with_capacity(ids.len());
        for found in events::list_logs(self.ctx.db.read(), &ids).await? {
            logs.entry(found.request_id).or_default().push(found);
        }
        let mut text = String::new();
        for row in &page.rows {
            let log = logs.remove(&row.id).unwrap_or_default();
            let held = self.held(row, &log).await?;
            text += &register_line(&self.units, row, &held);
        }
        Ok((text, page.next))
    }

    /// Who held it, on the calendar by which its notice was judged, or on the one in force.
    async fn held(&mut self, row: &RegisterRow, log: &[events::LogLine]) -> Result<HeldDays, ServiceError> {
        let unit = self.units.iter().find(|unit| unit.id == row.unit_id);
        let zone = unit.map_or_else(|| self.ctx.zone(), |unit| zone_of(&self.ctx, unit));
        let calendar = match row.notice_on {
            Some(_) => {
                self.calendars
                    .get(self.ctx.db.read(), row.calendar_version_id)
                    .await?
            }
            None => self.calendars.current().clone(),
        };
        let lines = log
            .iter()
            .map(|line| (line.at, line.data.as_str(), line.dates.as_deref()));
        let held = CaseLog::read(lines, zone)?.held(self.ctx.today(zone), &calendar, &self.ctx.counting());
        held.ok_or_else(|| {
            PersistenceError::invalid_row("request_events", "the first event is not an arrival").into()
        })
    }
}

const REGISTER: [&str; 37] = [
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
    "promised_on",
    "delivered_on",
    "deliver_by",
    "fee_total",
    "fee_paid_on",
    "working_days_used",
    "is_late",
    "working_days_elapsed",
    "days_held_by_office",
    "of_these_question_open",
    "days_held_by_applicant",
    "held_by",
    "held_now",
];

/// A holder as a file names it: the unit, and whether a question of its is open; or the applicant.
fn holder_name(units: &[Unit], holder: Holder) -> String {
    match holder {
        Holder::Office(unit) => name_in(units, unit.0).to_owned(),
        Holder::Asked(unit) => format!("{} (question open)", name_in(units, unit.0)),
        Holder::Superior(unit) => format!("{} (waiting for approval)", name_in(units, unit.0)),
        Holder::Applicant => "applicant".to_owned(),
    }
}

fn register_line(units: &[Unit], row: &RegisterRow, held: &HeldDays) -> String {
    let number = |days: i32| Some(days.to_string());
    let turns: Vec<String> = held
        .spans
        .iter()
        .map(|span| format!("{}: {}", holder_name(units, span.holder), span.working_days))
        .collect();
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
        day(&row.promised_on),
        day(&row.delivered_on),
        day(&row.deliver_by),
        row.fee_total.map(|total| total.to_string()),
        day(&row.fee_paid_on),
        row.working_days_used.map(|used| used.to_string()),
        shown(Some(&row.is_late)),
        number(held.elapsed()),
        number(held.days_of(|holder| holder.office().is_some())),
        number(held.days_of(|holder| matches!(holder, Holder::Asked(_)))),
        number(held.days_of(|holder| holder == Holder::Applicant)),
        Some(turns.join("; ")),
        held.now.map(|holder| holder_name(units, holder)),
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
    let of_objections = ObjectionFigure::all();
    head.extend(
        of_objections
            .iter()
            .map(|one| Some(format!("objections_{}", one.code()))),
    );
    let mut csv = line(&head);
    for (unit, set) in &figures.units {
        csv += &figures_line(figures, Some(unit), set);
    }
    csv + &figures_line(figures, None, &figures.total)
}

fn figures_line(figures: &Figures, unit: Option<&Unit>, set: &FigureSet) -> String {
    let (code, name) = unit.map_or(("", ""), |unit| (unit.code.as_str(), unit.name.as_str()));
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
    let of_objections = ObjectionFigure::all().into_iter();
    cells.extend(of_objections.map(|figure| {
        let count = figures.of_objections(figure, unit.map(|unit| unit.id));
        Some(count.to_string())
    }));
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

/// A cell as it may stand in a file that a spreadsheet opens.
pub(in crate::services) fn quoted(text: &str) -> String {
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
