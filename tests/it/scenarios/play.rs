//! Doing what a scenario says, through the use cases that the pages use.

use terbuka::domain::actor::{Actor, Role, Viewer};
use terbuka::domain::applicant::Submission;
use terbuka::domain::exemption::{self, NeverExempt};
use terbuka::domain::fee::PaymentMode;
use terbuka::domain::objection::{self, Ground, Order, Ruled, Ruling};
use terbuka::domain::request::{
    Answer, Channel, CloseBasis, Command, ExemptionUsed, ExtensionReason, ItemAnswer, MissingRequirement,
    OrderedBy, Outcome, Succession,
};
use terbuka::jobs;
use terbuka::mail::{MailError, MailFault};
use terbuka::services::notifications::deliver_due;
use terbuka::services::objections::{
    About, ObjectionFiling, ObjectionIntake, ObjectionKey, ObjectionStep, Objector,
};
use terbuka::services::requests::{self, By, Case, CaseKey, Intake, Step};
use terbuka::services::{FaultValue, ServiceError, accounts, exemptions, objections, uploads};
use terbuka::text::Lang;
use time::{Date, Duration};

use super::file::{Answered, Does, Event, Who, instant};
use super::stage::{Filed, Stage, UNIT};
use super::{decree, dispute};
use crate::support::{CaseBuilder, sheet};

/// Why a step was refused.
pub struct Denied {
    pub code: String,
    pub day: Option<Date>,
}

/// The refusal in an error: that of the rules, or the first fault of the form.
pub fn denial(error: &ServiceError) -> Denied {
    match error {
        ServiceError::Denied(denial) => Denied {
            code: denial.code().to_owned(),
            day: denial.day(),
        },
        ServiceError::Invalid(faults) => {
            let fault = faults.first().expect("a fault");
            let day = fault.values.iter().find_map(|(_, value)| match value {
                FaultValue::Day(day) => Some(*day),
                _ => None,
            });
            let code = fault.key.rsplit('.').next().expect("a key").to_owned();
            Denied { code, day }
        }
        ServiceError::Forbidden => Denied {
            code: "forbidden".to_owned(),
            day: None,
        },
        ServiceError::NotFound => Denied {
            code: "not_found".to_owned(),
            day: None,
        },
        other => panic!("no refusal but a fault: {other:?}"),
    }
}

/// What came of a step.
pub type Done = Result<(), ServiceError>;

fn missing(codes: &[String]) -> Vec<MissingRequirement> {
    let read =
        |code: &String| MissingRequirement::parse(code).unwrap_or_else(|| panic!("no requirement {code}"));
    codes.iter().map(read).collect()
}

