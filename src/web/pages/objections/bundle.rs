//! `…/sengketa/bukti.zip`: the evidence for the Commission, for who objected and for the office of the unit. An auditor gets none: it names
//! people.

use rocket::{Route, State, get, routes};

use super::office::Workspace;
use crate::services::disputes::{Bundle, for_applicant, for_staff, pack};
use crate::services::{Context, ServiceError, throttle};
use crate::web::Answer;
use crate::web::files::Archive;
use crate::web::guards::{ClientAddress, Language, ObjectionNo, Officer, Superior, Token};
use crate::web::views::Words;
use crate::web::views::bundle::entries;

pub fn routes() -> Vec<Route> {
    routes![own, officer, superior]
}

fn archive(ctx: &Context, language: Language, bundle: &Bundle) -> Result<Archive, ServiceError> {
    let entries = entries(ctx, Words::new(ctx, language.0), bundle)?;
    let number = bundle.objection.objection.number();
    let day = bundle.objection.moment.today;
    Ok(Archive {
        name: format!("bukti-{number}-{day}.zip"),
        parts: pack(ctx, entries, day),
    })
}

#[get("/keberatan/<keberatan>/sengketa/bukti.zip")]
async fn own(
    ctx: &State<Context>,
    language: Language,
    keberatan: Token,
    client: ClientAddress,
) -> Answer<Archive> {
    // Gathering is the dear part, so it is counted before it begins.
    throttle::bundle(ctx, client.0).await?;
    let bundle = for_applicant(ctx, &keberatan.0).await?;
    Ok(archive(ctx, language, &bundle)?)
}

#[get("/petugas/keberatan/<keberatan_no>/sengketa/bukti.zip")]
async fn officer(
    ctx: &State<Context>,
    officer: Officer,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Archive> {
    let number = keberatan_no.0.to_string();
    if let Some(user) = officer.viewer.user() {
        throttle::office_bundle(ctx, user).await?;
    }
    let bundle = for_staff(ctx, &officer.viewer, &number, Workspace::Officer.roles()).await?;
    Ok(archive(ctx, language, &bundle)?)
}

#[get("/atasan/keberatan/<keberatan_no>/sengketa/bukti.zip")]
async fn superior(
    ctx: &State<Context>,
    superior: Superior,
    language: Language,
    keberatan_no: ObjectionNo,
) -> Answer<Archive> {
    let number = keberatan_no.0.to_string();
    if let Some(user) = superior.viewer.user() {
        throttle::office_bundle(ctx, user).await?;
    }
    let bundle = for_staff(ctx, &superior.viewer, &number, Workspace::Superior.roles()).await?;
    Ok(archive(ctx, language, &bundle)?)
}
