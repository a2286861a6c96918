//! What happened to a case. The table only grows: triggers refuse every other change on both engines.

const SQLITE_UP: &str = "
    CREATE TRIGGER tr_request_events_no_update BEFORE UPDATE ON request_events
    BEGIN SELECT RAISE(ABORT, 'request_events only grows: UPDATE is refused'); END;
    CREATE TRIGGER tr_request_events_no_delete BEFORE DELETE ON request_events
    BEGIN SELECT RAISE(ABORT, 'request_events only grows: DELETE is refused'); END;
";
const POSTGRES_UP: &str = "
    CREATE FUNCTION refuse_request_events_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION 'request_events only grows: % is refused', TG_OP;
    END
    $body$;
    CREATE TRIGGER tr_request_events_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON request_events
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_request_events_change();
";
const POSTGRES_DOWN: &str = "
    DROP TRIGGER tr_request_events_no_change ON request_events;
    DROP FUNCTION refuse_request_events_change();
";

crate::dialect::migration! {
    up: "
        CREATE TABLE request_events (
            id {uuid} NOT NULL CONSTRAINT pk_request_events PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_request_events_request REFERENCES requests (id),
            seq integer NOT NULL,
            kind text NOT NULL,
            at bigint NOT NULL,
            actor_role text NOT NULL,
            actor_user_id {uuid} CONSTRAINT fk_request_events_actor REFERENCES users (id),
            appointment_id {uuid} CONSTRAINT fk_request_events_appointment REFERENCES appointments (id),
            status_before text,
            status_after text NOT NULL,
            data text NOT NULL,
            dates text NOT NULL,
            contents text NOT NULL,
            prev_hash text,
            hash text NOT NULL,
            CONSTRAINT uq_request_events_seq UNIQUE (request_id, seq),
            CONSTRAINT ck_request_events_seq CHECK (seq > 0)
        );
    ",
    down: "DROP TABLE request_events;",
    sqlite: (SQLITE_UP, ""),
    postgres: (POSTGRES_UP, POSTGRES_DOWN),
}
