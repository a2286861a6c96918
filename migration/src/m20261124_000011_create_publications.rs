//! Published answers and their search index.
//!
//! `search_text` holds ready-made tokens (folded and stemmed by the portal), so both engines take them as they are:
//! `FTS5` with the `ascii` tokenizer splits at the blanks only, `PostgreSQL` builds the vector from the array without
//! its parser. The same words therefore give the same hits.

const SQLITE_UP: &str = "
    CREATE VIRTUAL TABLE publication_search
        USING fts5(tokens, content='', contentless_delete=1, tokenize='ascii', prefix='2 3', detail='none');
";
const POSTGRES_UP: &str = "
    ALTER TABLE publications ADD COLUMN search_tokens tsvector
        GENERATED ALWAYS AS (array_to_tsvector(array_remove(string_to_array(search_text, ' '), ''))) STORED;
    CREATE INDEX ix_publications_search ON publications USING gin (search_tokens);
";

crate::dialect::migration! {
    up: "
        CREATE TABLE publications (
            doc_id {serial},
            request_id {uuid} NOT NULL CONSTRAINT fk_publications_request REFERENCES requests (id),
            unit_id {uuid} NOT NULL CONSTRAINT fk_publications_unit REFERENCES units (id),
            registration_no text NOT NULL,
            subject text NOT NULL,
            question text NOT NULL,
            answer text NOT NULL,
            outcome text NOT NULL,
            received_on {date} NOT NULL,
            answered_on {date} NOT NULL,
            year integer NOT NULL,
            published_at bigint NOT NULL,
            published_by {uuid} NOT NULL CONSTRAINT fk_publications_publisher REFERENCES users (id),
            search_text text NOT NULL,
            version integer NOT NULL,
            CONSTRAINT uq_publications_request UNIQUE (request_id)
        );
        CREATE INDEX ix_publications_registration_no ON publications (registration_no);
        CREATE INDEX ix_publications_unit ON publications (unit_id, doc_id);
        CREATE INDEX ix_publications_outcome ON publications (outcome, doc_id);
        CREATE INDEX ix_publications_year ON publications (year, doc_id);
        CREATE TABLE publication_files (
            id {uuid} NOT NULL CONSTRAINT pk_publication_files PRIMARY KEY,
            doc_id bigint NOT NULL
                CONSTRAINT fk_publication_files_publication REFERENCES publications (doc_id) ON DELETE CASCADE,
            attachment_id {uuid} NOT NULL CONSTRAINT fk_publication_files_attachment REFERENCES attachments (id),
            sha256 text NOT NULL CONSTRAINT fk_publication_files_file REFERENCES files (sha256),
            name text NOT NULL,
            position integer NOT NULL,
            CONSTRAINT uq_publication_files_position UNIQUE (doc_id, position)
        );
        CREATE INDEX ix_publication_files_file ON publication_files (sha256);
    ",
    down: "
        DROP TABLE publication_files;
        DROP TABLE publications;
    ",
    sqlite: (SQLITE_UP, "DROP TABLE publication_search;"),
    postgres: (POSTGRES_UP, ""),
}
