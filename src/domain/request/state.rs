//! The state of a case: what its events add up to.

use super::delivery::Fee;
use super::event::Event;
use super::milestones::{Extension, Incompleteness, Notice, Proposed, Reopening};
use super::share::{Share, ShareStatus};
use super::status::Status;
use crate::domain::ids::UnitId;
use time::Date;

/// A case as its events leave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseState {
    /// State.
    pub status: Status,
    /// Unit now responsible.
    pub unit: UnitId,
    /// Civil day of arrival.
    pub received_on: Date,
    /// Whether it came after closing time.
    pub is_after_hours: bool,
    /// Whether what is sent to the applicant is received at once.
    pub is_reached_online: bool,
    /// Civil day of entry in the register.
    pub registered_on: Date,
    /// Day the completeness check was done.
    pub checked_on: Option<Date>,
    /// Day from which it counts as complete.
    pub complete_on: Option<Date>,
    /// Whether that check came too late by the calendar of its day; unknown before it.
    pub is_check_late: Option<bool>,
    /// Incompleteness letter, at most one.
    pub incompleteness: Option<Incompleteness>,
    /// Extension, at most one.
    pub extension: Option<Extension>,
    /// What other units prepare or have prepared, in the order in which it was asked for.
    pub shares: Vec<Share>,
    /// Whether a question to the applicant is open.
    pub is_clarification_open: bool,
    /// The answer that waits for the superior, or that the superior approved.
    pub proposed: Option<Proposed>,
    /// The fee that the next notice names.
    pub fee_told: Option<Fee>,
    /// Whether a fee was paid, of whatever notice.
    pub has_paid: bool,
    /// The first notice, by which the office is judged.
    pub notice: Option<Notice>,
    /// Day of the first delivery.
    pub delivered_on: Option<Date>,
    /// The last order that opened it again.
    pub reopening: Option<Reopening>,
    /// Day of closing, by whatever road.
    pub closed_on: Option<Date>,
    /// Whether the answer is public.
    pub is_published: bool,
}

impl CaseState {
    /// A case on the day it arrives.
    #[must_use]
    pub const fn received(unit: UnitId, on: Date) -> Self {
        Self {
            status: Status::Received,
            unit,
            received_on: on,
            is_after_hours: false,
            is_reached_online: true,
            registered_on: on,
            checked_on: None,
            complete_on: None,
            is_check_late: None,
            incompleteness: None,
            extension: None,
            shares: Vec::new(),
            is_clarification_open: false,
            proposed: None,
            fee_told: None,
            has_paid: false,
            notice: None,
            delivered_on: None,
            reopening: None,
            closed_on: None,
            is_published: false,
        }
    }

    /// The notice that stands: the one given by an order, else the first.
    #[must_use]
    pub fn current_notice(&self) -> Option<Notice> {
        match self.reopening {
            Some(order) => order.notice.or(order.before),
            None => self.notice,
        }
    }

    /// Day on which information last reached the applicant.
    #[must_use]
    pub fn current_delivery(&self) -> Option<Date> {
        let by_order = self.reopening.and_then(|order| order.delivered_on);
        by_order.or(self.delivered_on)
    }

    /// The fee of the notice that stands.
    #[must_use]
    pub fn current_fee(&self) -> Option<Fee> {
        self.current_notice().and_then(|notice| notice.fee)
    }

    /// Notes the payment of the fee of the notice that stands, wherever that notice is kept.
    fn paid(&mut self, on: Date) {
        let standing = match &mut self.reopening {
            Some(Reopening {
                notice: Some(notice), ..
            }) => [Some(notice), None],
            Some(Reopening { before, .. }) => [before.as_mut(), self.notice.as_mut()],
            None => [self.notice.as_mut(), None],
        };
        for fee in standing
            .into_iter()
            .flatten()
            .filter_map(|notice| notice.fee.as_mut())
        {
            fee.paid_on.get_or_insert(on);
        }
    }

    /// Day by which an order has to be carried out, while it is not.
    #[must_use]
    pub fn ordered_by(&self) -> Option<Date> {
        let order = self.reopening.filter(|order| order.done_on().is_none())?;
        Some(order.execute_by)
    }

