//! Objections (keberatan, UU 14/2008 Ps 35–36); for now only imported history.

crate::dialect::migration! {
    up: "
        CREATE TABLE objections (
            id {uuid} NOT NULL CONSTRAINT pk_objections PRIMARY KEY,
            request_id {uuid} CONSTRAINT fk_objections_request REFERENCES requests (id),
            unit_id {uuid} NOT NULL CONSTRAINT fk_objections_unit REFERENCES units (id),
            filed_on {date} NOT NULL,
            grounds text NOT NULL,
            reason text NOT NULL,
            decided_on {date},
            decision text,
            decision_text text,
            source text NOT NULL,
            CONSTRAINT ck_objections_source CHECK (source IN ('live', 'import', 'demo')),
            CONSTRAINT ck_objections_decision CHECK (decided_on IS NULL OR decided_on >= filed_on)
        );
        CREATE INDEX ix_objections_request ON objections (request_id, filed_on);
        CREATE INDEX ix_objections_unit ON objections (unit_id, filed_on);
    ",
    down: "DROP TABLE objections;",
}
