//! Objections that are filed and decided here (UU 14/2008 Ps 35–36; Perki 1/2021 Ps 39–44). What an older register knew of one stays as
//! it is: the new columns are empty for it.

crate::dialect::migration! {
    up: "
        ALTER TABLE objections ADD COLUMN number text;
        ALTER TABLE objections ADD COLUMN reg_year integer;
        ALTER TABLE objections ADD COLUMN reg_seq integer;
        ALTER TABLE objections ADD COLUMN submission_key text;
        ALTER TABLE objections ADD COLUMN token_hash text;
        ALTER TABLE objections ADD COLUMN status text;
        ALTER TABLE objections ADD COLUMN channel text;
        ALTER TABLE objections ADD COLUMN rule_set text;
        ALTER TABLE objections ADD COLUMN locale text;
        ALTER TABLE objections ADD COLUMN citizen_user_id {uuid};
        ALTER TABLE objections ADD COLUMN applicant_kind text;
        ALTER TABLE objections ADD COLUMN by_proxy boolean;
        ALTER TABLE objections ADD COLUMN subject text;
        ALTER TABLE objections ADD COLUMN purpose text;
        ALTER TABLE objections ADD COLUMN received_at bigint;
        ALTER TABLE objections ADD COLUMN recorded_on {date};
        ALTER TABLE objections ADD COLUMN is_possibly_late boolean;
        ALTER TABLE objections ADD COLUMN is_question_open boolean;
        ALTER TABLE objections ADD COLUMN statute_due_on {date};
        ALTER TABLE objections ADD COLUMN regulation_due_on {date};
        ALTER TABLE objections ADD COLUMN queue_on {date};
        ALTER TABLE objections ADD COLUMN answer_received_on {date};
        ALTER TABLE objections ADD COLUMN execute_by {date};
        ALTER TABLE objections ADD COLUMN executed_on {date};
        ALTER TABLE objections ADD COLUMN closed_on {date};
        ALTER TABLE objections ADD COLUMN calendar_version_id {uuid};
        ALTER TABLE objections ADD COLUMN event_seq integer;
        ALTER TABLE objections ADD COLUMN last_event_hash text;
        ALTER TABLE objections ADD COLUMN salt text;
        ALTER TABLE objections ADD COLUMN updated_at bigint;
        ALTER TABLE objections ADD COLUMN version integer;
        CREATE UNIQUE INDEX ux_objections_number ON objections (number);
        CREATE UNIQUE INDEX ux_objections_submission_key ON objections (submission_key);
        CREATE UNIQUE INDEX ux_objections_token ON objections (token_hash);
        CREATE INDEX ix_objections_queue ON objections (unit_id, queue_on, id);
        CREATE TABLE objection_counters (
            unit_id {uuid} NOT NULL CONSTRAINT fk_objection_counters_unit REFERENCES units (id),
            year integer NOT NULL,
            last integer NOT NULL,
            CONSTRAINT pk_objection_counters PRIMARY KEY (unit_id, year),
            CONSTRAINT ck_objection_counters_last CHECK (last > 0)
        );
        CREATE TABLE objection_identities (
            objection_id {uuid} NOT NULL CONSTRAINT pk_objection_identities PRIMARY KEY
                CONSTRAINT fk_objection_identities_objection REFERENCES objections (id),
            sealed {bytes} NOT NULL
        );
    ",
    down: "
        DROP TABLE objection_identities;
        DROP TABLE objection_counters;
        DROP INDEX ix_objections_queue;
        DROP INDEX ux_objections_token;
        DROP INDEX ux_objections_submission_key;
        DROP INDEX ux_objections_number;
        ALTER TABLE objections DROP COLUMN version;
        ALTER TABLE objections DROP COLUMN updated_at;
        ALTER TABLE objections DROP COLUMN salt;
        ALTER TABLE objections DROP COLUMN last_event_hash;
        ALTER TABLE objections DROP COLUMN event_seq;
        ALTER TABLE objections DROP COLUMN calendar_version_id;
        ALTER TABLE objections DROP COLUMN closed_on;
        ALTER TABLE objections DROP COLUMN executed_on;
        ALTER TABLE objections DROP COLUMN execute_by;
        ALTER TABLE objections DROP COLUMN answer_received_on;
        ALTER TABLE objections DROP COLUMN queue_on;
        ALTER TABLE objections DROP COLUMN regulation_due_on;
        ALTER TABLE objections DROP COLUMN statute_due_on;
        ALTER TABLE objections DROP COLUMN is_question_open;
        ALTER TABLE objections DROP COLUMN is_possibly_late;
        ALTER TABLE objections DROP COLUMN recorded_on;
        ALTER TABLE objections DROP COLUMN received_at;
        ALTER TABLE objections DROP COLUMN purpose;
        ALTER TABLE objections DROP COLUMN subject;
        ALTER TABLE objections DROP COLUMN by_proxy;
        ALTER TABLE objections DROP COLUMN applicant_kind;
        ALTER TABLE objections DROP COLUMN citizen_user_id;
        ALTER TABLE objections DROP COLUMN locale;
        ALTER TABLE objections DROP COLUMN rule_set;
        ALTER TABLE objections DROP COLUMN channel;
        ALTER TABLE objections DROP COLUMN status;
        ALTER TABLE objections DROP COLUMN token_hash;
        ALTER TABLE objections DROP COLUMN submission_key;
        ALTER TABLE objections DROP COLUMN reg_seq;
        ALTER TABLE objections DROP COLUMN reg_year;
        ALTER TABLE objections DROP COLUMN number;
    ",
}
