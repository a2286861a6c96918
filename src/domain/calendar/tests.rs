//! The days off of the decrees, and counting on them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use time::{
    Date, Duration, Month, Weekday,
    macros::{date, datetime},
};
use uuid::Uuid;

use super::*;
use crate::domain::ids::UnitId;

const HOLIDAYS: &str = include_str!("../../../data/holidays-id.csv");
const DECREES: &str = include_str!("../../../data/calendars/decrees.csv");
const SAMPLE: &str = include_str!("../../../data/requests-sample.jsonl");

fn version(number: u128) -> CalendarVersion {
    CalendarVersion {
        id: CalendarVersionId(Uuid::from_u128(number)),
        decree: format!("SKB {number}"),
        issued_on: date!(2026 - 01 - 01),
    }
}

fn day(date: Date, kind: DayKind) -> Holiday {
    Holiday {
        date,
        kind,
        name_id: "Libur".to_owned(),
        name_en: "Day off".to_owned(),
        source: "SKB".to_owned(),
    }
}

fn latest() -> WorkingCalendar {
    seed_versions().unwrap().pop().unwrap().calendar
}

fn known(on: Date) -> WorkingCalendar {
    let versions = seed_versions().unwrap();
    known_on(versions.iter().map(|version| &version.calendar), on)
        .unwrap()
        .clone()
}

fn first_list_of(year: i32) -> WorkingCalendar {
    seed_versions()
        .unwrap()
        .into_iter()
        .map(|version| version.calendar)
        .find(|calendar| calendar.covered_years().any(|covered| covered == year))
        .unwrap()
}

fn days_off(calendar: &WorkingCalendar, year: i32, kind: DayKind) -> Vec<(u8, u8)> {
    calendar
        .holidays()
        .filter(|day| day.date.year() == year && day.kind == kind)
        .map(|day| (u8::from(day.date.month()), day.date.day()))
        .collect()
}

#[test]
fn the_last_version_is_the_reference_list_to_the_letter() {
    let (expected, errors) = parse_holidays_csv(HOLIDAYS);
    assert_eq!(errors, []);
    assert_eq!(expected.len(), 214);
    let calendar = latest();
    assert!(calendar.holidays().eq(expected.iter()));
    assert!(calendar.covered_years().eq(2019..=2027));
}

#[test]
fn versions_come_in_the_order_they_were_signed_and_each_has_its_id() {
    let versions = seed_versions().unwrap();
    assert_eq!(versions.len(), DECREES.lines().count() - 1);
    assert!(versions.is_sorted_by_key(|version| version.calendar.version().issued_on));
    let ids: BTreeMap<_, _> = versions
        .iter()
        .map(|version| (version.calendar.id(), &version.key))
        .collect();
    assert_eq!(ids.len(), versions.len());
    assert!(
        versions
            .iter()
            .any(|version| version.key == "skb-933-2025" && version.is_confirmed)
    );
    assert!(
        versions
            .iter()
            .any(|version| version.key == "keppres-10-2019" && !version.is_confirmed)
    );
}

#[test]
fn the_day_added_in_august_2025_was_unknown_before() {
    let added = date!(2025 - 08 - 18);
    assert_eq!(known(date!(2025 - 08 - 06)).holiday(added), None);
    let after = known(date!(2025 - 08 - 07));
    assert_eq!(after.version().decree, "SKB 933/2025, 1/2025, 3/2025");
    assert_eq!(after.holiday(added).unwrap().kind, DayKind::CollectiveLeave);
}

