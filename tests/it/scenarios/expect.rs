//! How things stand, held against what a scenario expects.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::fmt::Write as _;

use terbuka::domain::actor::Viewer;
use terbuka::domain::deadline::{
    Bounds, Deadline, DeadlineError, DueState, Governing, RuleId, RuleSet, bounds, due_at, opens_on,
};
use terbuka::domain::exemption::Status as ExemptionStatus;
use terbuka::domain::objection::Availability;
use terbuka::domain::policy::Scope;
use terbuka::domain::request::Holder;
use terbuka::persistence::UnitScope;
use terbuka::persistence::queries::{self, CaseKey};
use terbuka::services::audit::{Figure, FigureCache, check_case, list_public};
use terbuka::services::disputes::{self, Dispute, DisputeFile, check_dispute};
use terbuka::services::exemptions;
use terbuka::services::objections::{self, Objection, ObjectionFile, ObjectionKey, check_objection};
use terbuka::services::requests::{CaseFile, for_applicant};
use time::Date;
use uuid::Uuid;

use super::coverage::Seen;
use super::dispute;
use super::file::{Code, Count, Expect, Three, Who, instant};
use super::play::grounds;
use super::stage::{Stage, UNIT};
use crate::support::TestApp;

/// Where the applicant of every scenario reads their mail.
const APPLICANT: &str = "andi.baso@example.org";

/// Collects what differs.
#[derive(Default)]
pub struct Differences(Vec<String>);

impl Differences {
    pub fn same<T: PartialEq + Debug>(&mut self, what: &str, expected: &T, found: &T) {
        if expected != found {
            self.0
                .push(format!("{what}: expected {expected:?}, found {found:?}"));
        }
    }

    pub fn if_named<T: PartialEq + Debug>(&mut self, what: &str, expected: Option<&T>, found: &T) {
        if let Some(expected) = expected {
            self.same(what, expected, found);
        }
    }
}

async fn objection_file(stage: &Stage<'_>, id: Uuid) -> ObjectionFile {
    let conn = stage.app.ctx.db.read();
    let found = Objection::load(&stage.app.ctx, conn, &ObjectionKey::Id(id)).await;
    let token = objections::token_of(&stage.app.ctx, &found.expect("an objection").row);
    objections::for_applicant(&stage.app.ctx, &token)
        .await
        .expect("an objection")
}

async fn dispute_file(stage: &Stage<'_>, objection: &ObjectionFile) -> DisputeFile {
    disputes::of_objection(&stage.app.ctx, objection)
        .await
        .expect("a dispute")
}

/// Letters of one moment have no order.
fn sorted<'a>(letters: impl IntoIterator<Item = &'a String>) -> Vec<String> {
    let mut letters: Vec<String> = letters.into_iter().cloned().collect();
    letters.sort();
    letters
}

/// The days of a deadline.
fn three(deadline: &Deadline) -> Three {
    Three([deadline.target, deadline.due, deadline.latest])
}

/// What differs from what is expected.
pub async fn compare(stage: &mut Stage<'_>, expected: &Expect) -> Vec<String> {
    let mut differences = Differences::default();
    let file = match &stage.case {
        Some(case) => Some(for_applicant(&stage.app.ctx, case.id).await.expect("a case")),
        None => None,
    };
    let objection = match stage.objection {
        Some(id) => Some(objection_file(stage, id).await),
        None => None,
    };
    let dispute = match &objection {
        Some(objection) => Some(dispute_file(stage, objection).await),
        None => None,
    };
    let clocks = Clocks {
        request: file.as_ref(),
        objection: objection.as_ref(),
        dispute: dispute.as_ref(),
    };
    dates(stage, expected, &clocks, &mut differences);
    if let Some(file) = &file {
        request(stage, expected, file, &mut differences);
    }
    offered(stage, expected, file.as_ref(), &mut differences).await;
    if let Some(objection) = &objection {
        of_objection(stage, expected, objection, &mut differences);
    }
    if let Some(dispute) = &dispute {
        dispute::compare(expected, dispute, &mut differences);
    }
    if let Some(id) = stage.exemption {
        let viewer = stage.staff(Who::Ppid, UNIT).await;
        exemption(stage, expected, &viewer, id, &mut differences).await;
    }
    if !expected.figures.is_empty() {
        let figures = list_public(&stage.app.ctx, &FigureCache::default(), None)
            .await
            .expect("figures");
        for (code, count) in &expected.figures {
            let figure = Figure::from_code(code).unwrap_or_else(|| panic!("no figure {code}"));
            differences.same(code, count, &figures.total.get(figure));
        }
    }
    if expected.mails.is_some() {
        let sent = stage.app.mail.take();
        let sent = sent.iter().filter(|mail| mail.to == APPLICANT).count();
        differences.if_named("mails", expected.mails.as_ref(), &sent);
    }
    let why = expected
        .why
        .as_ref()
        .map(|why| format!("\n    ({why})"))
        .unwrap_or_default();
    differences
        .0
        .into_iter()
        .map(|wrong| format!("{wrong}{why}"))
        .collect()
}

