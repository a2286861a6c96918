//! `/admin/pengguna/<username>`: one account, its appointments, its password, its suspension.

use rocket::{Either, FromForm, Route, State, get, post, routes};
use serde::Serialize;
use time::Date;
use uuid::Uuid;

use super::accounts::{held_role, is_staff};
use crate::domain::actor::Role;
use crate::domain::calendar::{NotADay, typed_day};
use crate::domain::ids::{AppointmentId, UnitId};
use crate::services::accounts::{self, Account, Appoint};
use crate::services::public::{self, Unit};
use crate::services::{Context, Fault, ServiceError};
use crate::web::guards::{Admin, Language};
use crate::web::pages::public::Choice;
use crate::web::views::Words;
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![show, reset, suspend, reopen, appoint, end]
}

/// A one-time password, shown once.
#[derive(Serialize)]
pub(super) struct OneTimePage {
    username: String,
    password: String,
}

impl OneTimePage {
    pub(super) fn page(username: String, password: String) -> Page<Self> {
        let view = Self { username, password };
        Page::new("pages/admin/one_time.html.tera", "admin.one_time.title", view)
    }
}

#[derive(Serialize)]
struct AccountPage {
    username: String,
    full_name: String,
    email: Option<String>,
    is_suspended: bool,
    must_change_password: bool,
    is_self: bool,
    appointments: Vec<AppointmentView>,
    roles: Vec<Choice>,
    units: Vec<Choice>,
}

#[derive(Serialize)]
struct AppointmentView {
    id: String,
    role: String,
    starts_on: Date,
    ends_on: Option<Date>,
    is_in_force: bool,
}

/// Roles that an administrator can give.
const ROLES: [Role; 5] = [
    Role::Officer,
    Role::Ppid,
    Role::Superior,
    Role::Auditor,
    Role::Admin,
];

async fn find(ctx: &Context, username: &str) -> Result<Account, ServiceError> {
    let all = accounts::list_users(ctx).await?;
    all.into_iter()
        .find(|account| account.username == username && is_staff(account))
        .ok_or(ServiceError::NotFound)
}

async fn page(
    ctx: &Context,
    admin: &Admin,
    language: Language,
    username: &str,
) -> Result<Page<AccountPage>, ServiceError> {
    let account = find(ctx, username).await?;
    let units = public::find_units(ctx, "", None).await?;
    let view = account_view(ctx, admin, Words::new(ctx, language.0), &units, account);
    let page = Page::new("pages/admin/account.html.tera", "admin.account.title", view);
    Ok(page.title_value("username", username))
}

fn account_view(
    ctx: &Context,
    admin: &Admin,
    words: Words<'_>,
    units: &[Unit],
    account: Account,
) -> AccountPage {
    let today = ctx.today(ctx.zone());
    let choice = |role: Role| Choice {
        value: role.code().to_owned(),
        label: words.text(&format!("law.role.{}", role.code())),
    };
    let whole_body = Choice {
        value: String::new(),
        label: words.text("admin.account.whole_body"),
    };
    let unit_choice = |unit: &Unit| Choice {
        value: unit.code.clone(),
        label: unit.short_name.clone(),
    };
    // Nobody is appointed to a unit that has ended.
    let is_there = |unit: &&Unit| unit.valid_to.is_none_or(|last| today <= last);
    AccountPage {
        appointments: account
            .appointments
            .iter()
            .map(|held| AppointmentView {
                id: held.id.0.to_string(),
                role: held_role(words, units, held),
                starts_on: held.starts_on,
                ends_on: held.ends_on,
                is_in_force: held.covers(today),
            })
            .collect(),
        is_self: admin.viewer.user() == Some(account.id),
        username: account.username,
        full_name: account.full_name,
        email: account.email,
        is_suspended: account.is_suspended,
        must_change_password: account.must_change_password,
        roles: ROLES.into_iter().map(choice).collect(),
        units: std::iter::once(whole_body)
            .chain(units.iter().filter(|unit| is_there(unit)).map(unit_choice))
            .collect(),
    }
}

fn address(username: &str) -> String {
    format!("/admin/pengguna/{username}")
}

#[get("/admin/pengguna/<username>")]
async fn show(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    username: &str,
) -> Answer<Page<AccountPage>> {
    Ok(page(ctx, &admin, language, username).await?)
}

/// Answers with a page instead of a redirect: the password is shown this once and kept nowhere.
#[post("/admin/pengguna/<username>/sandi", data = "<_form>")]
async fn reset(
    ctx: &State<Context>,
    admin: Admin,
    username: &str,
    _form: Submission<NoFields>,
) -> Answer<Page<OneTimePage>> {
    let account = find(ctx, username).await?;
    let password = match admin.viewer.user() {
        Some(by) => accounts::reset_password_by(ctx, by, &account.username).await?,
        None => return Err(ServiceError::Forbidden.into()),
    };
    Ok(OneTimePage::page(account.username, password))
}

