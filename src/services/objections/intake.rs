//! Mencatat keberatan that came another way than through the portal: at the desk, by letter, mail or fax, or spoken (Perki 1/2021 Ps 40).
//! It is registered as it came and keeps its true arrival; what it lacks the superior asks for.

use super::filing::{About, Filed, ObjectionFiling, Objector, file};
use crate::domain::actor::{Role, Viewer};
use crate::domain::applicant::{Step, Submission};
use crate::domain::ids::UnitId;
use crate::domain::objection::Ground;
use crate::domain::policy::{self, CaseView};
use crate::domain::request::{ApplicantKind, Channel, RegistrationNumber};
use crate::persistence::{UnitScope, requests, rows, units};
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

/// What the objection is about, as far as it could be found.
struct Place {
    about: About,
    unit: rows::Unit,
}

/// Finds the request, or the unit where there is none; what is wrong goes to the faults.
async fn place(
    ctx: &Context,
    viewer: &Viewer,
    intake: &ObjectionIntake<'_>,
    faults: &mut Vec<Fault>,
) -> Result<Option<Place>, ServiceError> {
    if !intake.registration_no.trim().is_empty() {
        return match request_of_desk(ctx, viewer, intake.registration_no).await {
            Ok(row) => Ok(Some(Place {
                unit: units::get_unit(ctx.db.read(), row.unit_id).await?,
                about: About::Request(row.id),
            })),
            Err(ServiceError::Invalid(found)) => {
                faults.extend(found);
                Ok(None)
            }
            Err(error) => Err(error),
        };
    }
    let present = intake.submission.faults_of_present().into_iter();
    let present = present.filter(|fault| matches!(fault.step, Step::Kind | Step::Identity | Step::Contact));
    faults.extend(present.map(Fault::from));
    let code = intake.submission.unit.trim();
    if code.is_empty() {
        faults.push(Fault::new("unit", "field.unit_missing"));
        return Ok(None);
    }
    let unit = destination(ctx, ctx.db.read(), Some(code), ctx.today(ctx.zone())).await?;
    let about = About::Publication {
        unit: Some(code.to_owned()),
        information: intake.information.to_owned(),
    };
    Ok(Some(Place { about, unit }))
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
    let place = place(ctx, viewer, &intake, &mut faults).await?;
    let zone = place
        .as_ref()
        .map_or_else(|| ctx.zone(), |place| zone_of(ctx, &place.unit));
    let received_at = match arrival(intake.received, intake.received_time, zone.offset(), ctx.now()) {
        Ok(at) => Some(at),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let (Some(channel), Some(received_at), Some(place), true) =
        (channel, received_at, place, faults.is_empty())
    else {
        return Err(ServiceError::Invalid(faults));
    };
    let actor = policy::acting_as(viewer, UnitId(place.unit.id), &DESK).ok_or(ServiceError::Forbidden)?;
    let is_alone = matches!(place.about, About::Publication { .. });
    let filing = ObjectionFiling {
        about: place.about,
        grounds: intake
            .grounds
            .iter()
            .filter_map(|code| Ground::parse(code))
            .collect(),
        reason: intake.reason.to_owned(),
        purpose: intake.submission.purpose.clone(),
        objector: objector(intake.submission, is_alone),
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
