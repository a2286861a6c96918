//! Lembar uji konsekuensi: the consequence-test sheet (UU 14/2008 Ps 19; Perki 1/2021 Ps 49, annex II).

use super::gate::Gate;
use super::ground::{Basis, ExemptionGround};
use crate::domain::limits::years_after;
use serde::{Deserialize, Serialize};
use time::Date;

/// One of those who made the test.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tester {
    /// Nama.
    pub name: String,
    /// Jabatan.
    pub position: String,
    /// Unit kerja; empty on sheets that were written before it was asked for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
}

/// What the sheet says (annex II).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The information, described so that it can be recognised without being told.
    pub information: String,
    /// Whether only a part of the document is exempt; such a part never closes the whole (Perki 1/2021 Ps 50(3)).
    pub is_partial: bool,
    /// Grounds, at least one.
    pub bases: Vec<Basis>,
    /// The questions of UU 14/2008 Ps 18.
    pub gate: Gate,
    /// Consequence for the public if it were opened.
    pub if_opened: String,
    /// What is protected while it is closed.
    pub if_closed: String,
    /// The weighing of both (UU 14/2008 Ps 2(4)).
    pub weighing: String,
    /// Who made the test.
    pub testers: Vec<Tester>,
    /// Day of the test.
    pub tested_on: Date,
    /// Place.
    pub place: String,
    /// Last day of the exemption (PP 61/2010 Ps 4d); the day after it the information is open.
    pub ends_on: Date,
}

/// What a sheet lacks. Each has a sentence for people under `sheet.<code>`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SheetFault {
    /// The information is not described.
    InformationMissing,
    /// No ground of Ps 17 is named.
    GroundMissing,
    /// The numbered case of a letter is not named.
    CaseMissing(ExemptionGround),
    /// Letter j without Act and article, or an Act that is none.
    ActMissing(ExemptionGround),
    /// A question of Ps 18 has no answer.
    QuestionOpen(super::NeverExempt),
    /// Ps 18 forbids the exemption.
    NeverExempt(super::NeverExempt),
    /// The consequence of opening is not said.
    OpenedMissing,
    /// What closing protects is not said.
    ClosedMissing,
    /// The weighing is not said (UU 14/2008 Ps 2(4)).
    WeighingMissing,
    /// Nobody made the test.
    TesterMissing,
    /// The unit of a tester is not said; which one, counted from 1.
    TesterUnitMissing(usize),
    /// The place is not said.
    PlaceMissing,
    /// The day of the test is still to come.
    TestInFuture,
    /// The exemption would have ended already.
    EndPassed,
    /// Longer than the law allows; the last day it allows (PP 61/2010 Ps 5; Perki 1/2021 Ps 51(1)).
    EndTooLate(Date),
}

impl Tester {
    /// Whether nothing was written of them.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        [&self.name, &self.position, &self.unit]
            .iter()
            .all(|told| told.trim().is_empty())
    }
}

impl Sheet {
    /// The letters claimed.
    #[must_use]
    pub fn grounds(&self) -> Vec<ExemptionGround> {
        self.bases.iter().map(|basis| basis.ground).collect()
    }

    /// Everything the sheet lacks on a day, in the order of its fields. `longest_years` is what the law pack allows for letter a.
    #[must_use]
    pub fn faults(&self, today: Date, longest_years: u16) -> Vec<SheetFault> {
        use SheetFault as F;
        let is_blank = |text: &str| text.trim().is_empty();
        let mut faults = Vec::new();
        let mut when = |is_wrong: bool, fault: F| {
            if is_wrong {
                faults.push(fault);
            }
        };
        when(is_blank(&self.information), F::InformationMissing);
        when(self.bases.is_empty(), F::GroundMissing);
        for basis in &self.bases {
            when(!basis.names_its_case(), F::CaseMissing(basis.ground));
            when(!basis.names_its_act(), F::ActMissing(basis.ground));
        }
        let grounds = self.grounds();
        for question in self.gate.unanswered(&grounds) {
            when(true, F::QuestionOpen(question));
        }
        for question in self.gate.in_the_way(&grounds) {
            when(true, F::NeverExempt(question));
        }
        when(is_blank(&self.if_opened), F::OpenedMissing);
        when(is_blank(&self.if_closed), F::ClosedMissing);
        when(is_blank(&self.weighing), F::WeighingMissing);
        let told = (1..).zip(&self.testers).filter(|(_, tester)| !tester.is_blank());
        let is_unnamed = |tester: &Tester| is_blank(&tester.name) || is_blank(&tester.position);
        let is_somebody_missing =
            told.clone().next().is_none() || told.clone().any(|(_, one)| is_unnamed(one));
        when(is_somebody_missing, F::TesterMissing);
        for (n, tester) in told {
            when(is_blank(&tester.unit), F::TesterUnitMissing(n));
        }
        when(is_blank(&self.place), F::PlaceMissing);
        when(self.tested_on > today, F::TestInFuture);
        when(self.ends_on < today, F::EndPassed);
        if grounds.contains(&ExemptionGround::A) {
            let longest = years_after(self.tested_on, longest_years);
            when(self.ends_on > longest, F::EndTooLate(longest));
        }
        faults
    }

    /// The same of a sheet that is signed: the unit of a tester was not asked for at first, and what was signed then stays as it is.
    #[must_use]
    pub fn faults_once_signed(&self, today: Date, longest_years: u16) -> Vec<SheetFault> {
        let mut faults = self.faults(today, longest_years);
        faults.retain(|fault| !matches!(fault, SheetFault::TesterUnitMissing(_)));
        faults
    }
}
