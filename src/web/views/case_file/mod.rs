//! The page of one case in a workspace: for officers with the steps they may take, for superiors and auditors to read. Who may see
//! what was decided by the policy; what the file does not hold is not shown.

mod facts;
mod held;
mod papers;
mod shares;

pub use shares::{Handed, handed_in};

use self::shares::ShareView;
use serde::Serialize;
use time::Date;

use crate::domain::actor::Role;
use crate::domain::deadline::{DueState, Rule, RuleId, RuleSet};
use crate::domain::objection::Ground;
use crate::domain::policy::CaseView;
use crate::domain::request::{CommandKind, Denial, ORDER, RULING, is_order};
use crate::services::requests::CaseFile;
use crate::services::{Context, Fault, ServiceError};
use crate::text::Lang;
use crate::web::views::Words;
use crate::web::views::history::{HistoryItem, history};
use crate::web::views::objection::ground_text;
use crate::web::views::parts::{Badge, FileLink, Row, due_badge};

/// A case: `components/case_file.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct CaseFileView {
    /// What every page of the case shows of it.
    pub head: CaseHead,
    is_read_only: Option<&'static str>,
    /// What is not on record while completeness is open.
    missing: Vec<String>,
    steps: Vec<StepLink>,
    held_back: Vec<StepLink>,
    other_steps: Vec<StepLink>,
    clocks: Vec<ClockView>,
    applicant: Vec<Row>,
    facts: Vec<Row>,
    held: held::HeldView,
    shares: Vec<ShareView>,
    items: Vec<ItemView>,
    documents: Vec<DocumentView>,
    messages: Vec<MessageView>,
    letters: Vec<LetterLink>,
    objections: Vec<ObjectionCard>,
    history: Vec<HistoryItem>,
    public_href: Option<String>,
}

/// What every page of a case shows of it.
#[derive(Debug, Serialize)]
pub struct CaseHead {
    /// Number.
    pub registration_no: String,
    /// Subject.
    pub subject: String,
    /// Code of the status.
    pub status: String,
    /// Its address in this workspace.
    pub base: String,
    /// Where the next day stands on which the office owes something.
    pub due: Option<Badge>,
    /// That day.
    pub next_due_on: Option<String>,
    /// The last day for the notice, where it is owed and is not that day.
    pub answer_due_on: Option<String>,
    /// The last day for the notice.
    pub due_on: String,
    /// Whether something is awaited from the applicant.
    pub is_waiting: bool,
    /// Whether it was extended.
    pub is_extended: bool,
}

#[derive(Debug, Serialize)]
struct StepLink {
    name: String,
    basis: String,
    href: Option<String>,
    reason: Option<String>,
}

#[derive(Debug, Serialize)]
struct ClockView {
    name: String,
    due_on: String,
    badge: Badge,
    is_governing: bool,
    href: String,
}

#[derive(Debug, Serialize)]
struct ObjectionCard {
    /// Its page in this workspace; none for what an older register knew.
    href: Option<String>,
    rows: Vec<Row>,
}

#[derive(Debug, Serialize)]
struct ItemView {
    position: i32,
    detail: String,
    outcome: Option<String>,
    rows: Vec<Row>,
    files: Vec<FileLink>,
}

#[derive(Debug, Serialize)]
struct DocumentView {
    file: FileLink,
    kind: String,
    origin: String,
    at: String,
}

#[derive(Debug, Serialize)]
struct MessageView {
    by: String,
    mine: bool,
    at: String,
    iso: String,
    body: String,
    files: Vec<FileLink>,
}

#[derive(Debug, Serialize)]
struct LetterLink {
    href: String,
    kind: String,
    issued_on: String,
    received_on: Option<String>,
}

