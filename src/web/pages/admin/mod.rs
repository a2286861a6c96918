//! `/admin`: accounts, units, calendars, fee decrees, and whether the portal can go on by itself. An administrator sees no case.

mod account;
mod accounts;
mod calendars;
mod decrees;
mod fees;
mod units;

use rocket::Route;

pub fn routes() -> Vec<Route> {
    [
        accounts::routes(),
        account::routes(),
        calendars::routes(),
        decrees::routes(),
        fees::routes(),
        units::routes(),
    ]
    .concat()
}
