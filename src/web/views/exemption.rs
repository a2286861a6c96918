//! The pages of exempt information: lists, the sheet's form, one exemption.

use serde::Serialize;

use super::Words;
use super::parts::{Badge, Choice, Row, due_badge};
use crate::domain::actor::Role;
use crate::domain::deadline::RuleId;
use crate::domain::exemption::{
    Basis, CommandKind, ExemptionGround, NeverExempt, OpenedBecause, Sheet, Status,
};
use crate::services::Context;
use crate::services::exemptions::{ExemptionFile, Listed, Tab};
use crate::services::instant;
use crate::web::forms::TESTERS;

/// A list: `pages/shared/exemptions.html.tera`.
#[derive(Debug, Serialize)]
pub struct ExemptionListView {
    base: String,
    may_write: bool,
    tabs: Vec<TabLink>,
    rows: Vec<ListRow>,
}

#[derive(Debug, Serialize)]
struct TabLink {
    word: &'static str,
    href: String,
    is_current: bool,
}

#[derive(Debug, Serialize)]
struct ListRow {
    href: String,
    number: String,
    decree_no: Option<String>,
    unit: String,
    summary: String,
    grounds: String,
    status: &'static str,
    ends_on: String,
    ending: Option<Badge>,
    opened_because: Option<&'static str>,
    /// Where its end is explained.
    why: String,
}

/// The tabs with their word in the address.
pub const EXEMPTION_TABS: [(&str, Tab); 3] = [
    ("berlaku", Tab::InForce),
    ("proses", Tab::Pending),
    ("selesai", Tab::Past),
];

/// A list of exemptions under `base`.
pub fn exemption_list_view(
    words: Words<'_>,
    base: &str,
    listed: &[Listed],
    tab: Tab,
    may_write: bool,
) -> ExemptionListView {
    let tabs = EXEMPTION_TABS.iter().map(|(word, one)| TabLink {
        word,
        href: format!("{base}?tab={word}"),
        is_current: *one == tab,
    });
    let rows = listed.iter().map(|one| ListRow {
        href: format!("{base}/{}", one.row.id),
        number: one.row.number.clone(),
        decree_no: one.row.decree_no.clone(),
        unit: one.unit.clone(),
        summary: one.row.summary.clone(),
        grounds: one.grounds.clone(),
        status: one.status.code(),
        ends_on: words.date_long(one.row.ends_on),
        ending: one.ending.map(|state| due_badge(words, state)),
        opened_because: one.opened_because.map(OpenedBecause::code),
        why: why(&format!("{base}/{}", one.row.id)),
    });
    ExemptionListView {
        base: base.to_owned(),
        may_write,
        tabs: tabs.collect(),
        rows: rows.collect(),
    }
}

/// Where the days before the end of the exemption at `base` are explained.
fn why(base: &str) -> String {
    format!("{base}/tenggat/{}", RuleId::D28)
}

/// The form of a sheet: `pages/officer/sheet.html.tera`.
#[derive(Debug, Serialize)]
pub struct SheetFormView {
    action: String,
    back: String,
    /// Number of the request it is made for.
    request: Option<String>,
    /// What the request asks for.
    asked: Vec<String>,
    version: i32,
    number: Option<String>,
    returned: Option<String>,
    current: Vec<Row>,
    units: Vec<Choice>,
    grounds: Vec<Choice>,
    cases: Vec<CaseChoices>,
    extents: Vec<Choice>,
    questions: Vec<Question>,
    answers: Vec<Choice>,
    testers: Vec<usize>,
    longest_years: u16,
}

