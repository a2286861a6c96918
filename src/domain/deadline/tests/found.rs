//! When a ground is found: a row for each ground and each turn a case can take.

use time::{Date, macros::date};

use super::{book, latest};
use crate::domain::calendar::CountingSettings;
use crate::domain::deadline::{GroundFacts, ObjectionWindow, RuleId, found, objection_window};
use crate::domain::objection::Ground;

fn window(ground: Ground, facts: &GroundFacts) -> Option<ObjectionWindow> {
    let (settings, calendar, book) = (CountingSettings::default(), latest(), book());
    let found = found(ground, facts, &settings, &calendar)?;
    Some(objection_window(book.current(), &found, &settings, &calendar).unwrap())
}

/// A case of May 2026: last days on Tuesday 26 May (statute) and Friday 29 May (regulation; 27, 28 are off).
fn case() -> GroundFacts {
    GroundFacts {
        statute_due_on: Some(date!(2026 - 05 - 26)),
        regulation_due_on: Some(date!(2026 - 05 - 29)),
        ..GroundFacts::default()
    }
}

fn noticed(on: Date) -> GroundFacts {
    GroundFacts {
        notice_sent_on: Some(on),
        notice_received_on: Some(on),
        ..case()
    }
}

/// The days available, earliest trigger and latest trigger of `ground`.
fn days(ground: Ground, facts: &GroundFacts) -> Option<(Date, Date, Option<Date>)> {
    let found = found(ground, facts, &CountingSettings::default(), &latest())?;
    Some((
        found.available_from,
        found.earliest.on,
        found.latest.map(|trigger| trigger.on),
    ))
}

#[test]
fn each_ground_is_found_on_its_day() {
    use Ground::*;

    let (statute, regulation) = (date!(2026 - 05 - 26), date!(2026 - 05 - 29));
    let in_time = date!(2026 - 05 - 20);
    let between = date!(2026 - 05 - 28);
    let late = date!(2026 - 06 - 10);
    let promised = date!(2026 - 05 - 25);
    let refused = GroundFacts {
        is_refused_as_exempt: true,
        ..noticed(in_time)
    };
    let with_promise = |delivered_on| GroundFacts {
        promised_on: Some(promised),
        delivered_on,
        ..noticed(in_time)
    };
    let stated = |facts: GroundFacts| GroundFacts {
        stated_on: Some(in_time),
        ..facts
    };
    let at = |on: Date| Some((on, on, Some(on)));
    let none = None;
    #[rustfmt::skip]
    let rows = [
        // a: the refusal received; at once, whatever the last day.
        ("a refused", RefusedAsExempt, refused, at(in_time)),
        ("a granted", RefusedAsExempt, noticed(in_time), none),
        ("a refusal on its way", RefusedAsExempt, GroundFacts { notice_received_on: None, ..refused }, none),
        ("a by the applicant's word", RefusedAsExempt, stated(GroundFacts { notice_received_on: None, ..refused }), at(in_time)),
        // b: the applicant's word, without any request, and never closed.
        ("b stated", PeriodicNotProvided, stated(GroundFacts::default()), Some((in_time, in_time, None))),
        ("b not stated", PeriodicNotProvided, case(), none),
        // c: not before the last day has passed; the earlier one opens it, the later one keeps it open.
        ("c silent", NotResponded, case(), Some((date!(2026 - 05 - 27), statute, Some(date!(2026 - 06 - 02))))),
        ("c statute only", NotResponded, GroundFacts { regulation_due_on: None, ..case() }, Some((date!(2026 - 05 - 27), statute, Some(regulation)))),
        ("c answered in time", NotResponded, noticed(statute), none),
        ("c between the clocks", NotResponded, noticed(between), Some((date!(2026 - 05 - 27), statute, Some(regulation)))),
        ("c answered late", NotResponded, noticed(late), Some((date!(2026 - 05 - 27), statute, Some(date!(2026 - 06 - 02))))),
        ("c sent in time, arrived late", NotResponded, GroundFacts { notice_received_on: Some(late), ..noticed(in_time) }, none),
        ("c no request", NotResponded, stated(GroundFacts::default()), none),
        // d, e: the notice, or a part of the information.
        ("d noticed", NotAsRequested, noticed(in_time), at(in_time)),
        ("d then delivered", NotAsRequested, with_promise(Some(late)), Some((in_time, in_time, Some(late)))),
        ("e noticed", NotFulfilled, noticed(late), at(late)),
        ("e nothing came", NotFulfilled, case(), none),
        ("e not followed up, by the applicant's word", NotFulfilled, stated(case()), at(in_time)),
        // f: the fee told.
        ("f told", UnreasonableFee, GroundFacts { fee_told_on: Some(between), ..noticed(in_time) }, at(between)),
        ("f free", UnreasonableFee, noticed(in_time), none),
        // g: a promise or a last day passed; the later of it and the arrival keeps it open.
        ("g kept", DeliveredLate, with_promise(Some(promised)), none),
        ("g broken", DeliveredLate, with_promise(None), Some((statute, promised, Some(statute)))),
        // A payment on record that came after the promised day keeps it open longer, and takes nothing.
        ("g paid later", DeliveredLate, GroundFacts { deliver_by: Some(between), ..with_promise(None) }, Some((statute, promised, Some(regulation)))),
        ("g paid later, then delivered", DeliveredLate, GroundFacts { deliver_by: Some(between), ..with_promise(Some(statute)) }, Some((statute, promised, Some(regulation)))),
        ("g came late", DeliveredLate, with_promise(Some(late)), Some((statute, promised, Some(late)))),
        ("g no promise", DeliveredLate, noticed(in_time), Some((date!(2026 - 05 - 27), statute, Some(regulation)))),
        ("g late notice", DeliveredLate, GroundFacts { delivered_on: Some(late), ..noticed(late) }, Some((date!(2026 - 05 - 27), statute, Some(late)))),
    ];
    for (name, ground, facts, expected) in rows {
        assert_eq!(days(ground, &facts), expected, "{name}");
    }
}

