//! Hashes of the secret links by which applicants follow their case.

crate::dialect::migration! {
    up: "
        CREATE TABLE tracking_tokens (
            id {uuid} NOT NULL CONSTRAINT pk_tracking_tokens PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_tracking_tokens_request REFERENCES requests (id),
            token_hash text NOT NULL,
            created_at bigint NOT NULL,
            revoked_at bigint,
            CONSTRAINT uq_tracking_tokens_hash UNIQUE (token_hash)
        );
        CREATE INDEX ix_tracking_tokens_request ON tracking_tokens (request_id);
    ",
    down: "DROP TABLE tracking_tokens;",
}
