//! What happened to a case, in words, oldest first; then what is still to come.

use serde::Serialize;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use crate::domain::deadline::{RuleId, RuleSet};
use crate::domain::request::{Event, Status};
use crate::services::requests::{CaseFile, RequestEvent};
use crate::services::{Context, ServiceError, instant};
use crate::web::views::history::positions;
use crate::web::views::{Words, pick};

/// One line of the history.
#[derive(Debug, Serialize)]
pub struct TimelineItem {
    title: String,
    at: String,
    iso: Option<String>,
    by: Option<String>,
    text: Option<String>,
    next: bool,
}

/// The history of a case for its applicant.
pub fn timeline(ctx: &Context, words: Words<'_>, file: &CaseFile) -> Result<Vec<TimelineItem>, ServiceError> {
    let mut writer = Writer {
        ctx,
        words,
        file,
        unit: file.case.row.registered_unit_id,
    };
    let mut items = Vec::new();
    for row in &file.page.events {
        let event: Event = serde_json::from_str(&row.data)?;
        if let Event::RequestReceived { unit, .. } = &event {
            writer.unit = unit.0;
        }
        // What another unit did about its share is told under its own name.
        let had = writer.unit;
        if matches!(event, Event::ShareSupplied { .. } | Event::ShareReturned { .. }) {
            writer.unit = file.case.state.office_of(&event).0;
        }
        items.push(writer.past(row, &event));
        writer.unit = had;
        if let Event::Routed { to, .. } | Event::SuccessionTransferred { to, .. } = &event {
            writer.unit = to.0;
        }
    }
    items.extend(writer.future());
    Ok(items)
}

struct Writer<'a> {
    ctx: &'a Context,
    words: Words<'a>,
    file: &'a CaseFile,
    /// The unit that had the case at that time.
    unit: Uuid,
}