#[post("/admin/pengguna/<username>/tangguhkan", data = "<_form>")]
async fn suspend(
    ctx: &State<Context>,
    admin: Admin,
    username: &str,
    _form: Submission<NoFields>,
) -> Answer<SeeOther> {
    let account = find(ctx, username).await?;
    if admin.viewer.user() == Some(account.id) {
        return Err(ServiceError::Forbidden.into());
    }
    accounts::set_suspended(ctx, account.id, true).await?;
    Ok(SeeOther::to(address(username)).with(Flash::success("admin.account.suspended_done")))
}

#[post("/admin/pengguna/<username>/aktifkan", data = "<_form>")]
async fn reopen(
    ctx: &State<Context>,
    _admin: Admin,
    username: &str,
    _form: Submission<NoFields>,
) -> Answer<SeeOther> {
    let account = find(ctx, username).await?;
    accounts::set_suspended(ctx, account.id, false).await?;
    Ok(SeeOther::to(address(username)).with(Flash::success("admin.account.reopened_done")))
}

#[derive(FromForm)]
struct RawAppointment<'r> {
    #[field(default = "")]
    role: &'r str,
    #[field(default = "")]
    unit: &'r str,
    #[field(default = "")]
    starts_on_day: &'r str,
    #[field(default = "")]
    starts_on_month: &'r str,
    #[field(default = "")]
    starts_on_year: &'r str,
    #[field(default = "")]
    ends_on_day: &'r str,
    #[field(default = "")]
    ends_on_month: &'r str,
    #[field(default = "")]
    ends_on_year: &'r str,
    #[field(default = "")]
    decree: &'r str,
}

#[post("/admin/pengguna/<username>/penunjukan", data = "<form>")]
async fn appoint(
    ctx: &State<Context>,
    admin: Admin,
    language: Language,
    username: &str,
    form: Submission<RawAppointment<'_>>,
) -> Answer<Either<Page<AccountPage>, SeeOther>> {
    let Submission { value, typed } = form;
    let account = find(ctx, username).await?;
    // Whoever runs the accounts sees no case, and so gives themselves no desk.
    if admin.viewer.user() == Some(account.id) {
        return Err(ServiceError::Forbidden.into());
    }
    let refused = async |typed: Typed, faults| -> Answer<_> {
        let page = page(ctx, &admin, language, username).await?;
        Ok(Either::Left(page.refused(typed, faults)))
    };
    let wanted = match wanted(ctx, &account, &value).await {
        Ok(wanted) => wanted,
        Err(ServiceError::Invalid(faults)) => return refused(typed, faults).await,
        Err(error) => return Err(error.into()),
    };
    match accounts::appoint_by(ctx, admin.viewer.user(), wanted).await {
        Ok(_) => {
            let flash = Flash::success("admin.account.appointed_done");
            Ok(Either::Right(SeeOther::to(address(username)).with(flash)))
        }
        Err(ServiceError::Invalid(faults)) => refused(typed, faults).await,
        Err(error) => Err(error.into()),
    }
}

async fn wanted(
    ctx: &Context,
    account: &Account,
    form: &RawAppointment<'_>,
) -> Result<Appoint, ServiceError> {
    let mut faults = Vec::new();
    let role = Role::parse(form.role).filter(|role| ROLES.contains(role));
    if role.is_none() {
        faults.push(Fault::new("role", "account.fault.role"));
    }
    let units = public::find_units(ctx, "", None).await?;
    let unit = units
        .iter()
        .find(|unit| unit.code == form.unit)
        .map(|unit| UnitId(unit.id));
    if unit.is_none() && !form.unit.is_empty() {
        faults.push(Fault::new("unit", "field.unit_unknown"));
    }
    let mut day = |field: &str, typed: Result<Option<Date>, NotADay>| {
        typed.unwrap_or_else(|_| {
            faults.push(Fault::new(field, "admin.fault.day"));
            None
        })
    };
    let starts_on = day(
        "starts_on",
        typed_day(form.starts_on_day, form.starts_on_month, form.starts_on_year),
    );
    let ends_on = day(
        "ends_on",
        typed_day(form.ends_on_day, form.ends_on_month, form.ends_on_year),
    );
    match role {
        Some(role) if faults.is_empty() => Ok(Appoint {
            user: account.id,
            role,
            unit,
            starts_on: starts_on.unwrap_or_else(|| ctx.today(ctx.zone())),
            ends_on,
            decree: Some(form.decree.trim().to_owned()).filter(|decree| !decree.is_empty()),
        }),
        _ => Err(ServiceError::Invalid(faults)),
    }
}

/// Ends an appointment today: it is in force to the end of the day.
#[post("/admin/pengguna/<username>/penunjukan/<id>/akhiri", data = "<_form>")]
async fn end(
    ctx: &State<Context>,
    _admin: Admin,
    username: &str,
    id: &str,
    _form: Submission<NoFields>,
) -> Answer<SeeOther> {
    let account = find(ctx, username).await?;
    let id = Uuid::try_parse(id).map_err(|_| ServiceError::NotFound)?;
    let held = account
        .appointments
        .iter()
        .find(|held| held.id == AppointmentId(id));
    let held = held.ok_or(ServiceError::NotFound)?;
    let last = ctx.today(ctx.zone()).max(held.starts_on);
    accounts::end_appointment(ctx, held.id, last).await?;
    Ok(SeeOther::to(address(username)).with(Flash::success("admin.account.ended_done")))
}
