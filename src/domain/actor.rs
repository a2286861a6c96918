//! Who is acting: roles, dated appointments, and the actor of one step.

use super::ids::{AppointmentId, UnitId, UserId};
use time::Date;

/// A role a person holds in the portal (`docs/readings.md` R12 names the statutory ones).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Role {
    /// Pemohon: the applicant of the case, or a citizen with an account (UU 14/2008 Ps 1(12)).
    Citizen,
    /// Petugas Pelayanan Informasi (Perki 1/2021 Ps 7(5)); issues notices under the PPID's mandate.
    Officer,
    /// PPID or PPID Pelaksana of a unit (Perki 1/2021 Ps 10, 12).
    Ppid,
    /// Atasan PPID (Perki 1/2021 Ps 7–8).
    Superior,
    /// Inspectorate, Ombudsman or Information Commission: reads, never acts.
    Auditor,
    /// Runs accounts and calendars; has no access to cases.
    Admin,
    /// The portal itself, when time passed or an operator typed a command.
    System,
}

impl Role {
    /// Every role, in the order used by matrices.
    pub const ALL: [Self; 7] = [
        Self::Citizen,
        Self::Officer,
        Self::Ppid,
        Self::Superior,
        Self::Auditor,
        Self::Admin,
        Self::System,
    ];

    /// The stored and published code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Citizen => "citizen",
            Self::Officer => "officer",
            Self::Ppid => "ppid",
            Self::Superior => "superior",
            Self::Auditor => "auditor",
            Self::Admin => "admin",
            Self::System => "system",
        }
    }

    /// Reads a stored code.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }
}

/// A dated appointment (penunjukan) of one user to one role, in one unit or in the whole public body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its own id, written on each event the holder causes.
    pub id: AppointmentId,
    /// The role.
    pub role: Role,
    /// The unit; `None` means the whole body.
    pub unit: Option<UnitId>,
    /// First day in force.
    pub starts_on: Date,
    /// Last day in force; `None` while it runs on.
    pub ends_on: Option<Date>,
}

impl Appointment {
    /// Whether the appointment is in force on a day.
    #[must_use]
    pub fn covers(&self, day: Date) -> bool {
        self.starts_on <= day && self.ends_on.is_none_or(|end| day <= end)
    }
}

/// Who asks the portal for something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Viewer {
    /// Nobody known.
    Anonymous,
    /// A citizen with an account.
    Citizen(UserId),
    /// Staff, with the appointments in force today.
    Staff {
        /// The account.
        user: UserId,
        /// Appointments in force on the day of the call.
        appointments: Vec<Appointment>,
    },
}

impl Viewer {
    /// The account, if there is one.
    #[must_use]
    pub const fn user(&self) -> Option<UserId> {
        match self {
            Self::Anonymous => None,
            Self::Citizen(user) | Self::Staff { user, .. } => Some(*user),
        }
    }

    /// Whether an appointment to this role is in force, in whatever unit.
    #[must_use]
    pub fn holds(&self, role: Role) -> bool {
        match self {
            Self::Anonymous => false,
            Self::Citizen(_) => role == Role::Citizen,
            Self::Staff { appointments, .. } => appointments.iter().any(|held| held.role == role),
        }
    }
}

/// Who takes one step in a case: what the event records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The role in which the step is taken.
    pub role: Role,
    /// The account, if any.
    pub user: Option<UserId>,
    /// The appointment that gave the role, if staff.
    pub appointment: Option<AppointmentId>,
}

impl Actor {
    /// The portal itself.
    pub const SYSTEM: Self = Self {
        role: Role::System,
        user: None,
        appointment: None,
    };
    /// The applicant of the case, known by the tracking link.
    pub const APPLICANT: Self = Self {
        role: Role::Citizen,
        user: None,
        appointment: None,
    };
}
