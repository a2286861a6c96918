//! Mencatat keberatan that came another way than through the portal: at the desk, by letter, mail or fax, or spoken (Perki 1/2021 Ps 40).
//! It is registered as it came and keeps its true arrival; what it lacks the superior asks for.

use super::filing::{About, Filed, ObjectionFiling, Objector, file};
use crate::domain::actor::{Role, Viewer};
use crate::domain::applicant::{Step, Submission};
use crate::domain::ids::UnitId;
use crate::domain::objection::Ground;
use crate::domain::policy::{self, CaseView};
use crate::domain::request::{ApplicantKind, Channel, RegistrationNumber};
use crate::persistence::{UnitScope, requests, rows};
use crate::services::requests::{arrival, facts};
use crate::services::units::{destination, zone_of};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError};
use crate::text::Lang;
use uuid::Uuid;

/// Roles that register at the desk.
const DESK: [Role; 2] = [Role::Ppid, Role::Officer];

/// What the officer filled in.
#[derive(Clone, Debug)]
pub struct ObjectionIntake<'a> {
    /// Number of the request as typed; empty for ground b without one.
    pub registration_no: &'a str,
    /// Which information, without a request.
    pub information: &'a str,
    /// Who objects and of which unit, without a request; who acts for them, with one.
    pub submission: &'a Submission,
    /// Codes of the grounds.
    pub grounds: &'a [String],
    /// Alasan and kasus posisi.
    pub reason: &'a str,
    /// Code of the channel.
    pub channel: &'a str,
    /// Day of arrival as typed: day, month, year.
    pub received: [&'a str; 3],
    /// Hour of arrival as typed.
    pub received_time: &'a str,
    /// Language of who objects.
    pub lang: Lang,
    /// The same key registers once.
    pub key: Uuid,
    /// Documents.
    pub files: Vec<NewFile>,
}

/// A request of the viewer's units by its number, as typed.
///
/// # Errors
/// A fault at the number when there is no such request there.
pub async fn request_of_desk(
    ctx: &Context,
    viewer: &Viewer,
    typed: &str,
) -> Result<rows::Request, ServiceError> {
    let unknown = || ServiceError::invalid("registration_no", "field.objection_request_unknown");
    let number = RegistrationNumber::parse(typed).map_err(|_| unknown())?;
    let found = requests::get_request_by_no(ctx.db.read(), &UnitScope::All, &number.to_string()).await;
    let row = found.map_err(|_| unknown())?;
    let is_of_desk = policy::unit_scope(viewer, &DESK).includes(UnitId(row.unit_id));
    if is_of_desk && policy::case_view(viewer, &facts(&row)) == CaseView::Office {
        Ok(row)
    } else {
        Err(unknown())
    }
}

/// Registers an objection with what it holds. Permissions: officers of the unit that received it.
///
/// # Errors
/// Every fault of the form; forbidden for another unit.
pub async fn register(
    ctx: &Context,
    viewer: &Viewer,
    intake: ObjectionIntake<'_>,
) -> Result<Filed, ServiceError> {
    let mut faults = Vec::new();
    let channel = Channel::parse(intake.channel).filter(|channel| *channel != Channel::Web);
    if channel.is_none() {
        faults.push(Fault::new("channel", "field.channel_missing"));
    }
    let request = if intake.registration_no.trim().is_empty() {
        None
    } else {
        match request_of_desk(ctx, viewer, intake.registration_no).await {
            Ok(row) => Some(row),
            Err(ServiceError::Invalid(found)) => {
                faults.extend(found);
                None
            }
            Err(error) => return Err(error),
        }
    };
    let submission = intake.submission;
    let is_alone = intake.registration_no.trim().is_empty();
    if is_alone {
        let present = submission.faults_of_present().into_iter();
        let present =
            present.filter(|fault| matches!(fault.step, Step::Kind | Step::Identity | Step::Contact));
        faults.extend(present.map(Fault::from));
        if submission.unit.trim().is_empty() {
            faults.push(Fault::new("unit", "field.unit_missing"));
        }
    }
    let day = ctx.today(ctx.zone());
    let zone = match (&request, submission.unit.trim()) {
        (None, code) if !code.is_empty() => {
            let unit = destination(ctx, ctx.db.read(), Some(code), day).await?;
            policy::acting_as(viewer, UnitId(unit.id), &DESK).ok_or(ServiceError::Forbidden)?;
            zone_of(ctx, &unit)
        }
        _ => ctx.zone(),
    };
    let received_at = match arrival(intake.received, intake.received_time, zone.offset(), ctx.now()) {
        Ok(at) => Some(at),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let about = match &request {
        Some(row) => About::Request(row.id),
        None => About::Publication {
            unit: Some(submission.unit.trim().to_owned()),
            information: intake.information.to_owned(),
        },
    };
    let unit = match &request {
        Some(row) => Some(UnitId(row.unit_id)),
        None if is_alone && !submission.unit.trim().is_empty() => Some(UnitId(
            destination(ctx, ctx.db.read(), Some(submission.unit.trim()), day)
                .await?
                .id,
        )),
        None => None,
    };
    let (Some(channel), Some(received_at), Some(unit), true) =
        (channel, received_at, unit, faults.is_empty())
    else {
        return Err(ServiceError::Invalid(faults));
    };
    let actor = policy::acting_as(viewer, unit, &DESK).ok_or(ServiceError::Forbidden)?;
    let filing = ObjectionFiling {
        about,
        grounds: intake
            .grounds
            .iter()
            .filter_map(|code| Ground::parse(code))
            .collect(),
        reason: intake.reason.to_owned(),
        purpose: submission.purpose.clone(),
        objector: objector(submission, is_alone),
        channel,
        received_at,
        lang: intake.lang,
        actor,
        submission_key: format!("desk-objection:{}", intake.key),
        files: intake.files,
        source: "live",
    };
    file(ctx, filing).await
}

/// Who objects by what a form says: the whole identity where no request has it.
pub fn objector(submission: &Submission, is_alone: bool) -> Objector {
    let identity = submission.identity();
    Objector {
        proxy_name: identity.proxy_name.clone(),
        identity: is_alone.then_some(identity),
        kind: ApplicantKind::parse(&submission.applicant_kind).unwrap_or(ApplicantKind::Individual),
        is_by_proxy: submission.is_by_proxy(),
    }
}
