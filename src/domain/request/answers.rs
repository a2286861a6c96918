//! The answer to a request: what it must say of each item, what it may rest on, and whose hands it goes through (UU 14/2008 Ps 22(7);
//! Perki 1/2021 Ps 10(2), 31(4), 34, 50).

use super::answer::{Answer, Foreseen, ItemAnswer};
use super::denial::Denial;
use super::event::Event;
use super::lengths;
use super::outcome::{Outcome, overall};
use super::state::CaseState;
use crate::domain::fee::{fee_denial, total_of};
use crate::domain::limits::{FORESEEN_YEARS, PROMISE_YEARS, years_after};
use time::Date;

/// The notice that an answer amounts to, after the fee that it names.
pub(super) fn notices(state: &CaseState, answer: &Answer, on: Date) -> Result<Vec<Event>, Denial> {
    let notice = notice(state, answer, on)?;
    Ok(fee_charged(answer, on)?.into_iter().chain([notice]).collect())
}

/// The fee with its sum, at the prices of the decree in force.
fn fee_charged(answer: &Answer, on: Date) -> Result<Option<Event>, Denial> {
    let Some(charge) = &answer.charge else {
        return Ok(None);
    };
    let lines = charge.lines()?;
    let decree = charge.decree.as_ref().ok_or(Denial::FeeWithoutDecree)?;
    Ok(Some(Event::FeeCharged {
        on,
        decree: decree.id,
        total: total_of(&lines).ok_or(Denial::FeeTooLarge)?,
        lines,
        ways: decree.ways,
    }))
}

fn notice(state: &CaseState, answer: &Answer, on: Date) -> Result<Event, Denial> {
    // What was signed earlier was right on the day it was signed.
    let written_on = state.proposed.map_or(on, |proposed| proposed.on);
    let mut denials = lacking(answer, written_on);
    if state.proposed.is_none() {
        denials.extend(too_far(answer, on));
    }
    if let Some(denial) = denials.into_iter().next() {
        return Err(denial);
    }
    if state.has_paid && answer.charge.is_some() {
        return Err(Denial::FeePaidBefore);
    }
    Ok(Event::NoticeIssued {
        on,
        outcome: answer.outcome().ok_or(Denial::ItemUnanswered(1))?,
        promised_on: answer.promise(),
        foreseen: answer.foreseen(),
        received_on: state.is_reached_online.then_some(on),
    })
}

impl Answer {
    /// The outcome of the whole.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        overall(&outcomes(self))
    }

    /// The day promised for what is given; where nothing is and all of it has yet to be documented, the last of the days by which it will be
    /// (Perki 1/2021 Ps 31(4)f, annex VII B).
    #[must_use]
    pub fn promise(&self) -> Option<Date> {
        let outcomes = outcomes(self);
        if gives(&outcomes) {
            return self.promised_on;
        }
        let is_awaited = overall(&outcomes) == Some(Outcome::NotDocumented);
        self.awaited().filter(|_| is_awaited).max()
    }

    /// The days by which something will be documented beside what is given or closed, and which the promise does not speak of.
    #[must_use]
    pub fn foreseen(&self) -> Option<Foreseen> {
        let is_beside = overall(&outcomes(self)) != Some(Outcome::NotDocumented);
        Some(Foreseen {
            first: self.awaited().filter(|_| is_beside).min()?,
            last: self.awaited().max()?,
        })
    }

    fn awaited(&self) -> impl Iterator<Item = Date> {
        let items = self.items.iter().flatten();
        items
            .filter(|item| item.outcome == Outcome::NotDocumented)
            .filter_map(|item| item.available_on)
    }
}

/// What closes something goes to the superior first (Perki 1/2021 Ps 10(2)e–f).
#[must_use]
pub fn needs_approval(answer: &Answer) -> bool {
    outcomes(answer).iter().any(|outcome| outcome.is_closing())
}

/// The answer as the PPID signs it for the superior.
pub(super) fn propose(state: &CaseState, answer: &Answer, on: Date) -> Result<Event, Denial> {
    if !needs_approval(answer) {
        return Err(Denial::NothingToApprove);
    }
    let Event::NoticeIssued { outcome, .. } = notice(state, answer, on)? else {
        return Err(Denial::NothingToApprove);
    };
    let used = answer.items.iter().flatten();
    let mut exemptions: Vec<_> = used
        .filter(|item| item.outcome.is_closing())
        .filter_map(|item| item.exemption.as_ref().map(|exemption| exemption.id))
        .collect();
    exemptions.sort_unstable();
    exemptions.dedup();
    Ok(Event::AnswerProposed {
        on,
        outcome,
        exemptions,
    })
}

