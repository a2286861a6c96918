//! A version of the calendar may be that of one unit: the country's days and its own. And who gave which account into whose hands, so
//! that one person does not confirm as another what they proposed themselves.

crate::dialect::migration! {
    up: "
        ALTER TABLE calendar_versions ADD COLUMN unit_id {uuid}
            CONSTRAINT fk_calendar_versions_unit REFERENCES units (id);
        ALTER TABLE calendar_versions ADD COLUMN decree_id {uuid}
            CONSTRAINT fk_calendar_versions_decree REFERENCES calendar_decrees (id);
        UPDATE calendar_versions SET decree_id = id;
        CREATE INDEX ix_calendar_versions_unit ON calendar_versions (unit_id, seq);
        CREATE TABLE account_acts (
            id {uuid} NOT NULL CONSTRAINT pk_account_acts PRIMARY KEY,
            account_id {uuid} NOT NULL CONSTRAINT fk_account_acts_account REFERENCES users (id),
            by_user_id {uuid} NOT NULL CONSTRAINT fk_account_acts_by REFERENCES users (id),
            kind text NOT NULL,
            at bigint NOT NULL
        );
        CREATE INDEX ix_account_acts_at ON account_acts (at);
    ",
    down: "
        DROP TABLE account_acts;
        DROP INDEX ix_calendar_versions_unit;
        ALTER TABLE calendar_versions DROP COLUMN decree_id;
        ALTER TABLE calendar_versions DROP COLUMN unit_id;
    ",
}
