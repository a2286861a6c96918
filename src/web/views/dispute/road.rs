//! "Ke Komisi Informasi": which remedy is open now, until when, where, and what to bring (UU 14/2008 Ps 37; Perki 1/2013 Ps 5–13).

use serde::Serialize;

use super::commission_name;
use crate::domain::deadline::RuleId;
use crate::domain::dispute::{CommandKind, OpenRoad, Remedy};
use crate::domain::objection::Ground;
use crate::services::disputes::DisputeFile;
use crate::services::objections::ObjectionFile;
use crate::web::views::Words;

/// What an applicant can do about an objection: `road_section` of `components/dispute.html.tera` draws it.
#[derive(Debug, Serialize)]
pub struct RoadView {
    commission: String,
    /// `open`, `over`, `wait`, `on_its_way` or `none`.
    remedy: &'static str,
    from: Option<String>,
    act_by: Option<String>,
    latest: Option<String>,
    roads: Vec<RoadLine>,
    bring: Vec<String>,
    relief: Vec<ReliefLine>,
    bundle_href: String,
    /// Where the applicant says that they went.
    filing_href: Option<String>,
    is_filed: bool,
}

#[derive(Debug, Serialize)]
struct RoadLine {
    text: String,
    since: String,
    until: String,
    latest: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct ReliefLine {
    text: String,
    is_theirs: bool,
}

/// The grounds for which Perki 1/2013 Ps 10 has a request of its own; for ground g one asks for what was late (`docs/readings.md` R33).
const RELIEF: [Ground; 6] = [
    Ground::RefusedAsExempt,
    Ground::PeriodicNotProvided,
    Ground::NotResponded,
    Ground::NotAsRequested,
    Ground::NotFulfilled,
    Ground::UnreasonableFee,
];

/// The section for the page of an objection whose parts lie under `base`.
pub fn road_view(words: Words<'_>, file: &ObjectionFile, dispute: &DisputeFile, base: &str) -> RoadView {
    let day = |on| words.date_long(on);
    let (mut from, mut act_by, mut latest, mut roads) = (None, None, None, Vec::new());
    let remedy = match &dispute.moment.remedy {
        Remedy::NoRoad => "none",
        Remedy::OnItsWay { .. } => "on_its_way",
        Remedy::Wait { from: on } => {
            from = Some(day(*on));
            "wait"
        }
        Remedy::Open {
            roads: open,
            act_by: by,
            latest: last,
            is_over,
            is_answer_on_its_way,
        } => {
            roads = open.iter().map(|road| line(words, road, base)).collect();
            (act_by, latest) = (Some(day(*by)), Some(day(*last)));
            let is_past = dispute.moment.today > *last;
            match (*is_over, is_past && *is_answer_on_its_way) {
                (true, _) => "over",
                // What is left runs from a receipt that nobody knows.
                (false, true) => "on_its_way",
                (false, false) => "open",
            }
        }
    };
    let grounds = &file.objection.state.grounds;
    let can_file = dispute.offers.contains(&(CommandKind::RecordFiling, Ok(())));
    RoadView {
        commission: commission_name(words, &dispute.dispute.commission()),
        remedy,
        from,
        act_by,
        latest,
        roads,
        bring: bring(words, file),
        relief: RELIEF
            .iter()
            .map(|ground| ReliefLine {
                text: words.text(&format!("dispute.relief.{}", ground.code())),
                is_theirs: grounds.contains(ground),
            })
            .collect(),
        bundle_href: format!("{base}/sengketa/bukti.zip"),
        filing_href: can_file.then(|| format!("{base}/sengketa")),
        is_filed: dispute.is_filed(),
    }
}

fn line(words: Words<'_>, road: &OpenRoad, base: &str) -> RoadLine {
    let key = if road.rule_id == RuleId::D14 {
        "dispute.road.answer"
    } else {
        "dispute.road.silence"
    };
    RoadLine {
        text: words.text(key),
        since: words.date_long(road.opens_on),
        until: words.date_long(road.deadline.due),
        latest: words.date_long(road.deadline.latest),
        why: format!("{base}/tenggat/{}", road.rule_id),
    }
}

/// The documents of Perki 1/2013 Ps 11 for this applicant and these grounds.
pub fn bring(words: Words<'_>, file: &ObjectionFile) -> Vec<String> {
    let row = &file.objection.row;
    let identity = match row.applicant_kind.as_deref() {
        Some("legal_entity") => "dispute.bring.legal_entity",
        Some("group") => "dispute.bring.group",
        _ => "dispute.bring.individual",
    };
    let needs_request = file
        .objection
        .state
        .grounds
        .iter()
        .any(|ground| !ground.needs_no_request());
    let mut list = vec![words.text(identity)];
    if needs_request {
        list.push(words.text("dispute.bring.request"));
    } else {
        list.push(words.text("dispute.bring.no_request"));
    }
    let is_answered = file.objection.state.answer.is_some();
    list.push(words.text(if is_answered {
        "dispute.bring.answer"
    } else {
        "dispute.bring.objection"
    }));
    if row.by_proxy == Some(true) {
        list.push(words.text("dispute.bring.proxy"));
    }
    list
}