/// What has dates in a scenario.
struct Clocks<'a> {
    request: Option<&'a CaseFile>,
    objection: Option<&'a ObjectionFile>,
    dispute: Option<&'a DisputeFile>,
}

impl Clocks<'_> {
    /// The dates of a duty, and the day it was done.
    fn find(&self, code: &Code) -> Option<(Deadline, Option<Date>)> {
        let in_request = self.request.and_then(|file| file.clock.duty(&code.0));
        let in_objection = self.objection.and_then(|file| file.clock.duty(&code.0));
        let in_dispute = self.dispute.and_then(|file| file.clock.duty(&code.0));
        in_request
            .map(|duty| (duty.deadline, duty.settled_on))
            .or(in_objection.map(|duty| (duty.deadline, duty.settled_on)))
            .or(in_dispute.map(|duty| (duty.deadline, duty.settled_on)))
    }
}

fn dates(stage: &mut Stage<'_>, expected: &Expect, clocks: &Clocks<'_>, differences: &mut Differences) {
    let find = |code: &Code| clocks.find(code);
    for (code, days) in &expected.dates {
        let found = find(code).map(|(deadline, _)| three(&deadline));
        differences.same(&code.0, &Some(*days), &found);
        stage.seen.rules.extend(code.rules());
    }
    for (code, day) in &expected.done {
        let found = find(code).and_then(|(_, settled_on)| settled_on);
        differences.same(&format!("{} done", code.0), &Some(day.0), &found);
    }
    for code in &expected.not_running {
        differences.same(&code.0, &None, &find(code).map(|(deadline, _)| three(&deadline)));
    }
}

fn request(stage: &Stage<'_>, expected: &Expect, file: &CaseFile, differences: &mut Differences) {
    let state = &file.case.state;
    let row = &file.case.row;
    let text = |text: &str| text.to_owned();
    differences.if_named("state", expected.state.as_ref(), &text(state.status.code()));
    // The row that lists show says the same as the events.
    differences.same("the stored state", &text(state.status.code()), &row.status);
    differences.if_named(
        "outcome",
        expected.outcome.as_ref(),
        &row.outcome.clone().unwrap_or_default(),
    );
    differences.if_named(
        "complete_on",
        expected.complete_on.map(|day| Some(day.0)).as_ref(),
        &state.complete_on,
    );
    let shares = state.shares.iter().map(|share| {
        let unit = file.units.iter().find(|unit| unit.id == share.unit.0);
        let unit = unit.map(|unit| unit.code.clone()).unwrap_or_default();
        format!("{unit} {}", share.status.code())
    });
    differences.if_named("shares", expected.shares.as_ref(), &shares.collect());
    let governs = match file.clock.governing {
        Governing::Statute => "statute",
        Governing::Regulation => "regulation",
    };
    differences.if_named("governs", expected.governs.as_ref(), &text(governs));
    let day = |day: Option<Date>| day.map_or("none".to_owned(), |day| day.to_string());
    differences.if_named("act_by", expected.act_by.as_ref(), &day(row.next_due_on));
    let notice = match file.due_state {
        None => text("none"),
        Some(DueState::DueToday) => text("today"),
        Some(DueState::Left(days)) => format!("{days} left"),
        Some(DueState::Overdue { by }) => format!("{by} over"),
    };
    differences.if_named("notice", expected.notice.as_ref(), &notice);
    differences.if_named("late", expected.late.map(Some).as_ref(), &row.is_late_notice);
    differences.if_named(
        "working_days",
        expected.working_days.map(Some).as_ref(),
        &row.working_days_used,
    );
    differences.if_named("published", expected.published.as_ref(), &state.is_published);
    let fee = state.current_fee().map_or(0, |fee| fee.total);
    differences.if_named("fee", expected.fee.as_ref(), &fee);
    let promise = file.clock.standing_delivery;
    let by = promise.and_then(|promise| promise.deliver_by);
    differences.if_named("deliver_by", expected.deliver_by.as_ref(), &day(by));
    let kept = promise.map_or("none", |promise| promise.on(file.today).code());
    differences.if_named("delivery", expected.delivery.as_ref(), &text(kept));
    differences.if_named("unit", expected.unit.as_ref(), &file.case.unit.code);
    let letters = sorted(file.page.letters.iter().map(|letter| &letter.kind));
    differences.if_named(
        "letters",
        expected.letters.as_ref().map(sorted).as_ref(),
        &letters,
    );
    if !expected.held.is_empty() {
        let held = file.held(&stage.app.ctx).expect("days held");
        for (who, days) in &expected.held {
            let is_meant = |holder: Holder| match who.as_str() {
                "office" => matches!(holder, Holder::Office(_)),
                "asked" => matches!(holder, Holder::Asked(_)),
                "superior" => matches!(holder, Holder::Superior(_)),
                "applicant" => holder == Holder::Applicant,
                other => panic!("nobody holds a case as {other}"),
            };
            differences.same(&format!("held by {who}"), days, &held.days_of(is_meant));
        }
    }
}

