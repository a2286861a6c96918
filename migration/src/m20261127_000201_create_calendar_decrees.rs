//! The decrees that make calendars, each with the days it lists itself and how it came: who proposed it, who confirmed or rejected it,
//! and when. What is decided stays as it is, and nothing is ever removed. The database itself refuses one person for both steps.

const SQLITE_UP: &str = "
    CREATE TRIGGER tr_calendar_decrees_decided BEFORE UPDATE ON calendar_decrees WHEN OLD.state <> 'proposed'
    BEGIN SELECT RAISE(ABORT, 'calendar_decrees: what is decided stays'); END;
    CREATE TRIGGER tr_calendar_decrees_no_delete BEFORE DELETE ON calendar_decrees
    BEGIN SELECT RAISE(ABORT, 'calendar_decrees: nothing is removed'); END;
    CREATE TRIGGER tr_calendar_decree_days_no_update BEFORE UPDATE ON calendar_decree_days
    BEGIN SELECT RAISE(ABORT, 'calendar_decree_days only grows: UPDATE is refused'); END;
    CREATE TRIGGER tr_calendar_decree_days_no_delete BEFORE DELETE ON calendar_decree_days
    BEGIN SELECT RAISE(ABORT, 'calendar_decree_days only grows: DELETE is refused'); END;
    CREATE TRIGGER tr_calendar_decree_units_no_update BEFORE UPDATE ON calendar_decree_units
    BEGIN SELECT RAISE(ABORT, 'calendar_decree_units only grows: UPDATE is refused'); END;
    CREATE TRIGGER tr_calendar_decree_units_no_delete BEFORE DELETE ON calendar_decree_units
    BEGIN SELECT RAISE(ABORT, 'calendar_decree_units only grows: DELETE is refused'); END;
";
const POSTGRES_UP: &str = "
    CREATE FUNCTION refuse_calendar_decree_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION 'calendar_decrees: what is decided stays';
    END
    $body$;
    CREATE FUNCTION refuse_calendar_decree_part_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP;
    END
    $body$;
    CREATE TRIGGER tr_calendar_decrees_decided BEFORE UPDATE ON calendar_decrees
        FOR EACH ROW WHEN (OLD.state <> 'proposed') EXECUTE FUNCTION refuse_calendar_decree_change();
    CREATE TRIGGER tr_calendar_decrees_no_delete BEFORE DELETE OR TRUNCATE ON calendar_decrees
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_calendar_decree_part_change();
    CREATE TRIGGER tr_calendar_decree_days_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_decree_days
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_calendar_decree_part_change();
    CREATE TRIGGER tr_calendar_decree_units_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON calendar_decree_units
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_calendar_decree_part_change();
";
const POSTGRES_DOWN: &str = "
    DROP TRIGGER tr_calendar_decree_units_no_change ON calendar_decree_units;
    DROP TRIGGER tr_calendar_decree_days_no_change ON calendar_decree_days;
    DROP TRIGGER tr_calendar_decrees_no_delete ON calendar_decrees;
    DROP TRIGGER tr_calendar_decrees_decided ON calendar_decrees;
    DROP FUNCTION refuse_calendar_decree_part_change();
    DROP FUNCTION refuse_calendar_decree_change();
";

crate::dialect::migration! {
    up: "
        CREATE TABLE calendar_decrees (
            id {uuid} NOT NULL CONSTRAINT pk_calendar_decrees PRIMARY KEY,
            cited text NOT NULL,
            issued_on {date} NOT NULL,
            replaces boolean NOT NULL,
            came_by text NOT NULL,
            state text NOT NULL,
            proposed_at bigint NOT NULL,
            proposed_by {uuid} CONSTRAINT fk_calendar_decrees_proposer REFERENCES users (id),
            decided_at bigint,
            decided_by {uuid} CONSTRAINT fk_calendar_decrees_decider REFERENCES users (id),
            reason text,
            effect text,
            CONSTRAINT ck_calendar_decrees_state CHECK (state IN ('proposed', 'in_force', 'rejected', 'withdrawn')),
            CONSTRAINT ck_calendar_decrees_decided CHECK ((state = 'proposed') = (decided_at IS NULL)),
            CONSTRAINT ck_calendar_decrees_two_persons CHECK (
                state <> 'in_force' OR proposed_by IS NULL
                OR (decided_by IS NOT NULL AND decided_by <> proposed_by))
        );
        CREATE TABLE calendar_decree_days (
            decree_id {uuid} NOT NULL CONSTRAINT fk_calendar_decree_days_decree REFERENCES calendar_decrees (id),
            date {date} NOT NULL,
            kind text NOT NULL,
            name_id text NOT NULL,
            name_en text NOT NULL,
            source text NOT NULL,
            CONSTRAINT pk_calendar_decree_days PRIMARY KEY (decree_id, date)
        );
        CREATE TABLE calendar_decree_units (
            decree_id {uuid} NOT NULL CONSTRAINT fk_calendar_decree_units_decree REFERENCES calendar_decrees (id),
            unit_id {uuid} NOT NULL CONSTRAINT fk_calendar_decree_units_unit REFERENCES units (id),
            CONSTRAINT pk_calendar_decree_units PRIMARY KEY (decree_id, unit_id)
        );
        INSERT INTO calendar_decrees (id, cited, issued_on, replaces, came_by, state, proposed_at, decided_at)
            SELECT id, decree, issued_on, TRUE, CASE imported_by WHEN 'built-in' THEN 'built_in' ELSE 'operator' END,
                'in_force', imported_at, imported_at FROM calendar_versions;
        INSERT INTO calendar_decree_days (decree_id, date, kind, name_id, name_en, source)
            SELECT version_id, date, kind, name_id, name_en, source FROM calendar_days;
    ",
    down: "
        DROP TABLE calendar_decree_units;
        DROP TABLE calendar_decree_days;
        DROP TABLE calendar_decrees;
    ",
    sqlite: (SQLITE_UP, ""),
    postgres: (POSTGRES_UP, POSTGRES_DOWN),
}