fn outcomes(answer: &Answer) -> Vec<Outcome> {
    answer.items.iter().flatten().map(|item| item.outcome).collect()
}

fn gives(outcomes: &[Outcome]) -> bool {
    outcomes.iter().any(|outcome| outcome.is_granted())
}

/// Everything that an answer lacks to be given on a day, item by item, so that the form can say all of it at once.
#[must_use]
pub fn answer_denials(answer: &Answer, on: Date) -> Vec<Denial> {
    let mut denials = lacking(answer, on);
    denials.extend(too_far(answer, on));
    denials
}

/// Days farther ahead than the office may promise (`docs/readings.md` R54).
fn too_far(answer: &Answer, on: Date) -> Vec<Denial> {
    let last = years_after(on, PROMISE_YEARS);
    let promised = answer
        .promised_on
        .filter(|day| gives(&outcomes(answer)) && *day > last);
    let last_of_items = years_after(on, FORESEEN_YEARS);
    let undocumented = answer.items.iter().zip(1..).filter(|(item, _)| {
        let item = item
            .as_ref()
            .filter(|item| item.outcome == Outcome::NotDocumented);
        item.and_then(|item| item.available_on)
            .is_some_and(|day| day > last_of_items)
    });
    let undocumented = undocumented.map(|(_, item)| Denial::AvailableDayTooFar {
        item,
        last: last_of_items,
    });
    undocumented
        .chain(promised.map(|_| Denial::DateTooFar { last }))
        .collect()
}

fn lacking(answer: &Answer, on: Date) -> Vec<Denial> {
    let items = answer.items.iter().zip(1..);
    let mut denials: Vec<Denial> = items
        .filter_map(|(item, position)| match item {
            Some(item) => item_is_whole(item, position, on).err(),
            None => Some(Denial::ItemUnanswered(position)),
        })
        .collect();
    if gives(&outcomes(answer)) {
        match answer.promised_on {
            None => denials.push(Denial::PromiseMissing),
            Some(promised) if promised < on => denials.push(Denial::DateInPast),
            Some(_) => {}
        }
    }
    denials.extend(lengths::of_answer(answer));
    let fee = answer.charge.as_ref();
    denials.extend(fee.and_then(|charge| fee_denial(charge, gives(&outcomes(answer)))));
    denials
}

/// What the notice must say of each item (UU 14/2008 Ps 22(7); Perki 1/2021 Ps 31(4)).
fn item_is_whole(item: &ItemAnswer, position: usize, on: Date) -> Result<(), Denial> {
    let is_blank = |text: &Option<String>| text.as_deref().is_none_or(|text| text.trim().is_empty());
    if item.text.trim().is_empty() && !item.has_files {
        return Err(Denial::AnswerEmpty(position));
    }
    if item.has_files && !item.outcome.is_granted() {
        return Err(Denial::FilesOnClosed(position));
    }
    if item.outcome == Outcome::GrantedPartial && item.has_files && !item.is_redacted {
        return Err(Denial::RedactionUnconfirmed(position));
    }
    if item.outcome.is_closing() {
        is_exempt(item, position, on)?;
    }
    match item.outcome {
        Outcome::GrantedPartial if is_blank(&item.redactions) => Err(Denial::RedactionsUnnamed(position)),
        Outcome::NotHeld if is_blank(&item.holder) && !item.is_holder_unknown => {
            Err(Denial::HolderUnnamed(position))
        }
        Outcome::Forwarded if is_blank(&item.holder) => Err(Denial::HolderUnnamed(position)),
        Outcome::NotDocumented if item.available_on.is_none_or(|day| day <= on) => {
            Err(Denial::AvailableDayMissing(position))
        }
        _ => Ok(()),
    }
}

/// What is closed rests on an exemption in force, tested before, and a part never closes the whole (UU 14/2008 Ps 19; Perki 1/2021 Ps
/// 34(2), 49–50).
fn is_exempt(item: &ItemAnswer, position: usize, on: Date) -> Result<(), Denial> {
    let exemption = item
        .exemption
        .as_ref()
        .ok_or(Denial::ExemptionMissing(position))?;
    if !exemption.is_in_force {
        return Err(Denial::ExemptionNotInForce(position));
    }
    if exemption.tested_on > on {
        return Err(Denial::TestAfterRefusal(position));
    }
    if item.outcome == Outcome::Refused && exemption.is_partial {
        return Err(Denial::ExemptionOfPart(position));
    }
    Ok(())
}
