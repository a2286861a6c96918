//! How many secret links of an objection were replaced: the one that holds is made from its number. Empty while the first one holds.

crate::dialect::migration! {
    up: "
        ALTER TABLE objections ADD COLUMN links_replaced integer;
    ",
    down: "
        ALTER TABLE objections DROP COLUMN links_replaced;
    ",
}
