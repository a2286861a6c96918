//! Dates, times, numbers and counts as Indonesian and English readers write them.
//!
//! Hand-written, because no formatting crate gives the Indonesian forms; the tests hold them to what ICU prints for `id-ID`.
//! Functions that print a clock time take a value already moved into the zone of the unit: the offset is the zone, and it is
//! printed (`WIB`, `WITA`, `WIT`), so a time can never be shown without saying whose time it is.

mod counts;
mod dates;

#[cfg(test)]
mod tests;

pub use counts::{decimal, integer, list, percent, rupiah, size};
pub use dates::{
    date, date_long, date_short, datetime, datetime_short, day_name, month_name, relative_days, time,
    working_days_left, zone_name,
};
