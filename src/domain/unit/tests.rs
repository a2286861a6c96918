//! Versions follow each other without overlap, and each fault of a succession has a case with it and one without.

use super::*;
use crate::domain::ids::UnitId;
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const LAPAS: UnitId = UnitId(Uuid::from_u128(1));
const RUTAN: UnitId = UnitId(Uuid::from_u128(2));
const KANWIL: UnitId = UnitId(Uuid::from_u128(3));
const TODAY: Date = date!(2026 - 11 - 27);
const ALWAYS: Validity = Validity { from: None, to: None };

fn successor(unit: UnitId, is_same_body: bool) -> Successor {
    Successor {
        unit,
        validity: ALWAYS,
        is_same_body,
    }
}

fn facts(kind: SuccessionKind, successors: &[Successor]) -> Facts<'_> {
    Facts {
        kind: Some(kind),
        unit: LAPAS,
        version: ALWAYS,
        effective_on: Some(date!(2026 - 11 - 01)),
        today: TODAY,
        legal_basis: "Permen 1/2026",
        successors,
        changes_name: true,
        changes_place: true,
    }
}

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "one table; parting it would hide that it is whole"
)]
fn whatever_is_missing_or_wrong_is_told() {
    use SuccessionFault as F;
    use SuccessionKind as K;
    let [inside, outside] = [successor(RUTAN, true), successor(RUTAN, false)];
    let gone = Successor {
        validity: Validity {
            from: None,
            to: Some(date!(2026 - 11 - 26)),
        },
        ..inside
    };
    let two = [inside, successor(KANWIL, true)];
    let good = facts(K::Merge, &[inside][..]).effective_on;
    let cases: Vec<(&str, Facts<'_>, Vec<F>)> = vec![
        ("rename", facts(K::Rename, &[]), vec![]),
        ("move", facts(K::Move, &[]), vec![]),
        ("merge", facts(K::Merge, std::slice::from_ref(&inside)), vec![]),
        ("split", facts(K::Split, &two), vec![]),
        (
            "transfer",
            facts(K::TransferOut, std::slice::from_ref(&outside)),
            vec![],
        ),
        (
            "no kind",
            Facts {
                kind: None,
                ..facts(K::Rename, &[])
            },
            vec![F::KindMissing],
        ),
        (
            "no day",
            Facts {
                effective_on: None,
                ..facts(K::Rename, &[])
            },
            vec![F::DayMissing],
        ),
        (
            "today",
            Facts {
                effective_on: Some(TODAY),
                ..facts(K::Rename, &[])
            },
            vec![],
        ),
        (
            "tomorrow",
            Facts {
                effective_on: TODAY.next_day(),
                ..facts(K::Rename, &[])
            },
            vec![F::DayInFuture],
        ),
        (
            "a year mistyped",
            Facts {
                effective_on: Some(date!(1900 - 01 - 01)),
                ..facts(K::Rename, &[])
            },
            vec![F::DayBeforeRepublic],
        ),
        (
            "the day the version began",
            Facts {
                version: Validity { from: good, to: None },
                ..facts(K::Rename, &[])
            },
            vec![F::DayOutsideVersion],
        ),
        (
            "after the version ended",
            Facts {
                version: Validity {
                    from: None,
                    to: good.and_then(Date::previous_day),
                },
                ..facts(K::Rename, &[])
            },
            vec![F::DayOutsideVersion],
        ),
        (
            "no basis",
            Facts {
                legal_basis: " ",
                ..facts(K::Rename, &[])
            },
            vec![F::BasisMissing],
        ),
        (
            "same name",
            Facts {
                changes_name: false,
                ..facts(K::Rename, &[])
            },
            vec![F::NothingChanges],
        ),
        (
            "same place",
            Facts {
                changes_place: false,
                ..facts(K::Move, &[])
            },
            vec![F::NothingChanges],
        ),
        ("into nothing", facts(K::Merge, &[]), vec![F::SuccessorMissing]),
        ("into two", facts(K::Merge, &two), vec![F::SuccessorTooMany]),
        (
            "split in one",
            facts(K::Split, std::slice::from_ref(&inside)),
            vec![F::SuccessorTooFew],
        ),
        (
            "into one gone",
            facts(K::Merge, std::slice::from_ref(&gone)),
            vec![F::SuccessorNotThere],
        ),
        (
            "out of the body, and not",
            facts(K::TransferOut, std::slice::from_ref(&inside)),
            vec![F::SuccessorOfSameBody],
        ),
        (
            "merged out of the body",
            facts(K::Merge, std::slice::from_ref(&outside)),
            vec![F::SuccessorOfOtherBody],
        ),
    ];
    for (name, facts, wanted) in cases {
        assert_eq!(faults(&facts), wanted, "{name}");
    }
    let itself = [successor(LAPAS, true)];
    assert_eq!(faults(&facts(K::Merge, &itself)), [F::SuccessorRepeated]);
    let twice = [inside, inside];
    assert_eq!(faults(&facts(K::Split, &twice)), [F::SuccessorRepeated]);
}