/// Does what an event says.
pub async fn act(stage: &mut Stage<'_>, event: &Event, does: &Does) -> Done {
    let words = event
        .text
        .clone()
        .unwrap_or_else(|| "Keterangan yang cukup.".to_owned());
    let command = match does {
        Does::DeclareComplete => Command::DeclareComplete {
            despite: MissingRequirement::ALL.to_vec(),
        },
        Does::DeclareIncomplete { missing: codes } => Command::DeclareIncomplete {
            missing: missing(codes),
            note: words,
        },
        Does::ConfirmLetterReceived { on } => Command::ConfirmLetterReceived { on: on.0 },
        Does::SubmitFix { on } => Command::SubmitFix {
            on: on.map(|on| on.0),
            note: words,
            has_files: false,
            values: Box::default(),
        },
        Does::CloseNotFollowedUp => Command::CloseNotFollowedUp { note: words },
        Does::Route { to } => Command::Route {
            to: stage.app.unit(to).await,
            reason: words,
        },
        Does::AskShare { unit, items, wanted } => Command::AskShare {
            unit: stage.app.unit(unit).await,
            items: items.clone(),
            wanted_on: wanted.0,
            note: words,
        },
        Does::SupplyShare { share } => Command::SupplyShare {
            no: *share,
            text: words,
            has_files: false,
        },
        Does::ReturnShare { share } => Command::ReturnShare {
            no: *share,
            reason: words,
        },
        Does::RecallShare { share } => Command::RecallShare {
            no: *share,
            reason: words,
        },
        Does::MoveShare { share, to, since } => Command::MoveShare {
            no: *share,
            succession: succession(stage, to, since.0, words).await,
        },
        Does::AskClarification => Command::AskClarification { question: words },
        Does::AnswerClarification => Command::AnswerClarification { reply: words },
        Does::Extend { reason } => Command::Extend {
            reason: ExtensionReason::parse(reason).expect("a reason"),
            note: words,
        },
        Does::IssueNotice(answered) => Command::IssueNotice(answer(stage, answered, &words).await),
        Does::ProposeAnswer(answered) => Command::ProposeAnswer(answer(stage, answered, &words).await),
        Does::RecallAnswer => Command::RecallAnswer,
        Does::ReturnAnswer => Command::ReturnAnswer { reason: words },
        Does::ConfirmNoticeReceived { on } => Command::ConfirmNoticeReceived {
            on: on.0,
            proof: words,
        },
        Does::RecordPayment { on, amount, by } => Command::RecordPayment {
            on: on.0,
            mode: PaymentMode::parse(by).expect("a way to pay"),
            amount: *amount,
            reference: words,
        },
        Does::Succeed { to, since, .. } if event.who != Who::Decree => {
            let heir = to.first().expect("a unit that goes on");
            Command::Succeed(succession(stage, heir, since.0, words).await)
        }
        Does::Deliver { on } => Command::Deliver {
            on: on.0,
            proof: words,
        },
        Does::Close { because } => Command::Close(match because.as_str() {
            "accepted" => CloseBasis::ApplicantAccepts(words),
            "time_over" => CloseBasis::ObjectionTimeOver,
            other => panic!("no reason to close: {other}"),
        }),
        Does::Withdraw => Command::Withdraw { reason: words },
        Does::Reopen { by } => Command::Reopen {
            execute_by: by.0,
            by: OrderedBy::Superior,
        },
        _ => return Box::pin(act_otherwise(stage, event, does, words)).await,
    };
    let viewer = viewer(stage, event).await;
    let step = Step {
        key: CaseKey::Id(stage.filed().id),
        by: match event.who {
            Who::Applicant => By::Applicant,
            Who::Portal => By::System,
            _ => By::Staff(&viewer),
        },
        seen_version: None,
        command,
        files: Vec::new(),
    };
    requests::take(&stage.app.ctx, step).await.map(|_| ())
}

/// Whoever acts, if they are of the staff.
pub async fn viewer(stage: &mut Stage<'_>, event: &Event) -> Viewer {
    match event.who {
        Who::Officer | Who::Ppid | Who::Superior | Who::PpidAndSuperior => {
            stage.staff(event.who, event.of.as_deref().unwrap_or(UNIT)).await
        }
        _ => Viewer::Anonymous,
    }
}

async fn answer(stage: &Stage<'_>, answered: &Answered, words: &str) -> Answer {
    let today = stage.app.ctx.today(stage.app.ctx.zone());
    let has = |part: &str| !answered.without.iter().any(|left| left == part);
    let item = |code: &String| {
        let outcome = Outcome::parse(code).unwrap_or_else(|| panic!("no outcome {code}"));
        let exemption = stage
            .exemption
            .filter(|_| outcome.is_closing() && has("exemption"));
        has("item").then(|| ItemAnswer {
            outcome,
            text: words.to_owned(),
            has_files: false,
            held_form: None,
            redactions: (outcome == Outcome::GrantedPartial && has("redactions"))
                .then(|| "Nama narapidana, karena data pribadi".to_owned()),
            is_redacted: true,
            holder: (outcome == Outcome::Forwarded && has("holder")).then(|| "BPS".to_owned()),
            is_holder_unknown: outcome == Outcome::NotHeld && has("holder"),
            available_on: (outcome == Outcome::NotDocumented && has("available_on"))
                .then(|| answered.exists.map_or(today + Duration::days(30), |day| day.0)),
            exemption: exemption.map(ExemptionUsed::named),
        })
    };
    Answer {
        items: answered.items.iter().map(item).collect(),
        promised_on: answered.promised.map(|day| day.0),
        charge: decree::charge(stage, answered).await,
    }
}

