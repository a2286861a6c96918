//! The fields of a consequence-test sheet (annex II), and the sheet they amount to.

use std::collections::BTreeMap;

use time::Date;

use super::Typed;
use crate::domain::calendar::typed_day;
use crate::domain::exemption::{ActCited, Basis, ExemptionGround, Gate, NeverExempt, Sheet, Tester};
use crate::services::Fault;

/// Rows of the form for those who make the test.
pub const TESTERS: usize = 4;
/// Longest texts, in characters.
pub const LONGEST: usize = 10_000;

/// The sheet that was typed.
///
/// # Errors
/// A fault at each date that names no day and each text that is too long; everything else the service says.
pub fn sheet_of(typed: &Typed, today: Date) -> (Sheet, Vec<Fault>) {
    let mut faults = Vec::new();
    let text = |field: &str| typed.text(field).trim().to_owned();
    let mut day = |field: &str| {
        let part = |part: &str| typed.text(&format!("{field}_{part}"));
        if let Ok(Some(day)) = typed_day(part("day"), part("month"), part("year")) {
            return day;
        }
        faults.push(Fault::new(field, "field.date_wrong"));
        today
    };
    let (tested_on, ends_on) = (day("tested_on"), day("ends_on"));
    for field in ["information", "if_opened", "if_closed", "weighing", "place"] {
        if typed.text(field).chars().count() > LONGEST {
            faults.push(Fault::new(field, "field.too_long"));
        }
    }
    let grounds = typed
        .all("grounds")
        .iter()
        .filter_map(|code| ExemptionGround::parse(code));
    let testers = (1..=TESTERS).map(|n| Tester {
        name: text(&format!("tester_name_{n}")),
        position: text(&format!("tester_position_{n}")),
        unit: text(&format!("tester_unit_{n}")),
    });
    let sheet = Sheet {
        information: text("information"),
        is_partial: typed.text("extent") == "part",
        bases: grounds.map(|ground| basis(typed, ground)).collect(),
        gate: gate(typed),
        if_opened: text("if_opened"),
        if_closed: text("if_closed"),
        weighing: text("weighing"),
        // Lines that were left empty keep their place, so that a fault stands at the line it is about.
        testers: testers.collect(),
        tested_on,
        place: text("place"),
        ends_on,
    };
    if !matches!(typed.text("extent"), "whole" | "part") {
        faults.push(Fault::new("extent", "sheet.extent_missing"));
    }
    (sheet, faults)
}

fn basis(typed: &Typed, ground: ExemptionGround) -> Basis {
    let part = |part: &str| typed.text(&format!("{part}_{}", ground.code())).trim();
    let act = ActCited {
        number: part("act_number").parse().unwrap_or_default(),
        year: part("act_year").parse().unwrap_or_default(),
        article: part("act_article").to_owned(),
    };
    Basis {
        ground,
        sub_item: part("case").parse().ok().filter(|_| ground.sub_items() > 0),
        act: (ground == ExemptionGround::J).then_some(act),
    }
}

fn gate(typed: &Typed) -> Gate {
    let answers = NeverExempt::ALL.iter().filter_map(|question| {
        let applies = match typed.text(&format!("gate_{}", question.code())) {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some((*question, applies))
    });
    Gate(answers.collect::<BTreeMap<_, _>>())
}

/// The fields of a sheet as they would be typed.
pub fn typed_sheet(sheet: &Sheet) -> Typed {
    let day = |typed: Typed, field: &str, day: Date| {
        typed
            .with(&format!("{field}_day"), day.day().to_string())
            .with(&format!("{field}_month"), u8::from(day.month()).to_string())
            .with(&format!("{field}_year"), day.year().to_string())
    };
    let mut typed = Typed::new()
        .with("information", &sheet.information)
        .with("extent", if sheet.is_partial { "part" } else { "whole" })
        .with("if_opened", &sheet.if_opened)
        .with("if_closed", &sheet.if_closed)
        .with("weighing", &sheet.weighing)
        .with("place", &sheet.place);
    for basis in &sheet.bases {
        let code = basis.ground.code();
        typed = typed.with("grounds", code);
        if let Some(case) = basis.sub_item {
            typed = typed.with(&format!("case_{code}"), case.to_string());
        }
        if let Some(act) = &basis.act {
            typed = typed
                .with(&format!("act_number_{code}"), act.number.to_string())
                .with(&format!("act_year_{code}"), act.year.to_string())
                .with(&format!("act_article_{code}"), &act.article);
        }
    }
    for (question, applies) in &sheet.gate.0 {
        typed = typed.with(
            &format!("gate_{}", question.code()),
            if *applies { "yes" } else { "no" },
        );
    }
    for (n, tester) in (1..).zip(&sheet.testers) {
        typed = typed
            .with(&format!("tester_name_{n}"), &tester.name)
            .with(&format!("tester_position_{n}"), &tester.position)
            .with(&format!("tester_unit_{n}"), &tester.unit);
    }
    day(day(typed, "tested_on", sheet.tested_on), "ends_on", sheet.ends_on)
}