#[test]
fn days_were_also_taken_away() {
    use DayKind::CollectiveLeave;
    let of_2020 = |on| days_off(&known(on), 2020, CollectiveLeave);
    assert_eq!(
        of_2020(date!(2020 - 01 - 01)),
        [(5, 22), (5, 26), (5, 27), (12, 24)]
    );
    assert_eq!(of_2020(date!(2020 - 03 - 09)).len(), 8);
    assert_eq!(
        of_2020(date!(2020 - 04 - 09)),
        [
            (5, 22),
            (8, 21),
            (10, 28),
            (10, 30),
            (12, 24),
            (12, 28),
            (12, 29),
            (12, 30),
            (12, 31)
        ]
    );
    assert!(!of_2020(date!(2020 - 05 - 20)).contains(&(5, 22)));
    assert_eq!(
        of_2020(date!(2020 - 12 - 01)),
        [(8, 21), (10, 28), (10, 30), (12, 24), (12, 31)]
    );
    let election = date!(2020 - 12 - 09);
    assert!(known(date!(2020 - 12 - 01)).holiday(election).is_some());

    assert_eq!(days_off(&first_list_of(2021), 2021, CollectiveLeave).len(), 7);
    assert_eq!(
        days_off(&known(date!(2021 - 02 - 22)), 2021, CollectiveLeave),
        [(5, 12), (12, 24)]
    );
    assert!(days_off(&first_list_of(2022), 2022, CollectiveLeave).is_empty());
    assert_eq!(days_off(&first_list_of(2023), 2023, CollectiveLeave).len(), 8);
}

#[test]
fn the_years_have_the_working_days_of_the_rulebook() {
    let settings = CountingSettings::default();
    let calendar = latest();
    let in_year = |year: i32| {
        let eve = Date::from_calendar_date(year - 1, Month::December, 31).unwrap();
        let end = Date::from_calendar_date(year, Month::December, 31).unwrap();
        calendar.working_days_between(eve, end, &settings)
    };
    assert_eq!((in_year(2025), in_year(2026)), (237, 240));
}

#[test]
fn before_the_first_decree_nothing_is_known() {
    let versions = seed_versions().unwrap();
    let calendars = versions.iter().map(|version| &version.calendar);
    assert!(known_on(calendars, date!(2018 - 11 - 01)).is_none());
}

#[test]
fn a_missing_year_is_told_in_october_and_when_a_case_runs_into_it() {
    let calendar = known(date!(2026 - 09 - 14));
    assert_eq!(calendar.missing_year(date!(2025 - 12 - 31), None), None);
    assert_eq!(calendar.missing_year(date!(2026 - 09 - 30), None), None);
    assert_eq!(calendar.missing_year(date!(2026 - 10 - 01), None), Some(2027));
    let furthest = Some(date!(2027 - 01 - 04));
    assert_eq!(calendar.missing_year(date!(2026 - 09 - 14), furthest), Some(2027));
    assert_eq!(latest().missing_year(date!(2026 - 11 - 24), furthest), None);
    assert!(!calendar.covers(date!(2027 - 01 - 01)));
    assert!(calendar.covers_span(date!(2025 - 12 - 01), date!(2026 - 12 - 31)));
    assert!(!calendar.covers_span(date!(2026 - 12 - 01), date!(2027 - 01 - 01)));
}

#[test]
fn a_yearly_list_restates_its_year_and_a_single_day_is_added() {
    use DayKind::{AdHocPresidential, CollectiveLeave, NationalHoliday};
    let first = WorkingCalendar::new(
        version(1),
        [
            day(date!(2030 - 01 - 01), NationalHoliday),
            day(date!(2030 - 06 - 03), CollectiveLeave),
            day(date!(2029 - 01 - 01), NationalHoliday),
        ],
    );
    let added = first.amended(version(2), [day(date!(2030 - 02 - 14), AdHocPresidential)]);
    assert_eq!(added.holidays().count(), 4);
    assert!(added.covered_years().eq([2029, 2030]));
    let restated = added.amended(
        version(3),
        [
            day(date!(2030 - 01 - 01), NationalHoliday),
            day(date!(2030 - 06 - 04), CollectiveLeave),
        ],
    );
    let dates: Vec<_> = restated.holidays().map(|day| day.date).collect();
    assert_eq!(
        dates,
        [
            date!(2029 - 01 - 01),
            date!(2030 - 01 - 01),
            date!(2030 - 06 - 04)
        ]
    );
    assert_eq!(restated.id(), CalendarVersionId(Uuid::from_u128(3)));
    assert_eq!(first.holidays().count(), 3);
}

#[test]
fn a_lone_election_day_makes_no_year_known() {
    let calendar = WorkingCalendar::new(version(1), [day(date!(2029 - 02 - 14), DayKind::NationalHoliday)]);
    assert_eq!(calendar.covered_years().count(), 0);
}