/// What can be objected to.
async fn offered(
    stage: &mut Stage<'_>,
    expected: &Expect,
    file: Option<&CaseFile>,
    differences: &mut Differences,
) {
    let ctx = &stage.app.ctx;
    let all: Vec<Availability> = match file {
        Some(file) => objections::on_request(ctx, file).expect("grounds"),
        None => objections::without_request(ctx, ctx.today(ctx.zone()))
            .await
            .expect("grounds"),
    };
    let open = all
        .iter()
        .filter(|one| one.is_available)
        .map(|one| one.ground.letter())
        .collect();
    differences.if_named("open grounds", expected.open_grounds.as_ref(), &open);
    for (letter, window) in &expected.grounds {
        let ground = grounds(&letter.to_string())[0];
        let found = all
            .iter()
            .find(|one| one.ground == ground)
            .and_then(|one| one.window);
        let found = found.map(|found| (found.available_from, three(&found.deadline), found.never_closes));
        let window = (window.from.0, window.dates, window.never_closes);
        differences.same(&format!("ground {letter}"), &Some(window), &found);
        stage.seen.rules.insert(RuleId::D10);
    }
}

fn of_objection(
    stage: &mut Stage<'_>,
    expected: &Expect,
    file: &ObjectionFile,
    differences: &mut Differences,
) {
    let (state, clock) = (&file.objection.state, &file.clock);
    let today = file.moment.today;
    let text = |text: &str| text.to_owned();
    differences.if_named(
        "objection",
        expected.objection.as_ref(),
        &text(state.status.code()),
    );
    differences.same(
        "the stored state",
        &Some(text(state.status.code())),
        &file.objection.row.status,
    );
    let decision = state
        .answer
        .as_ref()
        .map_or("none", |answer| answer.decision.code());
    differences.if_named("decision", expected.decision.as_ref(), &text(decision));
    let late = state.possibly_late.iter().map(|ground| ground.letter()).collect();
    differences.if_named("possibly_late", expected.possibly_late.as_ref(), &late);
    let letters = sorted(file.letters.iter().map(|letter| &letter.kind));
    let wanted = expected.objection_letters.as_ref().map(sorted);
    differences.if_named("objection_letters", wanted.as_ref(), &letters);
    differences.if_named("lapsed", expected.lapsed.as_ref(), &clock.is_lapsed(state, today));
    let roads: BTreeMap<RuleId, Date> = [clock.after_answer, clock.after_silence]
        .into_iter()
        .flatten()
        .map(|road| (road.deadline.rule_id, road.opens_on))
        .collect();
    let wanted = expected
        .roads
        .as_ref()
        .map(|roads| roads.iter().map(|(id, day)| (*id, day.0)).collect());
    differences.if_named("roads", wanted.as_ref(), &roads);
    let until = clock
        .dispute_latest(today)
        .map_or(text("none"), |day| day.to_string());
    differences.if_named("commission_until", expected.commission_until.as_ref(), &until);
    stage
        .seen
        .decisions
        .extend(state.answer.as_ref().map(|answer| answer.decision));
}

