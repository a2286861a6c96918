//! Penugasan pada hari tindakan: whoever acts for a unit holds the office on that day at that unit (Perki 1/2021 Ps 6(7); `docs/readings.md`
//! R12, R39).

use time::Date;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::persistence::{Txn, rows, units, users};
use crate::services::ServiceError;

/// An act of staff, as it is recorded.
#[derive(Clone, Copy, Debug)]
pub(in crate::services) struct Act<'a> {
    /// Who.
    pub user: Option<Uuid>,
    /// In which role.
    pub role: &'a str,
    /// For which unit; none where any unit's desk may take something in for another.
    pub unit: Option<Uuid>,
    /// On which day at that unit.
    pub on: Date,
    /// At which instant.
    pub at: i64,
}

/// Whether an appointment covers an act. What was done before its end was written down was done in office.
pub(in crate::services) fn covers(held: &rows::Appointment, act: &Act<'_>) -> bool {
    let is_over = held.ends_on.is_some_and(|end| end < act.on)
        && held.end_recorded_at.is_none_or(|recorded| recorded < act.at);
    Some(held.user_id) == act.user
        && held.role == act.role
        && held
            .unit_id
            .is_none_or(|own| act.unit.is_none_or(|unit| own == unit))
        && held.starts_on <= act.on
        && !is_over
}

/// When a unit ended: its last day, and the instant at which that was written down, where it is known.
pub(in crate::services) type UnitEnd = (Date, Option<i64>);

/// An appointment as far as its unit goes: with the unit it ends.
pub(in crate::services) fn within(held: rows::Appointment, unit_end: Option<UnitEnd>) -> rows::Appointment {
    match unit_end {
        Some((last_day, recorded_at)) if held.ends_on.is_none_or(|end| last_day < end) => rows::Appointment {
            ends_on: Some(last_day),
            end_recorded_at: recorded_at,
            ..held
        },
        _ => held,
    }
}

/// The appointment by which somebody acts today, read again in the transaction that records the act, so that nobody ends it meanwhile.
/// The applicant and the portal itself hold no office.
///
/// # Errors
/// Forbidden when it does not cover the day.
pub(in crate::services) async fn hold_office(
    txn: &Txn,
    actor: Actor,
    unit: Option<Uuid>,
    on: Date,
) -> Result<(), ServiceError> {
    let Some(appointment) = actor.appointment else {
        return Ok(());
    };
    let act = Act {
        user: actor.user.map(|user| user.0),
        role: actor.role.code(),
        unit,
        on,
        // Whatever end is written down was written down before.
        at: i64::MAX,
    };
    let Some(held) = users::lock_appointment(txn, appointment.0).await? else {
        return Err(ServiceError::Forbidden);
    };
    let last_day = match held.unit_id {
        Some(unit) => units::get_unit(txn, unit).await?.valid_to,
        None => None,
    };
    if covers(&within(held, last_day.map(|day| (day, None))), &act) {
        Ok(())
    } else {
        Err(ServiceError::Forbidden)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    #[expect(
        clippy::too_many_lines,
        reason = "one table; parting it would hide that it is whole"
    )]
    fn an_act_needs_the_office_of_its_day() {
        let [user, unit, other] = [1, 2, 3].map(Uuid::from_u128);
        let held = rows::Appointment {
            id: Uuid::from_u128(4),
            user_id: user,
            unit_id: Some(unit),
            role: "ppid".to_owned(),
            starts_on: date!(2026 - 03 - 02),
            ends_on: Some(date!(2026 - 06 - 30)),
            decree: None,
            end_recorded_at: None,
        };
        let act = Act {
            user: Some(user),
            role: "ppid",
            unit: Some(unit),
            on: date!(2026 - 06 - 30),
            at: 100,
        };
        let late = Act {
            on: date!(2026 - 07 - 01),
            ..act
        };
        let ended_after = |recorded| rows::Appointment {
            end_recorded_at: Some(recorded),
            ..held.clone()
        };
        let everywhere = rows::Appointment {
            unit_id: None,
            ..held.clone()
        };
        let cases = [
            (&held, act, true),
            (&held, late, false),
            (
                &held,
                Act {
                    on: date!(2026 - 03 - 01),
                    ..act
                },
                false,
            ),
            (
                &held,
                Act {
                    user: Some(other),
                    ..act
                },
                false,
            ),
            (&held, Act { user: None, ..act }, false),
            (
                &held,
                Act {
                    role: "superior",
                    ..act
                },
                false,
            ),
            (
                &held,
                Act {
                    unit: Some(other),
                    ..act
                },
                false,
            ),
            (&held, Act { unit: None, ..act }, true),
            (
                &everywhere,
                Act {
                    unit: Some(other),
                    ..act
                },
                true,
            ),
            (&ended_after(100), late, true),
            (&ended_after(99), late, false),
        ];
        for (held, act, wanted) in cases {
            assert_eq!(covers(held, &act), wanted, "{act:?}");
        }
        // The unit ended on the 30th of April, written down at the instant 100; nobody ended the appointment.
        let open = rows::Appointment {
            ends_on: None,
            ..held.clone()
        };
        let april = date!(2026 - 04 - 30);
        let on = |on, at| Act { on, at, ..act };
        for (held, act, wanted) in [
            (&open, on(april, 200), true),
            (&open, on(date!(2026 - 05 - 01), 100), true),
            (&open, on(date!(2026 - 05 - 01), 101), false),
            (&held, on(date!(2026 - 05 - 01), 101), false),
        ] {
            assert_eq!(
                covers(&within(held.clone(), Some((april, Some(100)))), &act),
                wanted,
                "{act:?}"
            );
        }
        let march = within(
            rows::Appointment {
                ends_on: Some(date!(2026 - 03 - 31)),
                ..held.clone()
            },
            Some((april, None)),
        );
        assert_eq!(
            march.ends_on,
            Some(date!(2026 - 03 - 31)),
            "it ended before the unit"
        );
    }
}
