//! Outcome of one information item and of the whole request.

use super::status::{Status, codes};

codes!(
    /// Outcome of an information item (UU 14/2008 Ps 22(7); Perki 1/2021 Ps 31(4)).
    Outcome {
        /// Dikabulkan seluruhnya.
        GrantedFull = "granted_full",
        /// Dikabulkan sebagian, the redacted parts named (UU 14/2008 Ps 22(7)e).
        GrantedPartial = "granted_partial",
        /// Ditolak under UU 14/2008 Ps 17.
        Refused = "refused",
        /// Tidak dikuasai (UU 14/2008 Ps 22(7)a–b).
        NotHeld = "not_held",
        /// Belum didokumentasikan (Perki 1/2021 Ps 31(4)i).
        NotDocumented = "not_documented",
        /// Diteruskan to the body that holds it (UU 14/2008 Ps 22(7)b).
        Forwarded = "forwarded",
    }
);

impl Outcome {
    /// The state a request takes when notified of this overall outcome.
    #[must_use]
    pub const fn status(self) -> Status {
        match self {
            Self::GrantedFull => Status::GrantedFull,
            Self::GrantedPartial => Status::GrantedPartial,
            Self::Refused => Status::Refused,
            Self::NotHeld => Status::NotHeld,
            Self::NotDocumented => Status::NotDocumented,
            Self::Forwarded => Status::Forwarded,
        }
    }

    /// Whether something stays closed: only an exemption can do that.
    #[must_use]
    pub const fn is_closing(self) -> bool {
        matches!(self, Self::Refused | Self::GrantedPartial)
    }

    /// Whether the applicant is given something.
    #[must_use]
    pub const fn is_granted(self) -> bool {
        matches!(self, Self::GrantedFull | Self::GrantedPartial)
    }
}

/// The outcome of the whole request, derived from its items (`docs/readings.md` R10): full when all are full, the common outcome when all
/// agree, partial when something was given. When nothing was given the weightiest reason stands: refused, then not held, then
/// forwarded, then not documented. `None` without items.
#[must_use]
pub fn overall(items: &[Outcome]) -> Option<Outcome> {
    let first = *items.first()?;
    if items.iter().all(|outcome| *outcome == first) {
        return Some(first);
    }
    if items.iter().any(|outcome| outcome.is_granted()) {
        return Some(Outcome::GrantedPartial);
    }
    [Outcome::Refused, Outcome::NotHeld, Outcome::Forwarded]
        .into_iter()
        .find(|outcome| items.contains(outcome))
}
