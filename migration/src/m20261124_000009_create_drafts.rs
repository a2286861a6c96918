//! Unsent requests, kept sealed on the server between pages and thrown away when they expire.

crate::dialect::migration! {
    up: "
        CREATE TABLE drafts (
            id {uuid} NOT NULL CONSTRAINT pk_drafts PRIMARY KEY,
            token_hash text NOT NULL,
            sealed {bytes} NOT NULL,
            created_at bigint NOT NULL,
            updated_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            request_id {uuid} CONSTRAINT fk_drafts_request REFERENCES requests (id),
            CONSTRAINT uq_drafts_token UNIQUE (token_hash)
        );
        CREATE INDEX ix_drafts_expires ON drafts (expires_at);
        CREATE TABLE draft_files (
            id {uuid} NOT NULL CONSTRAINT pk_draft_files PRIMARY KEY,
            draft_id {uuid} NOT NULL CONSTRAINT fk_draft_files_draft REFERENCES drafts (id) ON DELETE CASCADE,
            sha256 text NOT NULL CONSTRAINT fk_draft_files_file REFERENCES files (sha256),
            name text NOT NULL,
            kind text NOT NULL,
            added_at bigint NOT NULL
        );
        CREATE INDEX ix_draft_files_draft ON draft_files (draft_id, added_at);
        CREATE INDEX ix_draft_files_file ON draft_files (sha256);
    ",
    down: "
        DROP TABLE draft_files;
        DROP TABLE drafts;
    ",
}
