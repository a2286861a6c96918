//! A number at the Commission is a word that somebody typed: it stands beside the event and is bound with the note, as every other word.

crate::dialect::migration! {
    up: "
        ALTER TABLE dispute_notes ADD COLUMN number text;
    ",
    down: "
        ALTER TABLE dispute_notes DROP COLUMN number;
    ",
}
