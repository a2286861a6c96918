//! What staff were told of what they owe, kept so that nobody is told it twice: one briefing a person and day, one line a person, matter,
//! duty and step. A matter is a request, an exemption or an objection; its ids are unique over all of them.

crate::dialect::migration! {
    up: "
        CREATE TABLE briefings (
            user_id {uuid} NOT NULL CONSTRAINT fk_briefings_user REFERENCES users (id),
            told_on {date} NOT NULL,
            told_at bigint NOT NULL,
            CONSTRAINT pk_briefings PRIMARY KEY (user_id, told_on)
        );
        CREATE TABLE reminders (
            user_id {uuid} NOT NULL CONSTRAINT fk_reminders_user REFERENCES users (id),
            subject_id {uuid} NOT NULL,
            duty text NOT NULL,
            step text NOT NULL,
            told_at bigint NOT NULL,
            CONSTRAINT pk_reminders PRIMARY KEY (user_id, subject_id, duty, step)
        );
    ",
    down: "
        DROP TABLE reminders;
        DROP TABLE briefings;
    ",
}
