//! `/admin/satker`: the units and every succession on record; `/admin/satker/<code>`: what one was, and recording what becomes of it.

use std::collections::BTreeSet;

use rocket::{Either, Route, State, get, post, routes};
use serde::Serialize;
use time::Date;

use crate::domain::calendar::typed_day;
use crate::domain::unit::{Jurisdiction, SuccessionKind};
use crate::services::units::{self, Change, Preview, Recorded, Unit, UnitHistory, UnitVersion, Wanted};
use crate::services::{Context, Fault, ServiceError};
use crate::web::guards::{Admin, Language};
use crate::web::pages::public::Choice;
use crate::web::views::Words;
use crate::web::{Answer, Flash, NoFields, Page, SeeOther, Submission, Typed};

pub fn routes() -> Vec<Route> {
    routes![list, show, send]
}

#[derive(Serialize)]
struct ListView {
    units: Vec<UnitLine>,
    recorded: Vec<RecordedView>,
}

#[derive(Serialize)]
struct UnitLine {
    code: String,
    name: String,
    body: Option<String>,
    ended_on: Option<Date>,
}

#[derive(Serialize)]
struct RecordedView {
    kind: String,
    from: String,
    to: Option<String>,
    effective_on: Date,
    legal_basis: String,
    requests: i32,
    objections: i32,
    appointments: i32,
    by: Option<String>,
}

impl From<Recorded> for RecordedView {
    fn from(recorded: Recorded) -> Self {
        let Recorded { row, from, to, by } = recorded;
        Self {
            kind: row.kind,
            to: (row.from_unit_id != row.to_unit_id).then_some(to),
            from,
            effective_on: row.effective_on,
            legal_basis: row.legal_basis,
            requests: row.moved_requests,
            objections: row.moved_objections,
            appointments: row.ended_appointments,
            by,
        }
    }
}

#[derive(Serialize)]
struct UnitView {
    code: String,
    name: String,
    ended_on: Option<Date>,
    heirs: Vec<Link>,
    predecessors: Vec<Link>,
    versions: Vec<VersionView>,
    kinds: Vec<Choice>,
    units: Vec<Choice>,
    commissions: Vec<Choice>,
    preview: Option<PreviewView>,
}

#[derive(Serialize)]
struct Link {
    code: String,
    name: String,
}

impl From<&Unit> for Link {
    fn from(unit: &Unit) -> Self {
        Self {
            code: unit.code.clone(),
            name: unit.name.clone(),
        }
    }
}

#[derive(Serialize)]
struct VersionView {
    name: String,
    body: Option<String>,
    address: String,
    from: Option<Date>,
    to: Option<Date>,
    ppid: &'static str,
    ppid_of: Option<String>,
    commission: String,
    legal_basis: Option<String>,
}

impl From<UnitVersion> for VersionView {
    fn from(version: UnitVersion) -> Self {
        let mode = crate::domain::unit::PpidMode::of(version.ppid_of.as_deref());
        Self {
            name: version.name,
            body: version.body,
            address: version.address,
            from: version.valid_from,
            to: version.valid_to,
            ppid: mode.code(),
            ppid_of: version.ppid_of,
            commission: version.commission,
            legal_basis: version.legal_basis,
        }
    }
}

/// What a succession would do; of cases only how many.
#[derive(Serialize)]
struct PreviewView {
    stamp: String,
    kind: &'static str,
    effective_on: Date,
    legal_basis: String,
    changes: Vec<ChangeView>,
    heir: Option<String>,
    carries_cases: bool,
    open_requests: usize,
    closed_requests: usize,
    objections: usize,
    shares: usize,
    endings: Vec<EndingView>,
    unfilled: Vec<&'static str>,
    below: Vec<String>,
}

/// What the unit was and is to be, in one part.
#[derive(Serialize)]
struct ChangeView {
    /// Message key of the part.
    part: &'static str,
    was: String,
    becomes: String,
}

#[derive(Serialize)]
struct EndingView {
    name: String,
    role: String,
}