#[test]
fn a_day_is_skipped_for_its_reason() {
    let calendar = latest();
    let settings = CountingSettings::default();
    let strict = CountingSettings::strict();
    let classify = |date, settings| match calendar.classify(date, settings) {
        DayClass::Working => "working",
        DayClass::Weekend => "weekend",
        DayClass::Holiday(day) => day.kind.code(),
    };
    assert_eq!(classify(date!(2026 - 11 - 24), &settings), "working");
    assert_eq!(classify(date!(2026 - 11 - 28), &settings), "weekend");
    assert_eq!(classify(date!(2026 - 12 - 25), &settings), "national_holiday");
    assert_eq!(classify(date!(2026 - 12 - 24), &settings), "collective_leave");
    assert_eq!(classify(date!(2026 - 12 - 24), &strict), "working");
    assert_eq!(classify(date!(2026 - 03 - 21), &settings), "weekend");
}

#[test]
fn a_six_day_week_counts_saturdays_and_no_week_is_without_work() {
    let settings = CountingSettings {
        weekend: Weekend::of(&[Weekday::Sunday]).unwrap(),
        ..CountingSettings::default()
    };
    assert!(latest().is_working_day(date!(2026 - 11 - 28), &settings));
    let all: Vec<_> = std::iter::successors(Some(Weekday::Monday), |day| Some(day.next()))
        .take(7)
        .collect();
    assert_eq!(Weekend::of(&all), None);
    assert_eq!(
        Weekend::of(&[Weekday::Sunday, Weekday::Saturday]),
        Some(Weekend::SATURDAY_SUNDAY)
    );
}

#[test]
fn the_ends_of_time_are_answered_not_panicked_at() {
    let calendar = latest();
    let settings = CountingSettings::default();
    assert_eq!(calendar.next_working_day(Date::MAX, &settings), None);
    assert_eq!(calendar.previous_working_day(Date::MIN, &settings), None);
    assert_eq!(calendar.add_working_days(Date::MAX, 10, &settings), None);
    assert_eq!(calendar.subtract_working_days(Date::MIN, 10, &settings), None);
    assert_eq!(calendar.missing_year(Date::MAX, None), Some(Date::MAX.year()));
    assert_eq!(calendar.working_days_between(Date::MAX, Date::MAX, &settings), 0);
}

#[test]
fn backward_counts_leave_the_target_day_out() {
    let calendar = latest();
    let settings = CountingSettings::default();
    assert_eq!(
        calendar.subtract_working_days(date!(2026 - 12 - 31), 30, &settings),
        Some(date!(2026 - 11 - 17))
    );
}

#[test]
fn the_working_days_used_in_the_sample_are_counted_the_same_way() {
    let calendar = latest();
    let settings = CountingSettings::default();
    let parsed = |case: &serde_json::Value, name: &str| {
        let text = case[name].as_str().unwrap()[..10].to_owned();
        import::parse_day(&text).unwrap()
    };
    for line in SAMPLE.lines() {
        let case: serde_json::Value = serde_json::from_str(line).unwrap();
        let used =
            calendar.working_days_between(parsed(&case, "filed_at"), parsed(&case, "answered_at"), &settings);
        assert_eq!(
            i64::from(used),
            case["working_days_used"].as_i64().unwrap(),
            "{line}"
        );
        let length = if case["extended"].as_bool().unwrap() {
            17
        } else {
            10
        };
        let due = calendar.add_working_days(parsed(&case, "filed_at"), length, &settings);
        assert_eq!(due, Some(parsed(&case, "due_at")), "{line}");
    }
}

#[test]
fn a_calendar_file_is_read_in_any_column_order_with_bom_and_crlf() {
    let text = "\u{feff}kind,date,name_en,name_id,source\r\ncuti_bersama,2028-01-03,New Year,\"Tahun Baru, lanjutan\",SKB 1/2027\r\n";
    let (days, errors) = parse_holidays_csv(text);
    assert_eq!(errors, []);
    assert_eq!(days.len(), 1);
    assert_eq!(days[0].name_id, "Tahun Baru, lanjutan");
    assert_eq!(days[0].kind, DayKind::CollectiveLeave);
    assert_eq!(days[0].date, date!(2028 - 01 - 03));
}