#[test]
fn v17_thirty_days_from_the_refusal() {
    let facts = GroundFacts {
        is_refused_as_exempt: true,
        ..noticed(date!(2026 - 04 - 02))
    };
    let window = window(Ground::RefusedAsExempt, &facts).unwrap();
    assert_eq!(window.available_from, date!(2026 - 04 - 02));
    assert_eq!(window.deadline.rule_id, RuleId::D10);
    assert_eq!(
        (
            window.deadline.target,
            window.deadline.due,
            window.deadline.latest
        ),
        (
            date!(2026 - 05 - 19),
            date!(2026 - 05 - 20),
            date!(2026 - 05 - 21)
        )
    );
    assert!(!window.is_possibly_late(date!(2026 - 05 - 21)));
    assert!(window.is_possibly_late(date!(2026 - 05 - 22)));
}

#[test]
fn silence_is_counted_from_the_last_day_and_from_the_day_after() {
    let silent = GroundFacts {
        regulation_due_on: None,
        ..case()
    };
    let window = window(Ground::NotResponded, &silent).unwrap();
    // Day 1 is the last day itself, Friday the 29th, or Tuesday 2 June: 27 and 28 May and 1 June are off.
    assert_eq!(
        (
            window.deadline.target,
            window.deadline.due,
            window.deadline.latest
        ),
        (
            date!(2026 - 07 - 10),
            date!(2026 - 07 - 13),
            date!(2026 - 07 - 14)
        )
    );
}

#[test]
fn an_omission_that_goes_on_never_closes() {
    let facts = GroundFacts {
        stated_on: Some(date!(2026 - 04 - 02)),
        ..GroundFacts::default()
    };
    let window = window(Ground::PeriodicNotProvided, &facts).unwrap();
    assert!(window.never_closes);
    assert!(!window.is_possibly_late(date!(2029 - 01 - 01)));
}

#[test]
fn grounds_have_the_letters_of_the_article() {
    let letters: String = Ground::ALL.iter().map(|ground| ground.letter()).collect();
    assert_eq!(letters, "abcdefg");
    for ground in Ground::ALL {
        assert_eq!(Ground::of_letter(ground.letter()), Some(*ground));
        assert_eq!(Ground::parse(ground.code()), Some(*ground));
        assert_eq!(ground.may_be_settled(), *ground != Ground::RefusedAsExempt);
        assert_eq!(ground.needs_no_request(), *ground == Ground::PeriodicNotProvided);
    }
    assert_eq!(Ground::of_letter('h'), None);
}
