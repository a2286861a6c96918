//! A case for its applicant: where it stands, until when, what was said and sent, and what they can do.

use serde::Serialize;

use super::action::{incompleteness, question};
use super::files::{FileView, file_views};
use super::object::{ObjectFrom, about_request, object_from};
use super::timeline::{TimelineItem, timeline};
use crate::domain::deadline::{RuleId, RuleSet};
use crate::domain::request::{CommandKind, Status};
use crate::services::objections::{on_request, token_of};
use crate::services::requests::letters::Letter;
use crate::services::requests::{CaseFile, Elsewhere, InformationItem, LetterRow};
use crate::services::{Context, ServiceError, instant};
use crate::web::views::fee::{cited, delivery_rows, fee_lines, ways};
use crate::web::views::history::positions;
use crate::web::views::parts::{Row, due_badge};
use crate::web::views::{Words, duty_name};
use time::format_description::well_known::Rfc3339;

/// The page of a case.
#[derive(Debug, Serialize)]
pub struct CaseView {
    base: String,
    is_by_account: bool,
    number: String,
    subject: String,
    unit: Unit,
    received_at: String,
    status: String,
    status_text: String,
    due: Option<Due>,
    question: Option<String>,
    missing: Vec<String>,
    fix_due_on: Option<String>,
    can: Can,
    items: Vec<Item>,
    history: Vec<TimelineItem>,
    letters: Vec<LetterLink>,
    messages: Vec<Message>,
    documents: Vec<FileView>,
    dates: Vec<DateRow>,
    delivery: Vec<Row>,
    fee: Option<FeeBox>,
    objection_days: u16,
    has_answer: bool,
    objections: Vec<ObjectionLink>,
    /// What other units prepare, each with its own progress.
    shares: Vec<ShareLine>,
    /// Whether a ground can be objected to today.
    can_object: bool,
    /// The first day on which one can, when that is known and still to come.
    object_from: Option<ObjectFrom>,
}

/// What is to be paid, while it is not.
#[derive(Debug, Serialize)]
struct FeeBox {
    lines: Vec<String>,
    decree: String,
    ways: Vec<String>,
}

#[derive(Debug, Serialize)]
struct ObjectionLink {
    number: String,
    href: String,
    status: String,
}

/// What another unit prepares.
#[derive(Debug, Serialize)]
struct ShareLine {
    unit: String,
    items: String,
    status: &'static str,
    since: String,
    until: Option<String>,
    working_days: i32,
}

#[derive(Debug, Serialize)]
struct Unit {
    name: String,
    address: String,
    email: Option<String>,
}

#[derive(Debug, Serialize)]
struct Due {
    on: String,
    state: &'static str,
    text: String,
    why: String,
}

/// What the applicant can do now.
#[derive(Debug, Default, Serialize)]
#[allow(clippy::struct_excessive_bools, reason = "one for each button of the page")]
struct Can {
    reply: bool,
    fix: bool,
    confirm: bool,
    withdraw: bool,
    add: bool,
}

#[derive(Debug, Serialize)]
struct Item {
    position: i32,
    detail: String,
    outcome: Option<String>,
    answer: Option<String>,
    redactions: Option<String>,
    holder: Option<String>,
    elsewhere: Option<Ask>,
    available_on: Option<String>,
    files: Vec<FileView>,
}

/// Where else an item can be asked for.
#[derive(Debug, Serialize)]
struct Ask {
    unit: String,
    href: String,
}

#[derive(Debug, Serialize)]
struct LetterLink {
    href: String,
    kind: String,
    on: String,
}

#[derive(Debug, Serialize)]
struct Message {
    by: String,
    mine: bool,
    at: String,
    iso: Option<String>,
    body: String,
    files: Vec<FileView>,
}

#[derive(Debug, Serialize)]
struct DateRow {
    name: String,
    due_on: String,
    settled_on: Option<String>,
    why: String,
}

