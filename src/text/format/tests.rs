//! Table tests; the Indonesian column is what ICU prints for `id-ID`, except where `format` says otherwise.

use time::macros::{date, datetime};

use super::*;
use crate::text::Lang::{En, Id};

#[test]
fn dates_are_written_in_full() {
    let monday = date!(2026 - 12 - 07);
    assert_eq!(date_long(Id, monday), "Senin, 7 Desember 2026");
    assert_eq!(date_long(En, monday), "Monday, 7 December 2026");
    assert_eq!(super::date(Id, monday), "7 Desember 2026");
    assert_eq!(date_short(Id, date!(2026 - 11 - 23)), "23 Nov 2026");
    assert_eq!(date_short(Id, date!(2026 - 08 - 17)), "17 Agu 2026");
    assert_eq!(date_short(En, date!(2026 - 08 - 17)), "17 Aug 2026");
}

#[test]
fn every_day_and_month_has_an_indonesian_name() {
    let names = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
    for (offset, name) in names.iter().enumerate() {
        let day = date!(2026 - 11 - 22) + time::Duration::days(i64::try_from(offset).unwrap());
        assert_eq!(day_name(Id, day.weekday()), *name);
    }
    let months = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    for (number, name) in (1..=12).zip(months) {
        assert_eq!(month_name(Id, time::Month::try_from(number).unwrap()), name);
    }
}

#[test]
fn a_time_names_its_zone() {
    let at = datetime!(2026-11-23 14:30:59 +8);
    assert_eq!(super::time(Id, at), "14.30 WITA");
    assert_eq!(super::time(En, at), "14:30 WITA");
    assert_eq!(
        super::datetime(Id, at),
        "Senin, 23 November 2026 pukul 14.30 WITA"
    );
    assert_eq!(super::datetime(En, at), "Monday, 23 November 2026 at 14:30 WITA");
    assert_eq!(datetime_short(Id, at), "23 Nov 2026, 14.30 WITA");
    assert_eq!(super::time(Id, datetime!(2026-11-23 08:05 +7)), "08.05 WIB");
    assert_eq!(super::time(Id, datetime!(2026-11-23 08:05 +9)), "08.05 WIT");
    assert_eq!(super::time(Id, datetime!(2026-11-23 08:05 UTC)), "08.05 UTC");
    assert_eq!(
        super::time(Id, datetime!(2026-11-23 08:05 -3:30)),
        "08.05 UTC-03:30"
    );
}

#[test]
fn numbers_are_grouped_and_rounded() {
    assert_eq!(decimal(Id, 1_234_567.89, 2), "1.234.567,89");
    assert_eq!(decimal(En, 1_234_567.89, 2), "1,234,567.89");
    assert_eq!(decimal(Id, -0.04, 1), "0,0");
    assert_eq!(decimal(Id, -12.5, 1), "-12,5");
    for (value, id, en) in [
        (0, "0", "0"),
        (999, "999", "999"),
        (1_000, "1.000", "1,000"),
        (-1_234_567, "-1.234.567", "-1,234,567"),
    ] {
        assert_eq!(integer(Id, value), id);
        assert_eq!(integer(En, value), en);
    }
    assert_eq!(integer(Id, i64::MIN), "-9.223.372.036.854.775.808");
}

#[test]
fn shares_sizes_and_money() {
    assert_eq!(percent(Id, 0.877), "87,7%");
    assert_eq!(percent(En, 0.877), "87.7%");
    assert_eq!(percent(Id, 1.0), "100%");
    assert_eq!(percent(Id, 0.0), "0%");
    assert_eq!(size(Id, 0), "0 B");
    assert_eq!(size(Id, 999), "999 B");
    assert_eq!(size(Id, 240_000), "240 kB");
    assert_eq!(size(Id, 999_499), "999 kB");
    assert_eq!(size(Id, 999_500), "1 MB");
    assert_eq!(size(Id, 1_440_000), "1,4 MB");
    assert_eq!(size(En, 10_000_000), "10 MB");
    assert_eq!(size(Id, 2_500_000_000), "2,5 GB");
    assert_eq!(rupiah(Id, 1_234_567), "Rp1.234.567");
}

#[test]
fn distances_are_words() {
    for (days, id, en) in [
        (10, "10 hari kerja lagi", "10 working days left"),
        (1, "1 hari kerja lagi", "1 working day left"),
        (0, "hari ini", "today"),
        (-1, "terlambat 1 hari kerja", "1 working day late"),
        (-12, "terlambat 12 hari kerja", "12 working days late"),
    ] {
        assert_eq!(working_days_left(Id, days), id);
        assert_eq!(working_days_left(En, days), en);
    }
    assert_eq!(relative_days(Id, 3), "dalam 3 hari");
    assert_eq!(relative_days(Id, -1), "1 hari yang lalu");
    assert_eq!(relative_days(En, -2), "2 days ago");
}

#[test]
fn lists_end_in_and() {
    assert_eq!(list(Id, &["a", "b", "c"]), "a, b, dan c");
    assert_eq!(list(Id, &["a", "b"]), "a dan b");
    assert_eq!(list(En, &["a"]), "a");
    assert_eq!(list::<&str>(En, &[]), "");
}
