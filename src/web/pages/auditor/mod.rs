//! `/auditor`: figures, the register behind each of them, and cases without the people in them. Everything is read, nothing changed.

mod calendars;
mod case;
mod exemptions;
mod figures;
mod register;

use rocket::Route;

pub(in crate::web) use case::finding_text;

pub fn routes() -> Vec<Route> {
    [
        figures::routes(),
        register::routes(),
        case::routes(),
        exemptions::routes(),
        calendars::routes(),
    ]
    .concat()
}
