//! Pemohon: asking for information, and following what becomes of it, without an account.

mod actions;
mod case;
mod check;
mod documents;
mod done;
mod draft;
mod elsewhere;
mod entry;
mod link;
mod objection;
mod question;
mod track;
mod wizard;

use rocket::Route;

/// A case is opened by its secret link, or by the citizen who filed it from an account: the same pages below two addresses.
const BY_TOKEN: &str = "/lacak";
const BY_ACCOUNT: &str = "/lacak/kasus";
/// Before the pages below [`BY_TOKEN`], whose first part may be anything.
const BEFORE: isize = -100;

pub fn routes() -> Vec<(&'static str, Vec<Route>)> {
    let of_a_case = || {
        let steps = [
            actions::routes(),
            elsewhere::routes(),
            link::of_case(),
            objection::routes(),
        ];
        [case::routes(), steps.concat()].concat()
    };
    let mut by_account = of_a_case();
    for route in &mut by_account {
        route.rank = BEFORE;
    }
    let filing = [
        wizard::routes(),
        documents::routes(),
        check::routes(),
        done::routes(),
        track::routes(),
        link::routes(),
    ];
    vec![
        ("/", filing.concat()),
        (BY_TOKEN, of_a_case()),
        (BY_ACCOUNT, by_account),
    ]
}
