//! The gate of UU 14/2008 Ps 18: what is never exempt, whatever ground of Ps 17 is claimed.

use super::ground::ExemptionGround;
use crate::domain::request::codes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

codes!(
    /// Informasi yang tidak termasuk dikecualikan (UU 14/2008 Ps 18(1)–(2)).
    NeverExempt {
        /// Putusan badan peradilan (Ps 18(1)a).
        Judgment = "judgment",
        /// Ketetapan, keputusan, peraturan, surat edaran atau kebijakan lembaga penegak hukum, with their considerations (Ps 18(1)b).
        EnforcementRule = "enforcement_rule",
        /// Surat perintah penghentian penyidikan atau penuntutan (Ps 18(1)c).
        StopOrder = "stop_order",
        /// Rencana pengeluaran tahunan lembaga penegak hukum (Ps 18(1)d).
        SpendingPlan = "spending_plan",
        /// Laporan keuangan tahunan lembaga penegak hukum (Ps 18(1)e).
        FinancialReport = "financial_report",
        /// Laporan hasil pengembalian uang hasil korupsi (Ps 18(1)f).
        RecoveredMoney = "recovered_money",
        /// Informasi yang sudah dinyatakan terbuka (Ps 11(2), 18(1)g).
        DeclaredOpen = "declared_open",
        /// Persetujuan tertulis dari orang yang rahasianya diungkap (Ps 18(2)a); only for letters g and h.
        Consent = "consent",
        /// Berkaitan dengan posisi seseorang dalam jabatan publik (Ps 18(2)b); only for letters g and h.
        PublicOffice = "public_office",
    }
);

impl NeverExempt {
    /// Whether the question must be put where these grounds are claimed.
    #[must_use]
    pub fn is_asked(self, grounds: &[ExemptionGround]) -> bool {
        match self {
            Self::Consent | Self::PublicOffice => grounds.iter().any(|ground| ground.protects_a_person()),
            _ => true,
        }
    }
}

/// The questions of Ps 18 with the answer to each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Gate(pub BTreeMap<NeverExempt, bool>);

impl Gate {
    /// Questions without an answer, in the order of the law.
    #[must_use]
    pub fn unanswered(&self, grounds: &[ExemptionGround]) -> Vec<NeverExempt> {
        let asked = NeverExempt::ALL.iter().filter(|one| one.is_asked(grounds));
        asked.filter(|one| !self.0.contains_key(one)).copied().collect()
    }

    /// What stands in the way: the information is of this kind, so nothing of Ps 17 can close it. The consent of a person, or the
    /// public office, opens what letters g and h protect; other letters may still stand, without these two.
    #[must_use]
    pub fn in_the_way(&self, grounds: &[ExemptionGround]) -> Vec<NeverExempt> {
        let applies = self
            .0
            .iter()
            .filter(|(_, applies)| **applies)
            .map(|(one, _)| *one);
        applies.filter(|one| one.is_asked(grounds)).collect()
    }
}
