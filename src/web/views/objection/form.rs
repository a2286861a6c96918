//! The forms in which an objection begins: on a request, without one, and at the desk.

use serde::Serialize;
use uuid::Uuid;

use super::ground_text;
use crate::domain::objection::{Availability, Ground};
use crate::domain::request::{ApplicantKind, Channel};
use crate::services::Context;
use crate::services::desk::DeskFile;
use crate::services::requests::CaseFile;
use crate::services::units::Unit;
use crate::web::views::Words;
use crate::web::views::answer::{KeptFile, kept_file};
use crate::web::views::citizen::FileRules;
use crate::web::views::parts::Choice;

/// A form: `components/objection_form.html.tera` has its parts.
#[derive(Debug, Serialize)]
pub struct ObjectionForm {
    action: String,
    back: String,
    key: String,
    /// The request it is about.
    number: Option<String>,
    subject: Option<String>,
    /// Grounds that can be chosen today.
    grounds: Vec<Choice>,
    /// The others, with the reason or the day.
    closed: Vec<ClosedGround>,
    kinds: Vec<Choice>,
    channels: Vec<Choice>,
    units: Vec<Choice>,
    zone: &'static str,
    files: Vec<KeptFile>,
    rules: FileRules,
}

#[derive(Debug, Serialize)]
struct ClosedGround {
    name: String,
    reason: String,
    /// Where the day in it is explained.
    why: Option<String>,
}

fn ground_choice(words: Words<'_>, ground: Ground, hint: Option<String>) -> Choice {
    Choice {
        hint,
        ..Choice::new(ground.code(), ground_text(words, ground))
    }
}

fn named(words: Words<'_>, group: &str, codes: &[&str]) -> Vec<Choice> {
    let choice = |code: &&str| Choice::new(*code, words.text(&format!("law.{group}.{code}")));
    codes.iter().map(choice).collect()
}

fn kinds(words: Words<'_>) -> Vec<Choice> {
    let codes: Vec<&str> = ApplicantKind::ALL.iter().map(|kind| kind.code()).collect();
    named(words, "applicant_kind", &codes)
}

fn blank(words: Words<'_>, ctx: &Context, key: Uuid, files: &[DeskFile]) -> ObjectionForm {
    ObjectionForm {
        action: String::new(),
        back: "/".to_owned(),
        key: key.to_string(),
        number: None,
        subject: None,
        grounds: Vec::new(),
        closed: Vec::new(),
        kinds: Vec::new(),
        channels: Vec::new(),
        units: Vec::new(),
        zone: ctx.zone().abbreviation(),
        files: files.iter().map(|kept| kept_file(words, kept)).collect(),
        rules: FileRules::of(words, ctx),
    }
}

/// The form on a request, for its applicant.
pub fn request_form(
    words: Words<'_>,
    ctx: &Context,
    file: &CaseFile,
    base: &str,
    offered: &[Availability],
    (key, files): (Uuid, &[DeskFile]),
) -> ObjectionForm {
    let open = offered.iter().filter(|one| one.is_available);
    let closed = offered.iter().filter(|one| !one.is_available);
    let why = |one: &Availability| one.duty().map(|duty| format!("{base}/tenggat/{}", duty.code));
    let fee = file.case.state.current_fee();
    let has_unpaid_fee = fee.is_some_and(|fee| fee.paid_on.is_none());
    ObjectionForm {
        action: format!("{base}/keberatan"),
        back: base.to_owned(),
        number: Some(file.case.row.registration_no.clone()),
        subject: Some(file.case.row.subject.clone()),
        grounds: open
            .map(|one| {
                let window = one.window.filter(|window| !window.never_closes);
                let hint = window.map(|window| {
                    let day = words.date_long(window.deadline.due);
                    let key = if one.is_possibly_late(file.today) {
                        "objection.form.possibly_late"
                    } else {
                        "objection.form.until"
                    };
                    words.with(key, &[("day", &day)])
                });
                let is_unpaid = one.ground == Ground::DeliveredLate && has_unpaid_fee;
                let unpaid = is_unpaid.then(|| words.text("objection.form.unpaid_fee"));
                let hints: Vec<String> = hint.into_iter().chain(unpaid).collect();
                let hint = Some(hints.join(" ")).filter(|text| !text.is_empty());
                Choice {
                    why: why(one),
                    ..ground_choice(words, one.ground, hint)
                }
            })
            .collect(),
        closed: closed
            .map(|one| ClosedGround {
                name: ground_text(words, one.ground),
                why: why(one),
                reason: match one.opens_on() {
                    Some(day) => words.with("objection.form.opens_on", &[("day", &words.date_long(day))]),
                    None => words.text(&format!("objection.unavailable.{}", one.ground.code())),
                },
            })
            .collect(),
        ..blank(words, ctx, key, files)
    }
}

/// The form without a request: ground b.
pub fn alone_form(
    words: Words<'_>,
    ctx: &Context,
    units: &[Unit],
    (key, files): (Uuid, &[DeskFile]),
) -> ObjectionForm {
    ObjectionForm {
        action: "/keberatan/baru".to_owned(),
        kinds: kinds(words),
        units: unit_choices(units),
        ..blank(words, ctx, key, files)
    }
}

/// The form of the desk.
pub fn intake_form(
    words: Words<'_>,
    ctx: &Context,
    units: &[Unit],
    (key, files): (Uuid, &[DeskFile]),
) -> ObjectionForm {
    let channels: Vec<&str> = Channel::ALL
        .iter()
        .filter(|channel| **channel != Channel::Web)
        .map(|channel| channel.code())
        .collect();
    let grounds = Ground::ALL
        .iter()
        .map(|ground| ground_choice(words, *ground, None));
    ObjectionForm {
        action: "/petugas/keberatan/baru".to_owned(),
        back: "/petugas/keberatan".to_owned(),
        grounds: grounds.collect(),
        kinds: kinds(words),
        channels: named(words, "channel", &channels),
        units: unit_choices(units),
        ..blank(words, ctx, key, files)
    }
}

fn unit_choices(units: &[Unit]) -> Vec<Choice> {
    let choice = |unit: &Unit| Choice::new(&unit.code, &unit.name);
    units.iter().map(choice).collect()
}
