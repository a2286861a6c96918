//! Disputes at the Information Commission (UU 14/2008 Ps 37; Perki 1/2013): what the office was told of one, and how it knows. What happened
//! stands in `record_events`.

crate::dialect::migration! {
    up: "
        CREATE TABLE disputes (
            id {uuid} NOT NULL CONSTRAINT pk_disputes PRIMARY KEY,
            objection_id {uuid} NOT NULL CONSTRAINT fk_disputes_objection REFERENCES objections (id),
            unit_id {uuid} NOT NULL CONSTRAINT fk_disputes_unit REFERENCES units (id),
            filed_on {date} NOT NULL,
            status text NOT NULL,
            is_open boolean NOT NULL,
            province text NOT NULL,
            number text,
            event_seq integer NOT NULL,
            last_event_hash text NOT NULL,
            updated_at bigint NOT NULL,
            version integer NOT NULL,
            CONSTRAINT uq_disputes_objection UNIQUE (objection_id)
        );
        CREATE INDEX ix_disputes_unit ON disputes (unit_id, filed_on);
        CREATE TABLE dispute_notes (
            id {uuid} NOT NULL CONSTRAINT pk_dispute_notes PRIMARY KEY,
            dispute_id {uuid} NOT NULL CONSTRAINT fk_dispute_notes_dispute REFERENCES disputes (id),
            event_seq integer NOT NULL,
            body text NOT NULL,
            salt text NOT NULL,
            at bigint NOT NULL,
            author_user_id {uuid} CONSTRAINT fk_dispute_notes_author REFERENCES users (id),
            CONSTRAINT uq_dispute_notes_event UNIQUE (dispute_id, event_seq)
        );
    ",
    down: "
        DROP TABLE dispute_notes;
        DROP TABLE disputes;
    ",
}
