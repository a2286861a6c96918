//! Alasan keberatan: the closed list of what may be objected to. One objection may name several.

use crate::domain::deadline::RuleId;
use crate::domain::request::codes;

codes!(
    /// Ground of an objection (UU 14/2008 Ps 35(1); Perki 1/2021 Ps 39(1)).
    Ground {
        /// Huruf a: penolakan, because the information is said to be exempt (UU 14/2008 Ps 17).
        RefusedAsExempt = "refused_as_exempt",
        /// Huruf b: informasi berkala tidak disediakan (UU 14/2008 Ps 9). Needs no request.
        PeriodicNotProvided = "periodic_not_provided",
        /// Huruf c: tidak ditanggapinya permintaan: silence.
        NotResponded = "not_responded",
        /// Huruf d: ditanggapi tidak sebagaimana yang diminta.
        NotAsRequested = "not_as_requested",
        /// Huruf e: tidak dipenuhinya (UU) or tidak dikabulkannya (Perki) permintaan.
        NotFulfilled = "not_fulfilled",
        /// Huruf f: biaya yang tidak wajar.
        UnreasonableFee = "unreasonable_fee",
        /// Huruf g: penyampaian yang melebihi waktu.
        DeliveredLate = "delivered_late",
    }
);

impl Ground {
    /// The letter of the article.
    #[must_use]
    pub const fn letter(self) -> char {
        match self {
            Self::RefusedAsExempt => 'a',
            Self::PeriodicNotProvided => 'b',
            Self::NotResponded => 'c',
            Self::NotAsRequested => 'd',
            Self::NotFulfilled => 'e',
            Self::UnreasonableFee => 'f',
            Self::DeliveredLate => 'g',
        }
    }

    /// The ground of that letter.
    #[must_use]
    pub fn of_letter(letter: char) -> Option<Self> {
        Self::ALL.iter().copied().find(|ground| ground.letter() == letter)
    }

    /// Code of the last day to object on this ground, beside the duties of the case: `D10+c`.
    #[must_use]
    pub fn window_code(self) -> String {
        format!("{}+{}", RuleId::D10, self.letter())
    }

    /// The ground whose last day has that code.
    #[must_use]
    pub fn of_window_code(code: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|ground| ground.window_code() == code)
    }

    /// Whether both sides may settle it between themselves (musyawarah, UU 14/2008 Ps 35(2)): all but a.
    #[must_use]
    pub const fn may_be_settled(self) -> bool {
        !matches!(self, Self::RefusedAsExempt)
    }

    /// Whether it needs no request: what must be published of one's own accord is missing (Perki 1/2021 Ps 43(2)d).
    #[must_use]
    pub const fn needs_no_request(self) -> bool {
        matches!(self, Self::PeriodicNotProvided)
    }
}