const fn stands<'a>(code: &'a str, parent: Option<&'a str>, ppid_of: Option<&'a str>) -> Place<'a> {
    Place {
        code,
        body: "Kemenkumham",
        parent,
        ppid_of,
        validity: ALWAYS,
    }
}

#[test]
fn a_unit_stands_where_somebody_answers_for_it() {
    use PlaceFault as F;
    let over = Validity {
        from: None,
        to: Some(date!(2026 - 11 - 10)),
    };
    let ended = Place {
        validity: over,
        ..stands("ended", None, None)
    };
    let foreign = Place {
        body: "Kemenimipas",
        ..stands("foreign", None, None)
    };
    let all = [
        stands("kanwil", None, None),
        stands("lapas", Some("kanwil"), None),
        stands("rutan", Some("lapas"), Some("kanwil")),
        ended,
        foreign,
    ];
    let leaves = |place| Place {
        body: "Kemenimipas",
        ..place
    };
    let cases = [
        (stands("lapas", Some("kanwil"), Some("kanwil")), vec![]),
        (
            stands("lapas", Some("nobody"), Some("nobody")),
            vec![F::ParentUnknown, F::PpidUnknown],
        ),
        (
            stands("lapas", Some("lapas"), Some("lapas")),
            vec![F::ParentUnknown, F::PpidUnknown],
        ),
        (
            stands("lapas", Some("ended"), Some("ended")),
            vec![F::ParentNotThere, F::PpidNotThere],
        ),
        (
            stands("lapas", Some("foreign"), Some("foreign")),
            vec![F::ParentOfOtherBody, F::PpidOfOtherBody],
        ),
        (
            stands("lapas", Some("rutan"), Some("rutan")),
            vec![F::ParentBelow, F::PpidNotOwn],
        ),
        (
            leaves(stands("lapas", Some("kanwil"), None)),
            vec![F::ParentOfOtherBody],
        ),
        (leaves(stands("lapas", None, Some("foreign"))), vec![]),
        (stands("kanwil", Some("rutan"), None), vec![F::ParentBelow]),
        (stands("kanwil", None, Some("lapas")), vec![F::AnswersForOthers]),
        (leaves(stands("kanwil", None, None)), vec![F::AnswersForOthers]),
        (
            Place {
                validity: over,
                ..stands("kanwil", None, None)
            },
            vec![F::AnswersForOthers],
        ),
        (
            Place {
                validity: over,
                ..stands("lapas", Some("nobody"), None)
            },
            vec![],
        ),
    ];
    for (place, wanted) in cases {
        let was = all.iter().find(|one| one.code == place.code);
        let found = place_faults(&all, was, &place, [date!(2026 - 11 - 20), TODAY]);
        assert_eq!(found, wanted, "{place:?}");
    }
    // Another decree about it does not have to put right that the unit above it ended.
    let orphan = stands("orphan", Some("ended"), None);
    assert_eq!(place_faults(&all, Some(&orphan), &orphan, [TODAY, TODAY]), vec![]);
}

#[test]
fn a_name_means_one_unit_or_none() {
    let names = [
        (LAPAS, "Lapas Makassar"),
        (LAPAS, "Lapas  makassar"),
        (RUTAN, "Rutan"),
        (KANWIL, "rutan"),
    ];
    for (written, wanted) in [
        (" LAPAS makassar ", Some(LAPAS)),
        ("Rutan", None),
        ("Lapas", None),
        (" ", None),
    ] {
        assert_eq!(named(names, written), wanted, "{written}");
    }
}

fn validity() -> impl Strategy<Value = Validity> {
    let day = |n: i64| date!(2026 - 01 - 01) + Duration::days(n);
    (prop::option::of(0..60i64), prop::option::of(0..60i64)).prop_map(move |(from, length)| Validity {
        from: from.map(day),
        to: length.map(|length| day(from.unwrap_or(0) + length)),
    })
}

proptest! {
    #[test]
    fn overlap_is_a_day_in_both(one in validity(), other in validity()) {
        let days = (-5..130i64).map(|n| date!(2026 - 01 - 01) + Duration::days(n));
        let shared = days.into_iter().any(|day| one.covers(day) && other.covers(day));
        prop_assert_eq!(one.overlaps(&other), shared);
        prop_assert_eq!(other.overlaps(&one), shared);
    }

    #[test]
    fn a_parted_version_covers_the_same_days_once(whole in validity(), n in -5..130i64) {
        let on = date!(2026 - 01 - 01) + Duration::days(n);
        if let Some((before, after)) = whole.parted_on(on) {
            prop_assert!(!before.overlaps(&after));
            for n in -5..130i64 {
                let day = date!(2026 - 01 - 01) + Duration::days(n);
                prop_assert_eq!(whole.covers(day), before.covers(day) || after.covers(day));
            }
        } else {
            prop_assert!(!whole.covers(on) || !on.previous_day().is_some_and(|day| whole.covers(day)));
        }
    }
}
