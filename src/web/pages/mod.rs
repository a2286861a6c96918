//! The pages, by audience. A folder an audience, a file a page; each ends in `routes()`.
//!
//! To add a page: a file here, its `routes()` in [`all`], its template under `templates/pages/`, and a row for each of
//! its routes in `tests/it/access_matrix.rs`.

use rocket::Route;

mod account;
mod admin;
mod auditor;
mod calendar;
mod citizen;
mod exemptions;
mod explain;
mod machine;
mod objections;
mod officer;
mod public;
mod simulation;
mod superior;

/// Every route of every page, with the address below which it is mounted.
pub fn all() -> Vec<(&'static str, Vec<Route>)> {
    let mut all = vec![
        ("/", account::routes()),
        ("/", calendar::routes()),
        ("/", machine::routes()),
        ("/", objections::routes()),
        ("/", officer::routes()),
        ("/", public::routes()),
        ("/", auditor::routes()),
        ("/", admin::routes()),
        ("/", simulation::routes()),
        ("/", superior::routes()),
    ];
    all.extend(citizen::routes());
    all
}
