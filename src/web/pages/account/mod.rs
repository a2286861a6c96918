//! Signing in and out, and the person's own password.

mod password;
mod sign_in;

use rocket::Route;

pub fn routes() -> Vec<Route> {
    [sign_in::routes(), password::routes()].concat()
}
