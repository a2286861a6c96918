//! Mencatat permohonan that came another way than through the portal: at the desk, by letter, mail or fax, or spoken
//! (UU 14/2008 Ps 22(1), (3), (6); Perki 1/2021 Ps 28, 29(2)). It is registered as it came, whole or not: the number is due at receipt
//! (UU 14/2008 Ps 22(4)), the completeness check comes after it. The officer who registers late keeps the true arrival: the
//! clock runs from it.

use super::filing::{Filed, Filing, file};
use crate::domain::actor::{Role, Viewer};
use crate::domain::applicant::Submission;
use crate::domain::calendar::typed_day;
use crate::domain::ids::UnitId;
use crate::domain::policy;
use crate::domain::request::Channel;
use crate::persistence::rows;
use crate::services::units::{destination, list_valid, zone_of};
use crate::services::uploads::NewFile;
use crate::services::{Context, Fault, ServiceError};
use crate::text::Lang;
use time::{Duration, OffsetDateTime, Time};
use uuid::Uuid;

/// Older requests belong into the import of the register, where their whole history comes with them.
const OLDEST: Duration = Duration::days(366);

/// Roles that register at the desk.
const DESK_ROLES: [Role; 2] = [Role::Officer, Role::Ppid];

/// What the officer filled in.
#[derive(Clone, Debug)]
pub struct Intake<'a> {
    /// The fields of the law, as far as the request holds them.
    pub submission: &'a Submission,
    /// Said in so many words: the request names nobody.
    pub is_name_unstated: bool,
    /// Code of the channel.
    pub channel: &'a str,
    /// Day of arrival as typed: day, month, year.
    pub received: [&'a str; 3],
    /// Hour of arrival as typed.
    pub received_time: &'a str,
    /// Language of the applicant.
    pub lang: Lang,
    /// The same key registers once.
    pub key: Uuid,
    /// Documents.
    pub files: Vec<NewFile>,
}

/// The units a viewer registers for, by place and name.
///
/// # Errors
/// When the database is out of reach.
pub async fn desk_units(ctx: &Context, viewer: &Viewer) -> Result<Vec<rows::Unit>, ServiceError> {
    let scope = policy::unit_scope(viewer, &DESK_ROLES);
    let mut units = list_valid(ctx, ctx.today(ctx.zone())).await?;
    units.retain(|unit| scope.includes(UnitId(unit.id)));
    Ok(units)
}

/// What stands in the way of registering: what is there and can't be right, and what no request is without. A name is no condition
/// (the number is due at receipt, UU 14/2008 Ps 22(4)), but leaving it out by oversight is caught: the officer says that it is not there.
#[must_use]
pub fn faults_of(submission: &Submission, is_name_unstated: bool) -> Vec<Fault> {
    let mut faults: Vec<Fault> = submission
        .faults_of_present()
        .into_iter()
        .map(Fault::from)
        .collect();
    let names = [
        &submission.full_name,
        &submission.organisation,
        &submission.proxy_name,
    ];
    if !is_name_unstated && names.iter().all(|name| name.trim().is_empty()) {
        faults.push(Fault::new("full_name", "field.name_or_unstated"));
    }
    faults
}

/// Registers a request with what it holds; what it lacks is for the completeness check (Perki 1/2021 Ps 31(2), 33). Permissions: officers of the unit that received it.
///
/// # Errors
/// Every fault of the form; forbidden for another unit.
pub async fn register(ctx: &Context, viewer: &Viewer, intake: Intake<'_>) -> Result<Filed, ServiceError> {
    let mut faults = faults_of(intake.submission, intake.is_name_unstated);
    let channel = Channel::parse(intake.channel).filter(|channel| *channel != Channel::Web);
    if channel.is_none() {
        faults.insert(0, Fault::new("channel", "field.channel_missing"));
    }
    let request = intake.submission.check_present().ok();
    let day = ctx.today(ctx.zone());
    let unit = match request.as_ref() {
        Some(request) => Some(destination(ctx, ctx.db.read(), request.unit_code.as_deref(), day).await?),
        None => None,
    };
    let zone = unit
        .as_ref()
        .map_or_else(|| ctx.zone(), |unit| zone_of(ctx, unit));
    let received_at = match arrival(intake.received, intake.received_time, zone.offset(), ctx.now()) {
        Ok(at) => Some(at),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let (Some(request), Some(channel), Some(received_at), Some(unit), true) =
        (request, channel, received_at, unit, faults.is_empty())
    else {
        return Err(ServiceError::Invalid(faults));
    };
    let actor = policy::acting(viewer, UnitId(unit.id))
        .filter(|actor| DESK_ROLES.contains(&actor.role))
        .ok_or(ServiceError::Forbidden)?;
    file(
        ctx,
        Filing {
            request,
            channel,
            received_at,
            lang: intake.lang,
            citizen: None,
            actor,
            submission_key: format!("desk:{}", intake.key),
            draft: None,
            files: intake.files,
            source: "live",
        },
    )
    .await
}

/// The true arrival: a day of the calendar and an hour, not in the future and not older than a year.
///
/// # Errors
/// A fault at the day or at the hour.
pub(in crate::services) fn arrival(
    [day, month, year]: [&str; 3],
    hour: &str,
    offset: time::UtcOffset,
    now: OffsetDateTime,
) -> Result<OffsetDateTime, Fault> {
    let on = typed_day(day, month, year)
        .map_err(|_| Fault::new("received", "field.date_wrong"))?
        .ok_or_else(|| Fault::new("received", "field.received_at_missing"))?;
    let typed = hour.trim();
    if typed.is_empty() {
        return Err(Fault::new("received_time", "field.received_at_missing"));
    }
    let hour = typed_hour(typed).ok_or_else(|| Fault::new("received_time", "field.time_wrong"))?;
    let at = on.with_time(hour).assume_offset(offset);
    if at > now {
        return Err(Fault::new("received", "field.received_at_future"));
    }
    if at < now - OLDEST {
        return Err(Fault::new("received", "field.received_at_too_old"));
    }
    Ok(at)
}

/// An hour as people write it: `14.30`, `14:30`, `9.05`.
fn typed_hour(text: &str) -> Option<Time> {
    let (hour, minute) = text.split_once(['.', ':'])?;
    let minute = minute.get(..2)?;
    Time::from_hms(hour.trim().parse().ok()?, minute.parse().ok()?, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::time;

    #[test]
    fn an_hour_is_read_as_people_write_it() {
        for (text, at) in [
            ("14.30", Some(time!(14:30))),
            ("14:30", Some(time!(14:30))),
            ("9.05", Some(time!(9:05))),
            ("09:05:00", Some(time!(9:05))),
            ("24.00", None),
            ("14", None),
            ("14.6", None),
            ("pagi", None),
        ] {
            assert_eq!(typed_hour(text), at, "{text}");
        }
    }
}
