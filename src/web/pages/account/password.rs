//! `/akun/sandi`: a person changes their own password.

use rocket::form::FromForm;
use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;

use crate::security::MIN_PASSWORD_CHARS;
use crate::services::accounts::{self, ChangePassword};
use crate::services::{Context, ServiceError};
use crate::web::chrome::home;
use crate::web::guards::Visitor;
use crate::web::{Answer, Flash, Page, SeeOther, Submission};

pub fn routes() -> Vec<Route> {
    routes![show, update]
}

#[derive(Serialize)]
struct PasswordPage {
    username: String,
    is_one_time: bool,
    least: usize,
}

fn page(who: &Visitor) -> Page<PasswordPage> {
    let view = PasswordPage {
        username: who.username.clone(),
        is_one_time: who.must_change_password,
        least: MIN_PASSWORD_CHARS,
    };
    Page::new("pages/account/password.html.tera", "account.password.title", view)
}

#[get("/akun/sandi")]
fn show(who: Visitor) -> Page<PasswordPage> {
    page(&who)
}

#[derive(FromForm)]
struct RawPassword<'r> {
    #[field(default = "")]
    password: &'r str,
    #[field(default = "")]
    new_password: &'r str,
    #[field(default = "")]
    repeated_password: &'r str,
}

#[post("/akun/sandi", data = "<form>")]
async fn update(
    ctx: &State<Context>,
    who: Visitor,
    form: Submission<RawPassword<'_>>,
) -> Answer<Either<Page<PasswordPage>, SeeOther>> {
    let Submission { value, typed } = form;
    let given = ChangePassword {
        current: value.password,
        new: value.new_password,
        repeated: value.repeated_password,
    };
    match accounts::change_password(ctx, &who, given).await {
        Ok(()) => {
            let flash = Flash::success("account.password.done");
            Ok(Either::Right(SeeOther::to(home(&who.viewer).1).with(flash)))
        }
        Err(ServiceError::Invalid(faults)) => Ok(Either::Left(page(&who).refused(typed, faults))),
        Err(error) => Err(error.into()),
    }
}
