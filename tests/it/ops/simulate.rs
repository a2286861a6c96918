//! `terbuka simulate`: a table, a file, and what makes no sense.

use super::cli::{Installation, repository};

#[test]
fn it_compares_the_history_with_what_is_assumed() {
    let installation = Installation::set_up();
    let sample = repository("data/requests-sample.jsonl");
    installation
        .run(&["requests", "import", sample.to_str().expect("a path")])
        .expect(0);
    let told = installation.run(&["simulate"]).expect(0);
    let told = told
        .prints("Assumed otherwise: nothing")
        .prints("0 late only as assumed");
    let all: Vec<&str> = told.out.lines().filter(|line| line.starts_with("All")).collect();
    assert!(all[0].contains("300"), "{}", told.out);
    assert!(told.err.contains("300 of 300 cases"), "{}", told.err);

    let shorter = [
        "simulate", "--rule", "D05=7", "--rule", "D08=5", "--format", "csv",
    ];
    let first = installation.run(&shorter).expect(0);
    assert_eq!(
        first.out,
        installation.run(&shorter).expect(0).out,
        "the same bytes"
    );
    let sum = first.out.lines().last().unwrap();
    assert!(sum.starts_with("D05=7 D08=5,,,"), "{sum}");

    let calendar = installation.write(
        "libur.csv",
        "date,name_id,name_en,kind,source\n2025-01-01,Tahun Baru,New Year,libur_nasional,SKB\n",
    );
    let told = installation.run(&[
        "simulate",
        "--calendar",
        &calendar,
        "--counting",
        "receipt_day=include",
        "--faster",
        "2",
        "--from",
        "2025-01-01",
        "--to",
        "2026-12-31",
        "--unit",
        "kanwil-sulsel",
        "--format",
        "json",
    ]);
    told.expect(0)
        .prints("\"assumptions\": \"calendar=libur.csv receipt_day=include faster=2\"");
}

#[test]
fn what_makes_no_sense_is_told() {
    let installation = Installation::set_up();
    for (arguments, code, words) in [
        (vec!["--rule", "D09=3"], 2, "must be one of D02, D03"),
        (vec!["--rule", "D05=0"], 2, "from 1 to 260"),
        (
            vec!["--counting", "receipt_day=maybe"],
            2,
            "receipt_day=include|exclude",
        ),
        (vec!["--faster", "2", "--slower", "1"], 2, "cannot be used with"),
        (
            vec!["--from", "2026-02-01", "--to", "2026-01-01"],
            2,
            "comes before",
        ),
        (vec!["--unit", "tidak-ada"], 2, "no unit `tidak-ada`"),
        (vec!["--calendar", "tidak-ada.csv"], 1, "cannot read the calendar"),
    ] {
        let arguments: Vec<&str> = std::iter::once("simulate").chain(arguments).collect();
        installation.run(&arguments).expect(code).says(words);
    }
}
