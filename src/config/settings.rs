//! The settings as the rest of the program sees them: typed and complete.

use std::{net::SocketAddr, path::PathBuf, time::Duration};

use crate::domain::calendar::Zone;

use super::{Secret, TrustedProxies, values::Values};

/// All settings of an installation.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Folder of database, files and keys.
    pub data_dir: PathBuf,
    /// Address and port on which pages are served.
    pub listen: SocketAddr,
    /// Address under which people reach the portal, without a slash at its end.
    pub base_url: String,
    /// Address of the database; it may hold a password.
    pub database_url: Secret,
    /// The proxies in front of the portal.
    pub trusted_proxies: TrustedProxies,
    /// The public body that runs the portal.
    pub instance: Instance,
    /// The mail server; without one mail waits in the outbox.
    pub smtp: Option<Smtp>,
    /// Limits of uploads.
    pub uploads: Uploads,
    /// Background work.
    pub worker: Worker,
    /// Reminders to staff.
    pub reminders: Reminders,
    /// Sessions of staff.
    pub session: Session,
    /// What counts as a working day.
    pub counting: Counting,
    /// What is logged and how.
    pub log: Log,
    /// Keys given here instead of in files.
    pub keys: KeyOverrides,
    /// Where each value came from, for `config check`.
    pub(super) values: Values,
}

/// The public body that runs the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// Its name, as printed on pages and letters.
    pub name: String,
    /// The place named on letters before the date.
    pub place: String,
    /// Code of the unit that receives what nobody else was named for.
    pub unit: String,
    /// Where to report a security hole, as an address with its scheme.
    pub security_contact: Option<String>,
    /// Zone of units that name none.
    pub zone: Zone,
    /// Language of mail to staff.
    pub staff_language: String,
}

/// A mail server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Smtp {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is protected.
    pub tls: SmtpTls,
    /// The account, when it wants one.
    pub credentials: Option<(String, Secret)>,
    /// The sender of every mail, as `Name <address>` or an address.
    pub from: String,
    /// Patience with one exchange.
    pub timeout: Duration,
}

/// How the connection to a mail server is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmtpTls {
    /// Not at all: for a server on this machine.
    None,
    /// Plain at first, then protected, or not used.
    StartTls,
    /// Protected from the first byte.
    Tls,
}

/// Limits of uploads, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Uploads {
    /// Largest file.
    pub max_file_bytes: u64,
    /// Most files in one step.
    pub max_files: usize,
    /// Largest sum of files in one step.
    pub max_total_bytes: u64,
}

/// Background work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Worker {
    /// Pause between looks at waiting work.
    pub interval: Duration,
}

/// Reminders to staff. Neither number is one of the law (`docs/decisions/0028-one-briefing-a-day.md`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reminders {
    /// Working days before the target day from which it counts as near.
    pub ahead: u16,
    /// Hour of the unit's day from which mail goes out.
    pub hour: u8,
}

/// Sessions of staff.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// How long one lasts.
    pub lifetime: Duration,
}

/// Hari kerja — which days count although they are days off (Perki 1/2021 Ps 1(22); Perpres 21/2023 Ps 3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counting {
    /// Saturday and Sunday count.
    pub weekend: bool,
    /// Libur nasional — national holidays count.
    pub libur_nasional: bool,
    /// Cuti bersama — joint leave counts.
    pub cuti_bersama: bool,
}

/// What is logged and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Log {
    /// Shape of lines.
    pub format: LogFormat,
    /// What is logged, as tracing's `EnvFilter` reads it.
    pub filter: String,
}

/// Shape of log lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors: one JSON object a line.
    Json,
}

/// Keys given as settings instead of as files in the data folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeyOverrides {
    /// Signs sessions.
    pub session: Option<Secret>,
    /// Signs forms.
    pub csrf: Option<Secret>,
    /// Seals identities.
    pub identity: Option<Secret>,
    /// Hashes contacts for search.
    pub lookup: Option<Secret>,
}

impl Settings {
    /// The files in which secrets were found: whoever may read them knows the secrets.
    pub fn secret_files(&self) -> &[PathBuf] {
        &self.values.secret_files
    }

    /// Whether people reach the portal over TLS; cookies are then `Secure`.
    pub fn is_https(&self) -> bool {
        self.base_url.starts_with("https://")
    }
}