#[test]
fn bad_lines_are_told_by_number_and_the_rest_is_read() {
    let text = "date,name_id,name_en,kind,source\n\
                2028-01-01,Tahun Baru,New Year,libur_nasional,SKB\n\
                2028-02-30,Salah,Wrong,libur_nasional,SKB\n\
                2028-01-02,Salah,Wrong,cuti,SKB\n\
                2028-01-03,Salah\n\
                2028-01-01,Lagi,Again,cuti_bersama,SKB\n\
                2028-01-01,Lagi,Again,cuti_bersama,SKB\n\
                2028-01-04,,No name,cuti_bersama,SKB\n\
                \n\
                2028-01-05,Cuti,Leave,national_holiday,SKB\n";
    let (days, errors) = parse_holidays_csv(text);
    let dates: Vec<_> = days.iter().map(|day| day.date.day()).collect();
    assert_eq!(dates, [1, 5]);
    let told: Vec<_> = errors.iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "line 3: `2028-02-30` is not a date like 2027-01-31",
            "line 4: `cuti` is not a kind of day off (libur_nasional, cuti_bersama, libur_presiden, penutupan_unit)",
            "line 5: the line does not have the shape of the first one",
            "line 6: the day is already given in line 2",
            "line 7: the day is already given in line 2",
            "line 8: `name_id` is empty",
        ]
    );
}

#[test]
fn a_file_without_the_columns_says_which_is_missing() {
    for (text, missing) in [
        ("", "date"),
        ("date,name_id,name_en,source\n", "kind"),
        ("PK\u{3}\u{4}\n1,2\n", "date"),
    ] {
        let (days, errors) = parse_holidays_csv(text);
        assert_eq!(days, []);
        assert_eq!(
            errors,
            [LineError {
                line: 1,
                problem: LineProblem::MissingColumn(missing)
            }]
        );
    }
}

#[test]
fn codes_are_read_back() {
    for kind in DayKind::ALL {
        assert_eq!(DayKind::parse(kind.code()), Some(kind));
        assert_eq!(DayKind::parse(kind.statutory_code()), Some(kind));
    }
    assert_eq!(DayKind::parse("weekend"), None);
}

#[test]
fn zones_are_fixed_and_read_by_name() {
    for zone in Zone::ALL {
        assert_eq!(Zone::from_name(zone.name()), Some(zone));
    }
    assert_eq!(Zone::from_name("Europe/Amsterdam"), None);
    let instant = datetime!(2026-05-10 22:30 UTC);
    assert_eq!(Zone::Wita.civil_date(instant), date!(2026 - 05 - 11));
    let elsewhere = instant.to_offset(time::macros::offset!(-10));
    assert_eq!(Zone::Wita.civil_date(elsewhere), date!(2026 - 05 - 11));
}

#[test]
fn the_office_closes_later_on_fridays_and_the_day_ends_at_midnight() {
    let settings = CountingSettings::default();
    let has_closed = |at| settings.office_hours.has_closed(at, Zone::Wita);
    assert!(!has_closed(datetime!(2026-11-24 06:00 +8)));
    assert!(!has_closed(datetime!(2026-11-24 16:00 +8)));
    assert!(has_closed(datetime!(2026-11-24 16:01 +8)));
    assert!(!has_closed(datetime!(2026-11-27 16:15 +8)));
    assert!(has_closed(datetime!(2026-11-27 08:31 UTC)));
    assert_eq!(
        settings.end_of(date!(2026 - 11 - 24), Zone::Wita),
        datetime!(2026-11-24 23:59:59 +8)
    );
}

fn dates() -> impl Strategy<Value = Date> {
    (0_i64..3400).prop_map(|days| date!(2018 - 12 - 01) + Duration::days(days))
}

