//! Accounts, dated appointments to roles, sessions, and the counters that slow guessing down.

crate::dialect::migration! {
    up: "
        CREATE TABLE users (
            id {uuid} NOT NULL CONSTRAINT pk_users PRIMARY KEY,
            username text NOT NULL,
            full_name text NOT NULL,
            email text,
            password_hash text NOT NULL,
            is_suspended boolean NOT NULL DEFAULT FALSE,
            must_change_password boolean NOT NULL DEFAULT FALSE,
            created_at bigint NOT NULL,
            version integer NOT NULL DEFAULT 1,
            CONSTRAINT uq_users_username UNIQUE (username)
        );
        CREATE TABLE appointments (
            id {uuid} NOT NULL CONSTRAINT pk_appointments PRIMARY KEY,
            user_id {uuid} NOT NULL CONSTRAINT fk_appointments_user REFERENCES users (id),
            unit_id {uuid} CONSTRAINT fk_appointments_unit REFERENCES units (id),
            role text NOT NULL,
            starts_on {date} NOT NULL,
            ends_on {date},
            decree text,
            CONSTRAINT ck_appointments_role
                CHECK (role IN ('officer', 'ppid', 'superior', 'auditor', 'admin', 'citizen')),
            CONSTRAINT ck_appointments_days CHECK (ends_on IS NULL OR ends_on >= starts_on)
        );
        CREATE INDEX ix_appointments_user ON appointments (user_id, starts_on);
        CREATE INDEX ix_appointments_unit ON appointments (unit_id, role, starts_on);
        CREATE TABLE sessions (
            id {uuid} NOT NULL CONSTRAINT pk_sessions PRIMARY KEY,
            user_id {uuid} NOT NULL CONSTRAINT fk_sessions_user REFERENCES users (id),
            created_at bigint NOT NULL,
            expires_at bigint NOT NULL,
            last_seen_at bigint NOT NULL,
            revoked_at bigint
        );
        CREATE INDEX ix_sessions_user ON sessions (user_id);
        CREATE INDEX ix_sessions_expires ON sessions (expires_at);
        CREATE TABLE sign_in_attempts (
            key_hash text NOT NULL,
            window_start bigint NOT NULL,
            count integer NOT NULL,
            CONSTRAINT pk_sign_in_attempts PRIMARY KEY (key_hash, window_start)
        );
        CREATE INDEX ix_sign_in_attempts_window ON sign_in_attempts (window_start);
    ",
    down: "
        DROP TABLE sign_in_attempts;
        DROP TABLE sessions;
        DROP TABLE appointments;
        DROP TABLE users;
    ",
}
