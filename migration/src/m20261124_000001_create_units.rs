//! Units of the public body, dated so that renames, mergers and re-parenting keep their history.

crate::dialect::migration! {
    up: "
        CREATE TABLE units (
            id {uuid} NOT NULL CONSTRAINT pk_units PRIMARY KEY,
            code text NOT NULL,
            name text NOT NULL,
            short_name text NOT NULL,
            kind text NOT NULL,
            parent_code text,
            place text NOT NULL,
            province text NOT NULL,
            address text NOT NULL,
            lat double precision,
            lon double precision,
            service_area text NOT NULL,
            email text,
            website text,
            zone text NOT NULL DEFAULT 'Asia/Makassar',
            valid_from {date},
            valid_to {date},
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT uq_units_code UNIQUE (code),
            CONSTRAINT ck_units_zone CHECK (zone IN ('Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura')),
            CONSTRAINT ck_units_valid CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)
        );
        CREATE INDEX ix_units_parent ON units (parent_code);
    ",
    down: "DROP TABLE units;",
}
