//! What was said: messages with the applicant or inside the office, and letters frozen as issued.

crate::dialect::migration! {
    up: "
        CREATE TABLE messages (
            id {uuid} NOT NULL CONSTRAINT pk_messages PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_messages_request REFERENCES requests (id),
            direction text NOT NULL,
            body text NOT NULL,
            salt text NOT NULL,
            at bigint NOT NULL,
            author_user_id {uuid} CONSTRAINT fk_messages_author REFERENCES users (id),
            event_seq integer,
            CONSTRAINT ck_messages_direction CHECK (direction IN ('to_applicant', 'from_applicant', 'internal'))
        );
        CREATE INDEX ix_messages_request ON messages (request_id, at);
        CREATE TABLE letters (
            id {uuid} NOT NULL CONSTRAINT pk_letters PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_letters_request REFERENCES requests (id),
            kind text NOT NULL,
            issued_at bigint NOT NULL,
            issued_on {date} NOT NULL,
            content text NOT NULL,
            salt text NOT NULL,
            author_user_id {uuid} CONSTRAINT fk_letters_author REFERENCES users (id),
            received_on {date}
        );
        CREATE INDEX ix_letters_request ON letters (request_id, issued_at);
    ",
    down: "
        DROP TABLE letters;
        DROP TABLE messages;
    ",
}
