//! The last day on which a delivery is in time, and the fee with the day of its payment (Perki 1/2021 Ps 31(4)f, 35(3), 38). Before fees
//! could be charged the last day was the day promised.

crate::dialect::migration! {
    up: "
        ALTER TABLE requests ADD COLUMN deliver_by {date};
        ALTER TABLE requests ADD COLUMN fee_total bigint CONSTRAINT ck_requests_fee_total CHECK (fee_total > 0);
        ALTER TABLE requests ADD COLUMN fee_paid_on {date};
        UPDATE requests SET deliver_by = promised_on;
    ",
    down: "
        ALTER TABLE requests DROP COLUMN fee_paid_on;
        ALTER TABLE requests DROP COLUMN fee_total;
        ALTER TABLE requests DROP COLUMN deliver_by;
    ",
}
