//! Fees and deliveries in words: decrees, what a letter charges, what was promised and kept.

use serde::Serialize;
use time::Date;

use super::Words;
use super::parts::Row;
use crate::domain::request::{Delivery, Fee, Kept};
use crate::services::fees::{FeeDecreeCited, FeeTold, PaymentWays, Schedule};
use crate::services::requests::CaseFile;

/// A fee decree: `components/fee.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct ScheduleView {
    /// Its id.
    pub id: String,
    /// Where on the page of fees.
    anchor: String,
    /// Whom it binds.
    pub scope: String,
    /// Code of the unit, for a link; none for the whole body.
    pub unit_code: Option<String>,
    decree: String,
    period: String,
    /// `now`, `coming` or `over`.
    pub state: &'static str,
    lines: Vec<PriceLine>,
    ways: Vec<String>,
    entered_by: String,
    ended_by: Option<String>,
}

#[derive(Debug, Serialize)]
struct PriceLine {
    kind: String,
    what: String,
    measure: String,
    price: String,
}

/// Where on the page of fees a decree stands: at the code of its unit, or at its own id.
pub fn fee_anchor(schedule: &Schedule, unit_code: Option<&str>) -> String {
    unit_code.map_or_else(|| format!("keputusan-{}", schedule.row.id), str::to_owned)
}

/// Every unit of a public body, in words.
pub fn whole_body(words: Words<'_>, body: &str) -> String {
    words.with("fee.whole_body", &[("body", body)])
}

/// A decree in words. `unit` is the code, name and address of the unit it binds; `is_left` says that the unit has left the body since.
pub fn schedule_view(
    words: Words<'_>,
    schedule: &Schedule,
    unit: Option<(&str, &str, &str)>,
    is_left: bool,
    today: Date,
) -> ScheduleView {
    let row = &schedule.row;
    let state = match schedule.term() {
        _ if is_left => "over",
        term if term.covers(today) => "now",
        term if term.from > today && term.to.is_none_or(|to| to >= term.from) => "coming",
        _ => "over",
    };
    let from = words.date(row.valid_from);
    let period = match row.valid_to {
        Some(to) if to < row.valid_from => words.text("fee.never"),
        Some(to) => words.with("fee.period", &[("from", &from), ("to", &words.date(to))]),
        None => words.with("fee.since", &[("from", &from)]),
    };
    let lines = schedule.items.iter().map(|item| PriceLine {
        kind: words.text(&format!("law.fee_kind.{}", item.kind)),
        what: item.description.clone(),
        measure: item.measure.clone(),
        price: words.rupiah(item.unit_price),
    });
    let desk = unit.map(|(_, name, address)| (name, address));
    ScheduleView {
        id: row.id.to_string(),
        anchor: fee_anchor(schedule, unit.map(|(code, ..)| code)),
        scope: unit.map_or_else(
            || whole_body(words, &schedule.body),
            |(_, name, _)| name.to_owned(),
        ),
        unit_code: unit.map(|(code, ..)| code.to_owned()),
        decree: cited(words, &FeeDecreeCited::of(row)),
        period,
        state,
        lines: lines.collect(),
        ways: ways(words, &PaymentWays::of(row), desk),
        entered_by: row.entered_by.clone(),
        ended_by: row.ended_by.clone(),
    }
}

/// A decree as it is cited.
pub fn cited(words: Words<'_>, decree: &FeeDecreeCited) -> String {
    let on = words.date(decree.decree_on);
    words.with(
        "letter.decree_cited",
        &[("number", &decree.decree_no), ("date", &on)],
    )
}

/// How to pay, a line a way. `desk` is the name and address of the office that takes cash.
pub fn ways(words: Words<'_>, ways: &PaymentWays, desk: Option<(&str, &str)>) -> Vec<String> {
    let cash = ways.cash.then(|| match desk {
        Some((unit, address)) => words.with("fee.way.cash", &[("unit", unit), ("address", address)]),
        None => words.text("fee.way.cash_anywhere"),
    });
    let told = |key: &str, text: &Option<String>| {
        text.as_ref()
            .map(|text| words.with(&format!("fee.way.{key}"), &[("text", text)]))
    };
    let account = told("account", &ways.account);
    cash.into_iter()
        .chain(account)
        .chain(told("e_money", &ways.e_money))
        .collect()
}

