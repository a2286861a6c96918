//! The unit that received an objection: its calendar counts the last day, whoever answers by now (`docs/readings.md` R18, R37).

crate::dialect::migration! {
    up: "
        ALTER TABLE objections ADD COLUMN received_unit_id {uuid};
        UPDATE objections SET received_unit_id = unit_id;
        CREATE INDEX ix_objections_received ON objections (received_unit_id, status);
    ",
    down: "
        DROP INDEX ix_objections_received;
        ALTER TABLE objections DROP COLUMN received_unit_id;
    ",
}
