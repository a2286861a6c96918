//! A key of its own for each case, wrapped by the identity key (`docs/decisions/0037`), and the identity keys this database was written
//! with: a number that cases still name cannot be taken away.

crate::dialect::migration! {
    up: "
        CREATE TABLE identity_keys (
            number integer NOT NULL CONSTRAINT pk_identity_keys PRIMARY KEY,
            fingerprint text,
            noted_at bigint NOT NULL,
            CONSTRAINT ck_identity_keys_number CHECK (number BETWEEN 1 AND 255)
        );
        INSERT INTO identity_keys (number, noted_at) VALUES (1, 0);
        CREATE TABLE case_keys (
            case_id {uuid} NOT NULL CONSTRAINT pk_case_keys PRIMARY KEY,
            subject text NOT NULL,
            key_no integer NOT NULL CONSTRAINT fk_case_keys_identity_key REFERENCES identity_keys (number),
            wrapped {bytes} NOT NULL,
            CONSTRAINT ck_case_keys_subject CHECK (subject IN ('request', 'objection'))
        );
        CREATE INDEX ix_case_keys_key_no ON case_keys (key_no, case_id);
    ",
    down: "
        DROP TABLE case_keys;
        DROP TABLE identity_keys;
    ",
    // Small indexes of what an identity key sealed itself, so that nobody has to read a million rows to find that none is left.
    sqlite: (
        "
        CREATE INDEX ix_identities_direct ON identities (request_id) WHERE substr(sealed, 1, 1) <> x'00';
        CREATE INDEX ix_objection_identities_direct ON objection_identities (objection_id) WHERE substr(sealed, 1, 1) <> x'00';
        ",
        "
        DROP INDEX ix_identities_direct;
        DROP INDEX ix_objection_identities_direct;
        "
    ),
    postgres: (
        r"
        CREATE INDEX ix_identities_direct ON identities (request_id) WHERE substr(sealed, 1, 1) <> '\x00'::bytea;
        CREATE INDEX ix_objection_identities_direct ON objection_identities (objection_id)
            WHERE substr(sealed, 1, 1) <> '\x00'::bytea;
        ",
        "
        DROP INDEX ix_identities_direct;
        DROP INDEX ix_objection_identities_direct;
        "
    ),
}
