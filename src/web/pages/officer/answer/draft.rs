//! The answer while it is written: the texts as they were typed, and the notice they amount to.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::Date;
use uuid::Uuid;

use crate::domain::calendar::typed_day;
use crate::domain::fee::{Charge, Pick};
use crate::domain::request::{Answer, HeldForm, ItemAnswer, Outcome};
use crate::services::Fault;
use crate::services::desk::DeskFile;
use crate::services::exemptions::Usable;
use crate::services::uploads::NewFile;
use crate::web::Typed;

/// The texts of a form that is kept on the desk, with the state of the case it was written on.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Version of the case.
    pub version: i32,
    /// Its last event.
    pub seq: i32,
    texts: Vec<(String, String)>,
}

/// Fields that steer the form and are no part of what is written.
const CONTROLS: [&str; 4] = ["version", "seq", "tindakan", "hapus"];

impl Draft {
    /// What was typed on a case as it was then.
    pub fn new(typed: &Typed, version: i32, seq: i32) -> Self {
        // A file of another unit that was chosen lies on the desk from then on.
        let is_text = |field: &str| !CONTROLS.contains(&field) && !field.starts_with("material[");
        let texts = typed.pairs().filter(|(field, _)| is_text(field));
        Self {
            version,
            seq,
            texts: texts
                .map(|(field, text)| (field.to_owned(), text.to_owned()))
                .collect(),
        }
    }

    /// The texts, to fill the form again.
    pub fn typed(&self) -> Typed {
        let add = |typed: Typed, (field, text): &(String, String)| typed.with(field, text);
        self.texts.iter().fold(Typed::new(), add)
    }

    /// What tells this draft with its files from any other: what is sent must be what was looked at.
    pub fn stamp(&self, files: &[DeskFile]) -> String {
        let mut digest = Sha256::new();
        for (field, text) in &self.texts {
            digest.update(field);
            digest.update([0]);
            digest.update(text);
            digest.update([0]);
        }
        for file in files {
            digest.update(file.id.as_bytes());
        }
        let digest = digest.finalize();
        let halves = digest.iter().take(16).flat_map(|byte| [byte >> 4, byte & 15]);
        halves
            .filter_map(|half| char::from_digit(u32::from(half), 16))
            .collect()
    }
}

/// The answer that the texts amount to, and dates that name no day.
pub fn answer(
    typed: &Typed,
    positions: &[i32],
    files: &[DeskFile],
    usable: &[Usable],
) -> (Answer, Vec<Fault>) {
    let mut faults = Vec::new();
    let items = positions
        .iter()
        .map(|n| item(typed, *n, files, usable, &mut faults))
        .collect();
    let promised_on = day(typed, "promised_on", &mut faults);
    let charge = charge(typed, &mut faults);
    let answer = Answer {
        items,
        promised_on,
        charge,
    };
    (answer, faults)
}

/// The lines of the fee decree with a quantity; a line that stays empty is not charged.
fn charge(typed: &Typed, faults: &mut Vec<Fault>) -> Option<Charge> {
    let mut picks = Vec::new();
    for (field, text) in typed.pairs() {
        let item = field.strip_prefix("fee_").and_then(|id| Uuid::try_parse(id).ok());
        let (Some(item), false) = (item, text.trim().is_empty()) else {
            continue;
        };
        match text.trim().parse() {
            Ok(quantity) => picks.push(Pick { item, quantity }),
            Err(_) => faults.push(Fault::new(field, "fee.fault.quantity")),
        }
    }
    picks.retain(|pick| pick.quantity > 0);
    (!picks.is_empty()).then(|| Charge::picked(picks))
}

/// Each outcome has fields of its own; what was typed into those of another is left out of the notice.
fn item(
    typed: &Typed,
    n: i32,
    files: &[DeskFile],
    usable: &[Usable],
    faults: &mut Vec<Fault>,
) -> Option<ItemAnswer> {
    let field = |name: &str| format!("{name}_{n}");
    let outcome = Outcome::parse(typed.text(&field("outcome")))?;
    let when = |is_wanted: bool, name: &str| {
        let text = typed.text(&field(name)).trim();
        (is_wanted && !text.is_empty()).then(|| text.to_owned())
    };
    let is_holder_unknown = outcome == Outcome::NotHeld && !typed.text(&field("holder_unknown")).is_empty();
    let names_holder = matches!(outcome, Outcome::NotHeld | Outcome::Forwarded) && !is_holder_unknown;
    let named = typed.text(&field("exemption"));
    let exemption = usable
        .iter()
        .find(|one| outcome.is_closing() && one.used.id.to_string() == named);
    Some(ItemAnswer {
        outcome,
        exemption: exemption.map(|one| one.used.clone()),
        text: typed.text(&field("answer")).to_owned(),
        has_files: files.iter().any(|kept| kept.file.item == Some(n)),
        held_form: HeldForm::parse(typed.text(&field("held_form"))).filter(|_| outcome.is_granted()),
        is_redacted: !typed.text(&field("redacted")).is_empty(),
        redactions: when(outcome == Outcome::GrantedPartial, "redactions"),
        holder: when(names_holder, "holder"),
        is_holder_unknown,
        available_on: if outcome == Outcome::NotDocumented {
            day(typed, &field("available_on"), faults)
        } else {
            None
        },
    })
}

fn day(typed: &Typed, field: &str, faults: &mut Vec<Fault>) -> Option<Date> {
    let part = |part: &str| typed.text(&format!("{field}_{part}"));
    typed_day(part("day"), part("month"), part("year")).unwrap_or_else(|_| {
        faults.push(Fault::new(field, "field.date_wrong"));
        None
    })
}

/// The files as they go with the notice: those of an item granted in part are redacted copies.
pub fn files_to_send(answer: &Answer, positions: &[i32], files: &[DeskFile]) -> Vec<NewFile> {
    let is_partial = |n: i32| {
        let mut answered = positions.iter().zip(&answer.items);
        answered.any(|(position, item)| {
            *position == n
                && item
                    .as_ref()
                    .is_some_and(|item| item.outcome == Outcome::GrantedPartial)
        })
    };
    let sent = files.iter().map(|kept| {
        let mut file = kept.file.clone();
        if file.item.is_some_and(is_partial) {
            file.kind = "redacted";
        }
        file
    });
    sent.collect()
}
