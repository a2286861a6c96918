//! The applicant, apart from the case and sealed: erasing a row leaves case, statistics and proof intact.

crate::dialect::migration! {
    up: "
        CREATE TABLE identities (
            request_id {uuid} NOT NULL CONSTRAINT pk_identities PRIMARY KEY
                CONSTRAINT fk_identities_request REFERENCES requests (id),
            sealed {bytes} NOT NULL,
            email_hash text,
            phone_hash text,
            person_hash text
        );
        CREATE INDEX ix_identities_email ON identities (email_hash);
        CREATE INDEX ix_identities_phone ON identities (phone_hash);
        CREATE INDEX ix_identities_person ON identities (person_hash);
    ",
    down: "DROP TABLE identities;",
}
