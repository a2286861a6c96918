//! When the end of an appointment was written down: what its holder did before that was done in office, also when the decree that ended
//! it is older (`docs/readings.md` R39).

crate::dialect::migration! {
    up: "ALTER TABLE appointments ADD COLUMN end_recorded_at bigint;",
    down: "ALTER TABLE appointments DROP COLUMN end_recorded_at;",
}
