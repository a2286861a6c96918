//! Bagian permohonan (`docs/decisions/0036`): what other units of the body prepare for a request, as the events of the case say, and the
//! files that they hand in. No applicant and no publication reads these files.

crate::dialect::migration! {
    up: "
        CREATE TABLE request_shares (
            request_id {uuid} NOT NULL CONSTRAINT fk_request_shares_request REFERENCES requests (id),
            no integer NOT NULL,
            unit_id {uuid} NOT NULL CONSTRAINT fk_request_shares_unit REFERENCES units (id),
            items text NOT NULL,
            status text NOT NULL,
            asked_on {date} NOT NULL,
            wanted_on {date} NOT NULL,
            done_on {date},
            CONSTRAINT pk_request_shares PRIMARY KEY (request_id, no),
            CONSTRAINT ck_request_shares_no CHECK (no > 0),
            CONSTRAINT ck_request_shares_done CHECK ((status = 'asked') = (done_on IS NULL))
        );
        CREATE INDEX ix_request_shares_unit ON request_shares (unit_id, status, wanted_on);
        CREATE TABLE share_files (
            id {uuid} NOT NULL CONSTRAINT pk_share_files PRIMARY KEY,
            request_id {uuid} NOT NULL,
            share_no integer NOT NULL,
            sha256 text NOT NULL CONSTRAINT fk_share_files_file REFERENCES files (sha256),
            name text NOT NULL,
            salt text NOT NULL,
            added_at bigint NOT NULL,
            added_by {uuid},
            CONSTRAINT fk_share_files_share FOREIGN KEY (request_id, share_no) REFERENCES request_shares (request_id, no)
        );
        CREATE INDEX ix_share_files_share ON share_files (request_id, share_no);
        CREATE INDEX ix_share_files_file ON share_files (sha256);
    ",
    down: "
        DROP TABLE share_files;
        DROP TABLE request_shares;
    ",
}