/// That a unit goes on with what another one had.
async fn succession(stage: &Stage<'_>, heir: &str, since: Date, legal_basis: String) -> Succession {
    Succession {
        to: stage.app.unit(heir).await,
        effective_on: since,
        legal_basis,
    }
}

async fn act_otherwise(stage: &mut Stage<'_>, event: &Event, does: &Does, words: String) -> Done {
    let ctx = &stage.app.ctx;
    match does {
        Does::FileRequest { .. } => file_request(stage, event, does).await,
        Does::ApproveAnswer => {
            let viewer = viewer(stage, event).await;
            let key = CaseKey::Id(stage.filed().id);
            let case = Case::load(ctx, ctx.db.read(), &key).await?;
            requests::approve_answer(ctx, &viewer, &key, case.row.version)
                .await
                .map(|_| ())
        }
        Does::Publish => {
            let viewer = viewer(stage, event).await;
            let key = CaseKey::Id(stage.filed().id);
            let proposal = requests::propose(ctx, &viewer, &key).await?;
            let mut text = proposal.text;
            text.is_looked_through = true;
            requests::publish(ctx, &viewer, &key, proposal.version, &text)
                .await
                .map(|_| ())
        }
        Does::Unpublish => {
            let viewer = viewer(stage, event).await;
            let key = CaseKey::Id(stage.filed().id);
            let case = Case::load(ctx, ctx.db.read(), &key).await?;
            requests::unpublish(ctx, &viewer, &key, case.row.version, &words)
                .await
                .map(|_| ())
        }
        Does::EndAppointment { of, on } => {
            let unit = event.of.as_deref().unwrap_or(UNIT);
            let Viewer::Staff { appointments, .. } = stage.staff(*of, unit).await else {
                panic!("no staff");
            };
            for held in appointments {
                accounts::end_appointment(ctx, held.id, on.0).await?;
            }
            Ok(())
        }
        Does::DecreeDaysOff { .. }
        | Does::DecreeDaysBack { .. }
        | Does::DecreeFees { .. }
        | Does::Succeed { .. } => Box::pin(decree::act(stage, event, does, words)).await,
        Does::TakeMail => {
            stage.app.mail.fail_with(None);
            while deliver_due(ctx).await?.is_full() {}
            Ok(())
        }
        Does::MissMail => {
            let away = MailError::Temporary(MailFault::Unreachable);
            stage.app.mail.fail_with(Some(away));
            deliver_due(ctx).await.map(|_| ())
        }
        Does::Tick => {
            Box::pin(jobs::tick(ctx)).await;
            Ok(())
        }
        Does::Expire => exemptions::expire(ctx).await.map(|_| ()),
        Does::WriteSheet { .. }
        | Does::RewriteSheet { .. }
        | Does::SignSheet
        | Does::ApproveSheet
        | Does::ReturnSheet
        | Does::DropSheet
        | Does::OpenExemption => Box::pin(exempt(stage, event, does, words)).await,
        _ => match dispute::told(does) {
            Some(fact) => Box::pin(dispute::record(stage, event, fact, words)).await,
            None => Box::pin(object(stage, event, does, words)).await,
        },
    }
}

/// Day, month, year and hour as an officer types them.
fn typed(stage: &Stage<'_>, received: Option<&str>) -> ([String; 3], String) {
    let now = stage.app.ctx.now().to_offset(stage.app.ctx.zone().offset());
    let at = received.map_or(now, |text| instant(text).expect("a day and hour"));
    let day = [
        at.day().to_string(),
        u8::from(at.month()).to_string(),
        at.year().to_string(),
    ];
    (day, format!("{}.{:02}", at.hour(), at.minute()))
}

