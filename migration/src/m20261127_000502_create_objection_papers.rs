//! What is written in an objection: letters as they were issued, messages and notes, documents; and mail that tells of one.

crate::dialect::migration! {
    up: "
        CREATE TABLE objection_letters (
            id {uuid} NOT NULL CONSTRAINT pk_objection_letters PRIMARY KEY,
            objection_id {uuid} NOT NULL CONSTRAINT fk_objection_letters_objection REFERENCES objections (id),
            kind text NOT NULL,
            issued_at bigint NOT NULL,
            issued_on {date} NOT NULL,
            content text NOT NULL,
            salt text NOT NULL,
            author_user_id {uuid} CONSTRAINT fk_objection_letters_author REFERENCES users (id),
            received_on {date}
        );
        CREATE INDEX ix_objection_letters_objection ON objection_letters (objection_id, issued_at);
        CREATE TABLE objection_messages (
            id {uuid} NOT NULL CONSTRAINT pk_objection_messages PRIMARY KEY,
            objection_id {uuid} NOT NULL CONSTRAINT fk_objection_messages_objection REFERENCES objections (id),
            direction text NOT NULL,
            body text NOT NULL,
            salt text NOT NULL,
            at bigint NOT NULL,
            author_user_id {uuid} CONSTRAINT fk_objection_messages_author REFERENCES users (id),
            event_seq integer NOT NULL,
            CONSTRAINT ck_objection_messages_direction CHECK (direction IN ('to_applicant', 'from_applicant', 'internal'))
        );
        CREATE INDEX ix_objection_messages_objection ON objection_messages (objection_id, at);
        CREATE TABLE objection_files (
            id {uuid} NOT NULL CONSTRAINT pk_objection_files PRIMARY KEY,
            objection_id {uuid} NOT NULL CONSTRAINT fk_objection_files_objection REFERENCES objections (id),
            sha256 text NOT NULL CONSTRAINT fk_objection_files_file REFERENCES files (sha256),
            name text NOT NULL,
            kind text NOT NULL,
            origin text NOT NULL,
            salt text NOT NULL,
            added_at bigint NOT NULL,
            added_by {uuid} CONSTRAINT fk_objection_files_author REFERENCES users (id),
            CONSTRAINT ck_objection_files_origin CHECK (origin IN ('applicant', 'office'))
        );
        CREATE INDEX ix_objection_files_objection ON objection_files (objection_id, added_at);
        CREATE INDEX ix_objection_files_file ON objection_files (sha256);
        ALTER TABLE outbox ADD COLUMN objection_id {uuid};
    ",
    down: "
        ALTER TABLE outbox DROP COLUMN objection_id;
        DROP TABLE objection_files;
        DROP TABLE objection_messages;
        DROP TABLE objection_letters;
    ",
}
