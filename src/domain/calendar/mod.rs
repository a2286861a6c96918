//! Working days and the calendars they are counted on.

mod zone;

pub use zone::Zone;