async fn exemption(
    stage: &Stage<'_>,
    expected: &Expect,
    viewer: &Viewer,
    id: Uuid,
    differences: &mut Differences,
) {
    let roles = [terbuka::domain::actor::Role::Ppid];
    let file = exemptions::open(&stage.app.ctx, viewer, &roles, id)
        .await
        .expect("an exemption");
    differences.if_named(
        "exemption",
        expected.exemption.as_ref(),
        &file.state.status.code().to_owned(),
    );
    differences.if_named(
        "in_force",
        expected.in_force.as_ref(),
        &file.state.is_in_force(file.today),
    );
    differences.if_named(
        "may_open_from",
        expected.may_open_from.map(|day| day.0).as_ref(),
        &file.moment().opening_from,
    );
}

/// The last event of everything in the scenario: a refused step must not move it.
pub async fn sequence(stage: &Stage<'_>) -> [i32; 4] {
    let conn = stage.app.ctx.db.read();
    let case = match &stage.case {
        Some(case) => {
            let row = terbuka::persistence::requests::get_request(conn, &UnitScope::All, case.id).await;
            row.expect("a case").event_seq
        }
        None => 0,
    };
    let [objection, dispute] = match stage.objection {
        Some(id) => {
            let found = Objection::load(&stage.app.ctx, conn, &ObjectionKey::Id(id)).await;
            let found = found.expect("an objection");
            let seq = found.log.seq();
            let dispute = Dispute::load(&stage.app.ctx, conn, found).await;
            [seq, dispute.expect("a dispute").log.seq()]
        }
        None => [0, 0],
    };
    let exemption = match stage.exemption {
        Some(id) => exemption_of(stage, id).await.log.seq(),
        None => 0,
    };
    [case, objection, dispute, exemption]
}

async fn exemption_of(stage: &Stage<'_>, id: Uuid) -> exemptions::ExemptionFile {
    let file =
        exemptions::ExemptionFile::load(&stage.app.ctx, stage.app.ctx.db.read(), &Scope::All, id).await;
    file.expect("an exemption")
}

/// What the auditor's check of the record finds: it must find nothing.
pub async fn is_sound(stage: &Stage<'_>) -> Vec<String> {
    let ctx = &stage.app.ctx;
    let mut found = Vec::new();
    if let Some(case) = &stage.case {
        let key = CaseKey::Id(case.id);
        let page = queries::find_case_page(ctx.db.read(), &UnitScope::All, &key)
            .await
            .expect("a database");
        let check = check_case(ctx, &page.expect("a case")).await.expect("a check");
        found.extend(
            check
                .findings
                .iter()
                .map(|finding| format!("the auditor finds {finding:?}")),
        );
    }
    for id in stage.objections() {
        let file = objection_file(stage, id).await;
        let check = check_objection(ctx, &file).await.expect("a check");
        let dispute = check_dispute(ctx, &dispute_file(stage, &file).await).await;
        let dispute = dispute.expect("a check");
        found.extend(
            check
                .findings
                .iter()
                .chain(dispute.iter().flat_map(|check| &check.findings))
                .map(|finding| format!("the auditor finds {finding:?}")),
        );
    }
    found
}

impl Stage<'_> {
    fn objections(&self) -> Vec<Uuid> {
        self.earlier.iter().copied().chain(self.objection).collect()
    }

    /// Keeps what the scenario met, as its events tell it.
    pub async fn note_what_happened(&mut self) {
        if let Some(case) = &self.case {
            let file = for_applicant(&self.app.ctx, case.id).await.expect("a case");
            for event in &file.page.events {
                self.seen
                    .request_event(event.status_before.as_deref(), &event.kind, &event.status_after);
            }
            self.seen
                .outcomes
                .extend(file.page.items.iter().filter_map(|item| item.outcome.clone()));
            self.seen
                .letters
                .extend(file.page.letters.iter().map(|letter| letter.kind.clone()));
            self.seen.channels.insert(file.case.row.channel.clone());
        }
        for id in self.objections() {
            let file = objection_file(self, id).await;
            for event in file.objection.log.rows() {
                self.seen
                    .objection_event(event.status_before.as_deref(), &event.kind, &event.status_after);
            }
            let dispute = dispute_file(self, &file).await;
            for event in dispute.dispute.log.rows() {
                self.seen
                    .dispute_event(event.status_before.as_deref(), &event.kind, &event.status_after);
            }
            self.seen
                .dispute_outcomes
                .extend(dispute.dispute.state.decision.map(|(_, outcome)| outcome));
            self.seen
                .grounds
                .extend(file.objection.state.grounds.iter().copied());
            self.seen
                .letters
                .extend(file.letters.iter().map(|letter| letter.kind.clone()));
        }
        if let Some(id) = self.exemption {
            let file = exemption_of(self, id).await;
            let facts = file.log.facts().expect("its events");
            for (event, fact) in file.log.rows().iter().zip(&facts) {
                self.seen
                    .exemption_event(event.status_before.as_deref(), fact, &event.status_after);
            }
        }
    }
}

