//! What stands in the way of filing an objection.

use super::filing::{About, ObjectionFiling};
use crate::domain::applicant::limits;
use crate::domain::objection::{Availability, Decision, Ground, ObjectionStatus};
use crate::domain::request::{CaseState, Channel};
use crate::persistence::rows;
use crate::services::{Fault, FaultValue};

/// What is wrong with a form before anything is looked up, so that all of it can be told at once.
#[must_use]
pub fn form_faults(filing: &ObjectionFiling) -> Vec<Fault> {
    let mut faults = faults(filing, &[]);
    faults.retain(|fault| fault.field != "grounds");
    faults
}

/// What is wrong with the form. What came another way than through the portal is registered as it came: the superior asks for the rest.
pub(super) fn faults(filing: &ObjectionFiling, offered: &[Availability]) -> Vec<Fault> {
    let mut faults = Vec::new();
    if filing.grounds.is_empty() {
        faults.push(Fault::new("grounds", "field.objection_grounds_missing"));
    }
    let is_offered = |ground: &Ground| {
        let found = offered.iter().find(|one| one.ground == *ground);
        found.is_some_and(|one| one.is_available)
    };
    for ground in filing.grounds.iter().filter(|ground| !is_offered(ground)) {
        let mut fault = Fault::new("grounds", "field.objection_ground_unavailable");
        fault
            .values
            .push(("ground", FaultValue::Text(ground.letter().to_string())));
        faults.push(fault);
    }
    if let About::Publication { information, .. } = &filing.about {
        text(
            &mut faults,
            "information",
            information,
            "field.objection_information_missing",
            limits::ITEM,
        );
    }
    text(
        &mut faults,
        "reason",
        &filing.reason,
        "field.objection_reason_missing",
        limits::ITEM,
    );
    let is_web = filing.channel == Channel::Web;
    if is_web || !filing.purpose.trim().is_empty() {
        text(
            &mut faults,
            "purpose",
            &filing.purpose,
            "field.purpose_missing",
            limits::PURPOSE,
        );
    }
    if filing.objector.is_by_proxy {
        let name = filing.objector.proxy_name.as_deref().unwrap_or_default();
        text(
            &mut faults,
            "proxy_name",
            name,
            "field.proxy_name_missing",
            limits::LINE,
        );
        if is_web && !filing.files.iter().any(|file| file.kind == "poa") {
            faults.push(Fault::new("file_authority", "field.objection_authority_missing"));
        }
    }
    faults
}

fn text(faults: &mut Vec<Fault>, field: &str, text: &str, missing: &str, longest: usize) {
    if text.trim().is_empty() {
        faults.push(Fault::new(field, missing));
    } else if text.chars().count() > longest {
        faults.push(Fault::new(field, "field.too_long"));
    }
}

/// Grounds that another objection to the request deals with, or that were ruled on since the notice that stands.
pub(super) fn taken(grounds: &[Ground], earlier: &[rows::Objection], case: &CaseState) -> Vec<Fault> {
    let mut faults = Vec::new();
    for ground in grounds {
        let names = |row: &&rows::Objection| row.grounds.split(',').any(|code| code == ground.code());
        for row in earlier.iter().filter(names) {
            let Some(number) = row.number.clone() else {
                continue;
            };
            let status = row.status.as_deref().unwrap_or_default();
            // Whoever settled got no ruling: the law gives them the ground as before (`docs/readings.md` R52).
            let is_settled = row.decision.as_deref() == Some(Decision::Settled.code());
            let is_over = status == ObjectionStatus::Withdrawn.code() || is_settled;
            let is_open = row.decided_on.is_none();
            let is_new_notice = case
                .reopening
                .and_then(|order| order.notice)
                .is_some_and(|notice| row.decided_on.is_none_or(|decided| notice.on >= decided));
            let key = match (is_over, is_open) {
                (true, _) => continue,
                (false, true) => "field.objection_ground_open",
                (false, false) if is_new_notice || ground.needs_no_request() => continue,
                (false, false) => "field.objection_ground_decided",
            };
            let mut fault = Fault::new("grounds", key);
            fault
                .values
                .push(("ground", FaultValue::Text(ground.letter().to_string())));
            fault.values.push(("number", FaultValue::Text(number)));
            faults.push(fault);
            break;
        }
    }
    faults
}
