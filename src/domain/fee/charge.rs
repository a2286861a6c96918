//! What an answer charges: lines of the decree in force with quantities, and why they may not be charged.

use super::FeeKind;
use super::schedule::DecreeInForce;
use crate::domain::request::{AccessMode, DeliveryMode, Denial};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A line of the decree that was picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pick {
    /// The line.
    pub item: Uuid,
    /// How many sheets, parcels, …
    pub quantity: u32,
}

/// What an answer asks the applicant to pay, with what it is measured against as it stands on the day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Charge {
    /// What was picked.
    pub picks: Vec<Pick>,
    /// The decree in force; none until somebody has looked it up, and none where there is none.
    pub decree: Option<DecreeInForce>,
    /// How the applicant asked to obtain the information.
    pub access_mode: Option<AccessMode>,
    /// How they asked to have it sent.
    pub delivery_mode: Option<DeliveryMode>,
}

impl Charge {
    /// What was picked, until somebody has looked up what it is measured against.
    #[must_use]
    pub const fn picked(picks: Vec<Pick>) -> Self {
        Self {
            picks,
            decree: None,
            access_mode: None,
            delivery_mode: None,
        }
    }

    /// The lines at the prices of the decree.
    ///
    /// # Errors
    /// Why they may not be charged.
    pub fn lines(&self) -> Result<Vec<FeeLine>, Denial> {
        let decree = self.decree.as_ref().ok_or(Denial::FeeWithoutDecree)?;
        let priced = self.picks.iter().map(|pick| {
            let known = decree.items.iter().find(|item| item.id == pick.item);
            let item = known.ok_or(Denial::FeeOutsideDecree)?;
            if pick.quantity == 0 {
                return Err(Denial::FeeQuantity);
            }
            Ok(FeeLine {
                item: item.id,
                kind: item.kind,
                unit_price: item.unit_price,
                quantity: pick.quantity,
            })
        });
        priced.collect()
    }
}

/// A line as it was charged. Numbers only: what the line is called stands in the decree and in the letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeeLine {
    /// The line of the decree.
    pub item: Uuid,
    /// Copying or delivery.
    pub kind: FeeKind,
    /// Rupiah for one.
    pub unit_price: i64,
    /// How many.
    pub quantity: u32,
}

impl FeeLine {
    /// What was picked.
    #[must_use]
    pub const fn pick(&self) -> Pick {
        Pick {
            item: self.item,
            quantity: self.quantity,
        }
    }

    /// Rupiah for all of them; `None` when that is more than can be counted.
    #[must_use]
    pub fn amount(&self) -> Option<i64> {
        self.unit_price.checked_mul(i64::from(self.quantity))
    }
}

/// The sum of lines in rupiah; `None` when it is more than can be counted.
#[must_use]
pub fn total_of(lines: &[FeeLine]) -> Option<i64> {
    lines
        .iter()
        .try_fold(0_i64, |sum, line| sum.checked_add(line.amount()?))
}

/// Why a charge is not lawful: without a decree in force, with a line outside it, for an answer that gives nothing, for copying where
/// nothing is given on paper, for delivery where nothing is sent (Perki 1/2021 Ps 35(3), 37(3)).
#[must_use]
pub fn fee_denial(charge: &Charge, gives_something: bool) -> Option<Denial> {
    let lines = match charge.lines() {
        Ok(lines) => lines,
        Err(denial) => return Some(denial),
    };
    let has = |kind: FeeKind| lines.iter().any(|line| line.kind == kind);
    let is_paper = charge.access_mode == Some(AccessMode::CopyPaper);
    let is_sent = matches!(
        charge.delivery_mode,
        Some(DeliveryMode::Post | DeliveryMode::Courier)
    ) && charge.access_mode != Some(AccessMode::View);
    if lines.is_empty() {
        Some(Denial::FeeQuantity)
    } else if !gives_something {
        Some(Denial::FeeForNothing)
    } else if has(FeeKind::Copying) && !is_paper {
        Some(Denial::FeeNotOnPaper)
    } else if has(FeeKind::Delivery) && !is_sent {
        Some(Denial::FeeNotSent)
    } else if total_of(&lines).is_none() {
        Some(Denial::FeeTooLarge)
    } else {
        None
    }
}
