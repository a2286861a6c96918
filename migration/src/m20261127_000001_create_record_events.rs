//! What happened to an exemption, an objection or a dispute. Like the events of a request, the table only grows: triggers refuse
//! every other change on both engines.

const SQLITE_UP: &str = "
    CREATE TRIGGER tr_record_events_no_update BEFORE UPDATE ON record_events
    BEGIN SELECT RAISE(ABORT, 'record_events only grows: UPDATE is refused'); END;
    CREATE TRIGGER tr_record_events_no_delete BEFORE DELETE ON record_events
    BEGIN SELECT RAISE(ABORT, 'record_events only grows: DELETE is refused'); END;
";
const POSTGRES_UP: &str = "
    CREATE FUNCTION refuse_record_events_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION 'record_events only grows: % is refused', TG_OP;
    END
    $body$;
    CREATE TRIGGER tr_record_events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON record_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_record_events_change();
";
const POSTGRES_DOWN: &str = "
    DROP TRIGGER tr_record_events_no_change ON record_events;
    DROP FUNCTION refuse_record_events_change();
";

crate::dialect::migration! {
    up: "
        CREATE TABLE record_events (
            id {uuid} NOT NULL CONSTRAINT pk_record_events PRIMARY KEY,
            subject text NOT NULL,
            subject_id {uuid} NOT NULL,
            seq integer NOT NULL,
            kind text NOT NULL,
            at bigint NOT NULL,
            actor_role text NOT NULL,
            actor_user_id {uuid} CONSTRAINT fk_record_events_actor REFERENCES users (id),
            appointment_id {uuid} CONSTRAINT fk_record_events_appointment REFERENCES appointments (id),
            status_before text,
            status_after text NOT NULL,
            data text NOT NULL,
            dates text NOT NULL,
            contents text NOT NULL,
            prev_hash text,
            hash text NOT NULL,
            CONSTRAINT uq_record_events_seq UNIQUE (subject_id, seq),
            CONSTRAINT ck_record_events_subject CHECK (subject IN ('exemption', 'objection', 'dispute')),
            CONSTRAINT ck_record_events_seq CHECK (seq > 0)
        );
    ",
    down: "DROP TABLE record_events;",
    sqlite: (SQLITE_UP, ""),
    postgres: (POSTGRES_UP, POSTGRES_DOWN),
}
