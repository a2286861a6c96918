//! `calendar due`, alone and for whole files.

use super::cli::{Installation, repository};

#[test]
fn every_vector_comes_out_equal() {
    let vectors = std::fs::read_to_string(repository("data/deadline-vectors.csv")).unwrap();
    let here = Installation::new();
    let questions: String = vectors
        .lines()
        .map(|line| format!("{}\n", line.rsplit_once(',').unwrap().0))
        .collect();
    let file = here.write("in.csv", &questions);
    let answered = here.run(&["calendar", "due", "--batch", &file]).expect(0);
    assert_eq!(answered.out.lines().count(), 2_935);
    let mut lines = answered.out.lines().zip(vectors.lines());
    assert!(lines.all(|(ours, theirs)| ours == theirs));
    // A file that has the column already gets it computed anew.
    let file = here.write("all.csv", &vectors.replace(",2019-01-09", ",1999-01-01"));
    let again = here.run(&["calendar", "due", "--batch", &file]).expect(0);
    assert_eq!(again.out.replace('\r', ""), vectors.replace('\r', ""));
}

#[test]
fn a_bad_line_is_told_and_the_rest_goes_on() {
    let here = Installation::new();
    let text = "id,start,calendar,working_days\n\
                a,2025-03-20,with_cuti_bersama,10\n\
                b,20-03-2025,with_cuti_bersama,10\n\
                c,2025-03-20,moon,10\n\
                d,2025-03-20,libur_nasional_only,-1\n\
                e\n\
                f,2025-03-20,libur_nasional_only,10\n";
    let file = here.write("in.csv", text);
    let done = here.run(&["calendar", "due", "--batch", &file]).expect(1);
    for line in ["line 3:", "line 4:", "line 5:", "line 6:"] {
        assert!(done.err.contains(line), "{done:#?}");
    }
    assert!(
        done.out
            .contains("a,2025-03-20,with_cuti_bersama,10,2025-04-14\n"),
        "{done:#?}"
    );
    assert!(
        done.out
            .ends_with("f,2025-03-20,libur_nasional_only,10,2025-04-07\n"),
        "{done:#?}"
    );
    let file = here.write("less.csv", "start,calendar\n");
    here.run(&["calendar", "due", "--batch", &file])
        .expect(1)
        .says("working_days");
    here.run(&["calendar", "due", "--batch", "missing.csv"])
        .expect(1)
        .says("missing.csv");
}

#[test]
fn one_date_is_answered_and_explained() {
    let here = Installation::new();
    let ask = ["calendar", "due", "--start", "2026-03-15", "--working-days", "10"];
    assert_eq!(here.run(&ask).expect(0).out, "2026-04-06\n");
    let explained = here.run(&[&ask[..], &["--explain"]].concat()).expect(0);
    assert!(explained.out.contains("Nyepi"), "{explained:#?}");
    assert!(explained.out.ends_with(" 10\n2026-04-06\n"), "{explained:#?}");
    let json = here.run(&[&ask[..], &["--explain", "--json"]].concat()).expect(0);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    assert_eq!(json["due"], "2026-04-06");
    assert_eq!(json["days"][0]["step"], "start");
    assert_eq!(json["is_provisional"], false);
    let strict = here
        .run(&[&ask[..], &["--calendar", "libur_nasional_only"]].concat())
        .expect(0);
    assert_eq!(strict.out, "2026-03-30\n");
}

/// V5 and V6: the decree of 7 August 2025 was not known the day before.
#[test]
fn a_date_is_told_as_it_was_known() {
    let here = Installation::new();
    let due = |more: &[&str]| {
        let all = ["calendar", "due", "--start", "2025-08-05", "--working-days", "10"];
        here.run(&[&all, more].concat())
    };
    due(&["--as-known-on", "2025-08-06"])
        .expect(0)
        .prints("2025-08-19");
    due(&["--as-known-on", "2025-08-07"])
        .expect(0)
        .prints("2025-08-20");
    due(&[]).expect(0).prints("2025-08-20");
    due(&["--as-known-on", "2018-01-01"])
        .expect(1)
        .says("no built-in calendar");
}
