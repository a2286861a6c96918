//! Stored files by content hash, and what each is attached to.

crate::dialect::migration! {
    up: "
        CREATE TABLE files (
            sha256 text NOT NULL CONSTRAINT pk_files PRIMARY KEY,
            size bigint NOT NULL,
            media_type text NOT NULL,
            created_at bigint NOT NULL,
            extracted_text text,
            CONSTRAINT ck_files_sha256 CHECK (length(sha256) = 64),
            CONSTRAINT ck_files_size CHECK (size >= 0)
        );
        CREATE TABLE attachments (
            id {uuid} NOT NULL CONSTRAINT pk_attachments PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_attachments_request REFERENCES requests (id),
            item_id {uuid} CONSTRAINT fk_attachments_item REFERENCES information_items (id),
            letter_id {uuid} CONSTRAINT fk_attachments_letter REFERENCES letters (id),
            message_id {uuid} CONSTRAINT fk_attachments_message REFERENCES messages (id),
            sha256 text NOT NULL CONSTRAINT fk_attachments_file REFERENCES files (sha256),
            name text NOT NULL,
            kind text NOT NULL,
            origin text NOT NULL,
            salt text NOT NULL,
            added_at bigint NOT NULL,
            added_by {uuid} CONSTRAINT fk_attachments_added_by REFERENCES users (id),
            is_public boolean NOT NULL DEFAULT FALSE,
            CONSTRAINT ck_attachments_origin CHECK (origin IN ('applicant', 'office'))
        );
        CREATE INDEX ix_attachments_request ON attachments (request_id, added_at);
        CREATE INDEX ix_attachments_file ON attachments (sha256);
    ",
    down: "
        DROP TABLE attachments;
        DROP TABLE files;
    ",
}