/// What a fee is made of, a line an item, and its sum (annex VII A.3).
pub fn fee_lines(words: Words<'_>, fee: &FeeTold) -> Vec<String> {
    let line = fee.lines.iter().map(|line| {
        let quantity = line.quantity.to_string();
        let kind = words.text(&format!("law.fee_kind.{}", line.kind.code()));
        words.with(
            "fee.line",
            &[
                ("kind", &kind),
                ("what", &line.what),
                ("quantity", &quantity),
                ("measure", &line.measure),
                ("price", &words.rupiah(line.unit_price)),
                ("amount", &words.rupiah(line.amount)),
            ],
        )
    });
    let total = words.with("fee.total", &[("total", &words.rupiah(fee.total))]);
    line.chain([total]).collect()
}

/// What was promised and what came of it: for the office, the applicant and the auditor alike.
pub fn delivery_rows(words: Words<'_>, file: &CaseFile) -> Vec<Row> {
    let row = |key: &str, value: String| Row::new(words.text(&format!("delivery.{key}")), value);
    let mut rows = Vec::new();
    if let Some(delivery) = file.clock.delivery {
        rows.push(row("promised", words.date_long(delivery.promised_on)));
        if let Some(by) = delivery.deliver_by.filter(|by| *by != delivery.promised_on) {
            rows.push(row("after_payment", words.date_long(by)));
        }
        // What an order gives is told with its own day.
        let is_moot = file.case.state.closed_on.is_some() && delivery.delivered_on.is_none();
        if !is_moot {
            rows.push(row("state", kept(words, &delivery, file.today)));
        }
    }
    if let Some(order) = file.case.state.reopening {
        let day = words.date_long(order.execute_by);
        let key = if order.by.is_superior() {
            "ordered"
        } else {
            "ruled"
        };
        rows.push(row(key, day));
        let done = order.done_on();
        let key = match done {
            Some(on) if on > order.execute_by => "late",
            Some(_) => "in_time",
            None if order.execute_by < file.today => "missed",
            None => "ahead",
        };
        rows.push(row("ordered_state", state(words, key, done)));
    }
    if let Some(fee) = file.case.state.current_fee() {
        rows.push(row("fee", words.rupiah(fee.total)));
        rows.push(row("paid", paid(words, fee)));
    }
    rows
}

fn paid(words: Words<'_>, fee: Fee) -> String {
    match fee.paid_on {
        Some(on) => words.date_long(on),
        None => words.text("delivery.unpaid"),
    }
}

fn kept(words: Words<'_>, delivery: &Delivery, today: Date) -> String {
    let kept: Kept = delivery.on(today);
    state(words, kept.code(), delivery.delivered_on)
}

fn state(words: Words<'_>, code: &str, on: Option<Date>) -> String {
    let day = on.map(|on| words.date_long(on)).unwrap_or_default();
    words.with(&format!("delivery.kept.{code}"), &[("day", &day)])
}

/// The lines of a decree that an answer may charge, as the form shows them.
#[derive(Debug, Serialize)]
pub struct FeeForm {
    decree: String,
    lines: Vec<FeeFormLine>,
}

#[derive(Debug, Serialize)]
struct FeeFormLine {
    field: String,
    label: String,
}

/// The fee part of the form of an answer; none where no decree is in force.
pub fn fee_form(words: Words<'_>, schedule: Option<&Schedule>) -> Option<FeeForm> {
    let schedule = schedule?;
    let lines = schedule.items.iter().map(|item| FeeFormLine {
        field: format!("fee_{}", item.id),
        label: words.with(
            "fee.form.line",
            &[
                ("kind", &words.text(&format!("law.fee_kind.{}", item.kind))),
                ("what", &item.description),
                ("price", &words.rupiah(item.unit_price)),
                ("measure", &item.measure),
            ],
        ),
    });
    Some(FeeForm {
        decree: cited(words, &FeeDecreeCited::of(&schedule.row)),
        lines: lines.collect(),
    })
}