/// The segment of a step's page; `None` for steps that have none.
pub fn step_slug(kind: CommandKind) -> &'static str {
    match kind {
        CommandKind::DeclareComplete => "lengkap",
        CommandKind::DeclareIncomplete => "tidak-lengkap",
        CommandKind::ConfirmLetterReceived => "surat-diterima",
        CommandKind::SubmitFix => "perbaikan",
        CommandKind::ConfirmNoticeReceived => "pemberitahuan-diterima",
        CommandKind::CloseNotFollowedUp => "tidak-ditindaklanjuti",
        CommandKind::Route => "teruskan",
        CommandKind::AskShare => "bagikan",
        CommandKind::SupplyShare => "serahkan-bahan",
        CommandKind::ReturnShare => "kembalikan-bagian",
        CommandKind::RecallShare => "tarik-bagian",
        CommandKind::MoveShare => "alih-bagian",
        CommandKind::AskClarification => "minta-penjelasan",
        CommandKind::AnswerClarification => "penjelasan",
        CommandKind::Extend => "perpanjang",
        CommandKind::IssueNotice | CommandKind::ProposeAnswer => "jawab",
        CommandKind::RecallAnswer => "tarik-usulan",
        CommandKind::ApproveAnswer | CommandKind::ReturnAnswer => "persetujuan",
        CommandKind::RecordPayment => "pembayaran",
        CommandKind::Deliver => "serahkan",
        CommandKind::Reopen => "buka-kembali",
        CommandKind::Succeed => "alih-unit",
        CommandKind::Close => "tutup",
        CommandKind::Withdraw => "cabut",
        CommandKind::Publish => "umumkan",
        CommandKind::Unpublish => "tarik-pengumuman",
    }
}

/// The head of a case whose pages lie under `base`.
pub fn case_head(words: Words<'_>, file: &CaseFile, base: &str) -> CaseHead {
    let row = &file.case.row;
    CaseHead {
        registration_no: row.registration_no.clone(),
        subject: row.subject.clone(),
        status: row.status.clone(),
        base: base.to_owned(),
        due: file.next_due.map(|(_, due)| due_badge(words, due)),
        next_due_on: file.next_due.map(|(on, _)| words.date_long(on)),
        answer_due_on: file
            .due_state
            .filter(|_| file.next_due.is_none_or(|(on, _)| on != row.due_on))
            .map(|_| words.date_long(row.due_on)),
        due_on: words.date_long(row.due_on),
        is_waiting: row.status == "incomplete"
            || row.clarification_open
            || row.closed_at.is_none() && file.clock.waits_for_payment(file.today),
        is_extended: row.is_extension_valid == Some(true),
    }
}

/// The page of a case whose pages lie under `base`, for instance `/petugas/permohonan/LAPAS-2026-0001`.
///
/// # Errors
/// When the row is not understood.
pub fn case_file_view(
    ctx: &Context,
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
) -> Result<CaseFileView, ServiceError> {
    let drawer = Drawer {
        ctx,
        words,
        file,
        base,
    };
    let (steps, held_back, other_steps) = drawer.steps();
    Ok(CaseFileView {
        head: case_head(words, file, base),
        missing: drawer.missing()?,
        is_read_only: drawer.reads_only(),
        steps,
        held_back,
        other_steps,
        clocks: drawer.clocks(),
        applicant: drawer.applicant(),
        facts: drawer.facts(),
        held: drawer.held()?,
        shares: drawer.shares()?,
        items: drawer.items(),
        documents: drawer.documents(),
        messages: drawer.messages(),
        letters: drawer.letters(),
        objections: drawer.objections(),
        history: history(words, file, 0),
        public_href: file
            .page
            .publication
            .as_ref()
            .map(|public| format!("/permohonan/{}", public.registration_no)),
    })
}

/// Name of a duty: that of its rule, but an order is none of the law's.
pub fn duty_name(words: Words<'_>, code: &str, rule: &Rule) -> String {
    if let Some(ground) = Ground::of_window_code(code) {
        let ground = ground_text(words, ground);
        return words.with("objection.window_duty", &[("ground", &ground)]);
    }
    match words.lang {
        _ if code == ORDER => words.text("objection.order_duty"),
        _ if code == RULING => words.text("dispute.order_duty"),
        Lang::Id => rule.name.id.clone(),
        Lang::En => rule.name.en.clone(),
    }
}

struct Drawer<'a> {
    ctx: &'a Context,
    words: Words<'a>,
    file: &'a CaseFile,
    base: &'a str,
}