/// Everything that changes, in the order of the form.
fn changes(ctx: &Context, words: Words<'_>, known: &[Unit], found: &Preview) -> Vec<ChangeView> {
    let nothing = || words.text("unit.preview.none");
    let named = |code: &Option<String>| {
        let unit = known.iter().find(|unit| Some(&unit.code) == code.as_ref());
        unit.map(|unit| unit.name.clone())
    };
    let parts = |unit: &Unit| {
        let own = words.text("unit.ppid.own_ppid");
        [
            ("unit.row.name", unit.name.clone()),
            ("unit.row.short_name", unit.short_name.clone()),
            ("unit.row.place", unit.place.clone()),
            ("public.unit.address", unit.address.clone()),
            ("unit.row.email", unit.email.clone().unwrap_or_else(nothing)),
            ("letter.row.body", units::body_of(ctx, unit)),
            (
                "public.unit.parent",
                named(&unit.parent_code).unwrap_or_else(nothing),
            ),
            ("unit.form.ppid_of", named(&unit.ppid_of).unwrap_or(own)),
            (
                "unit.row.commission",
                words.text(&format!("unit.commission.{}", unit.commission)),
            ),
        ]
    };
    let both = parts(&found.unit).into_iter().zip(parts(&found.becomes));
    both.filter(|((_, was), (_, becomes))| was != becomes)
        .map(|((part, was), (_, becomes))| ChangeView { part, was, becomes })
        .collect()
}

impl PreviewView {
    fn new(found: Preview, changes: Vec<ChangeView>) -> Self {
        Self {
            changes,
            kind: found.kind.code(),
            effective_on: found.effective_on,
            legal_basis: found.legal_basis,
            heir: found.successors.first().map(|heir| heir.name.clone()),
            carries_cases: found.kind.ends_unit()
                || found.open_requests + found.objections + found.shares > 0,
            open_requests: found.open_requests,
            closed_requests: found.closed_requests,
            objections: found.objections,
            shares: found.shares,
            endings: found
                .endings
                .into_iter()
                .map(|ending| EndingView {
                    name: ending.full_name,
                    role: ending.row.role,
                })
                .collect(),
            unfilled: found.unfilled.iter().map(|role| role.code()).collect(),
            below: found.below,
            stamp: found.stamp,
        }
    }
}

#[get("/admin/satker")]
async fn list(ctx: &State<Context>, _admin: Admin) -> Answer<Page<ListView>> {
    let mut known = units::list_all(ctx).await?;
    known.sort_by(|a, b| a.name.cmp(&b.name));
    let view = ListView {
        units: known
            .into_iter()
            .map(|unit| UnitLine {
                code: unit.code,
                name: unit.name,
                body: unit.body,
                ended_on: unit.valid_to,
            })
            .collect(),
        recorded: units::recorded(ctx)
            .await?
            .into_iter()
            .map(RecordedView::from)
            .collect(),
    };
    Ok(Page::new("pages/admin/units.html.tera", "unit.title", view))
}

async fn page(
    ctx: &Context,
    lang: Language,
    code: &str,
    preview: Option<Preview>,
) -> Result<(Page<UnitView>, UnitHistory), ServiceError> {
    let words = Words::new(ctx, lang.0);
    let history = units::history(ctx, code).await?;
    let choice = |value: &str, label: String| Choice {
        value: value.to_owned(),
        label,
    };
    let others = units::list_valid(ctx, ctx.today(ctx.zone())).await?;
    let view = UnitView {
        code: history.unit.code.clone(),
        name: history.unit.name.clone(),
        ended_on: history.unit.valid_to,
        heirs: history.heirs.iter().map(Link::from).collect(),
        predecessors: history.predecessors.iter().map(Link::from).collect(),
        versions: history
            .versions
            .iter()
            .rev()
            .cloned()
            .map(VersionView::from)
            .collect(),
        kinds: SuccessionKind::ALL
            .iter()
            .map(|kind| choice(kind.code(), words.text(&format!("unit.kind.{}", kind.code()))))
            .collect(),
        units: others
            .iter()
            .filter(|unit| unit.code != history.unit.code)
            .map(|unit| choice(&unit.code, unit.name.clone()))
            .collect(),
        commissions: Jurisdiction::ALL
            .iter()
            .map(|one| choice(one.code(), words.text(&format!("unit.commission.{}", one.code()))))
            .collect(),
        preview: match preview {
            Some(found) => {
                let known = units::list_all(ctx).await?;
                let changes = changes(ctx, words, &known, &found);
                Some(PreviewView::new(found, changes))
            }
            None => None,
        },
    };
    let page = Page::new("pages/admin/unit.html.tera", "unit.title_of", view);
    Ok((page.title_value("name", &history.unit.short_name), history))
}