/// Everything that could depend on a worker: states, dates, figures.
pub async fn stands(stage: &Stage<'_>) -> String {
    let ctx = &stage.app.ctx;
    let mut words = String::new();
    let line = |words: &mut String, code: &str, deadline: &Deadline, settled_on: Option<Date>| {
        let _infallible = writeln!(words, "{code} {:?} {settled_on:?}", three(deadline));
    };
    if let Some(case) = &stage.case {
        let file = for_applicant(ctx, case.id).await.expect("a case");
        let row = &file.case.row;
        let lateness = (
            row.is_late_notice,
            row.working_days_used,
            row.notice_on,
            row.is_extension_valid,
        );
        let _infallible = writeln!(words, "{:?} {lateness:?} {:?}", file.case.state, file.due_state);
        for duty in &file.clock.duties {
            line(&mut words, &duty.code, &duty.deadline, duty.settled_on);
        }
        for ground in objections::on_request(ctx, &file).expect("grounds") {
            let window = ground
                .window
                .map(|window| (window.available_from, three(&window.deadline)));
            let _infallible = writeln!(words, "{:?} {window:?} {}", ground.ground, ground.is_available);
        }
    }
    if let Some(id) = stage.objection {
        let file = objection_file(stage, id).await;
        let lapsed = file.clock.is_lapsed(&file.objection.state, file.moment.today);
        let _infallible = writeln!(words, "{:?} {lapsed}", file.objection.state);
        for duty in &file.clock.duties {
            line(&mut words, &duty.code, &duty.deadline, duty.settled_on);
        }
        let dispute = dispute_file(stage, &file).await;
        let _infallible = writeln!(words, "{:?}", dispute.dispute.state);
        for duty in &dispute.clock.duties {
            line(&mut words, &duty.code, &duty.deadline, duty.settled_on);
        }
    }
    if let Some(id) = stage.exemption {
        let file = exemption_of(stage, id).await;
        // That its time is over the worker notes; what it means holds without.
        let is_open = file.state.status == ExemptionStatus::Opened || file.today > file.state.ends_on;
        let _infallible = writeln!(
            words,
            "open {is_open} in force {}",
            file.state.is_in_force(file.today)
        );
    }
    let figures = list_public(ctx, &FigureCache::default(), None)
        .await
        .expect("figures");
    let _infallible = writeln!(words, "{:?}", figures.total);
    words
}

/// Deadlines counted without a case, by the calendar compiled in.
pub fn counts(app: &TestApp, counts: &[Count], seen: &mut Seen) -> Vec<String> {
    let known = terbuka::domain::calendar::seed_versions().expect("calendars");
    let calendar = &known.last().expect("a calendar").calendar;
    let settings = app.ctx.counting();
    let mut differences = Differences::default();
    for count in counts {
        let set = if count.perki_2010 {
            RuleSet::Perki2010
        } else {
            RuleSet::Perki2021
        };
        let what = format!("{} ({})", count.rule, count.why);
        let rule = app.ctx.law.pack(set).rule(count.rule);
        let Some(rule) = rule else {
            differences
                .0
                .push(format!("{what}: the law pack has no such rule"));
            continue;
        };
        seen.rules.insert(count.rule);
        let is_asked = count.dates.is_some() || count.until_hour.is_some() || count.unconfirmed;
        differences.same(&format!("{what} asks for something"), &true, &is_asked);
        if let Some(from) = count.from {
            let found = bounds(rule.span, from.0, &settings, calendar);
            if count.unconfirmed {
                differences.same(&what, &Err(DeadlineError::NotConfirmed), &found);
            } else {
                let found = found.map(|Bounds { target, due, latest }| Three([target, due, latest]));
                differences.same(&what, &Ok(count.dates.expect("dates")), &found);
            }
            if count.opens.is_some() {
                let opens = opens_on(rule, from.0, &settings, calendar);
                differences.same(&format!("{what} opens"), &count.opens.map(|day| day.0), &opens);
            }
        }
        if let (Some(from), Some(until)) = (&count.from_hour, &count.until_hour) {
            let at = |text: &str| instant(text).expect("a day and hour");
            differences.same(&what, &Ok(at(until)), &due_at(rule, at(from)));
        }
    }
    differences.0
}
