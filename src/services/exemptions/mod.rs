//! Pengecualian: consequence tests, the decrees they become, and the list of exempt information of a unit (UU 14/2008 Ps 17–20;
//! Perki 1/2021 Ps 49–53).

mod ending;
mod expire;
mod file;
mod steps;
mod used;

pub(in crate::services) use ending::ending;
pub use ending::{Ending, Explained};
pub use expire::expire;
pub(in crate::services) use expire::open_by_ruling;
pub(in crate::services) use file::list_ending;
pub use file::{ExemptionFile, Listed, Tab, list, open, request_of};
pub use steps::{decide_on, rewrite, write_sheet};
pub use used::{Usable, usable};
pub(in crate::services) use used::{decrees_of, grounded};

use crate::domain::deadline::RuleId;
use crate::domain::exemption::{Basis, ExemptionDenial, NeverExempt, Sheet, SheetFault};
use crate::domain::request::Denial;
use crate::services::{Context, Fault, FaultValue, ServiceError};

/// Series of the numbers of consequence-test sheets.
const SHEETS: &str = "consequence_test";
/// Series of the numbers of exemption decrees.
const DECREES: &str = "exemption_decree";

impl From<ExemptionDenial> for ServiceError {
    fn from(denial: ExemptionDenial) -> Self {
        match denial {
            ExemptionDenial::WrongRole => Self::Denied(Denial::WrongRole),
            ExemptionDenial::NotInThisState | ExemptionDenial::NotOverYet => {
                Self::Denied(Denial::NotInThisState)
            }
            ExemptionDenial::OwnSignature => Self::Denied(Denial::OwnSignature),
            ExemptionDenial::TooEarlyToOpen { from } => Self::Denied(Denial::TooEarly { from }),
            ExemptionDenial::ReasonMissing => Self::invalid("reason", "denial.text_missing"),
            ExemptionDenial::OverAlready => Self::invalid("ends_on", "sheet.end_passed"),
        }
    }
}

/// The years that the law pack allows for letter a (D29: PP 61/2010 Ps 5; Perki 1/2021 Ps 51(1)).
#[must_use]
pub fn longest_years(ctx: &Context) -> u16 {
    RuleId::new(29)
        .and_then(|id| ctx.law.current().rule(id))
        .map_or(0, |rule| rule.length)
}

/// What a sheet lacks, each at its field.
#[must_use]
pub fn faults_of(ctx: &Context, sheet: &Sheet) -> Vec<Fault> {
    let faults = sheet.faults(ctx.today(ctx.zone()), longest_years(ctx));
    faults.into_iter().map(fault).collect()
}

/// What a signed sheet lacks by now, each at its field.
fn faults_once_signed(ctx: &Context, sheet: &Sheet) -> Vec<Fault> {
    let faults = sheet.faults_once_signed(ctx.today(ctx.zone()), longest_years(ctx));
    faults.into_iter().map(fault).collect()
}

fn fault(fault: SheetFault) -> Fault {
    let at = |field: &str, code: &str| Fault::new(field, format!("sheet.{code}"));
    match fault {
        SheetFault::InformationMissing => at("information", "information_missing"),
        SheetFault::GroundMissing => at("grounds", "ground_missing"),
        SheetFault::CaseMissing(ground) => at(&format!("case_{}", ground.code()), "case_missing"),
        SheetFault::ActMissing(ground) => at(&format!("act_number_{}", ground.code()), "act_missing"),
        SheetFault::QuestionOpen(question) => at(&format!("gate_{}", question.code()), "question_open"),
        SheetFault::NeverExempt(question @ (NeverExempt::Consent | NeverExempt::PublicOffice)) => {
            at(&format!("gate_{}", question.code()), "not_secret")
        }
        SheetFault::NeverExempt(question) => at(&format!("gate_{}", question.code()), "never_exempt"),
        SheetFault::OpenedMissing => at("if_opened", "text_missing"),
        SheetFault::ClosedMissing => at("if_closed", "text_missing"),
        SheetFault::WeighingMissing => at("weighing", "text_missing"),
        SheetFault::TesterMissing => at("testers", "tester_missing"),
        SheetFault::TesterUnitMissing(n) => at(&format!("tester_unit_{n}"), "tester_unit_missing"),
        SheetFault::PlaceMissing => at("place", "text_missing"),
        SheetFault::TestInFuture => at("tested_on", "test_in_future"),
        SheetFault::EndPassed => at("ends_on", "end_passed"),
        SheetFault::EndTooLate(day) => {
            let mut fault = at("ends_on", "end_too_late");
            fault.values.push(("day", FaultValue::Day(day)));
            fault
        }
    }
}

/// The letters of an exemption, as rows and lists name them: `17a, 17j`.
#[must_use]
pub fn ground_codes(bases: &[Basis]) -> String {
    let codes: Vec<&str> = bases.iter().map(|basis| basis.ground.code()).collect();
    codes.join(", ")
}