#[get("/admin/satker/<code>")]
async fn show(ctx: &State<Context>, _admin: Admin, lang: Language, code: &str) -> Answer<Page<UnitView>> {
    let (page, history) = page(ctx, lang, code, None).await?;
    let unit = history.unit;
    let text = Option::unwrap_or_default;
    let typed = Typed::new()
        .with("name", unit.name)
        .with("short_name", unit.short_name)
        .with("place", unit.place)
        .with("address", unit.address)
        .with("email", text(unit.email))
        .with("body", text(unit.body))
        .with("parent", text(unit.parent_code))
        .with("ppid_of", text(unit.ppid_of))
        .with("commission", unit.commission);
    Ok(page.filled(typed.lists(&["also"])))
}

/// A look at what it does is answered with a page, for nothing was done.
#[post("/admin/satker/<code>", data = "<sent>")]
async fn send(
    ctx: &State<Context>,
    admin: Admin,
    lang: Language,
    code: &str,
    sent: Submission<NoFields>,
) -> Answer<Either<Page<UnitView>, SeeOther>> {
    let typed = sent.typed.lists(&["also"]);
    let (wanted, day_fault) = read(code, &typed);
    let seen = (typed.text("step") == "apply").then(|| typed.text("seen").to_owned());
    let done = match (&day_fault, seen) {
        (None, Some(seen)) => {
            let by = admin.viewer.user().ok_or(ServiceError::Forbidden)?;
            units::apply(ctx, Some(by), &wanted, Some(&seen))
                .await
                .map(|_| None)
        }
        _ => units::preview(ctx, &wanted).await.map(Some),
    };
    match done {
        Ok(None) => Ok(Either::Right(
            SeeOther::to(format!("/admin/satker/{code}")).with(Flash::success("unit.done")),
        )),
        Ok(found) => {
            let (page, _) = page(ctx, lang, code, found).await?;
            Ok(Either::Left(page.filled(typed)))
        }
        Err(ServiceError::Invalid(mut faults)) => {
            if let Some(wrong) = day_fault {
                faults.retain(|fault| fault.field != wrong.field);
                faults.push(wrong);
            }
            // What it would do by now is shown with the reason, so that it can be looked at again.
            let found = units::preview(ctx, &wanted).await.ok();
            let (page, _) = page(ctx, lang, code, found).await?;
            Ok(Either::Left(page.refused(typed, faults)))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(code: &str, typed: &Typed) -> (Wanted, Option<Fault>) {
    let day = |part: &str| typed.text(&format!("effective_on_{part}"));
    let day = typed_day(day("day"), day("month"), day("year"));
    let said = |field: &str| Some(typed.text(field).to_owned());
    let mut to: Vec<String> = vec![typed.text("to").to_owned()];
    let known: BTreeSet<String> = to.iter().cloned().collect();
    let also = typed.all("also").iter();
    to.extend(also.filter(|code| !known.contains(*code)).cloned());
    let wanted = Wanted {
        unit: code.to_owned(),
        kind: SuccessionKind::parse(typed.text("kind")),
        effective_on: day.unwrap_or(None),
        legal_basis: typed.text("legal_basis").to_owned(),
        to,
        change: Change {
            name: said("name"),
            short_name: said("short_name"),
            place: said("place"),
            address: said("address"),
            email: said("email"),
            body: said("body"),
            parent: said("parent"),
            ppid_of: said("ppid_of"),
            commission: said("commission"),
        },
    };
    let fault = day.err().map(|_| Fault::new("effective_on", "field.date_wrong"));
    (wanted, fault)
}
