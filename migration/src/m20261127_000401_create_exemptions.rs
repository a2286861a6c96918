//! Exempt information (UU 14/2008 Ps 17–20; Perki 1/2021 Ps 49–53) with the consequence test and the decree of each, and answers that
//! wait for the superior (Perki 1/2021 Ps 10(2)e–f).

crate::dialect::migration! {
    up: "
        CREATE TABLE exemptions (
            id {uuid} NOT NULL CONSTRAINT pk_exemptions PRIMARY KEY,
            unit_id {uuid} NOT NULL CONSTRAINT fk_exemptions_unit REFERENCES units (id),
            number_year integer NOT NULL,
            number_seq integer NOT NULL,
            number text NOT NULL,
            request_id {uuid} CONSTRAINT fk_exemptions_request REFERENCES requests (id),
            status text NOT NULL,
            sheet text NOT NULL,
            summary text NOT NULL,
            is_partial boolean NOT NULL,
            tested_on {date} NOT NULL,
            ends_on {date} NOT NULL,
            signed_by {uuid} CONSTRAINT fk_exemptions_signed_by REFERENCES users (id),
            signed_on {date},
            decree_no text,
            decree_on {date},
            decree text,
            opened_on {date},
            return_reason text,
            salt text NOT NULL,
            event_seq integer NOT NULL,
            last_event_hash text,
            created_by {uuid} CONSTRAINT fk_exemptions_created_by REFERENCES users (id),
            created_at bigint NOT NULL,
            version integer NOT NULL,
            CONSTRAINT uq_exemptions_seq UNIQUE (unit_id, number_year, number_seq),
            CONSTRAINT ck_exemptions_status CHECK (status IN ('tested', 'signed', 'in_force', 'opened', 'dropped')),
            CONSTRAINT ck_exemptions_days CHECK (ends_on >= tested_on),
            CONSTRAINT ck_exemptions_decree
                CHECK ((decree_no IS NULL) = (decree_on IS NULL) AND (decree_no IS NULL) = (decree IS NULL)),
            CONSTRAINT ck_exemptions_seq CHECK (number_seq > 0)
        );
        CREATE INDEX ix_exemptions_unit ON exemptions (unit_id, status, ends_on);
        CREATE INDEX ix_exemptions_end ON exemptions (status, ends_on);
        CREATE INDEX ix_exemptions_request ON exemptions (request_id);
        ALTER TABLE information_items ADD COLUMN exemption_id {uuid}
            CONSTRAINT fk_information_items_exemption REFERENCES exemptions (id);
        CREATE TABLE series_counters (
            unit_id {uuid} NOT NULL CONSTRAINT fk_series_counters_unit REFERENCES units (id),
            series text NOT NULL,
            year integer NOT NULL,
            last integer NOT NULL,
            CONSTRAINT pk_series_counters PRIMARY KEY (unit_id, series, year)
        );
        CREATE TABLE answer_proposals (
            id {uuid} NOT NULL CONSTRAINT pk_answer_proposals PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_answer_proposals_request REFERENCES requests (id),
            event_seq integer NOT NULL,
            content text NOT NULL,
            salt text NOT NULL,
            proposed_by {uuid} NOT NULL CONSTRAINT fk_answer_proposals_by REFERENCES users (id),
            appointment_id {uuid} NOT NULL CONSTRAINT fk_answer_proposals_appointment REFERENCES appointments (id),
            proposed_at bigint NOT NULL,
            CONSTRAINT uq_answer_proposals_event UNIQUE (request_id, event_seq)
        );
        CREATE TABLE proposal_files (
            id {uuid} NOT NULL CONSTRAINT pk_proposal_files PRIMARY KEY,
            proposal_id {uuid} NOT NULL CONSTRAINT fk_proposal_files_proposal REFERENCES answer_proposals (id),
            sha256 text NOT NULL CONSTRAINT fk_proposal_files_file REFERENCES files (sha256),
            name text NOT NULL,
            kind text NOT NULL,
            item integer
        );
        CREATE INDEX ix_proposal_files_proposal ON proposal_files (proposal_id);
        CREATE INDEX ix_proposal_files_file ON proposal_files (sha256);
    ",
    down: "
        DROP TABLE proposal_files;
        DROP TABLE answer_proposals;
        DROP TABLE series_counters;
        ALTER TABLE information_items DROP COLUMN exemption_id;
        DROP TABLE exemptions;
    ",
}
