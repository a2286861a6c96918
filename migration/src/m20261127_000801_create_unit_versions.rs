//! What a unit was on a day, and who went on when one ended. The row of `units` says what its newest version says; every unit has a first
//! version with the id of the unit. No two versions of a unit share a day, and nothing that was recorded is removed.

const SQLITE_UP: &str = "
    CREATE TRIGGER tr_unit_versions_no_overlap_new BEFORE INSERT ON unit_versions
    WHEN EXISTS (SELECT 1 FROM unit_versions AS other WHERE other.unit_id = NEW.unit_id AND other.id <> NEW.id
        AND (other.valid_from IS NULL OR NEW.valid_to IS NULL OR other.valid_from <= NEW.valid_to)
        AND (NEW.valid_from IS NULL OR other.valid_to IS NULL OR NEW.valid_from <= other.valid_to))
    BEGIN SELECT RAISE(ABORT, 'unit_versions: two versions share a day'); END;
    CREATE TRIGGER tr_unit_versions_no_overlap BEFORE UPDATE ON unit_versions
    WHEN EXISTS (SELECT 1 FROM unit_versions AS other WHERE other.unit_id = NEW.unit_id AND other.id <> NEW.id
        AND (other.valid_from IS NULL OR NEW.valid_to IS NULL OR other.valid_from <= NEW.valid_to)
        AND (NEW.valid_from IS NULL OR other.valid_to IS NULL OR NEW.valid_from <= other.valid_to))
    BEGIN SELECT RAISE(ABORT, 'unit_versions: two versions share a day'); END;
    CREATE TRIGGER tr_unit_versions_no_delete BEFORE DELETE ON unit_versions
    BEGIN SELECT RAISE(ABORT, 'unit_versions: nothing is removed'); END;
    CREATE TRIGGER tr_unit_successions_no_update BEFORE UPDATE ON unit_successions
    BEGIN SELECT RAISE(ABORT, 'unit_successions only grows: UPDATE is refused'); END;
    CREATE TRIGGER tr_unit_successions_no_delete BEFORE DELETE ON unit_successions
    BEGIN SELECT RAISE(ABORT, 'unit_successions only grows: DELETE is refused'); END;
";
const POSTGRES_UP: &str = "
    CREATE FUNCTION refuse_unit_version_overlap() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        IF EXISTS (SELECT 1 FROM unit_versions AS other WHERE other.unit_id = NEW.unit_id AND other.id <> NEW.id
            AND (other.valid_from IS NULL OR NEW.valid_to IS NULL OR other.valid_from <= NEW.valid_to)
            AND (NEW.valid_from IS NULL OR other.valid_to IS NULL OR NEW.valid_from <= other.valid_to)) THEN
            RAISE EXCEPTION 'unit_versions: two versions share a day';
        END IF;
        RETURN NEW;
    END
    $body$;
    CREATE FUNCTION refuse_unit_history_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION '% only grows: % is refused', TG_TABLE_NAME, TG_OP;
    END
    $body$;
    CREATE TRIGGER tr_unit_versions_no_overlap BEFORE INSERT OR UPDATE ON unit_versions
        FOR EACH ROW EXECUTE FUNCTION refuse_unit_version_overlap();
    CREATE TRIGGER tr_unit_versions_no_delete BEFORE DELETE OR TRUNCATE ON unit_versions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_unit_history_change();
    CREATE TRIGGER tr_unit_successions_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON unit_successions
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_unit_history_change();
";
const POSTGRES_DOWN: &str = "
    DROP TRIGGER tr_unit_successions_no_change ON unit_successions;
    DROP TRIGGER tr_unit_versions_no_delete ON unit_versions;
    DROP TRIGGER tr_unit_versions_no_overlap ON unit_versions;
    DROP FUNCTION refuse_unit_history_change();
    DROP FUNCTION refuse_unit_version_overlap();
";

crate::dialect::migration! {
    up: "
        ALTER TABLE units ADD COLUMN body text;
        ALTER TABLE units ADD COLUMN ppid_of text;
        ALTER TABLE units ADD COLUMN commission text NOT NULL DEFAULT 'province'
            CONSTRAINT ck_units_commission CHECK (commission IN ('central', 'province'));
        CREATE TABLE unit_versions (
            id {uuid} NOT NULL CONSTRAINT pk_unit_versions PRIMARY KEY,
            unit_id {uuid} NOT NULL CONSTRAINT fk_unit_versions_unit REFERENCES units (id),
            name text NOT NULL,
            short_name text NOT NULL,
            kind text NOT NULL,
            body text,
            parent_code text,
            place text NOT NULL,
            province text NOT NULL,
            address text NOT NULL,
            email text,
            ppid_of text,
            commission text NOT NULL,
            valid_from {date},
            valid_to {date},
            legal_basis text,
            recorded_at bigint,
            recorded_by {uuid} CONSTRAINT fk_unit_versions_recorder REFERENCES users (id),
            CONSTRAINT ck_unit_versions_commission CHECK (commission IN ('central', 'province')),
            CONSTRAINT ck_unit_versions_valid CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
        );
        CREATE INDEX ix_unit_versions_unit ON unit_versions (unit_id, valid_from);
        INSERT INTO unit_versions (id, unit_id, name, short_name, kind, parent_code, place, province, address, email,
                commission, valid_from, valid_to)
            SELECT id, id, name, short_name, kind, parent_code, place, province, address, email, commission, valid_from,
                valid_to FROM units;
        CREATE TABLE unit_successions (
            id {uuid} NOT NULL CONSTRAINT pk_unit_successions PRIMARY KEY,
            act_id {uuid} NOT NULL,
            position integer NOT NULL,
            from_unit_id {uuid} NOT NULL CONSTRAINT fk_unit_successions_from REFERENCES units (id),
            to_unit_id {uuid} NOT NULL CONSTRAINT fk_unit_successions_to REFERENCES units (id),
            kind text NOT NULL,
            effective_on {date} NOT NULL,
            legal_basis text NOT NULL,
            moved_requests integer NOT NULL,
            moved_objections integer NOT NULL,
            ended_appointments integer NOT NULL,
            recorded_at bigint NOT NULL,
            recorded_by {uuid} CONSTRAINT fk_unit_successions_recorder REFERENCES users (id),
            CONSTRAINT uq_unit_successions_position UNIQUE (act_id, position),
            CONSTRAINT ck_unit_successions_kind CHECK (kind IN ('rename', 'move', 'merge', 'split', 'transfer_out')),
            CONSTRAINT ck_unit_successions_units CHECK ((from_unit_id = to_unit_id) = (kind IN ('rename', 'move')))
        );
        CREATE INDEX ix_unit_successions_from ON unit_successions (from_unit_id);
        CREATE INDEX ix_unit_successions_to ON unit_successions (to_unit_id);
    ",
    down: "
        DROP TABLE unit_successions;
        DROP TABLE unit_versions;
        ALTER TABLE units DROP COLUMN commission;
        ALTER TABLE units DROP COLUMN ppid_of;
        ALTER TABLE units DROP COLUMN body;
    ",
    sqlite: (SQLITE_UP, ""),
    postgres: (POSTGRES_UP, POSTGRES_DOWN),
}
