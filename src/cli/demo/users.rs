//! One account a role, and a new one-time password for each at every start: none is ever kept in words.

use anyhow::Context as _;
use futures::future::try_join_all;
use serde::Serialize;

use super::super::output::in_words;
use crate::domain::actor::{Appointment, Role, Viewer};
use crate::domain::ids::{UnitId, UserId};
use crate::persistence::units;
use crate::services::Context;
use crate::services::accounts::{
    Account, Appoint, NewUser, add_user, appoint, issue_sample_password, list_users,
};
use time::Date;

/// A sample account.
pub struct Sample {
    /// Username.
    pub username: &'static str,
    name: &'static str,
    /// Role.
    pub role: Role,
    /// Codes of its units; none for the whole body.
    pub units: &'static [&'static str],
}

const fn sample(
    username: &'static str,
    name: &'static str,
    role: Role,
    units: &'static [&'static str],
) -> Sample {
    Sample {
        username,
        name,
        role,
        units,
    }
}

/// Units of the officer who stands for all others.
const OTHERS: &[&str] = &[
    "rutan-makassar",
    "kanim-makassar",
    "lapas-parepare",
    "bapas-makassar",
    "lapas-palopo",
    "rudenim-makassar",
];

/// Every sample account; names are invented.
pub const SAMPLES: &[Sample] = &[
    sample("petugas.lapas", "Andi Rekaan", Role::Officer, &["lapas-makassar"]),
    sample(
        "petugas.kanwil",
        "Nurhayati Contoh",
        Role::Officer,
        &["kanwil-sulsel"],
    ),
    sample("petugas.upt", "Syamsul Misal", Role::Officer, OTHERS),
    sample("ppid.lapas", "Hasnah Umpama", Role::Ppid, &["lapas-makassar"]),
    sample(
        "atasan.lapas",
        "Baharuddin Andaikan",
        Role::Superior,
        &["lapas-makassar"],
    ),
    sample("pemeriksa", "Mardiana Tiruan", Role::Auditor, &[]),
    sample("pengelola", "Rahmat Percobaan", Role::Admin, &[]),
    sample("warga", "Sitti Fiktif", Role::Citizen, &[]),
];

/// A user as the credentials file names them.
#[derive(Serialize)]
pub struct Credential {
    /// Role.
    pub role: &'static str,
    /// Code of the unit, the first of several.
    pub unit: Option<&'static str>,
    /// Username.
    pub username: &'static str,
    /// One-time password.
    pub password: String,
}

/// Makes the accounts, appointed from a day in the past on.
pub async fn make(ctx: &Context, from: Date) -> anyhow::Result<()> {
    for sample in SAMPLES {
        let new = NewUser {
            username: sample.username.to_owned(),
            full_name: sample.name.to_owned(),
            email: Some(format!("{}@example.test", sample.username)),
        };
        let (user, _) = add_user(ctx, new)
            .await
            .map_err(|error| in_words(error, &ctx.engine))?;
        let mut places = Vec::new();
        for code in sample.units {
            let unit = units::find_unit_by_code(ctx.db.read(), code).await?;
            places.push(Some(UnitId(
                unit.with_context(|| format!("there is no unit {code}"))?.id,
            )));
        }
        if places.is_empty() {
            places.push(None);
        }
        for unit in places {
            let wanted = Appoint {
                user,
                role: sample.role,
                unit,
                starts_on: from,
                ends_on: None,
                decree: None,
            };
            appoint(ctx, wanted)
                .await
                .map_err(|error| in_words(error, &ctx.engine))?;
        }
    }
    Ok(())
}

/// Gives every sample account a new one-time password.
pub async fn issue_passwords(ctx: &Context) -> anyhow::Result<Vec<Credential>> {
    let issued = SAMPLES.iter().map(async |sample| {
        let password = issue_sample_password(ctx, sample.username)
            .await
            .with_context(|| format!("the account {} of the demo is gone", sample.username))?;
        anyhow::Ok(Credential {
            role: sample.role.code(),
            unit: sample.units.first().copied(),
            username: sample.username,
            password,
        })
    });
    try_join_all(issued).await
}

/// The people who work on the sample cases.
pub struct Staff(Vec<Account>);

impl Staff {
    /// Loads them.
    pub async fn load(ctx: &Context) -> anyhow::Result<Self> {
        Ok(Self(list_users(ctx).await?))
    }

    /// The officer of a unit, in no other capacity.
    pub fn officer(&self, unit: UnitId) -> anyhow::Result<Viewer> {
        self.holder(Role::Officer, unit)
    }

    /// The superior of a unit, in no other capacity.
    pub fn superior(&self, unit: UnitId) -> anyhow::Result<Viewer> {
        self.holder(Role::Superior, unit)
    }

    fn holder(&self, role: Role, unit: UnitId) -> anyhow::Result<Viewer> {
        let held = |account: &Account| -> Vec<Appointment> {
            let mut held = account.appointments.clone();
            held.retain(|held| held.role == role && held.unit == Some(unit));
            held
        };
        self.0
            .iter()
            .map(|account| (account.id, held(account)))
            .find(|(_, appointments)| !appointments.is_empty())
            .map(|(user, appointments)| Viewer::Staff { user, appointments })
            .with_context(|| format!("a sample case lies in a unit without {}", role.code()))
    }

    /// The citizen with an account.
    pub fn citizen(&self) -> Option<UserId> {
        self.first(Role::Citizen)
    }

    /// Who published the answers of the old register.
    pub fn publisher(&self) -> Option<UserId> {
        self.first(Role::Ppid)
    }

    fn first(&self, role: Role) -> Option<UserId> {
        let holds = |account: &&Account| account.appointments.iter().any(|held| held.role == role);
        self.0.iter().find(holds).map(|account| account.id)
    }
}
