//! `/admin`: the condition of the portal and all accounts; `/admin/pengguna/baru`: one more.

use rocket::{Either, FromForm, Route, State, get, post, routes};
use serde::Serialize;

use super::account::OneTimePage;
use crate::domain::actor::{Appointment, Role};
use crate::services::accounts::{self, Account, NewUser};
use crate::services::administration::{self, Condition};
use crate::services::public::{self, Unit};
use crate::services::{Context, ServiceError};
use crate::web::guards::{Admin, Language};
use crate::web::views::Words;
use crate::web::{Answer, Empty, Page, Submission};

pub fn routes() -> Vec<Route> {
    routes![list, new, create]
}

#[derive(Serialize)]
struct AccountsPage {
    missing_year: Option<i32>,
    waiting: u64,
    failed: u64,
    accounts: Vec<AccountLine>,
}

#[derive(Serialize)]
struct AccountLine {
    username: String,
    full_name: String,
    roles: Vec<String>,
    is_suspended: bool,
    must_change_password: bool,
}

#[get("/admin")]
async fn list(ctx: &State<Context>, _admin: Admin, language: Language) -> Answer<Page<AccountsPage>> {
    let Condition {
        missing_year,
        waiting,
        failed,
    } = administration::condition(ctx).await?;
    let units = public::find_units(ctx, "", None).await?;
    let today = ctx.today(ctx.zone());
    let words = Words::new(ctx, language.0);
    let line = |account: Account| AccountLine {
        roles: account
            .appointments
            .iter()
            .filter(|held| held.covers(today))
            .map(|held| held_role(words, &units, held))
            .collect(),
        username: account.username,
        full_name: account.full_name,
        is_suspended: account.is_suspended,
        must_change_password: account.must_change_password,
    };
    let staff = accounts::list_users(ctx).await?.into_iter().filter(is_staff);
    let view = AccountsPage {
        missing_year,
        waiting,
        failed,
        accounts: staff.map(line).collect(),
    };
    Ok(Page::new(
        "pages/admin/accounts.html.tera",
        "admin.accounts.title",
        view,
    ))
}

/// Citizens look after their accounts themselves.
pub(super) fn is_staff(account: &Account) -> bool {
    let mut roles = account.appointments.iter().map(|held| held.role);
    account.appointments.is_empty() || roles.any(|role| role != Role::Citizen)
}

/// `PPID, Lapas Makassar`.
pub(super) fn held_role(words: Words<'_>, units: &[Unit], held: &Appointment) -> String {
    let role = words.text(&format!("law.role.{}", held.role.code()));
    match held.unit.and_then(|id| units.iter().find(|unit| unit.id == id.0)) {
        Some(unit) => format!("{role}, {}", unit.short_name),
        None => role,
    }
}

#[get("/admin/pengguna/baru")]
fn new(_admin: Admin) -> Page<Empty> {
    form()
}

fn form() -> Page<Empty> {
    Page::new("pages/admin/new.html.tera", "admin.new.title", Empty::default())
}

#[derive(FromForm)]
struct RawUser<'r> {
    #[field(default = "")]
    username: &'r str,
    #[field(default = "")]
    full_name: &'r str,
    #[field(default = "")]
    email: &'r str,
}

/// Answers with a page instead of a redirect: the password is shown this once and kept nowhere.
#[post("/admin/pengguna/baru", data = "<form_data>")]
async fn create(
    ctx: &State<Context>,
    admin: Admin,
    form_data: Submission<RawUser<'_>>,
) -> Answer<Either<Page<Empty>, Page<OneTimePage>>> {
    let Submission { value, typed } = form_data;
    let user = NewUser {
        username: value.username.to_owned(),
        full_name: value.full_name.to_owned(),
        email: Some(value.email.to_owned()),
    };
    let username = value.username.trim().to_lowercase();
    match accounts::add_user_by(ctx, admin.viewer.user(), user).await {
        Ok((_, password)) => Ok(Either::Right(OneTimePage::page(username, password))),
        Err(ServiceError::Invalid(faults)) => Ok(Either::Left(form().refused(typed, faults))),
        Err(error) => Err(error.into()),
    }
}
