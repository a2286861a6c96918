//! Days for a calendar program: what an office owes next, and what comes in the case of one applicant. No subject, no name.

use super::case_file::duty_name;
use super::{Words, pick};
use crate::services::calendar_feed::Coming;
use crate::services::disputes::DisputeFile;
use crate::services::objections::ObjectionFile;
use crate::services::requests::CaseFile;
use crate::services::{Context, ServiceError};
use crate::text::icalendar::{Entry, icalendar};

/// The calendar of somebody of an office.
pub fn office_calendar(ctx: &Context, words: Words<'_>, coming: &[Coming]) -> String {
    let entries: Vec<_> = coming
        .iter()
        .map(|one| {
            let name = duty_name(words, &one.duty, &one.rule);
            let article = pick(words.lang, &one.rule.article);
            let address = format!("{}{}", ctx.settings.base_url, one.path);
            Entry {
                uid: uid(ctx, &one.number, &one.duty),
                on: one.due_on,
                summary: format!("{}: {name}", one.number),
                description: words.with(
                    "rules.calendar.office_text",
                    &[("unit", &one.unit), ("article", &article), ("address", &address)],
                ),
                url: address,
            }
        })
        .collect();
    icalendar(&words.text("rules.calendar.office_name"), ctx.now(), &entries)
}

/// The calendar of one case for its applicant. The secret link is not in it: calendars are shared and kept elsewhere.
///
/// # Errors
/// When the row is not understood.
pub fn case_calendar(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    secretless_base: Option<&str>,
) -> Result<String, ServiceError> {
    let number = &file.case.row.registration_no;
    let address = format!("{}{}", ctx.settings.base_url, secretless_base.unwrap_or("/lacak"));
    let mut entries = Vec::new();
    for (duty, rule) in file.coming(ctx)? {
        let name = duty_name(words, &duty.code, &rule);
        let who = words.text(&format!("rules.bearer.{}", rule.bearer.code()));
        let article = pick(words.lang, &rule.article);
        entries.push(Entry {
            uid: uid(ctx, number, &duty.code),
            on: duty.deadline.due,
            summary: format!("{number}: {name}"),
            description: words.with(
                "rules.calendar.case_text",
                &[("who", &who), ("article", &article), ("address", &address)],
            ),
            url: address.clone(),
        });
    }
    let name = words.with("rules.calendar.case_name", &[("number", number)]);
    Ok(icalendar(&name, ctx.now(), &entries))
}

/// The calendar of one objection and of the dispute that follows it, for who objected. The secret link is not in it.
///
/// # Errors
/// When a law pack is not known.
pub fn objection_calendar(
    ctx: &Context,
    words: Words<'_>,
    file: &ObjectionFile,
    dispute: &DisputeFile,
) -> Result<String, ServiceError> {
    let number = file.objection.number();
    let today = file.moment.today;
    let law = file.objection.law(ctx)?;
    let of_objection = file
        .clock
        .duties
        .iter()
        .filter(|duty| duty.settled_on.is_none() && !dispute.is_filed())
        .map(|duty| (duty.code.as_str(), &duty.deadline, law));
    let law = dispute.dispute.law(ctx)?;
    let of_dispute = dispute
        .clock
        .duties
        .iter()
        .filter(|duty| duty.settled_on.is_none() && !duty.is_moot)
        .map(|duty| (duty.code.as_str(), &duty.deadline, law));
    let address = format!("{}/lacak", ctx.settings.base_url);
    let mut entries = Vec::new();
    for (code, deadline, law) in of_objection.chain(of_dispute) {
        let Some(rule) = law.rule(deadline.rule_id).filter(|_| deadline.due >= today) else {
            continue;
        };
        let who = words.text(&format!("rules.bearer.{}", rule.bearer.code()));
        let article = pick(words.lang, &rule.article);
        entries.push(Entry {
            uid: uid(ctx, number, code),
            on: deadline.due,
            summary: format!("{number}: {}", duty_name(words, code, rule)),
            description: words.with(
                "rules.calendar.objection_text",
                &[("who", &who), ("article", &article), ("address", &address)],
            ),
            url: address.clone(),
        });
    }
    let name = words.with("rules.calendar.objection_name", &[("number", number)]);
    Ok(icalendar(&name, ctx.now(), &entries))
}

/// Stays the same when the day moves, and differs between portals.
fn uid(ctx: &Context, number: &str, duty: &str) -> String {
    let host = ctx.settings.base_url.split("://").nth(1).unwrap_or_default();
    format!("{number}-{duty}@{host}")
}
