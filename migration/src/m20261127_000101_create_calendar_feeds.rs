//! Hashes of the secret addresses under which calendar programs fetch the dates of an officer; one an account.

crate::dialect::migration! {
    up: "
        CREATE TABLE calendar_feeds (
            user_id {uuid} NOT NULL CONSTRAINT pk_calendar_feeds PRIMARY KEY
                CONSTRAINT fk_calendar_feeds_user REFERENCES users (id),
            secret_hash text NOT NULL,
            created_at bigint NOT NULL,
            CONSTRAINT uq_calendar_feeds_hash UNIQUE (secret_hash)
        );
    ",
    down: "DROP TABLE calendar_feeds;",
}
