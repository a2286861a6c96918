//! Plays a sample case: the same services a person would use, on a clock put back to the day, so that nothing stands in the demo that
//! could not happen.

use std::sync::Arc;

use anyhow::{Context as _, anyhow};
use time::{Date, Duration, OffsetDateTime, Time};

use super::cases::{Action, SampleCase, SampleFile};
use super::exemptions::Known;
use super::objections;
use super::users::Staff;
use crate::clock::{Clock as _, FixedClock};
use crate::domain::actor::{Actor, Role, Viewer};
use crate::domain::applicant::{FieldError, NewRequest, Submission, fields_of};
use crate::domain::calendar::WorkingCalendar;
use crate::domain::ids::UnitId;
use crate::domain::request::{
    ApplicantKind, Channel, CloseBasis, Command, CommandKind, ExtensionReason, MissingRequirement,
};
use crate::persistence::units;
use crate::services::requests::{self, By, CaseKey, Filing, Step};
use crate::services::uploads::{self, NewFile};
use crate::services::{Context, ServiceError, calendars};
use crate::text::Lang;

const PDF: &[u8] = include_bytes!("../../../data/demo/jawaban.pdf");
const DOCX: &[u8] = include_bytes!("../../../data/demo/rekap.docx");
const PICTURE: &[u8] = include_bytes!("../../../data/demo/identitas.png");

/// Invented people; their surnames say so.
const PEOPLE: &[&str] = &[
    "Muhammad Rekaan",
    "Nurlaela Fiktif",
    "Andi Umpama",
    "Hasriani Contoh",
    "Yusuf Misal",
    "Kartini Andaikan",
    "Daeng Tiruan",
    "Ratnasari Rekaan",
    "Paulus Percobaan",
    "Megawati Buatan",
    "Ismail Fiktif",
    "Dewi Umpama",
];

/// Plays one case from its arrival to its last step.
pub async fn play(ctx: &Context, staff: &Staff, case: &SampleCase, exemptions: &Known) -> anyhow::Result<()> {
    let mut stage = Stage::new(ctx, staff, &case.key, exemptions).await?;
    let id = stage.file(case).await?;
    for step in &case.steps {
        stage.go_to(step.on)?;
        stage.take(&id, &step.action).await?;
    }
    Ok(())
}

/// A portal whose clock is put back to the days of a story.
pub struct Stage<'a> {
    now: OffsetDateTime,
    /// Where the stage stood last.
    last: Option<OffsetDateTime>,
    clock: FixedClock,
    /// The portal.
    pub ctx: Context,
    calendar: Arc<WorkingCalendar>,
    pub(super) staff: &'a Staff,
    pub(super) exemptions: &'a Known,
    turn: u64,
}

impl<'a> Stage<'a> {
    /// A stage for the story of that name.
    pub async fn new(
        ctx: &Context,
        staff: &'a Staff,
        key: &str,
        exemptions: &'a Known,
    ) -> anyhow::Result<Self> {
        let calendar = calendars::current(ctx, ctx.db.read()).await?;
        let now = ctx.now();
        let clock = FixedClock::new(now);
        let mut ctx = ctx.clone();
        ctx.clock = Arc::new(clock.clone());
        Ok(Self {
            now,
            last: None,
            clock,
            ctx,
            calendar,
            staff,
            exemptions,
            turn: key.bytes().map(u64::from).sum(),
        })
    }

    /// The civil day so many working days after a day.
    pub fn after(&self, day: Date, days: u16) -> anyhow::Result<Date> {
        self.calendar
            .add_working_days(day, days, &self.ctx.counting())
            .context("a sample case ends after the calendar")
    }

    /// The civil day so many working days ago.
    pub fn day(&self, ago: u16) -> anyhow::Result<Date> {
        let today = crate::clock::civil_date(self.now, self.ctx.zone());
        self.calendar
            .subtract_working_days(today, ago, &self.ctx.counting())
            .context("a sample case begins before the calendar")
    }

    /// The civil day so many working days after the one on which the stage stands.
    pub(super) fn day_after(&self, days: u16) -> anyhow::Result<Date> {
        self.after(self.ctx.today(self.ctx.zone()), days)
    }

    /// Moves to an hour of the office on that day: never past the present, never back.
    pub fn go_to(&mut self, ago: u16) -> anyhow::Result<()> {
        self.turn += 7;
        let minutes = i64::try_from(self.turn * 37 % 400).unwrap_or_default();
        let at = self
            .day(ago)?
            .with_time(Time::from_hms(8, 15, 0)?)
            .assume_offset(self.ctx.zone().offset())
            + Duration::minutes(minutes);
        let at = at.min(self.now - Duration::seconds(1));
        let at = self
            .last
            .map_or(at, |last| at.max(last + Duration::milliseconds(1)));
        self.clock.set(at);
        self.last = Some(at);
        Ok(())
    }