/// The page of a case, whose parts lie below `base`: the secret link, or an address for the account that filed it.
pub fn case_view(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    there: &[Elsewhere],
    base: &str,
    is_by_account: bool,
) -> Result<CaseView, ServiceError> {
    let row = &file.case.row;
    let unit = &file.case.unit;
    let can = can(file);
    let fix = file.clock.duty(&RuleId::D03.to_string());
    let set = RuleSet::parse(&row.rule_set).unwrap_or_else(|| ctx.law.rule_set_for(row.received_on));
    let (missing, _) = incompleteness(words, file)?;
    let offered = on_request(ctx, file)?;
    Ok(CaseView {
        base: base.to_owned(),
        is_by_account,
        number: row.registration_no.clone(),
        subject: row.subject.clone(),
        unit: Unit {
            name: unit.name.clone(),
            address: unit.address.clone(),
            email: unit.email.clone(),
        },
        received_at: words.datetime(file.case.received_at(), file.case.zone),
        status: row.status.clone(),
        status_text: words.text(&format!("citizen.status.{}", row.status)),
        due: due(words, file, base),
        question: question(file)?,
        missing: if can.fix { missing } else { Vec::new() },
        fix_due_on: fix
            .filter(|_| can.fix)
            .map(|duty| words.date_long(duty.deadline.due)),
        can,
        items: items(words, file, there, base),
        history: timeline(ctx, words, file)?,
        letters: letters(words, file, base),
        messages: messages(words, file, base),
        documents: file_views(words, base, &file.page.attachments, |one| {
            one.origin == "applicant"
        }),
        dates: dates(ctx, words, file, base, set)?,
        delivery: delivery_rows(words, file),
        fee: fee_box(words, file)?,
        objection_days: ctx.law.pack(set).rule(RuleId::D10).map_or(0, |rule| rule.length),
        has_answer: file.case.state.notice.is_some(),
        objections: objections(ctx, file),
        shares: shares(ctx, words, file),
        can_object: about_request(&offered).any(|one| one.is_available),
        object_from: object_from(words, &offered, base),
    })
}

fn fee_box(words: Words<'_>, file: &CaseFile) -> Result<Option<FeeBox>, ServiceError> {
    let state = &file.case.state;
    let is_given = matches!(
        state.status,
        Status::GrantedFull | Status::GrantedPartial | Status::Delivered
    );
    let is_owed = state.current_fee().is_some_and(|fee| fee.paid_on.is_none());
    if !is_given || !is_owed {
        return Ok(None);
    }
    let Some(Letter::Notice { fee: Some(fee), .. }) =
        file.last_letter("notice")?.map(|issued| issued.frozen.letter)
    else {
        return Ok(None);
    };
    let unit = &file.case.unit;
    Ok(Some(FeeBox {
        lines: fee_lines(words, &fee),
        decree: cited(words, &fee.decree),
        ways: ways(words, &fee.ways, Some((&unit.short_name, &unit.address))),
    }))
}

fn shares(ctx: &Context, words: Words<'_>, file: &CaseFile) -> Vec<ShareLine> {
    let shares = file.case.state.shares.iter().map(|share| ShareLine {
        unit: file.unit_name(share.unit.0).unwrap_or_default().to_owned(),
        items: positions(&share.items),
        status: share.status.code(),
        since: words.date(share.asked_on),
        until: share.done_on.map(|on| words.date(on)),
        working_days: file.days_of_share(ctx, share),
    });
    shares.collect()
}

fn objections(ctx: &Context, file: &CaseFile) -> Vec<ObjectionLink> {
    let filed = file.page.objections.iter().filter_map(|row| {
        Some(ObjectionLink {
            number: row.number.clone()?,
            href: format!("/keberatan/{}", token_of(ctx, row).expose()),
            status: row.status.clone()?,
        })
    });
    filed.collect()
}

fn can(file: &CaseFile) -> Can {
    let offered = |kind: CommandKind| file.offers.contains(&(kind, Ok(())));
    Can {
        reply: offered(CommandKind::AnswerClarification),
        fix: offered(CommandKind::SubmitFix),
        confirm: offered(CommandKind::ConfirmLetterReceived),
        withdraw: offered(CommandKind::Withdraw),
        add: file.case.state.status.is_undecided() && !offered(CommandKind::SubmitFix),
    }
}

