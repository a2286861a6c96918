//! Working days (hari kerja) and the calendars they are counted on: the three zones, the days off that decrees set, the
//! counting, and the decrees known when this program was built.
//!
//! Which duty ends when is not decided here but in [`deadline`](super::deadline).

mod counting;
mod holiday;
mod import;
mod ledger;
mod lines;
mod seed;
mod settings;
mod snapshot;
#[cfg(test)]
mod tests;
mod typed;
mod zone;

pub use counting::DayClass;
pub use holiday::{DayKind, Holiday};
pub use import::{LineError, LineProblem, parse_holidays_csv};
pub use ledger::{Decree, KnownVersion, Ledger, as_known_at};
pub use lines::parse_decree;
pub use seed::{SeedError, SeedVersion, known_on, seed_versions};
pub use settings::{CountingSettings, OffHours, OfficeHours, ReceiptDay, Treatment, Weekend};
pub use snapshot::{CalendarVersion, CalendarVersionId, DayChange, WorkingCalendar};
pub use typed::{NotADay, typed_day};
pub use zone::Zone;
