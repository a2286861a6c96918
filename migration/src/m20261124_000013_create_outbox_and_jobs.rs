//! Work left for later: notices written in the transaction that caused them, and the leases of recurring jobs.

crate::dialect::migration! {
    up: "
        CREATE TABLE outbox (
            id {uuid} NOT NULL CONSTRAINT pk_outbox PRIMARY KEY,
            kind text NOT NULL,
            request_id {uuid} CONSTRAINT fk_outbox_request REFERENCES requests (id),
            recipient text NOT NULL,
            lang text NOT NULL,
            payload text NOT NULL,
            created_at bigint NOT NULL,
            run_at bigint NOT NULL,
            attempts integer NOT NULL,
            locked_until bigint,
            last_error text,
            sent_at bigint,
            failed_at bigint,
            CONSTRAINT ck_outbox_attempts CHECK (attempts >= 0)
        );
        CREATE INDEX ix_outbox_waiting ON outbox (run_at, id) WHERE sent_at IS NULL AND failed_at IS NULL;
        CREATE INDEX ix_outbox_request ON outbox (request_id);
        CREATE TABLE jobs (
            name text NOT NULL CONSTRAINT pk_jobs PRIMARY KEY,
            last_run_at bigint,
            locked_until bigint,
            last_error text
        );
    ",
    down: "
        DROP TABLE jobs;
        DROP TABLE outbox;
    ",
}