    /// The unit with a code.
    pub async fn unit(&self, code: &str) -> anyhow::Result<UnitId> {
        let code = if code == "unknown" {
            &self.ctx.settings.instance.unit
        } else {
            code
        };
        let unit = units::find_unit_by_code(self.ctx.db.read(), code).await?;
        Ok(UnitId(
            unit.with_context(|| format!("there is no unit {code}"))?.id,
        ))
    }

    async fn file(&mut self, case: &SampleCase) -> anyhow::Result<CaseKey> {
        self.go_to(case.received)?;
        let received_at = self.clock.now();
        let channel = Channel::parse(&case.channel).context("unknown channel")?;
        let mut citizen = None;
        let mut actor = Actor::APPLICANT;
        if case.is_own {
            citizen = self.staff.citizen().map(|user| user.0);
        }
        if channel != Channel::Web {
            self.go_to(case.received.saturating_sub(case.entered_after))?;
            let unit = self.unit(&case.unit).await?;
            let officer = self.staff.one(Role::Officer, unit)?;
            actor = crate::domain::policy::acting(&officer, unit).context("no officer")?;
        }
        let mut files = Vec::new();
        if !case.lacks.contains(&MissingRequirement::IdentityDocument) {
            files.push(self.keep(SampleFile::Identity, "identity", None).await?);
        }
        if case.kind == "legal_entity" {
            files.push(self.keep(SampleFile::Deed, "deed", None).await?);
        }
        if case.kind == "group" {
            files.push(self.keep(SampleFile::Authority, "poa", None).await?);
        }
        let filing = Filing {
            request: self.request(case).map_err(ServiceError::from)?,
            channel,
            received_at,
            lang: Lang::from_code(&case.lang).unwrap_or(Lang::Id),
            citizen,
            actor,
            submission_key: format!("demo:{}", case.key),
            draft: None,
            files,
            source: "demo",
        };
        Ok(CaseKey::Id(requests::file(&self.ctx, filing).await?.id))
    }

    /// The form of the portal is whole; what came another way holds what the sample says.
    fn request(&self, case: &SampleCase) -> Result<NewRequest, Vec<FieldError>> {
        let mut form = self.submission(case);
        if case.channel == Channel::Web.code() {
            return form.check();
        }
        let kind = ApplicantKind::parse(&case.kind).unwrap_or(ApplicantKind::Individual);
        for field in case.lacks.iter().flat_map(|one| fields_of(*one, kind, false)) {
            match *field {
                "nik" => form.nik.clear(),
                "address" => form.address.clear(),
                "city" => form.city.clear(),
                "phone" => form.phone.clear(),
                "email" => form.email.clear(),
                "purpose" => form.purpose.clear(),
                "access_mode" => form.access_mode.clear(),
                "delivery_mode" => form.delivery_mode.clear(),
                _ => {}
            }
        }
        form.check_present()
    }

    /// What the invented applicant filled in.
    fn submission(&self, case: &SampleCase) -> Submission {
        let turn = usize::try_from(self.turn).unwrap_or_default();
        let name = if case.is_own {
            "Sitti Fiktif"
        } else {
            PEOPLE
                .get(turn % PEOPLE.len())
                .copied()
                .unwrap_or("Muhammad Rekaan")
        };
        let is_individual = case.kind == "individual";
        let account = name.to_lowercase().replace(' ', ".");
        let text = str::to_owned;
        Submission {
            applicant_kind: case.kind.clone(),
            by_proxy: text("no"),
            full_name: text(name),
            // Right in form and impossible in fact: there is no sub-district 99.
            nik: format!(
                "737199{:02}{:02}909{:03}",
                1 + turn % 28,
                1 + turn % 12,
                turn % 1000
            ),
            decree_no: text(if case.kind == "legal_entity" {
                "AHU-0000000.AH.01.07"
            } else {
                ""
            }),
            organisation: text(if is_individual {
                ""
            } else {
                "Perkumpulan Warga Rekaan"
            }),
            proxy_name: String::new(),
            address: format!("Jl. Contoh No. {}", 1 + turn % 90),
            city: text("Kota Makassar"),
            occupation: String::new(),
            phone: format!("+628000000{:04}", turn % 10_000),
            email: if case.is_on_paper {
                String::new()
            } else {
                format!("{account}@example.test")
            },
            subject: case.subject.clone(),
            items: case.items.clone(),
            purpose: case.purpose.clone(),
            access_mode: case.access.clone(),
            delivery_mode: case.delivery.clone(),
            unit: case.unit.clone(),
        }
    }

