//! The settings of an installation: one TOML file < `TERBUKA_…` environment < command line.
//!
//! Nothing else reads the environment. Settings travel as arguments. A wrong key or value stops the start, with every
//! problem named at once and no secret repeated.

mod assemble;
mod error;
mod keys;
mod proxies;
mod secret;
mod settings;
mod show;
mod sources;
mod values;

#[cfg(test)]
mod tests;

pub use error::{ConfigError, Origin, Problem};
pub use keys::{KEYS, Key, Kind};
pub use proxies::{InvalidNetwork, Network, TrustedProxies};
pub use secret::Secret;
pub use settings::{
    Counting, Instance, KeyOverrides, Log, LogFormat, Reminders, Session, Settings, Smtp, SmtpTls, Uploads,
    Worker,
};
pub use sources::{DEFAULT_FILE, PREFIX, Sources};