    /// The state after one more event.
    #[must_use]
    #[expect(
        clippy::too_many_lines,
        reason = "one arm an event; parting them would hide that each is there"
    )]
    pub fn after(mut self, event: &Event) -> Self {
        match event {
            Event::RequestReceived {
                on,
                unit,
                is_after_hours,
                is_reached_online,
                ..
            } => {
                self = Self {
                    is_after_hours: *is_after_hours,
                    is_reached_online: *is_reached_online,
                    ..Self::received(*unit, *on)
                };
            }
            Event::RequestRegistered { on, .. } => {
                self.registered_on = *on;
                self.status = Status::CompletenessCheck;
            }
            Event::DeclaredComplete {
                on,
                complete_on,
                is_deemed,
                ..
            } => {
                self.checked_on = Some(*on);
                self.complete_on = Some(*complete_on);
                self.is_check_late = Some(*is_deemed);
                self.status = Status::UnderReview;
            }
            Event::DeclaredIncomplete { on, is_in_time, .. } => {
                self.checked_on = Some(*on);
                self.incompleteness = Some(Incompleteness {
                    issued_on: *on,
                    is_in_time: *is_in_time,
                    received_on: None,
                    fixed_on: None,
                    fix_latest: None,
                });
                self.status = Status::Incomplete;
            }
            Event::IncompletenessReceived { on } => {
                if let Some(letter) = &mut self.incompleteness {
                    letter.received_on = Some(*on);
                }
            }
            Event::FixSubmitted { on, latest } => {
                if let Some(letter) = &mut self.incompleteness {
                    letter.fixed_on = Some(*on);
                    letter.fix_latest = *latest;
                }
                self.status = Status::CompletenessCheck;
            }
            Event::ClosedNotFollowedUp { on } => {
                self.end_shares(*on);
                self.closed_on = Some(*on);
                self.status = Status::NotFollowedUp;
            }
            Event::Routed { to, .. } | Event::SuccessionTransferred { to, .. } => self.unit = *to,
            Event::ShareAsked {
                on,
                no,
                unit,
                items,
                wanted_on,
            } => self.shares.push(Share {
                no: *no,
                unit: *unit,
                items: items.clone(),
                asked_on: *on,
                wanted_on: *wanted_on,
                status: ShareStatus::Asked,
                done_on: None,
            }),
            Event::ShareSupplied { on, no } => self.end_share(*no, ShareStatus::Supplied, *on),
            Event::ShareReturned { on, no } => self.end_share(*no, ShareStatus::Returned, *on),
            Event::ShareRecalled { on, no } => self.end_share(*no, ShareStatus::TakenBack, *on),
            Event::ShareMoved { no, to, .. } => {
                if let Some(share) = self.shares.iter_mut().find(|share| share.no == *no) {
                    share.unit = *to;
                }
            }
            Event::ClarificationAsked => self.is_clarification_open = true,
            Event::ClarificationAnswered => self.is_clarification_open = false,
            Event::Extended {
                on,
                reason,
                is_written,
                known,
            } => {
                self.extension = Some(Extension {
                    on: *on,
                    reason: *reason,
                    is_written: *is_written,
                    known: *known,
                });
            }
            Event::AnswerProposed { on, outcome, .. } => {
                self.proposed = Some(Proposed {
                    on: *on,
                    outcome: *outcome,
                    approved_on: None,
                });
                self.status = Status::PendingApproval;
            }
            Event::AnswerRecalled { .. } | Event::AnswerReturned { .. } => {
                self.proposed = None;
                self.status = Status::UnderReview;
            }
            Event::AnswerApproved { on } => {
                if let Some(proposed) = &mut self.proposed {
                    proposed.approved_on = Some(*on);
                }
            }
            Event::NoticeIssued {
                on,
                outcome,
                promised_on,
                foreseen,
                received_on,
            } => {
                let notice = Notice {
                    on: *on,
                    outcome: *outcome,
                    promised_on: *promised_on,
                    foreseen: *foreseen,
                    received_on: *received_on,
                    fee: self.fee_told.take(),
                };
                self.notice.get_or_insert(notice);
                if let Some(order) = &mut self.reopening {
                    order.notice = Some(notice);
                }
                self.is_clarification_open = false;
                self.end_shares(*on);
                self.status = outcome.status();
            }
            Event::FeeCharged { total, ways, .. } => {
                self.fee_told = Some(Fee {
                    total: *total,
                    ways: *ways,
                    paid_on: None,
                });
            }
            Event::PaymentRecorded { on, .. } => {
                self.has_paid = true;
                self.paid(*on);
            }
            Event::NoticeReceived { on } => {
                let by_order = self.reopening.as_mut().and_then(|order| order.notice.as_mut());
                for notice in by_order.into_iter().chain(&mut self.notice) {
                    notice.received_on.get_or_insert(*on);
                }
            }
            Event::Reopened { on, execute_by, by } => {
                self.reopening = Some(Reopening {
                    on: *on,
                    execute_by: *execute_by,
                    by: *by,
                    before: self.current_notice(),
                    notice: None,
                    delivered_on: None,
                });
                self.is_clarification_open = false;
                self.end_shares(*on);
                self.closed_on = None;
                self.proposed = None;
                self.status = Status::UnderReview;
            }
            Event::Delivered { on } => {
                self.delivered_on.get_or_insert(*on);
                if let Some(order) = &mut self.reopening {
                    order.delivered_on = Some(*on);
                }
                self.status = Status::Delivered;
            }
            Event::Closed { on, .. } => {
                self.closed_on = Some(*on);
                self.status = Status::Closed;
            }
            Event::Withdrawn { on } => {
                self.closed_on = Some(*on);
                self.is_clarification_open = false;
                self.end_shares(*on);
                self.status = Status::Withdrawn;
            }
            Event::Published => self.is_published = true,
            Event::Unpublished => self.is_published = false,
            Event::DeadlineRecomputed { .. }
            | Event::DocumentAdded
            | Event::Imported { .. }
            | Event::ObjectionImported { .. } => {}
        }
        self
    }

    /// The state a list of events adds up to; `None` unless the first is an arrival.
    #[must_use]
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<Self> {
        let mut events = events.into_iter();
        let Some(arrival @ Event::RequestReceived { on, unit, .. }) = events.next() else {
            return None;
        };
        Some(events.fold(Self::received(*unit, *on).after(arrival), Self::after))
    }
}