/// The last day of the answer and where it stands; afterwards, whether it was kept.
fn due(words: Words<'_>, file: &CaseFile, base: &str) -> Option<Due> {
    let notice = &file.clock.notice;
    let state = &file.case.state;
    let (look, text) = match (file.due_state, state.notice) {
        (Some(_), _) if state.status == Status::Incomplete => ("waiting", words.text("common.due.waiting")),
        (Some(due), _) => {
            let badge = due_badge(words, due);
            (badge.state, badge.text)
        }
        (None, Some(answer)) => {
            let day = words.date(answer.on);
            if answer.on > notice.due {
                ("late", words.with("citizen.case.answered_late", &[("day", &day)]))
            } else {
                ("met", words.with("citizen.case.answered", &[("day", &day)]))
            }
        }
        // Withdrawn or not followed up: nothing is owed and nothing was.
        (None, None) => return None,
    };
    // The last of the duties with these dates is the one in force.
    let duty = file
        .clock
        .duties
        .iter()
        .rev()
        .find(|duty| duty.deadline == *notice);
    let code = duty.map_or_else(|| notice.rule_id.to_string(), |duty| duty.code.clone());
    Some(Due {
        on: words.date_long(notice.due),
        state: look,
        text,
        why: format!("{base}/tenggat/{code}"),
    })
}

fn items(words: Words<'_>, file: &CaseFile, there: &[Elsewhere], base: &str) -> Vec<Item> {
    let is_told = file.case.state.notice.is_some();
    let told = |text: &Option<String>| text.clone().filter(|text| is_told && !text.trim().is_empty());
    let ask = |row: &InformationItem| {
        let holds = |one: &&Elsewhere| one.items.iter().any(|item| item.id == row.id);
        there.iter().find(holds).map(|one| Ask {
            unit: one.unit.name.clone(),
            href: format!("{base}/ajukan/{}", one.unit.code),
        })
    };
    let item = |row: &InformationItem| Item {
        elsewhere: ask(row),
        position: row.position,
        detail: row.detail.clone(),
        outcome: told(&row.outcome),
        answer: told(&row.answer),
        redactions: told(&row.redactions),
        holder: told(&row.holder),
        available_on: row.available_on.filter(|_| is_told).map(|on| words.date_long(on)),
        files: file_views(words, base, &file.page.attachments, |one| {
            one.item_id == Some(row.id) && one.origin == "office"
        }),
    };
    file.page.items.iter().map(item).collect()
}

fn letters(words: Words<'_>, file: &CaseFile, base: &str) -> Vec<LetterLink> {
    let link = |letter: &LetterRow| LetterLink {
        href: format!("{base}/surat/{}", letter.id),
        kind: letter.kind.clone(),
        on: words.date(letter.issued_on),
    };
    file.page.letters.iter().map(link).collect()
}

/// The conversation; notes inside the office are not part of it.
fn messages(words: Words<'_>, file: &CaseFile, base: &str) -> Vec<Message> {
    let zone = file.case.zone;
    file.page
        .messages
        .iter()
        .filter(|message| message.direction != "internal")
        .map(|message| {
            let mine = message.direction == "from_applicant";
            let at = instant(message.at);
            Message {
                by: words.text(if mine {
                    "common.thread.mine"
                } else {
                    "common.thread.from_office"
                }),
                mine,
                at: words.datetime_short(at, zone),
                iso: at.to_offset(zone.offset()).format(&Rfc3339).ok(),
                body: message.body.clone(),
                files: file_views(words, base, &file.page.attachments, |one| {
                    one.message_id == Some(message.id)
                }),
            }
        })
        .collect()
}

fn dates(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    set: RuleSet,
) -> Result<Vec<DateRow>, ServiceError> {
    let windows = file.open_windows(ctx)?;
    let dates = file.clock.duties.iter().chain(&windows);
    Ok(dates
        .map(|duty| {
            let rule = ctx.law.pack(set).rule(duty.deadline.rule_id);
            DateRow {
                name: rule.map_or_else(|| duty.code.clone(), |rule| duty_name(words, &duty.code, rule)),
                due_on: words.date_long(duty.deadline.due),
                settled_on: duty.settled_on.map(|on| words.date(on)),
                why: format!("{base}/tenggat/{}", duty.code),
            }
        })
        .collect())
}