    pub(super) async fn keep(
        &self,
        file: SampleFile,
        kind: &'static str,
        item: Option<i32>,
    ) -> anyhow::Result<NewFile> {
        let (name, bytes) = match file {
            SampleFile::Identity => ("identitas-contoh.png", PICTURE),
            SampleFile::Deed => ("akta-contoh.pdf", PDF),
            SampleFile::Authority => ("surat-kuasa-contoh.pdf", PDF),
            SampleFile::Pdf => ("jawaban.pdf", PDF),
            SampleFile::Docx => ("rekap.docx", DOCX),
        };
        let kept = uploads::keep(&self.ctx, "files", kind, name, bytes).await?;
        let kept = if kind == "answer" {
            uploads::read_text(&self.ctx, kept).await?
        } else {
            kept
        };
        Ok(NewFile { item, ..kept })
    }

    async fn take(&mut self, key: &CaseKey, action: &Action) -> anyhow::Result<()> {
        let (command, files) = match action {
            Action::Publish => return self.publish(key).await,
            Action::Approve => return self.approve(key).await,
            Action::Return { reason } => return self.send_back(key, reason).await,
            Action::Objection { act } => {
                let day_after = |days| self.day_after(days);
                return Box::pin(objections::play(&self.ctx, self.staff, key, act, day_after)).await;
            }
            Action::Answer {
                parts,
                promised_after,
                fee,
            } => self.answer(parts, *promised_after, fee, key).await?,
            Action::Pay { mode, reference } => self.payment(key, mode, reference).await?,
            Action::Route { to, reason } => {
                let to = self.unit(to).await?;
                let reason = reason.clone();
                (Command::Route { to, reason }, Vec::new())
            }
            Action::Share { .. } | Action::Supply { .. } => self.share(action).await?,
            action => (self.command(action)?, Vec::new()),
        };
        let officer = if let Some(no) = command.share_handed_in() {
            self.officer_of_share(key, no).await?
        } else if command.kind() == CommandKind::ProposeAnswer {
            self.staff_of(key, Role::Ppid).await?
        } else {
            self.officer_of(key).await?
        };
        let is_applicant = matches!(
            action,
            Action::Fix { .. } | Action::Reply { .. } | Action::Withdraw { .. } | Action::LetterReceived
        );
        let step = Step {
            key: key.clone(),
            by: if is_applicant {
                By::Applicant
            } else {
                By::Staff(&officer)
            },
            seen_version: None,
            command,
            files,
        };
        requests::take(&self.ctx, step).await?;
        Ok(())
    }

    pub(super) async fn officer_of(&self, key: &CaseKey) -> anyhow::Result<Viewer> {
        self.staff_of(key, Role::Officer).await
    }

    pub(super) async fn staff_of(&self, key: &CaseKey, role: Role) -> anyhow::Result<Viewer> {
        let case = requests::Case::load(&self.ctx, self.ctx.db.read(), key).await?;
        self.staff.one(role, case.state.unit)
    }

    /// Steps that need nothing but words.
    fn command(&self, action: &Action) -> anyhow::Result<Command> {
        let today = self.ctx.today(self.ctx.zone());
        Ok(match action.clone() {
            Action::Complete => Command::DeclareComplete { despite: Vec::new() },
            Action::Incomplete { missing, note } => Command::DeclareIncomplete {
                missing: missing
                    .iter()
                    .map(|code| {
                        MissingRequirement::parse(code).with_context(|| format!("no requirement {code}"))
                    })
                    .collect::<Result<_, _>>()?,
                note,
            },
            Action::LetterReceived => Command::ConfirmLetterReceived { on: today },
            Action::Fix { note } => Command::SubmitFix {
                on: None,
                note,
                has_files: false,
                values: Box::default(),
            },
            Action::NotFollowedUp { note } => Command::CloseNotFollowedUp { note },
            Action::Ask { question } => Command::AskClarification { question },
            Action::Reply { reply } => Command::AnswerClarification { reply },
            Action::Extend { reason, note } => Command::Extend {
                reason: ExtensionReason::parse(&reason).context("no such reason")?,
                note,
            },
            Action::Deliver { proof } => Command::Deliver { on: today, proof },
            Action::Accept { how } => Command::Close(CloseBasis::ApplicantAccepts(how)),
            Action::Withdraw { reason } => Command::Withdraw { reason },
            Action::Route { .. }
            | Action::Share { .. }
            | Action::Supply { .. }
            | Action::Answer { .. }
            | Action::Pay { .. }
            | Action::Approve
            | Action::Return { .. }
            | Action::Publish
            | Action::Objection { .. } => {
                return Err(anyhow!("this step needs more than words"));
            }
        })
    }
}