proptest! {
    #[test]
    fn forward_and_backward_undo_each_other(start in dates(), count in 0_u16..150, strict in any::<bool>()) {
        let settings = if strict { CountingSettings::strict() } else { CountingSettings::default() };
        let calendar = latest();
        let start = calendar.working_day_from(start, &settings).unwrap();
        let end = calendar.add_working_days(start, count, &settings).unwrap();
        prop_assert_eq!(calendar.subtract_working_days(end, count, &settings), Some(start));
        prop_assert_eq!(calendar.working_days_between(start, end, &settings), i32::from(count));
        prop_assert_eq!(calendar.working_days_between(end, start, &settings), -i32::from(count));
    }

    #[test]
    fn no_text_makes_the_reader_panic_or_forget_a_line(text in "[ -~\n\"]{0,200}") {
        let text = format!("date,name_id,name_en,kind,source\n{text}");
        let (_, errors) = parse_holidays_csv(&text);
        prop_assert!(errors.iter().all(|error| error.line > 0));
    }
}

fn decree(number: u128, issued_on: Date, units: &[u128], days: Vec<Holiday>) -> Decree {
    Decree {
        id: Uuid::from_u128(number),
        cited: format!("SK {number}"),
        issued_on,
        replaces: false,
        units: units.iter().map(|unit| UnitId(Uuid::from_u128(*unit))).collect(),
        days,
    }
}

#[test]
fn the_ledger_of_the_built_in_decrees_is_each_built_in_version() {
    let seeds = seed_versions().unwrap();
    let mut ledger = Ledger::default();
    for seed in &seeds {
        let version = seed.calendar.version().clone();
        ledger = ledger.with(Decree {
            id: version.id.0,
            cited: version.decree.clone(),
            issued_on: version.issued_on,
            replaces: false,
            units: BTreeSet::new(),
            days: seed.listed.clone(),
        });
        assert_eq!(ledger.national(version), seed.calendar, "{}", seed.key);
    }
}

#[test]
fn a_unit_has_the_days_of_the_country_and_its_own() {
    let closed = |date| day(date, DayKind::UnitClosure);
    let unit = UnitId(Uuid::from_u128(1));
    let ledger = Ledger::new([
        decree(
            1,
            date!(2026 - 01 - 01),
            &[],
            vec![day(date!(2026 - 01 - 01), DayKind::NationalHoliday)],
        ),
        decree(
            2,
            date!(2026 - 02 - 01),
            &[1, 2],
            vec![closed(date!(2026 - 03 - 02)), closed(date!(2026 - 03 - 03))],
        ),
        // Decreed for everybody afterwards: cited as that.
        decree(
            3,
            date!(2026 - 02 - 02),
            &[],
            vec![day(date!(2026 - 03 - 03), DayKind::AdHocPresidential)],
        ),
    ]);
    assert_eq!(ledger.local_units().len(), 2);
    let own = ledger.of_unit(unit, version(9)).unwrap();
    let kinds: Vec<_> = own.holidays().map(|day| day.kind).collect();
    assert_eq!(
        kinds,
        [
            DayKind::NationalHoliday,
            DayKind::UnitClosure,
            DayKind::AdHocPresidential
        ]
    );
    assert_eq!(ledger.of_unit(UnitId(Uuid::from_u128(3)), version(9)), None);
    // A local decree that replaces the ones before it opens the unit again, and leaves the country's days.
    let reopened = ledger.with(Decree {
        replaces: true,
        ..decree(4, date!(2026 - 02 - 20), &[1], vec![])
    });
    let kinds: Vec<_> = reopened
        .of_unit(unit, version(9))
        .unwrap()
        .holidays()
        .map(|day| day.kind)
        .collect();
    assert_eq!(kinds, [DayKind::NationalHoliday, DayKind::AdHocPresidential]);
    assert!(reopened.national(version(9)) == ledger.national(version(9)));
}