impl Drawer<'_> {
    /// Only for the office: others see no identity, and half a list misleads.
    fn missing(&self) -> Result<Vec<String>, ServiceError> {
        if self.file.view != CaseView::Office {
            return Ok(Vec::new());
        }
        let missing = self.file.missing()?;
        let named = missing
            .iter()
            .map(|one| self.words.text(&format!("missing.{}", one.code())));
        Ok(named.collect())
    }

    /// Why there are no steps here, if there are none.
    fn reads_only(&self) -> Option<&'static str> {
        match (self.file.view, self.file.actor) {
            (CaseView::Audit, _) => Some("auditor"),
            (_, Some(actor)) if actor.role == Role::Superior && self.file.waits_for_superior() => None,
            (_, Some(actor)) if actor.role == Role::Superior => Some("superior"),
            (_, Some(_)) => None,
            (_, None) => Some("routed"),
        }
    }

    /// Steps that are lawful now; steps that would fit the state but for a reason; the rest.
    fn steps(&self) -> (Vec<StepLink>, Vec<StepLink>, Vec<StepLink>) {
        let (mut open, mut held_back, mut other) = (Vec::new(), Vec::new(), Vec::new());
        if self.reads_only().is_some() {
            return (open, held_back, other);
        }
        if self.file.waits_for_superior() && self.file.actor.is_some_and(|actor| actor.role != Role::Superior)
        {
            open.push(StepLink {
                name: self.words.text("superior.approval.see"),
                basis: self.words.text("step.propose_answer.basis"),
                href: Some(format!("{}/usulan", self.base)),
                reason: None,
            });
        }
        // What is handed in or back is for the unit that was asked. Proposing an answer begins on the page on which it is written; sending one back stands on the page of approving it.
        let has_link = |kind: &CommandKind| {
            !matches!(kind, CommandKind::ProposeAnswer | CommandKind::ReturnAnswer)
                && !kind.is_for_share_unit()
        };
        for (kind, answer) in self.file.offers.iter().filter(|(kind, _)| has_link(kind)) {
            let reason = answer
                .as_ref()
                .err()
                .map(|denial| self.words.fault(&Fault::denied("", *denial)));
            let link = StepLink {
                name: self.words.text(&format!("step.{}.name", kind.code())),
                basis: self.words.text(&format!("step.{}.basis", kind.code())),
                href: answer
                    .is_ok()
                    .then(|| format!("{}/{}", self.base, step_slug(*kind))),
                reason,
            };
            match answer {
                Ok(()) => open.push(link),
                Err(Denial::NotInThisState) => other.push(link),
                Err(_) => held_back.push(link),
            }
        }
        (open, held_back, other)
    }

    fn clocks(&self) -> Vec<ClockView> {
        let words = self.words;
        let law = RuleSet::parse(&self.file.case.row.rule_set).map(|set| self.ctx.law.pack(set));
        let clocks = self.file.clock.duties.iter().map(|duty| {
            let deadline = &duty.deadline;
            let rule = law.and_then(|law| law.rule(deadline.rule_id));
            let badge = match duty.settled_on {
                Some(on) => self.settled(on, deadline.due),
                None if rule.is_some_and(|rule| !rule.bearer.is_office()) => Badge {
                    state: "waiting",
                    text: words.text("officer.clock.applicant"),
                },
                None if deadline.rule_id == RuleId::D09
                    && !is_order(&duty.code)
                    && self.file.clock.waits_for_payment(self.file.today) =>
                {
                    Badge {
                        state: "waiting",
                        text: words.text("delivery.kept.unpaid"),
                    }
                }
                None if self.file.is_moot(deadline.rule_id) => Badge {
                    state: "moot",
                    text: words.text("officer.clock.moot"),
                },
                None => due_badge(
                    words,
                    DueState::of(
                        deadline.due,
                        self.file.today,
                        &self.ctx.counting(),
                        &self.file.calendar,
                    ),
                ),
            };
            let name = rule.map_or_else(|| duty.code.clone(), |rule| duty_name(words, &duty.code, rule));
            ClockView {
                name,
                due_on: words.date_long(deadline.due),
                badge,
                is_governing: *deadline == self.file.clock.notice,
                href: format!("{}/tenggat/{}", self.base, duty.code),
            }
        });
        clocks.collect()
    }

    fn settled(&self, on: Date, due: Date) -> Badge {
        let date = self.words.date(on);
        let (state, key) = if on > due {
            ("late", "officer.clock.met_late")
        } else {
            ("met", "officer.clock.met")
        };
        Badge {
            state,
            text: self.words.with(key, &[("date", &date)]),
        }
    }
}