#[derive(Debug, Serialize)]
struct CaseChoices {
    ground: &'static str,
    label: String,
    items: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct Question {
    name: String,
    label: String,
    only_personal: bool,
}

/// What a form of a sheet is made for.
#[derive(Debug, Default)]
pub struct SheetFor {
    /// Where it is sent.
    pub action: String,
    /// Where "back" leads.
    pub back: String,
    /// The request, by number, with what it asks for.
    pub request: Option<(String, Vec<String>)>,
    /// Version of the exemption that is changed.
    pub version: i32,
    /// Its number.
    pub number: Option<String>,
    /// Why it came back.
    pub returned: Option<String>,
    /// What stands there now, when somebody has changed it meanwhile.
    pub current: Option<Sheet>,
    /// Units to choose from: code and name.
    pub units: Vec<(String, String)>,
}

/// The form.
pub fn sheet_form_view(ctx: &Context, words: Words<'_>, made_for: SheetFor) -> SheetFormView {
    let cases = ExemptionGround::ALL
        .iter()
        .filter(|ground| ground.sub_items() > 0);
    let (request, asked) = made_for.request.unzip();
    SheetFormView {
        action: made_for.action,
        back: made_for.back,
        request,
        asked: asked.unwrap_or_default(),
        version: made_for.version,
        number: made_for.number,
        returned: made_for.returned,
        current: made_for
            .current
            .map(|sheet| sheet_rows(words, &sheet))
            .unwrap_or_default(),
        units: made_for
            .units
            .into_iter()
            .map(|(code, name)| Choice::new(code, name))
            .collect(),
        grounds: ExemptionGround::ALL
            .iter()
            .map(|ground| Choice::new(ground.code(), ground_text(words, *ground)))
            .collect(),
        cases: cases.map(|ground| case_choices(words, *ground)).collect(),
        extents: ["whole", "part"]
            .iter()
            .map(|extent| Choice::new(*extent, words.text(&format!("exemption.extent.{extent}"))))
            .collect(),
        questions: NeverExempt::ALL
            .iter()
            .map(|question| Question {
                name: format!("gate_{}", question.code()),
                label: words.text(&format!("exemption.gate.{}", question.code())),
                only_personal: !question.is_asked(&[]),
            })
            .collect(),
        answers: ["no", "yes"]
            .iter()
            .map(|answer| Choice::new(*answer, words.text(&format!("exemption.answer.{answer}"))))
            .collect(),
        testers: (1..=TESTERS).collect(),
        longest_years: crate::services::exemptions::longest_years(ctx),
    }
}

fn ground_text(words: Words<'_>, ground: ExemptionGround) -> String {
    words.text(&format!("exemption.ground.{}", ground.code()))
}

fn case_choices(words: Words<'_>, ground: ExemptionGround) -> CaseChoices {
    let items = (1..=ground.sub_items()).map(|case| {
        let text = words.text(&format!("exemption.case.{}.n{case}", ground.code()));
        Choice::new(case.to_string(), format!("{case}. {text}"))
    });
    CaseChoices {
        ground: ground.code(),
        label: ground_text(words, ground),
        items: items.collect(),
    }
}

/// A ground in words, with its case or its Act.
pub fn basis_text(words: Words<'_>, basis: &Basis) -> String {
    let code = basis.ground.code();
    let ground = ground_text(words, basis.ground);
    let letter = words.with("exemption.basis.letter", &[("ground", &ground)]);
    let mut text = match basis.sub_item {
        None => letter,
        Some(case) => {
            let told = words.text(&format!("exemption.case.{code}.n{case}"));
            let values = [
                ("letter", letter.as_str()),
                ("n", &case.to_string()),
                ("text", &told),
            ];
            words.with("exemption.basis.case", &values)
        }
    };
    if let Some(act) = &basis.act {
        let (number, year) = (act.number.to_string(), act.year.to_string());
        let values = [
            ("number", number.as_str()),
            ("year", &year),
            ("article", &act.article),
        ];
        text = format!("{text}; {}", words.with("exemption.act", &values));
    }
    text
}

/// A sheet as the lines of a page or letter.
pub fn sheet_rows(words: Words<'_>, sheet: &Sheet) -> Vec<Row> {
    let row = |key: &str, value: String| Row::new(words.text(&format!("exemption.row.{key}")), value);
    let bases: Vec<String> = sheet.bases.iter().map(|basis| basis_text(words, basis)).collect();
    let testers: Vec<String> = sheet
        .testers
        .iter()
        .map(|tester| {
            let told = [tester.position.as_str(), tester.unit.as_str()];
            let told: Vec<&str> = told.into_iter().filter(|told| !told.is_empty()).collect();
            format!("{} ({})", tester.name, told.join(", "))
        })
        .collect();
    let gate: Vec<String> = sheet
        .gate
        .0
        .iter()
        .map(|(question, applies)| {
            let answer = words.text(&format!(
                "exemption.answer.{}",
                if *applies { "yes" } else { "no" }
            ));
            let question = words.text(&format!("exemption.gate.{}", question.code()));
            format!("{question} {answer}")
        })
        .collect();
    let extent = if sheet.is_partial { "part" } else { "whole" };
    vec![
        row("information", sheet.information.clone()),
        row("extent", words.text(&format!("exemption.extent.{extent}"))),
        row("grounds", bases.join("\n")),
        row("gate", gate.join("\n")),
        row("if_opened", sheet.if_opened.clone()),
        row("if_closed", sheet.if_closed.clone()),
        row("weighing", sheet.weighing.clone()),
        row("testers", testers.join("\n")),
        row(
            "tested_on",
            format!("{}, {}", sheet.place, words.date_long(sheet.tested_on)),
        ),
        row("ends_on", words.date_long(sheet.ends_on)),
    ]
}

/// One exemption: `pages/shared/exemption.html.tera`.
#[derive(Debug, Serialize)]
pub struct ExemptionView {
    base: String,
    list: String,
    number: String,
    unit: String,
    status: &'static str,
    version: i32,
    rows: Vec<Row>,
    decree: Vec<Row>,
    returned: Option<String>,
    request: Option<String>,
    offers: Vec<&'static str>,
    waits_for: Option<&'static str>,
    is_own_signature: bool,
    /// The days before its end, each with its explanation.
    days: Vec<Row>,
    opening_from: String,
    why: String,
    history: Vec<Row>,
    is_whole: Option<bool>,
}

/// One exemption under `list`, for somebody who acts in these roles.
pub fn exemption_view(
    words: Words<'_>,
    list: &str,
    file: &ExemptionFile,
    roles: &[Role],
    reader: Option<crate::domain::ids::UserId>,
    request: Option<String>,
    is_whole: Option<bool>,
) -> ExemptionView {
    let row = &file.row;
    let mut offers: Vec<CommandKind> = roles.iter().flat_map(|role| file.offers(*role)).collect();
    offers.dedup();
    let decree_row = |key: &str, value: String| Row::new(words.text(&format!("exemption.row.{key}")), value);
    let mut decree = Vec::new();
    if let (Some(number), Some(on)) = (&row.decree_no, row.decree_on) {
        decree.push(decree_row("decree_no", number.clone()));
        decree.push(decree_row("decree_on", words.date_long(on)));
    }
    if let Some(on) = row.opened_on {
        decree.push(decree_row("opened_on", words.date_long(on)));
    }
    let base = format!("{list}/{}", row.id);
    let why = why(&base);
    let history = file.log.rows().iter().map(|event| {
        let key = words.datetime_short(instant(event.at), file.zone);
        let what = words.text(&format!("exemption.event.{}", event.kind));
        let who = words.text(&format!("law.role.{}", event.actor_role));
        Row::new(key, format!("{what} · {who}"))
    });
    ExemptionView {
        base,
        list: list.to_owned(),
        number: row.number.clone(),
        unit: file.unit.name.clone(),
        status: file.status().code(),
        version: row.version,
        rows: sheet_rows(words, &file.sheet),
        decree,
        returned: row.return_reason.clone(),
        request,
        waits_for: match file.status() {
            Status::Tested => Some("ppid"),
            Status::Signed => Some("superior"),
            _ => None,
        },
        is_own_signature: file.state.signed_by.is_some() && file.state.signed_by == reader,
        days: days_of(words, file, &why),
        opening_from: words.date_long(file.ending.deadline.due),
        why,
        offers: offers.iter().map(|kind| kind.code()).collect(),
        history: history.collect(),
        is_whole,
    }
}

/// The days before the end of an exemption, as its page lists them. Of one that is open or was given up only the last one is left.
fn days_of(words: Words<'_>, file: &ExemptionFile, why: &str) -> Vec<Row> {
    let is_over = matches!(file.status(), Status::Opened | Status::Dropped);
    let before = [
        ("marked_from", file.ending.marked_from),
        ("opening_from", file.ending.deadline.due),
    ];
    let shown = before.into_iter().filter(|_| !is_over);
    let row = |(code, on)| {
        let name = words.text(&format!("trace.exemption.day.{code}"));
        Row::new(name, words.date_long(on)).explained_at(why)
    };
    shown.chain([("ends_on", file.row.ends_on)]).map(row).collect()
}