#[test]
fn what_was_known_at_an_instant_is_the_last_version_of_the_unit_put_in_force_by_then() {
    let (one, other) = (UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2)));
    let put = |id, unit, known_at| KnownVersion {
        id: Uuid::from_u128(id),
        unit,
        known_at,
    };
    let versions = [
        put(1, None, datetime!(2026-01-01 0:00 UTC)),
        put(2, Some(one), datetime!(2026-02-01 0:00 UTC)),
        put(3, None, datetime!(2026-03-01 0:00 UTC)),
        put(4, Some(one), datetime!(2026-03-01 0:00 UTC)),
    ];
    let known = |unit, at| as_known_at(&versions, unit, at).map(|version| version.id.as_u128());
    for (unit, at, expected) in [
        (one, datetime!(2025-12-31 0:00 UTC), None),
        (one, datetime!(2026-01-31 0:00 UTC), Some(1)),
        (one, datetime!(2026-02-01 0:00 UTC), Some(2)),
        (other, datetime!(2026-02-01 0:00 UTC), Some(1)),
        (one, datetime!(2026-04-01 0:00 UTC), Some(4)),
        (other, datetime!(2026-04-01 0:00 UTC), Some(3)),
    ] {
        assert_eq!(known(unit, at), expected, "{at}");
    }
}

#[test]
fn a_decree_is_typed_line_by_line_or_pasted_as_a_file() {
    let (days, errors) = parse_decree(
        "2027-03-10; Banjir\n\n11/3/2027; Banjir; penutupan unit; Flood\n31-02-2027; x\n10.3.2027; Lagi\n12-3-2027;\n13-3-2027; Pilkada; libur_presiden\n",
        true,
        "SK 5",
    );
    let read: Vec<_> = days
        .iter()
        .map(|day| (day.date, day.name_en.as_str(), day.kind))
        .collect();
    assert_eq!(
        read,
        [
            (date!(2027 - 03 - 10), "Banjir", DayKind::UnitClosure),
            (date!(2027 - 03 - 11), "Flood", DayKind::UnitClosure)
        ]
    );
    let problems: Vec<_> = errors
        .into_iter()
        .map(|error| (error.line, error.problem))
        .collect();
    assert_eq!(
        problems,
        [
            (4, LineProblem::NotADate("31-02-2027".into())),
            (5, LineProblem::Repeated(1)),
            (6, LineProblem::Empty("name_id")),
            (7, LineProblem::WrongKind(DayKind::AdHocPresidential)),
        ]
    );
    let (days, errors) = parse_decree(HOLIDAYS, false, "");
    assert_eq!((days.len(), errors), (214, vec![]));
}

proptest! {
    /// In whatever order decrees come to the portal, every date comes out the same.
    #[test]
    fn the_order_in_which_decrees_come_does_not_matter(
        order in Just((0..12_usize).collect::<Vec<_>>()).prop_shuffle(),
        made in proptest::collection::vec((0..400_i64, 0..5_i64, 0..3_u128, any::<bool>(), proptest::collection::vec(0..60_i64, 1..8)), 12),
        start in 0..40_i64,
        count in 1..20_u16,
    ) {
        let first = date!(2026 - 12 - 20);
        let decrees: Vec<Decree> = made
            .into_iter()
            .zip(1..)
            .map(|((issued, replaces, unit, restates, offsets), number)| {
                let kind = if unit == 0 { DayKind::NationalHoliday } else { DayKind::UnitClosure };
                let mut days: Vec<_> = offsets.iter().map(|offset| day(first + Duration::days(*offset), kind)).collect();
                if restates {
                    days.push(day(date!(2027 - 01 - 01), kind));
                }
                let units: &[u128] = if unit == 0 { &[] } else { &[unit] };
                Decree {
                    replaces: replaces == 0,
                    ..decree(number, first + Duration::days(issued), units, days)
                }
            })
            .collect();
        let settings = CountingSettings::default();
        let dates = |ledger: &Ledger| {
            let all = [Some(ledger.national(version(1)))]
                .into_iter()
                .chain((1..3).map(|unit| ledger.of_unit(UnitId(Uuid::from_u128(unit)), version(1))));
            all.map(|calendar| {
                calendar.map(|calendar| calendar.add_working_days(first + Duration::days(start), count, &settings))
            })
            .collect::<Vec<_>>()
        };
        let signed = dates(&Ledger::new(decrees.clone()));
        let come = order.iter().fold(Ledger::default(), |ledger, nth| ledger.with(decrees[*nth].clone()));
        prop_assert_eq!(signed, dates(&come));
    }
}
