//! Why exempt information is open: decided, its time over, or declared open by the Commission or a court (Perki 1/2021 Ps 52). Rows that were
//! opened before say nothing of it; their days tell.

crate::dialect::migration! {
    up: "
        ALTER TABLE exemptions ADD COLUMN opened_because text;
    ",
    down: "
        ALTER TABLE exemptions DROP COLUMN opened_because;
    ",
}