impl Writer<'_> {
    fn past(&self, row: &RequestEvent, event: &Event) -> TimelineItem {
        let zone = self.file.case.zone;
        let at = instant(row.at);
        let mut lines = self.details(event);
        if let Some(note) = self.file.note(row).filter(|_| tells_reason(event)) {
            lines.push(note.to_owned());
        }
        if let Some(article) = basis(event).and_then(|rule| self.article(rule)) {
            lines.push(
                self.words
                    .with("citizen.timeline.basis", &[("article", &article)]),
            );
        }
        TimelineItem {
            title: self.words.text(&format!("event.{}", event.kind())),
            at: self.words.datetime_short(at, zone),
            iso: at.to_offset(zone.offset()).format(&Rfc3339).ok(),
            by: Some(self.by(&row.actor_role)),
            text: (!lines.is_empty()).then(|| lines.join("\n")),
            next: false,
        }
    }

    fn by(&self, role: &str) -> String {
        match role {
            "citizen" => self.words.text("citizen.timeline.you"),
            "system" => self.words.text("law.role.system"),
            role => {
                let role = self.words.text(&format!("law.role.{role}"));
                match self.file.unit_name(self.unit) {
                    Some(unit) => format!("{role}, {unit}"),
                    None => role,
                }
            }
        }
    }

    fn unit_name(&self, id: Uuid) -> String {
        self.file.unit_name(id).unwrap_or_default().to_owned()
    }

    fn details(&self, event: &Event) -> Vec<String> {
        let words = self.words;
        match event {
            Event::RequestReceived {
                on, unit, channel, ..
            } => vec![words.with(
                "citizen.timeline.received",
                &[
                    ("unit", &self.unit_name(unit.0)),
                    ("channel", &words.text(&format!("law.channel.{}", channel.code()))),
                    ("day", &words.date(*on)),
                ],
            )],
            Event::RequestRegistered { number, .. } => vec![number.clone()],
            Event::DeclaredComplete {
                complete_on,
                is_deemed: true,
                ..
            } => vec![words.with("citizen.timeline.deemed", &[("day", &words.date(*complete_on))])],
            Event::DeclaredIncomplete { missing, .. } => missing
                .iter()
                .map(|one| words.text(&format!("missing.{}", one.code())))
                .collect(),
            Event::Routed { from, to } | Event::ShareMoved { from, to, .. } => vec![words.with(
                "citizen.timeline.routed",
                &[("from", &self.unit_name(from.0)), ("to", &self.unit_name(to.0))],
            )],
            Event::SuccessionTransferred { .. } => self.succession(event),
            Event::ShareAsked { unit, items, .. } => vec![words.with(
                "citizen.timeline.share_asked",
                &[("unit", &self.unit_name(unit.0)), ("items", &positions(items))],
            )],
            Event::ShareSupplied { no, .. }
            | Event::ShareReturned { no, .. }
            | Event::ShareRecalled { no, .. } => {
                let share = self.file.case.state.share(*no);
                share
                    .map(|share| self.unit_name(share.unit.0))
                    .into_iter()
                    .collect()
            }
            Event::Extended {
                reason: Some(reason), ..
            } => vec![words.text(&format!("law.extension_reason.{}", reason.code()))],
            Event::FeeCharged { total, .. } => vec![words.rupiah(*total)],
            Event::PaymentRecorded { on, mode, amount } => vec![
                words.rupiah(*amount),
                words.text(&format!("law.payment_mode.{}", mode.code())),
                words.with("citizen.timeline.on", &[("day", &words.date(*on))]),
            ],
            Event::NoticeIssued { outcome, .. } => {
                vec![words.text(&format!("law.outcome.{}", outcome.code()))]
            }
            Event::IncompletenessReceived { on }
            | Event::FixSubmitted { on, .. }
            | Event::NoticeReceived { on }
            | Event::Delivered { on } => {
                vec![words.with("citizen.timeline.on", &[("day", &words.date(*on))])]
            }
            Event::DeadlineRecomputed { decree, changes } => {
                let mut lines = vec![decree.clone()];
                lines.extend(changes.iter().map(|change| {
                    let (was, now) = (words.date(change.was), words.date(change.now));
                    words.with("citizen.timeline.moved", &[("was", &was), ("now", &now)])
                }));
                lines
            }
            _ => Vec::new(),
        }
    }

    /// What a decree made of the unit: another one goes on, or the same under another body.
    fn succession(&self, event: &Event) -> Vec<String> {
        let Event::SuccessionTransferred {
            from,
            to,
            effective_on,
            legal_basis,
        } = event
        else {
            return Vec::new();
        };
        let (was, now) = (self.unit_name(from.0), self.unit_name(to.0));
        let day = self.words.date(*effective_on);
        let told = if from == to {
            let values = [("unit", now.as_str()), ("day", &day), ("basis", legal_basis)];
            self.words.with("citizen.timeline.other_body", &values)
        } else {
            let values = [
                ("from", was.as_str()),
                ("to", &now),
                ("day", &day),
                ("basis", legal_basis),
            ];
            self.words.with("citizen.timeline.succession", &values)
        };
        vec![told]
    }

    fn article(&self, rule: RuleId) -> Option<String> {
        let set = RuleSet::parse(&self.file.case.row.rule_set)?;
        let rule = self.ctx.law.pack(set).rule(rule)?;
        Some(pick(self.words.lang, &rule.article))
    }

    /// The duties of the office that are still open, by day.
    fn future(&self) -> Vec<TimelineItem> {
        let state = &self.file.case.state;
        let mut ahead = Vec::new();
        if state.status == Status::CompletenessCheck {
            let code = if state.incompleteness.is_some() {
                RuleId::D04
            } else {
                RuleId::D02
            };
            let duty = self.file.clock.duty(&code.to_string());
            ahead.extend(duty.map(|duty| ("citizen.timeline.check_ahead", duty.deadline.due)));
        }
        if let Some(on) = state.ordered_by() {
            let is_superiors = state.reopening.is_none_or(|order| order.by.is_superior());
            let key = if is_superiors {
                "citizen.timeline.order_ahead"
            } else {
                "citizen.timeline.ruling_ahead"
            };
            ahead.push((key, on));
        } else if state.status.is_undecided() {
            ahead.push(("citizen.timeline.answer_ahead", self.file.clock.notice.due));
        }
        let promised_on = self
            .file
            .clock
            .standing_delivery
            .and_then(|delivery| delivery.deliver_by);
        let is_open = matches!(
            state.status,
            Status::GrantedFull | Status::GrantedPartial | Status::NotDocumented
        );
        if let Some(on) = promised_on.filter(|_| is_open) {
            ahead.push(("citizen.timeline.delivery_ahead", on));
        }
        let item = |(key, on): (&str, time::Date)| TimelineItem {
            title: self.words.text(key),
            at: self.words.with(
                "citizen.timeline.at_the_latest",
                &[("day", &self.words.date_long(on))],
            ),
            iso: None,
            by: None,
            text: None,
            next: true,
        };
        ahead.into_iter().map(item).collect()
    }
}

/// Reasons that are meant for the applicant, too.
const fn tells_reason(event: &Event) -> bool {
    matches!(
        event,
        Event::DeclaredIncomplete { .. }
            | Event::ClosedNotFollowedUp { .. }
            | Event::Extended { .. }
            | Event::Routed { .. }
            | Event::Delivered { .. }
            | Event::Withdrawn { .. }
    )
}

/// The rule a step obeys.
const fn basis(event: &Event) -> Option<RuleId> {
    Some(match event {
        Event::RequestRegistered { .. } => RuleId::D01,
        Event::DeclaredComplete { .. } | Event::DeclaredIncomplete { .. } => RuleId::D02,
        Event::FixSubmitted { .. } | Event::ClosedNotFollowedUp { .. } => RuleId::D03,
        Event::Extended { .. } => RuleId::D08,
        Event::NoticeIssued { .. } => RuleId::D05,
        Event::Delivered { .. } => RuleId::D09,
        _ => return None,
    })
}
