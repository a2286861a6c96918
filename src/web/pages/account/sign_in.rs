//! `/masuk` and `/keluar`.

use std::net::IpAddr;

use rocket::form::FromForm;
use rocket::http::{CookieJar, Status};
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;
use time::Duration;

use crate::services::accounts::{self, SignIn};
use crate::services::{Context, Fault, ServiceError};
use crate::web::chrome::home;
use crate::web::guards::{ClientAddress, Current};
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission, Typed, cookies, local_path};

pub fn routes() -> Vec<Route> {
    routes![show, create, sign_out]
}

#[derive(Serialize)]
struct SignInPage {
    kembali: String,
}

fn page(kembali: &str) -> Page<SignInPage> {
    let view = SignInPage {
        kembali: local_path(kembali).unwrap_or_default().to_owned(),
    };
    Page::new("pages/account/sign_in.html.tera", "account.sign_in.title", view)
}

#[get("/masuk?<kembali>")]
fn show(current: Current, kembali: Option<&str>) -> Either<Page<SignInPage>, SeeOther> {
    match current.0 {
        Some(signed_in) => Either::Right(SeeOther::to(home(&signed_in.viewer).1)),
        None => Either::Left(page(kembali.unwrap_or_default())),
    }
}

#[derive(FromForm)]
struct RawSignIn<'r> {
    #[field(default = "")]
    username: &'r str,
    #[field(default = "")]
    password: &'r str,
    #[field(default = "")]
    kembali: &'r str,
}

#[post("/masuk", data = "<form>")]
async fn create(
    ctx: &State<Context>,
    cookies: &CookieJar<'_>,
    client: ClientAddress,
    current: Current,
    form: Submission<RawSignIn<'_>>,
) -> Answer<Either<Page<SignInPage>, SeeOther>> {
    let Submission { value, typed } = form;
    match begin(ctx, cookies, client.0, &value).await {
        Ok(to) => {
            // The session that the new one takes the place of: no cookie leads to it any more, and no copy of one may.
            if let Some(replaced) = current.0 {
                accounts::sign_out(ctx, replaced.session).await?;
            }
            Ok(Either::Right(SeeOther::to(to)))
        }
        Err(ServiceError::Invalid(faults)) => Ok(Either::Left(refused(value.kembali, typed, faults))),
        Err(error) => Err(error.into()),
    }
}

fn refused(kembali: &str, typed: Typed, faults: Vec<Fault>) -> Page<SignInPage> {
    page(kembali)
        .refused(typed, faults)
        .status(Status::UnprocessableEntity)
}

async fn begin(
    ctx: &Context,
    cookies: &CookieJar<'_>,
    address: IpAddr,
    value: &RawSignIn<'_>,
) -> Result<String, ServiceError> {
    let mut faults = Vec::new();
    if value.username.trim().is_empty() {
        faults.push(Fault::new("username", "account.fault.username_empty"));
    }
    if value.password.is_empty() {
        faults.push(Fault::new("password", "account.fault.password_empty"));
    }
    if !faults.is_empty() {
        return Err(ServiceError::Invalid(faults));
    }
    let given = SignIn {
        username: value.username,
        password: value.password,
        address,
    };
    let begun = accounts::sign_in(ctx, given).await?;
    let max_age = Duration::try_from(begun.lifetime).unwrap_or(Duration::HOUR);
    let signed_in = accounts::viewer(ctx, &begun.token).await?;
    cookies.add(cookies::host_cookie(cookies::SESSION, begun.token, max_age));
    let home = signed_in.as_ref().map_or("/", |who| home(&who.viewer).1);
    if signed_in.is_some_and(|who| who.must_change_password) {
        return Ok("/akun/sandi".to_owned());
    }
    Ok(local_path(value.kembali).unwrap_or(home).to_owned())
}

#[post("/keluar", data = "<_form>")]
async fn sign_out(
    ctx: &State<Context>,
    current: Current,
    cookies: &CookieJar<'_>,
    _form: Submission<NoFields>,
) -> Answer<SeeOther> {
    if let Some(signed_in) = current.0 {
        accounts::sign_out(ctx, signed_in.session).await?;
    }
    cookies.add(cookies::removal(cookies::SESSION));
    Ok(SeeOther::to("/masuk").with(Flash::success("account.sign_out.done")))
}
