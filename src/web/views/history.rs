//! The history of a case: what happened, when, by whom, and why.

use serde::Serialize;
use time::format_description::well_known::Rfc3339;

use super::Words;
use crate::domain::ids::UnitId;
use crate::domain::request::Event;
use crate::services::instant;
use crate::services::requests::CaseFile;

/// An entry of a `timeline`.
#[derive(Debug, Serialize)]
pub struct HistoryItem {
    title: String,
    at: String,
    iso: String,
    by: Option<String>,
    text: Option<String>,
}

/// The history from the event after `after` on, oldest first. Names of staff are shown to the office only.
pub fn history(words: Words<'_>, file: &CaseFile, after: i32) -> Vec<HistoryItem> {
    let later = file.page.events.iter().filter(|event| event.seq > after);
    let item = later.map(|event| {
        let at = instant(event.at).to_offset(file.case.zone.offset());
        let role = words.text(&format!("law.role.{}", event.actor_role));
        let by = event
            .actor_user_id
            .and_then(|user| file.person_name(user))
            .map_or_else(|| role.clone(), |name| format!("{name}, {role}"));
        let told = [
            detail(words, file, &event.data),
            file.note(event).map(str::to_owned),
        ];
        let text: Vec<String> = told.into_iter().flatten().collect();
        HistoryItem {
            title: words.text(&format!("event.{}", event.kind)),
            at: words.datetime_short(at, file.case.zone),
            iso: at.format(&Rfc3339).unwrap_or_default(),
            by: Some(by),
            text: (!text.is_empty()).then(|| text.join("\n")),
        }
    });
    item.collect()
}

/// What an event says besides its name.
#[expect(
    clippy::too_many_lines,
    reason = "one arm an event; parting them would hide that each is there"
)]
fn detail(words: Words<'_>, file: &CaseFile, data: &str) -> Option<String> {
    match serde_json::from_str(data).ok()? {
        Event::RequestReceived { on, channel, .. } => Some(format!(
            "{}, {}",
            words.text(&format!("law.channel.{}", channel.code())),
            words.date_long(on)
        )),
        Event::RequestRegistered { number, .. } => Some(number),
        Event::DeclaredComplete {
            complete_on,
            is_deemed,
            despite,
            ..
        } => {
            let deemed = is_deemed.then(|| {
                words.with(
                    "officer.history.deemed_complete",
                    &[("date", &words.date(complete_on))],
                )
            });
            let despite = (!despite.is_empty()).then(|| {
                let list = despite
                    .iter()
                    .map(|one| words.text(&format!("missing.{}", one.code())));
                let list = list.collect::<Vec<_>>().join("; ");
                words.with("officer.history.complete_despite", &[("list", &list)])
            });
            let told: Vec<String> = deemed.into_iter().chain(despite).collect();
            (!told.is_empty()).then(|| told.join("\n"))
        }
        Event::DeclaredIncomplete { missing, .. } => {
            let lines = missing
                .iter()
                .map(|one| words.text(&format!("missing.{}", one.code())));
            Some(lines.collect::<Vec<_>>().join("; "))
        }
        Event::IncompletenessReceived { on }
        | Event::FixSubmitted { on, .. }
        | Event::NoticeReceived { on }
        | Event::Delivered { on } => Some(words.date_long(on)),
        event @ (Event::Routed { .. } | Event::SuccessionTransferred { .. }) => {
            handed_over(words, file, &event)
        }
        Event::ShareAsked {
            unit,
            items,
            wanted_on,
            ..
        } => Some(words.with(
            "officer.history.share_asked",
            &[
                ("unit", file.unit_name(unit.0).unwrap_or("?")),
                ("items", &positions(&items)),
                ("day", &words.date_long(wanted_on)),
            ],
        )),
        Event::ShareSupplied { no, .. }
        | Event::ShareReturned { no, .. }
        | Event::ShareRecalled { no, .. } => {
            let share = file.case.state.share(no)?;
            file.unit_name(share.unit.0).map(str::to_owned)
        }
        event @ Event::ShareMoved { .. } => handed_over(words, file, &event),
        Event::Extended {
            reason: Some(reason), ..
        } => Some(words.text(&format!("law.extension_reason.{}", reason.code()))),
        Event::FeeCharged { total, .. } => Some(words.rupiah(total)),
        Event::PaymentRecorded { on, mode, amount } => Some(format!(
            "{}, {}, {}",
            words.rupiah(amount),
            words.text(&format!("law.payment_mode.{}", mode.code())),
            words.date_long(on)
        )),
        Event::NoticeIssued { outcome, .. } => Some(words.text(&format!("law.outcome.{}", outcome.code()))),
        Event::Reopened { execute_by, by, .. } => Some(words.with(
            &format!("officer.history.reopened.{}", by.code()),
            &[("date", &words.date_long(execute_by))],
        )),
        Event::Closed { basis, .. } => Some(words.text(&format!("officer.history.{}", basis.code()))),
        Event::DeadlineRecomputed { decree, changes } => {
            let change = changes.iter().map(|change| {
                format!(
                    "{}: {} → {}",
                    change.rule,
                    words.date(change.was),
                    words.date(change.now)
                )
            });
            Some(
                std::iter::once(decree)
                    .chain(change)
                    .collect::<Vec<_>>()
                    .join("\n"),
            )
        }
        Event::Imported { reference } => Some(reference),
        Event::ObjectionImported { filed_on } => Some(words.date(filed_on)),
        _ => None,
    }
}

/// Positions of information items as a sentence has them.
pub(super) fn positions(items: &[i32]) -> String {
    items.iter().map(i32::to_string).collect::<Vec<_>>().join(", ")
}

/// From which unit to which, and for a succession since when and why.
fn handed_over(words: Words<'_>, file: &CaseFile, event: &Event) -> Option<String> {
    let name = |unit: UnitId| file.unit_name(unit.0).unwrap_or("?").to_owned();
    match event {
        Event::Routed { from, to } => Some(words.with(
            "officer.history.routed",
            &[("from", &name(*from)), ("to", &name(*to))],
        )),
        Event::SuccessionTransferred {
            from,
            to,
            effective_on,
            legal_basis,
        } if from == to => Some(words.with(
            "officer.history.other_body",
            &[
                ("unit", &name(*to)),
                ("day", &words.date_long(*effective_on)),
                ("basis", legal_basis),
            ],
        )),
        Event::SuccessionTransferred {
            from,
            to,
            effective_on,
            legal_basis,
        }
        | Event::ShareMoved {
            from,
            to,
            effective_on,
            legal_basis,
            ..
        } => Some(words.with(
            "officer.history.succession",
            &[
                ("from", &name(*from)),
                ("to", &name(*to)),
                ("day", &words.date_long(*effective_on)),
                ("basis", legal_basis),
            ],
        )),
        _ => None,
    }
}
