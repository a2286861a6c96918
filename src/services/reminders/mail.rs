//! What the two mails to staff say: how many of what, numbers of matters, and where to read on. No content and nobody's name.

use crate::domain::reminder::{Step, Tally};
use crate::persistence::rows;
use crate::services::{Context, ServiceError, micros};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::matters::{Kind, Matter};
use super::people::Person;

/// Ringkasan pagi: the mail of the morning.
pub const BRIEFING: &str = "briefing";
/// Eskalasi: the mail about what has come to its last day, or past it.
pub const ESCALATION: &str = "escalation";

/// Matters named in one mail; the rest is behind its link.
const MOST: usize = 25;

/// A matter that is named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Its kind.
    pub kind: Kind,
    /// Its number.
    pub number: String,
    /// How far it has come.
    pub step: Step,
    /// Its page.
    pub path: String,
}

impl Line {
    pub(super) fn of(matter: &Matter, step: Step, desk: Desk) -> Self {
        let path = match (matter.kind, desk) {
            // Whoever approves has no part in it; it is told to the office alone.
            (Kind::Share, _) => format!("/petugas/bagian/{}", matter.number),
            (Kind::Request, Desk::Office) => format!("/petugas/permohonan/{}", matter.number),
            (Kind::Request, Desk::Superior) => format!("/atasan/permohonan/{}", matter.number),
            (Kind::Objection | Kind::Dispute, Desk::Office) => {
                format!("/petugas/keberatan/{}", matter.number)
            }
            (Kind::Objection | Kind::Dispute, Desk::Superior) => {
                format!("/atasan/keberatan/{}", matter.number)
            }
            (Kind::Exemption, Desk::Office) => format!("/petugas/pengecualian/{}", matter.id),
            (Kind::Exemption, Desk::Superior) => format!("/atasan/pengecualian/{}", matter.id),
        };
        Self {
            kind: matter.kind,
            number: matter.number.clone(),
            step,
            path,
        }
    }

    /// The message that names it.
    fn key(&self) -> &'static str {
        match (self.kind, self.step) {
            (Kind::Request, Step::Reminder) => "mail.briefing.near",
            (Kind::Objection, Step::Reminder) => "mail.briefing.near_objection",
            (Kind::Dispute, Step::Reminder) => "mail.briefing.near_dispute",
            (Kind::Dispute, Step::TargetReached) => "mail.escalation.dispute_target_reached",
            (Kind::Dispute, Step::Overdue) => "mail.escalation.dispute_overdue",
            (Kind::Exemption, Step::Reminder) => "mail.briefing.near_exemption",
            (Kind::Share, Step::Reminder) => "mail.briefing.near_share",
            (Kind::Share, _) => "mail.escalation.share",
            (Kind::Exemption, _) => "mail.escalation.exemption",
            (Kind::Objection, Step::TargetReached) => "mail.escalation.objection_target_reached",
            (Kind::Objection, Step::Overdue) => "mail.escalation.objection_overdue",
            (Kind::Request, Step::TargetReached) => "mail.escalation.target_reached",
            (Kind::Request, Step::Overdue) => "mail.escalation.overdue",
        }
    }
}

/// The workspace in which somebody sees a matter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Desk {
    /// `/petugas`.
    Office,
    /// `/atasan`.
    Superior,
}

/// What a mail to staff says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// Counts, in a briefing.
    pub tally: Tally,
    /// Where the reader works.
    pub desk: Desk,
    /// What is named.
    pub lines: Vec<Line>,
    /// When it is of no use any more: a briefing at the end of its day.
    pub until: Option<i64>,
}

/// One point of a mail, ready to be put into words.
#[derive(Debug, Serialize)]
pub struct Point {
    /// The message.
    pub key: &'static str,
    /// What fills it: a number of things, or the number of one.
    pub count: u32,
    /// Number of the matter.
    pub number: String,
    /// The address.
    pub link: String,
}

impl Told {
    /// What the mail says, point by point.
    #[must_use]
    pub fn points(&self, base: &str) -> Vec<Point> {
        let (queue, tally) = (self.desk_path(), &self.tally);
        let counted = [
            (
                "mail.briefing.overdue",
                tally.overdue,
                format!("{queue}?tab=terlambat"),
            ),
            ("mail.briefing.today", tally.today, format!("{queue}?tab=segera")),
            ("mail.briefing.soon", tally.soon, format!("{queue}?tab=segera")),
            (
                "mail.briefing.approval",
                tally.approval,
                "/atasan?tab=persetujuan".to_owned(),
            ),
            (
                "mail.briefing.pressing",
                tally.pressing,
                "/atasan?tab=persetujuan".to_owned(),
            ),
            (
                "mail.briefing.sheets",
                tally.sheets,
                "/atasan/pengecualian".to_owned(),
            ),
            (
                "mail.briefing.objections",
                tally.objections,
                format!("{queue}/keberatan"),
            ),
            ("mail.briefing.shares", tally.shares, "/petugas/bagian".to_owned()),
            (
                "mail.briefing.disputes",
                tally.disputes,
                format!("{queue}/keberatan"),
            ),
            (
                "mail.briefing.ending",
                tally.ending,
                format!("{queue}/pengecualian"),
            ),
        ];
        let counted = counted.into_iter().filter(|(_, count, _)| *count > 0);
        let counted = counted.map(|(key, count, path)| Point {
            key,
            count,
            number: String::new(),
            link: format!("{base}{path}"),
        });
        let named = self.lines.iter().take(MOST).map(|line| Point {
            key: line.key(),
            count: 1,
            number: line.number.clone(),
            link: format!("{base}{}", line.path),
        });
        let more = u32::try_from(self.lines.len().saturating_sub(MOST)).unwrap_or(u32::MAX);
        let more = (more > 0).then(|| Point {
            key: "mail.briefing.more",
            count: more,
            number: String::new(),
            link: format!("{base}{queue}"),
        });
        counted.chain(named).chain(more).collect()
    }

    const fn desk_path(&self) -> &'static str {
        match self.desk {
            Desk::Office => "/petugas",
            Desk::Superior => "/atasan",
        }
    }
}

/// The mail as it waits in the outbox.
pub(super) fn row(
    ctx: &Context,
    person: &Person,
    kind: &str,
    told: &Told,
) -> Result<rows::Outbox, ServiceError> {
    let now = micros(ctx.now());
    Ok(rows::Outbox {
        id: ctx.new_id(),
        kind: kind.to_owned(),
        request_id: None,
        objection_id: None,
        recipient: format!("user:{}", person.user),
        lang: ctx.settings.instance.staff_language.clone(),
        payload: serde_json::to_string(told)?,
        created_at: now,
        run_at: now,
        attempts: 0,
        locked_until: None,
        last_error: None,
        sent_at: None,
        failed_at: None,
    })
}

/// What a mail of these kinds says; `None` for any other mail.
///
/// # Errors
/// When it is not understood.
pub fn read(notice: &rows::Outbox) -> Result<Option<Told>, serde_json::Error> {
    matches!(notice.kind.as_str(), BRIEFING | ESCALATION)
        .then(|| serde_json::from_str(&notice.payload))
        .transpose()
}

/// Whether a mail came too late to be of use: yesterday's briefing, when the mail server was away. An escalation is always sent.
#[must_use]
pub fn is_outdated(notice: &rows::Outbox, now: OffsetDateTime) -> bool {
    let told = read(notice).ok().flatten();
    told.and_then(|told| told.until)
        .is_some_and(|until| until <= micros(now))
}
