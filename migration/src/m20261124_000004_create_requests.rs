//! The case: requests, their information items and deadlines, and the gapless number of each unit and year.

crate::dialect::migration! {
    up: "
        CREATE TABLE requests (
            id {uuid} NOT NULL CONSTRAINT pk_requests PRIMARY KEY,
            registration_no text NOT NULL,
            registered_unit_id {uuid} NOT NULL CONSTRAINT fk_requests_registered_unit REFERENCES units (id),
            reg_year integer NOT NULL,
            reg_seq integer NOT NULL,
            unit_id {uuid} NOT NULL CONSTRAINT fk_requests_unit REFERENCES units (id),
            status text NOT NULL,
            channel text NOT NULL,
            rule_set text NOT NULL,
            source text NOT NULL,
            import_ref text,
            submission_key text,
            citizen_user_id {uuid} CONSTRAINT fk_requests_citizen REFERENCES users (id),
            locale text NOT NULL,
            applicant_kind text NOT NULL,
            by_proxy boolean NOT NULL,
            subject text NOT NULL,
            purpose text,
            access_mode text,
            delivery_mode text,
            delivery_note text,
            received_at bigint NOT NULL,
            received_on {date} NOT NULL,
            registered_at bigint NOT NULL,
            declared_complete_at bigint,
            complete_on {date},
            checked_on {date},
            incompleteness_at bigint,
            incompleteness_received_on {date},
            clarification_open boolean NOT NULL,
            extended_at bigint,
            extension_reason text,
            is_extension_valid boolean,
            notice_at bigint,
            notice_on {date},
            promised_on {date},
            delivered_at bigint,
            delivered_on {date},
            closed_at bigint,
            outcome text,
            working_days_used integer,
            due_on {date} NOT NULL,
            statute_due_on {date} NOT NULL,
            regulation_due_on {date},
            target_on {date} NOT NULL,
            latest_on {date} NOT NULL,
            next_due_on {date},
            fix_latest_on {date},
            is_late_notice boolean,
            calendar_version_id {uuid} NOT NULL
                CONSTRAINT fk_requests_calendar REFERENCES calendar_versions (id),
            event_seq integer NOT NULL,
            last_event_hash text,
            salt text NOT NULL,
            published_at bigint,
            updated_at bigint NOT NULL,
            version integer NOT NULL,
            queue_on {date} GENERATED ALWAYS AS (coalesce(next_due_on, '9999-12-31')) STORED,
            CONSTRAINT uq_requests_registration_no UNIQUE (registration_no),
            CONSTRAINT uq_requests_number UNIQUE (registered_unit_id, reg_year, reg_seq),
            CONSTRAINT uq_requests_import_ref UNIQUE (import_ref),
            CONSTRAINT uq_requests_submission_key UNIQUE (submission_key),
            CONSTRAINT ck_requests_number CHECK (reg_seq > 0),
            CONSTRAINT ck_requests_source CHECK (source IN ('live', 'import', 'demo')),
            CONSTRAINT ck_requests_applicant_kind
                CHECK (applicant_kind IN ('individual', 'legal_entity', 'group')),
            CONSTRAINT ck_requests_purpose CHECK (purpose <> ''),
            CONSTRAINT ck_requests_access_mode CHECK (access_mode <> ''),
            CONSTRAINT ck_requests_notice CHECK ((notice_at IS NULL) = (notice_on IS NULL)),
            CONSTRAINT ck_requests_delivery CHECK ((delivered_at IS NULL) = (delivered_on IS NULL)),
            CONSTRAINT ck_requests_extension CHECK (extended_at IS NULL OR extension_reason IS NOT NULL),
            CONSTRAINT ck_requests_extension_judged
                CHECK ((extended_at IS NULL) = (is_extension_valid IS NULL))
        );
        CREATE INDEX ix_requests_unit_queue ON requests (unit_id, queue_on, id, status);
        CREATE INDEX ix_requests_queue ON requests (queue_on, id);
        CREATE INDEX ix_requests_unit_received ON requests (unit_id, received_on, id);
        CREATE INDEX ix_requests_received ON requests (received_on, id);
        CREATE INDEX ix_requests_status ON requests (status, received_on, id);
        CREATE INDEX ix_requests_published ON requests (published_at);
        CREATE INDEX ix_requests_citizen ON requests (citizen_user_id, id);
        CREATE TABLE request_deadlines (
            id {uuid} NOT NULL CONSTRAINT pk_request_deadlines PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_request_deadlines_request REFERENCES requests (id),
            rule_id text NOT NULL,
            trigger_on {date} NOT NULL,
            trigger_at bigint,
            length integer NOT NULL,
            target_on {date} NOT NULL,
            due_on {date} NOT NULL,
            latest_on {date} NOT NULL,
            calendar_version_id {uuid} NOT NULL
                CONSTRAINT fk_request_deadlines_calendar REFERENCES calendar_versions (id),
            settled_on {date},
            is_provisional boolean NOT NULL,
            CONSTRAINT uq_request_deadlines_rule UNIQUE (request_id, rule_id)
        );
        CREATE INDEX ix_request_deadlines_open ON request_deadlines (request_id) WHERE settled_on IS NULL;
        CREATE TABLE information_items (
            id {uuid} NOT NULL CONSTRAINT pk_information_items PRIMARY KEY,
            request_id {uuid} NOT NULL CONSTRAINT fk_information_items_request REFERENCES requests (id),
            position integer NOT NULL,
            detail text NOT NULL,
            outcome text,
            answer text,
            ground text,
            redactions text,
            holder text,
            available_on {date},
            CONSTRAINT uq_information_items_position UNIQUE (request_id, position)
        );
        CREATE TABLE registration_counters (
            unit_id {uuid} NOT NULL CONSTRAINT fk_registration_counters_unit REFERENCES units (id),
            year integer NOT NULL,
            last integer NOT NULL,
            CONSTRAINT pk_registration_counters PRIMARY KEY (unit_id, year)
        );
    ",
    down: "
        DROP TABLE registration_counters;
        DROP TABLE information_items;
        DROP TABLE request_deadlines;
        DROP TABLE requests;
    ",
}
