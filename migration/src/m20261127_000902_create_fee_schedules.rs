//! Keputusan standar biaya (Perki 1/2021 Ps 37–38). A decree is entered once and can be ended; triggers refuse every other change on both
//! engines, so that a price once told can be read for ever.

const SQLITE_UP: &str = "
    CREATE TRIGGER tr_fee_schedules_only_end BEFORE UPDATE ON fee_schedules
    WHEN OLD.id IS NOT NEW.id OR OLD.unit_id IS NOT NEW.unit_id OR OLD.body IS NOT NEW.body OR OLD.decree_no IS NOT NEW.decree_no
        OR OLD.decree_on IS NOT NEW.decree_on OR OLD.valid_from IS NOT NEW.valid_from OR OLD.takes_cash IS NOT NEW.takes_cash
        OR OLD.account IS NOT NEW.account OR OLD.e_money IS NOT NEW.e_money OR OLD.entered_by IS NOT NEW.entered_by
        OR OLD.entered_at IS NOT NEW.entered_at
    BEGIN SELECT RAISE(ABORT, 'a fee decree is only ended: UPDATE is refused'); END;
    CREATE TRIGGER tr_fee_schedules_no_delete BEFORE DELETE ON fee_schedules
    BEGIN SELECT RAISE(ABORT, 'a fee decree stays: DELETE is refused'); END;
    CREATE TRIGGER tr_fee_items_no_update BEFORE UPDATE ON fee_items
    BEGIN SELECT RAISE(ABORT, 'lines of a fee decree stay: UPDATE is refused'); END;
    CREATE TRIGGER tr_fee_items_no_delete BEFORE DELETE ON fee_items
    BEGIN SELECT RAISE(ABORT, 'lines of a fee decree stay: DELETE is refused'); END;
";
const POSTGRES_UP: &str = "
    CREATE FUNCTION refuse_fee_change() RETURNS trigger LANGUAGE plpgsql AS $body$
    BEGIN
        RAISE EXCEPTION 'fee decrees stay as they were entered: % is refused', TG_OP;
    END
    $body$;
    CREATE TRIGGER tr_fee_schedules_only_end BEFORE UPDATE ON fee_schedules FOR EACH ROW
        WHEN ((OLD.id, OLD.unit_id, OLD.body, OLD.decree_no, OLD.decree_on, OLD.valid_from, OLD.takes_cash, OLD.account, OLD.e_money,
            OLD.entered_by, OLD.entered_at) IS DISTINCT FROM (NEW.id, NEW.unit_id, NEW.body, NEW.decree_no, NEW.decree_on, NEW.valid_from,
            NEW.takes_cash, NEW.account, NEW.e_money, NEW.entered_by, NEW.entered_at))
        EXECUTE FUNCTION refuse_fee_change();
    CREATE TRIGGER tr_fee_schedules_no_delete BEFORE DELETE OR TRUNCATE ON fee_schedules
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_fee_change();
    CREATE TRIGGER tr_fee_items_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON fee_items
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_fee_change();
";
const POSTGRES_DOWN: &str = "
    DROP TRIGGER tr_fee_items_no_change ON fee_items;
    DROP TRIGGER tr_fee_schedules_no_delete ON fee_schedules;
    DROP TRIGGER tr_fee_schedules_only_end ON fee_schedules;
    DROP FUNCTION refuse_fee_change();
";

crate::dialect::migration! {
    up: "
        CREATE TABLE fee_schedules (
            id {uuid} NOT NULL CONSTRAINT pk_fee_schedules PRIMARY KEY,
            unit_id {uuid} CONSTRAINT fk_fee_schedules_unit REFERENCES units (id),
            body text,
            decree_no text NOT NULL,
            decree_on {date} NOT NULL,
            valid_from {date} NOT NULL,
            valid_to {date},
            takes_cash boolean NOT NULL,
            account text,
            e_money text,
            entered_by text NOT NULL,
            entered_at bigint NOT NULL,
            ended_by text,
            ended_at bigint,
            CONSTRAINT ck_fee_schedules_days CHECK (valid_from >= decree_on),
            CONSTRAINT ck_fee_schedules_ways CHECK (takes_cash OR account IS NOT NULL OR e_money IS NOT NULL)
        );
        CREATE INDEX ix_fee_schedules_unit ON fee_schedules (unit_id, valid_from);
        CREATE TABLE fee_items (
            id {uuid} NOT NULL CONSTRAINT pk_fee_items PRIMARY KEY,
            schedule_id {uuid} NOT NULL CONSTRAINT fk_fee_items_schedule REFERENCES fee_schedules (id),
            position integer NOT NULL,
            kind text NOT NULL,
            description text NOT NULL,
            measure text NOT NULL,
            unit_price bigint NOT NULL,
            CONSTRAINT uq_fee_items_position UNIQUE (schedule_id, position),
            CONSTRAINT ck_fee_items_kind CHECK (kind IN ('copying', 'delivery')),
            CONSTRAINT ck_fee_items_price CHECK (unit_price > 0)
        );
    ",
    down: "
        DROP TABLE fee_items;
        DROP TABLE fee_schedules;
    ",
    sqlite: (SQLITE_UP, ""),
    postgres: (POSTGRES_UP, POSTGRES_DOWN),
}
