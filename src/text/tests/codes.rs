//! Every code of the domain has a name in both languages.

use crate::domain::actor::Role;
use crate::domain::calendar::DayKind;
use crate::domain::deadline::RuleSet;
use crate::domain::dispute::{self, DisputeOutcome, DisputeStatus, Party};
use crate::domain::objection::{self, Decision, Ground, ObjectionStatus, Ruling};
use crate::domain::request::{
    AccessMode, ApplicantKind, Channel, CommandKind, DeliveryMode, ExtensionReason, HeldForm,
    MissingRequirement, Outcome, Status,
};
use crate::text::{Catalogue, Lang};

#[test]
fn every_code_has_a_name() {
    let mut keys: Vec<String> = Vec::new();
    let mut add =
        |group: &str, codes: Vec<&str>| keys.extend(codes.iter().map(|code| format!("law.{group}.{code}")));
    add("role", Role::ALL.iter().map(|v| v.code()).collect());
    add("status", Status::ALL.iter().map(|v| v.code()).collect());
    add("channel", Channel::ALL.iter().map(|v| v.code()).collect());
    add(
        "applicant_kind",
        ApplicantKind::ALL.iter().map(|v| v.code()).collect(),
    );
    add("access_mode", AccessMode::ALL.iter().map(|v| v.code()).collect());
    add(
        "delivery_mode",
        DeliveryMode::ALL.iter().map(|v| v.code()).collect(),
    );
    add("rule_set", RuleSet::ALL.iter().map(|v| v.code()).collect());
    add("outcome", Outcome::ALL.iter().map(|v| v.code()).collect());
    add(
        "extension_reason",
        ExtensionReason::ALL.iter().map(|v| v.code()).collect(),
    );
    add("held_form", HeldForm::ALL.iter().map(|v| v.code()).collect());
    keys.extend(
        MissingRequirement::ALL
            .iter()
            .map(|v| format!("missing.{}", v.code())),
    );
    for step in CommandKind::ALL {
        keys.extend(["name", "basis"].map(|part| format!("step.{}.{part}", step.code())));
    }
    let of = |group: &str, codes: Vec<&'static str>| {
        let key = |code: &&str| format!("objection.{group}.{code}");
        codes.iter().map(key).collect::<Vec<_>>()
    };
    keys.extend(of("ground", Ground::ALL.iter().map(|v| v.code()).collect()));
    keys.extend(of("unavailable", Ground::ALL.iter().map(|v| v.code()).collect()));
    keys.extend(of(
        "status",
        ObjectionStatus::ALL.iter().map(|v| v.code()).collect(),
    ));
    keys.extend(of(
        "status_text",
        ObjectionStatus::ALL.iter().map(|v| v.code()).collect(),
    ));
    keys.extend(of("decision", Decision::ALL.iter().map(|v| v.code()).collect()));
    keys.extend(of("ruling", Ruling::ALL.iter().map(|v| v.code()).collect()));
    for step in objection::CommandKind::ALL {
        keys.extend(["name", "basis"].map(|part| format!("objection.step.{}.{part}", step.code())));
    }
    let of = |group: &str, codes: Vec<&'static str>| {
        let key = |code: &&str| format!("dispute.{group}.{code}");
        codes.iter().map(key).collect::<Vec<_>>()
    };
    keys.extend(of(
        "status",
        DisputeStatus::ALL.iter().map(|v| v.code()).collect(),
    ));
    keys.extend(of(
        "outcome",
        DisputeOutcome::ALL.iter().map(|v| v.code()).collect(),
    ));
    keys.extend(of("party", Party::ALL.iter().map(|v| v.code()).collect()));
    for step in dispute::CommandKind::ALL {
        keys.extend(["name", "basis", "on"].map(|part| format!("dispute.step.{}.{part}", step.code())));
    }
    let of_days = DayKind::ALL.iter();
    keys.extend(of_days.map(|kind| format!("decree.kind.{}", kind.code())));
    let catalogue = Catalogue::load().unwrap();
    for lang in Lang::ALL {
        let known = catalogue.keys(lang);
        for key in &keys {
            assert!(known.contains_key(key.as_str()), "`{key}` is missing in {lang}");
        }
    }
}
