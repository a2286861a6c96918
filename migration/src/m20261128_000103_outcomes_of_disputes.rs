//! What became of a dispute, so that it can be counted (Perki 1/2021 Ps 57(3)): what was decided as it stands, and whether a court had it.
//! Read from the records of those that are there.

crate::dialect::migration! {
    up: "
        ALTER TABLE disputes ADD COLUMN outcome text;
        ALTER TABLE disputes ADD COLUMN was_in_court boolean NOT NULL DEFAULT false;
        UPDATE disputes SET was_in_court = EXISTS (
            SELECT 1 FROM record_events e
            WHERE e.subject = 'dispute' AND e.subject_id = disputes.id AND e.kind = 'court_objection_filed'
        );
    ",
    down: "
        ALTER TABLE disputes DROP COLUMN was_in_court;
        ALTER TABLE disputes DROP COLUMN outcome;
    ",
    sqlite: (
        "
        UPDATE disputes SET outcome = (
            SELECT json_extract(e.data, '$.outcome') FROM record_events e
            WHERE e.subject = 'dispute' AND e.subject_id = disputes.id AND e.kind IN ('decision_read', 'decision_final')
                AND json_extract(e.data, '$.outcome') IS NOT NULL
            ORDER BY e.seq DESC LIMIT 1
        );
        ",
        ""
    ),
    postgres: (
        "
        UPDATE disputes SET outcome = (
            SELECT e.data::json ->> 'outcome' FROM record_events e
            WHERE e.subject = 'dispute' AND e.subject_id = disputes.id AND e.kind IN ('decision_read', 'decision_final')
                AND e.data::json ->> 'outcome' IS NOT NULL
            ORDER BY e.seq DESC LIMIT 1
        );
        ",
        ""
    ),
}
