//! The fields of all plain steps, and the command they amount to.

use rocket::form::FromForm;
use rocket::fs::TempFile;
use time::Date;

use crate::domain::applicant::Correction;
use crate::domain::calendar::typed_day;
use crate::domain::fee::PaymentMode;
use crate::domain::ids::UnitId;
use crate::domain::request::{CloseBasis, Command, CommandKind, Denial, ExtensionReason, MissingRequirement};
use crate::services::Fault;
use crate::services::units::Unit;
use crate::web::forms::rupiah;

/// What a step's page sends; each step uses some of it.
#[derive(FromForm)]
pub struct RawStep<'r> {
    /// Version of the case that the page showed.
    #[field(default = "")]
    pub version: &'r str,
    /// The last event that the page showed.
    #[field(default = "")]
    pub seq: &'r str,
    /// Reason, or the code of one.
    #[field(default = "")]
    pub reason: &'r str,
    #[field(default = "")]
    note: &'r str,
    #[field(default = "")]
    question: &'r str,
    #[field(default = "")]
    reply: &'r str,
    #[field(default = "")]
    proof: &'r str,
    #[field(default = "")]
    mode: &'r str,
    #[field(default = "")]
    amount: &'r str,
    #[field(default = "")]
    reference: &'r str,
    #[field(default = "")]
    basis: &'r str,
    #[field(default = "")]
    to: &'r str,
    #[field(default = "")]
    share: &'r str,
    share_items: Vec<i32>,
    #[field(default = "")]
    wanted_on_day: &'r str,
    #[field(default = "")]
    wanted_on_month: &'r str,
    #[field(default = "")]
    wanted_on_year: &'r str,
    #[field(default = "")]
    on_day: &'r str,
    #[field(default = "")]
    on_month: &'r str,
    #[field(default = "")]
    on_year: &'r str,
    missing: Vec<&'r str>,
    despite: Vec<&'r str>,
    /// Documents of the applicant.
    pub files: Vec<TempFile<'r>>,
}

impl RawStep<'_> {
    /// The command of a step.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm a step; parting them would hide that each is there"
    )]
    pub fn command(
        &self,
        kind: CommandKind,
        units: &[Unit],
        has_files: bool,
        values: Correction,
    ) -> Result<Command, Vec<Fault>> {
        let fault = |field: &str, denial: Denial| vec![Fault::denied(field, denial)];
        let text = |text: &str| text.to_owned();
        Ok(match kind {
            CommandKind::DeclareComplete => Command::DeclareComplete {
                despite: requirements(&self.despite),
            },
            CommandKind::DeclareIncomplete => Command::DeclareIncomplete {
                missing: requirements(&self.missing),
                note: text(self.note),
            },
            CommandKind::ConfirmLetterReceived => Command::ConfirmLetterReceived { on: self.on()? },
            CommandKind::SubmitFix => Command::SubmitFix {
                on: Some(self.on()?),
                note: text(self.note),
                has_files,
                values: Box::new(values),
            },
            CommandKind::CloseNotFollowedUp => Command::CloseNotFollowedUp {
                note: text(self.note),
            },
            CommandKind::Route => Command::Route {
                to: self.unit(units)?,
                reason: text(self.reason),
            },
            CommandKind::AskShare => Command::AskShare {
                unit: self.unit(units)?,
                items: self.share_items.clone(),
                wanted_on: day(
                    "wanted_on",
                    [self.wanted_on_day, self.wanted_on_month, self.wanted_on_year],
                )?,
                note: text(self.note),
            },
            CommandKind::RecallShare => Command::RecallShare {
                no: self
                    .share
                    .parse()
                    .map_err(|_| fault("share", Denial::NothingChosen))?,
                reason: text(self.reason),
            },
            CommandKind::AskClarification => Command::AskClarification {
                question: text(self.question),
            },
            CommandKind::AnswerClarification => Command::AnswerClarification {
                reply: text(self.reply),
            },
            CommandKind::Extend => Command::Extend {
                reason: ExtensionReason::parse(self.reason)
                    .ok_or_else(|| fault("reason", Denial::NothingChosen))?,
                note: text(self.note),
            },
            CommandKind::ConfirmNoticeReceived => Command::ConfirmNoticeReceived {
                on: self.on()?,
                proof: text(self.proof),
            },
            CommandKind::RecordPayment => Command::RecordPayment {
                on: self.on()?,
                mode: PaymentMode::parse(self.mode).ok_or_else(|| fault("mode", Denial::NothingChosen))?,
                amount: rupiah(self.amount).ok_or_else(|| fault("amount", Denial::AmountWrong))?,
                reference: text(self.reference),
            },
            CommandKind::Deliver => Command::Deliver {
                on: self.on()?,
                proof: text(self.proof),
            },
            CommandKind::Close => Command::Close(match self.basis {
                "accepts" => CloseBasis::ApplicantAccepts(text(self.note)),
                "time_over" => CloseBasis::ObjectionTimeOver,
                _ => return Err(fault("basis", Denial::NothingChosen)),
            }),
            // On somebody's behalf one says how they said it.
            CommandKind::Withdraw if self.reason.trim().is_empty() => {
                return Err(fault("reason", Denial::TextMissing));
            }
            CommandKind::Withdraw => Command::Withdraw {
                reason: text(self.reason),
            },
            CommandKind::Unpublish => Command::Unpublish {
                reason: text(self.reason),
            },
            CommandKind::RecallAnswer => Command::RecallAnswer,
            // These have pages of their own.
            CommandKind::IssueNotice
            | CommandKind::ProposeAnswer
            | CommandKind::ApproveAnswer
            | CommandKind::ReturnAnswer
            | CommandKind::Publish
            | CommandKind::SupplyShare
            | CommandKind::ReturnShare
            | CommandKind::MoveShare
            | CommandKind::Reopen
            | CommandKind::Succeed => return Err(fault("", Denial::NotInThisState)),
        })
    }

    fn on(&self) -> Result<Date, Vec<Fault>> {
        day("on", [self.on_day, self.on_month, self.on_year])
    }

    fn unit(&self, units: &[Unit]) -> Result<UnitId, Vec<Fault>> {
        let chosen = units.iter().find(|unit| unit.code == self.to);
        chosen
            .map(|unit| UnitId(unit.id))
            .ok_or_else(|| vec![Fault::new("to", "field.unit_unknown")])
    }
}

fn day(field: &str, [day, month, year]: [&str; 3]) -> Result<Date, Vec<Fault>> {
    typed_day(day, month, year)
        .ok()
        .flatten()
        .ok_or_else(|| vec![Fault::new(field, "field.date_wrong")])
}

fn requirements(codes: &[&str]) -> Vec<MissingRequirement> {
    codes
        .iter()
        .filter_map(|code| MissingRequirement::parse(code))
        .collect()
}