async fn file_request(stage: &mut Stage<'_>, event: &Event, does: &Does) -> Done {
    let Does::FileRequest {
        channel,
        received,
        items,
        on_paper,
        copy_on_paper,
        sent_by,
    } = does
    else {
        panic!("no filing");
    };
    let mut form = Submission::default();
    let unit = event.of.as_deref().unwrap_or(UNIT);
    let builder = CaseBuilder::new().unit(unit).with(|filled| {
        filled.items = (1..=*items)
            .map(|nth| format!("Realisasi anggaran bahan makanan, bagian {nth}"))
            .collect();
        if *on_paper {
            filled.email.clear();
            "post".clone_into(&mut filled.delivery_mode);
        }
        if *copy_on_paper {
            "copy_paper".clone_into(&mut filled.access_mode);
        }
        if let Some(mode) = sent_by {
            filled.delivery_mode.clone_from(mode);
        }
        form = filled.clone();
    });
    let filed = match channel {
        None => builder.file(stage.app).await,
        Some(channel) => {
            let viewer = viewer(stage, event).await;
            let ([day, month, year], hour) = typed(stage, received.as_deref());
            let intake = Intake {
                submission: &form,
                is_name_unstated: false,
                channel,
                received: [&day, &month, &year],
                received_time: &hour,
                lang: Lang::Id,
                key: stage.app.ctx.new_id(),
                files: Vec::new(),
            };
            requests::register(&stage.app.ctx, &viewer, intake).await?
        }
    };
    stage.case = Some(Filed {
        id: filed.id,
        number: filed.registration_no,
    });
    Ok(())
}

const EXEMPTION_ROLES: [Role; 3] = [Role::Officer, Role::Ppid, Role::Superior];

async fn exempt(stage: &mut Stage<'_>, event: &Event, does: &Does, words: String) -> Done {
    let viewer = viewer(stage, event).await;
    let ctx = &stage.app.ctx;
    let today = ctx.today(ctx.zone());
    if let Does::WriteSheet {
        partial,
        ends,
        never_exempt,
    } = does
    {
        let mut sheet = sheet(today, *partial);
        sheet.ends_on = ends.0;
        for code in never_exempt {
            let one = NeverExempt::parse(code).expect("an item of UU 18");
            sheet.gate.0.insert(one, true);
        }
        let unit = event.of.as_deref().unwrap_or(UNIT);
        stage.exemption = Some(exemptions::write_sheet(ctx, &viewer, unit, None, &sheet).await?);
        return Ok(());
    }
    let id = stage.exemption.expect("a sheet was written");
    let file = exemptions::open(ctx, &viewer, &EXEMPTION_ROLES, id).await?;
    let version = file.row.version;
    let command = match does {
        Does::RewriteSheet { ends } => {
            let mut sheet = file.sheet;
            sheet.ends_on = ends.0;
            return exemptions::rewrite(ctx, &viewer, id, version, &sheet).await;
        }
        Does::SignSheet => exemption::Command::Sign,
        Does::ApproveSheet => exemption::Command::Approve,
        Does::ReturnSheet => exemption::Command::Return { reason: words },
        Does::DropSheet => exemption::Command::Drop,
        Does::OpenExemption => exemption::Command::Open { reason: words },
        other => panic!("no step in an exemption: {other:?}"),
    };
    exemptions::decide_on(ctx, &viewer, id, version, &command).await
}

/// The grounds of these letters.
pub fn grounds(letters: &str) -> Vec<Ground> {
    let read = |letter| Ground::of_letter(letter).unwrap_or_else(|| panic!("no ground {letter}"));
    letters.chars().map(read).collect()
}

async fn file_objection(stage: &mut Stage<'_>, event: &Event, does: &Does, words: String) -> Done {
    let Does::FileObjection {
        grounds: letters,
        channel,
        received,
        proxy,
        alone,
    } = does
    else {
        panic!("no objection");
    };
    let mut form = Submission::default();
    let _filled = CaseBuilder::new().with(|filled| form = filled.clone());
    if let Some(name) = proxy {
        "yes".clone_into(&mut form.by_proxy);
        name.clone_into(&mut form.proxy_name);
    }
    let unit = event.of.as_deref().unwrap_or(UNIT);
    let viewer = viewer(stage, event).await;
    let ctx = &stage.app.ctx;
    let filed = match channel {
        None => {
            let filing = ObjectionFiling {
                about: if *alone {
                    About::Publication {
                        unit: Some(unit.to_owned()),
                        information: "Laporan keuangan".to_owned(),
                    }
                } else {
                    About::Request(stage.filed().id)
                },
                grounds: grounds(letters),
                reason: words,
                purpose: "Penelitian".to_owned(),
                objector: Objector {
                    proxy_name: proxy.clone(),
                    is_by_proxy: proxy.is_some(),
                    ..objections::objector(&form, *alone)
                },
                channel: Channel::Web,
                received_at: ctx.now(),
                lang: Lang::Id,
                actor: Actor::APPLICANT,
                submission_key: ctx.new_id().to_string(),
                files: Vec::new(),
                source: "live",
            };
            objections::file(ctx, filing).await?
        }
        Some(channel) => {
            let ([day, month, year], hour) = typed(stage, received.as_deref());
            let codes: Vec<String> = grounds(letters)
                .iter()
                .map(|ground| ground.code().to_owned())
                .collect();
            let number = if *alone { "" } else { &stage.filed().number };
            let intake = ObjectionIntake {
                registration_no: number,
                information: "Laporan keuangan",
                submission: &form,
                grounds: &codes,
                reason: &words,
                channel,
                received: [&day, &month, &year],
                received_time: &hour,
                lang: Lang::Id,
                key: ctx.new_id(),
                files: Vec::new(),
            };
            objections::register(ctx, &viewer, intake).await?
        }
    };
    stage.earlier.extend(stage.objection.replace(filed.id));
    Ok(())
}

