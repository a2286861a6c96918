//! The page of one step.

use serde::Serialize;
use uuid::Uuid;

use super::Words;
use super::case_file::{CaseHead, case_head, step_slug};
use super::fee::delivery_rows;
use super::fix::FixFields;
use super::history::{HistoryItem, history};
use super::parts::{Choice, Row};
use crate::domain::fee::PaymentMode;
use crate::domain::request::{CommandKind, ExtensionReason, MissingRequirement};
use crate::services::requests::CaseFile;
use crate::services::units::Unit;
use crate::services::{Context, Fault, ServiceError};

/// The page of a plain step: `pages/officer/step.html.tera`.
#[derive(Debug, Serialize)]
pub struct StepView {
    head: CaseHead,
    step: &'static str,
    action: String,
    version: i32,
    seq: i32,
    unavailable: Option<String>,
    is_stale: bool,
    changes: Vec<HistoryItem>,
    choices: Vec<Choice>,
    units: UnitList,
    facts: Vec<Row>,
    fix: FixFields,
}

/// The units a case may be routed to, by place, narrowed by a search.
#[derive(Debug, Default, Serialize)]
pub struct UnitList {
    search: String,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    label: String,
    items: Vec<Choice>,
}

impl UnitList {
    /// The units but the one that has the case. They come sorted by place.
    pub fn new(words: Words<'_>, units: &[Unit], but: Uuid, search: &str) -> Self {
        let wanted = search.trim().to_lowercase();
        let mut groups: Vec<Group> = Vec::new();
        for unit in units.iter().filter(|unit| unit.id != but) {
            let kind = words.text(&format!("law.unit_kind.{}", unit.kind));
            let found = format!(
                "{} {} {} {kind} {}",
                unit.name, unit.short_name, unit.place, unit.code
            )
            .to_lowercase();
            if !found.contains(&wanted) {
                continue;
            }
            let choice = Choice::new(&unit.code, &unit.name);
            match groups.last_mut().filter(|group| group.label == unit.place) {
                Some(group) => group.items.push(choice),
                None => groups.push(Group {
                    label: unit.place.clone(),
                    items: vec![choice],
                }),
            }
        }
        Self {
            search: search.trim().to_owned(),
            groups,
        }
    }
}

/// The page of a step on a case. `seen` is the last event that an outdated form had seen.
pub fn step_view(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    kind: CommandKind,
    units: UnitList,
    seen: Option<i32>,
) -> Result<StepView, ServiceError> {
    let offer = file.offers.iter().find(|(offered, _)| *offered == kind);
    let unavailable = match offer {
        Some((_, Ok(()))) => None,
        Some((_, Err(denial))) => Some(words.fault(&Fault::denied("", *denial))),
        None => Some(words.text("officer.read_only.routed")),
    };
    Ok(StepView {
        head: case_head(words, file, base),
        step: kind.code(),
        action: format!("{base}/{}", step_slug(kind)),
        version: file.case.row.version,
        seq: file.case.row.event_seq,
        is_stale: seen.is_some(),
        changes: seen.map_or_else(Vec::new, |seen| history(words, file, seen)),
        choices: choices(words, file, kind)?,
        units,
        fix: match kind {
            CommandKind::SubmitFix => FixFields::of(words, file)?,
            _ => FixFields::default(),
        },
        facts: if unavailable.is_none() {
            facts(ctx, words, file, kind)?
        } else {
            Vec::new()
        },
        unavailable,
    })
}

fn choices(words: Words<'_>, file: &CaseFile, kind: CommandKind) -> Result<Vec<Choice>, ServiceError> {
    let requirement =
        |one: &MissingRequirement| Choice::new(one.code(), words.text(&format!("missing.{}", one.code())));
    Ok(match kind {
        CommandKind::DeclareComplete => file.missing()?.iter().map(requirement).collect(),
        CommandKind::DeclareIncomplete => MissingRequirement::ALL.iter().map(requirement).collect(),
        CommandKind::AskShare => file
            .page
            .items
            .iter()
            .map(|item| {
                Choice::new(
                    item.position.to_string(),
                    format!("{}. {}", item.position, item.detail),
                )
            })
            .collect(),
        CommandKind::RecallShare => file
            .case
            .state
            .open_shares()
            .map(|share| {
                let unit = file.unit_name(share.unit.0).unwrap_or_default();
                Choice::new(share.no.to_string(), unit)
            })
            .collect(),
        CommandKind::Extend => ExtensionReason::ALL
            .iter()
            .map(|one| {
                Choice::new(
                    one.code(),
                    words.text(&format!("law.extension_reason.{}", one.code())),
                )
            })
            .collect(),
        CommandKind::RecordPayment => PaymentMode::ALL
            .iter()
            .filter(|one| {
                file.case
                    .state
                    .current_fee()
                    .is_some_and(|fee| fee.ways.open(**one))
            })
            .map(|one| {
                Choice::new(
                    one.code(),
                    words.text(&format!("law.payment_mode.{}", one.code())),
                )
            })
            .collect(),
        CommandKind::Close => ["accepts", "time_over"]
            .iter()
            .map(|one| Choice::new(*one, words.text(&format!("officer.step.close.{one}"))))
            .collect(),
        _ => Vec::new(),
    })
}

/// What an officer must know before taking the step.
fn facts(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    kind: CommandKind,
) -> Result<Vec<Row>, ServiceError> {
    let row = |key: &str, value: String| Row::new(words.text(&format!("officer.fact.{key}")), value);
    let moment = file.clock.moment(file.today);
    Ok(match kind {
        CommandKind::DeclareComplete | CommandKind::DeclareIncomplete => {
            let documents = file.page.attachments.iter().map(|file| {
                let kind = words.text(&format!("law.attachment.{}", file.kind));
                format!("{kind}: {}", file.name)
            });
            let documents = documents.collect::<Vec<_>>().join("\n");
            vec![
                row("check_due", words.date_long(moment.check_due)),
                row(
                    "documents",
                    if documents.is_empty() {
                        words.text("officer.case.no_documents")
                    } else {
                        documents
                    },
                ),
            ]
        }
        CommandKind::Extend => vec![
            row("was_due_on", words.date_long(moment.notice_due)),
            row("now_due_on", words.date_long(file.due_if_extended(ctx)?)),
        ],
        CommandKind::Route | CommandKind::AskShare => vec![
            row("unit", file.case.unit.name.clone()),
            row("due_on", words.date_long(moment.notice_due)),
        ],
        CommandKind::AskClarification => vec![row("due_on", words.date_long(moment.notice_due))],
        CommandKind::Deliver | CommandKind::RecordPayment => delivery_rows(words, file),
        CommandKind::Close => moment
            .objection_latest
            .map(|on| vec![row("objection_latest", words.date_long(on))])
            .unwrap_or_default(),
        CommandKind::AnswerClarification => {
            let asked = file.page.messages.iter().rev();
            let asked = asked.filter(|message| message.direction == "to_applicant");
            asked
                .take(1)
                .map(|message| row("question", message.body.clone()))
                .collect()
        }
        CommandKind::CloseNotFollowedUp => moment
            .fix_latest
            .map(|on| vec![row("fix_latest", words.date_long(on))])
            .unwrap_or_default(),
        _ => Vec::new(),
    })
}
