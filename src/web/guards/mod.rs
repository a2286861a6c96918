//! Who is calling. Guards answer "who" and nothing about the thing asked for: that is `domain::policy`, in a service.
//!
//! Never write `Option<Officer>`: Rocket turns a refusal into `None` and runs the handler. [`Current`] always succeeds.

mod client;
mod language;
mod params;
mod roles;
mod session;

pub use client::ClientAddress;
pub use language::Language;
pub use params::{ObjectionNo, RegistrationNo, Token};
pub use roles::{Admin, Auditor, Citizen, Officer, Superior, Visitor};
pub use session::Current;
pub(super) use session::{Session, load_session, loaded};