async fn object(stage: &mut Stage<'_>, event: &Event, does: &Does, words: String) -> Done {
    use objection::Command as C;
    let mut files = Vec::new();
    let command = match does {
        Does::FileObjection { .. } => return file_objection(stage, event, does, words).await,
        Does::AskParticulars => C::AskParticulars { question: words },
        Does::SupplyParticulars => C::SupplyParticulars {
            reply: words,
            has_files: false,
        },
        Does::OpenSettlement => C::OpenSettlement { invitation: words },
        Does::RecordAgreement {
            by,
            unproven,
            unsigned,
        } => {
            if !unsigned {
                let ctx = &stage.app.ctx;
                let minutes = b"Berita acara, ditandatangani kedua pihak.";
                let kept = uploads::keep(
                    ctx,
                    "files",
                    objections::MINUTES,
                    "berita-acara.txt",
                    &minutes[..],
                );
                files.push(kept.await?);
            }
            C::RecordAgreement {
                terms: words,
                consent: if *unproven {
                    ""
                } else {
                    "Hadir dan menandatangani."
                }
                .to_owned(),
                execute_by: by.map(|by| by.0),
                has_files: !unsigned,
            }
        }
        Does::RecordFailure => C::RecordFailure { note: words },
        Does::AnswerObjection {
            rulings,
            order_by,
            order_open,
        } => C::Answer {
            rulings: rulings
                .iter()
                .map(|(letter, ruling)| Ruled {
                    ground: Ground::of_letter(*letter).expect("a ground"),
                    ruling: Some(Ruling::parse(ruling).expect("a ruling")),
                    text: words.clone(),
                })
                .collect(),
            order: (order_by.is_some() || *order_open).then(|| Order {
                text: "Berikan informasi yang diminta.".to_owned(),
                execute_by: order_by.map(|by| by.0),
            }),
        },
        Does::ConfirmAnswerReceived { on } => C::ConfirmAnswerReceived {
            on: on.0,
            proof: words,
        },
        Does::RecordExecution { on } => C::RecordExecution {
            on: on.0,
            note: words,
        },
        Does::CloseObjection { because } => C::Close(match because.as_str() {
            "accepted" => objection::CloseBasis::ApplicantAccepts(words),
            "time_over" => objection::CloseBasis::DisputeTimeOver,
            other => panic!("no reason to close: {other}"),
        }),
        Does::WithdrawObjection => C::Withdraw { reason: words },
        Does::SucceedObjection { to, since } => C::Succeed(succession(stage, to, since.0, words).await),
        other => panic!("nobody does this: {other:?}"),
    };
    let viewer = viewer(stage, event).await;
    let step = ObjectionStep {
        key: ObjectionKey::Id(stage.objection.expect("an objection was filed")),
        by: match event.who {
            Who::Applicant => objections::By::Applicant,
            Who::Portal => objections::By::System,
            _ => objections::By::Staff(&viewer, &[Role::Ppid, Role::Officer, Role::Superior]),
        },
        seen_version: None,
        command,
        files,
    };
    objections::take(&stage.app.ctx, step).await.map(|_| ())
}
