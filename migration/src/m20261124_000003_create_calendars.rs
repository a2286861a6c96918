//! Holiday calendars: each version is a full snapshot, so that "as known on" a past day stays reproducible.

crate::dialect::migration! {
    up: "
        CREATE TABLE calendar_versions (
            id {uuid} NOT NULL CONSTRAINT pk_calendar_versions PRIMARY KEY,
            seq integer NOT NULL,
            decree text NOT NULL,
            issued_on {date} NOT NULL,
            note text NOT NULL,
            imported_at bigint NOT NULL,
            imported_by text NOT NULL,
            CONSTRAINT uq_calendar_versions_seq UNIQUE (seq)
        );
        CREATE TABLE calendar_days (
            version_id {uuid} NOT NULL CONSTRAINT fk_calendar_days_version REFERENCES calendar_versions (id),
            date {date} NOT NULL,
            kind text NOT NULL,
            name_id text NOT NULL,
            name_en text NOT NULL,
            source text NOT NULL,
            CONSTRAINT pk_calendar_days PRIMARY KEY (version_id, date)
        );
    ",
    down: "
        DROP TABLE calendar_days;
        DROP TABLE calendar_versions;
    ",
}
