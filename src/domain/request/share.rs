//! Bagian permohonan: information items of a request for which another unit of the same public body prepares the material. The unit that is
//! responsible answers all of them in one notice; no date moves (Perki 1/2021 Ps 12(2); `docs/readings.md` R48).

use super::command::Command;
use super::decide::Moment;
use super::denial::Denial;
use super::event::Event;
use super::state::CaseState;
use super::status::codes;
use crate::domain::ids::UnitId;
use time::Date;

codes!(
    /// How far a share has come.
    ShareStatus {
        /// Diminta: the unit has it.
        Asked = "asked",
        /// Bahan diserahkan.
        Supplied = "supplied",
        /// Dikembalikan by the unit: it holds nothing of it.
        Returned = "returned",
        /// Ditarik by the unit that is responsible, or because that unit became the other one.
        TakenBack = "taken_back",
        /// Selesai tanpa bahan: the request was answered or ended first.
        Ended = "ended",
    }
);

/// One share of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// Its number in the case, from 1.
    pub no: u16,
    /// The unit that prepares.
    pub unit: UnitId,
    /// Positions of the information items.
    pub items: Vec<i32>,
    /// Day on which it was asked for.
    pub asked_on: Date,
    /// Day by which the responsible unit wants it: a wish inside the office, no day of the law.
    pub wanted_on: Date,
    /// How far it has come.
    pub status: ShareStatus,
    /// Day on which it was over, by whatever road.
    pub done_on: Option<Date>,
}

impl Share {
    /// Whether the unit still has it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.status == ShareStatus::Asked
    }
}

impl CaseState {
    /// A share by its number.
    #[must_use]
    pub fn share(&self, no: u16) -> Option<&Share> {
        self.shares.iter().find(|share| share.no == no)
    }

    /// The shares that units still have.
    pub fn open_shares(&self) -> impl Iterator<Item = &Share> {
        self.shares.iter().filter(|share| share.is_open())
    }

    /// The unit whose office takes part in what an event tells: that which prepares a share for handing it in or back, the responsible
    /// one for all else.
    #[must_use]
    pub fn office_of(&self, event: &Event) -> UnitId {
        match event {
            Event::ShareSupplied { no, .. } | Event::ShareReturned { no, .. } => {
                self.share(*no).map_or(self.unit, |share| share.unit)
            }
            _ => self.unit,
        }
    }

    /// A share is over.
    pub(super) fn end_share(&mut self, no: u16, status: ShareStatus, on: Date) {
        let share = self.shares.iter_mut().find(|share| share.no == no);
        if let Some(share) = share.filter(|share| share.is_open()) {
            share.status = status;
            share.done_on = Some(on);
        }
    }

    /// What units still have is not needed any more.
    pub(super) fn end_shares(&mut self, on: Date) {
        for share in self.shares.iter_mut().filter(|share| share.is_open()) {
            share.status = ShareStatus::Ended;
            share.done_on = Some(on);
        }
    }
}

/// Asks another unit for a share.
///
/// # Errors
/// When it is the responsible unit itself or has a share already, when nothing is chosen, and for a day that has passed or comes after the
/// last one of the notice.
pub(super) fn ask_share(
    state: &CaseState,
    unit: UnitId,
    items: &[i32],
    wanted_on: Date,
    at: &Moment,
) -> Result<Event, Denial> {
    let on = at.today;
    if unit == state.unit {
        return Err(Denial::SameUnit);
    }
    if state.open_shares().any(|share| share.unit == unit) {
        return Err(Denial::ShareOpen);
    }
    if items.is_empty() {
        return Err(Denial::NothingChosen);
    }
    if wanted_on < on {
        return Err(Denial::DateInPast);
    }
    // Past its last day the notice is owed at once, and so is the material.
    if wanted_on > at.notice_due.max(on) {
        return Err(Denial::WantedAfterDue { due: at.notice_due });
    }
    let mut items = items.to_vec();
    items.sort_unstable();
    items.dedup();
    let last = state.shares.iter().map(|share| share.no).max().unwrap_or(0);
    Ok(Event::ShareAsked {
        on,
        no: last + 1,
        unit,
        items,
        wanted_on,
    })
}

/// What becomes of a share that was asked for.
///
/// # Errors
/// When there is none of this number, or it is over; for any step that is not about a share.
pub(super) fn follow_share(state: &CaseState, command: &Command, on: Date) -> Result<Event, Denial> {
    let open = |no: u16| {
        let share = state.share(no).ok_or(Denial::NoShareOpen)?;
        if share.is_open() {
            Ok(share)
        } else {
            Err(Denial::ShareOver)
        }
    };
    Ok(match command {
        Command::SupplyShare { no, .. } => Event::ShareSupplied {
            on,
            no: open(*no)?.no,
        },
        Command::ReturnShare { no, .. } => Event::ShareReturned {
            on,
            no: open(*no)?.no,
        },
        Command::RecallShare { no, .. } => Event::ShareRecalled {
            on,
            no: open(*no)?.no,
        },
        Command::MoveShare { no, succession } => {
            let share = open(*no)?;
            Event::ShareMoved {
                on,
                no: share.no,
                from: share.unit,
                to: succession.to,
                effective_on: succession.effective_on,
                legal_basis: succession.legal_basis.trim().to_owned(),
            }
        }
        _ => return Err(Denial::NotInThisState),
    })
}

/// The share of a unit that becomes responsible for the whole is over: it has the whole.
pub(super) fn absorbed(state: &CaseState, heir: UnitId, on: Date) -> impl Iterator<Item = Event> {
    let own = state.open_shares().filter(move |share| share.unit == heir);
    own.map(move |share| Event::ShareRecalled { on, no: share.no })
}
