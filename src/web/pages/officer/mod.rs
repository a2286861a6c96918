//! `/petugas`: the officer's workspace. A queue, a page a case, a page a step.

mod answer;
mod case;
mod exemptions;
mod intake;
mod publish;
mod queue;
mod shares;
mod steps;

use rocket::Route;

use crate::domain::request::RegistrationNumber;

pub fn routes() -> Vec<Route> {
    [
        queue::routes(),
        case::routes(),
        exemptions::routes(),
        intake::routes(),
        answer::routes(),
        publish::routes(),
        shares::routes(),
        steps::routes(),
    ]
    .concat()
}

/// The address of a case in this workspace.
fn base(number: &RegistrationNumber) -> String {
    format!("/petugas/permohonan/{number}")
}
