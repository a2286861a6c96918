//! Penugasan pada hari tindakan: whoever acts for a unit holds the office on that day at that unit (Perki 1/2021 Ps 6(7); `docs/readings.md`
//! R12, R39).

use time::Date;
use uuid::Uuid;

use crate::domain::actor::Actor;
use crate::persistence::{Txn, rows, users};
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
    match users::lock_appointment(txn, appointment.0).await? {
        Some(held) if covers(&held, &act) => Ok(()),
        _ => Err(ServiceError::Forbidden),
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
    }
}
