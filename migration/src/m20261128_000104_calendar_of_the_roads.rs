//! The calendar on which the days to go to the Commission were last told (UU 14/2008 Ps 37(2)): the answer keeps that of its own day. Empty
//! where they were told with the answer.

crate::dialect::migration! {
    up: "
        ALTER TABLE objections ADD COLUMN road_calendar_id {uuid};
    ",
    down: "
        ALTER TABLE objections DROP COLUMN road_calendar_id;
    ",
}
