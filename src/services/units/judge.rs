//! What stands in the way of a succession, each at its field of the form.

use time::Date;

use super::{body_of, place, validity};
use crate::domain::ids::UnitId;
use crate::domain::limits::{ADDRESS, LINE, SHORT, is_longer};
use crate::domain::unit::{
    Facts, Jurisdiction, Place, PlaceFault, SuccessionKind, Successor, Validity, faults, left_alone,
    place_faults,
};
use crate::persistence::rows;
use crate::services::{Context, Fault, FaultValue};

use super::effect::Wanted;

/// The unit with this code.
pub(super) fn by_code<'a>(all: &'a [rows::Unit], code: &str) -> Option<&'a rows::Unit> {
    all.iter().find(|unit| unit.code == code)
}

/// What a unit is stays as it was when it ends, and what only another decree changes is not changed by the way.
pub(super) fn allowed(kind: SuccessionKind, unit: &rows::Unit, becomes: rows::Unit) -> rows::Unit {
    match kind {
        SuccessionKind::Rename => rows::Unit {
            body: unit.body.clone(),
            parent_code: unit.parent_code.clone(),
            ppid_of: unit.ppid_of.clone(),
            ..becomes
        },
        SuccessionKind::Move => becomes,
        _ => unit.clone(),
    }
}

/// Texts that are longer than the record takes.
fn too_long(wanted: &Wanted) -> Vec<Fault> {
    let change = &wanted.change;
    let texts = [
        ("legal_basis", Some(&wanted.legal_basis), LINE),
        ("name", change.name.as_ref(), LINE),
        ("short_name", change.short_name.as_ref(), SHORT),
        ("place", change.place.as_ref(), SHORT),
        ("address", change.address.as_ref(), ADDRESS),
        ("email", change.email.as_ref(), LINE),
        ("body", change.body.as_ref(), LINE),
    ];
    let long = |text: Option<&String>, limit: usize| text.is_some_and(|text| is_longer(text, limit));
    let found = texts.into_iter().filter(|(_, text, limit)| long(*text, *limit));
    found
        .map(|(field, ..)| Fault::new(field, "field.too_long"))
        .collect()
}

/// What is known when a succession is judged.
pub(super) struct Looked<'a> {
    pub ctx: &'a Context,
    pub all: &'a [rows::Unit],
    pub unit: &'a rows::Unit,
    pub becomes: &'a rows::Unit,
    pub version: Validity,
    pub today: Date,
}

impl Looked<'_> {
    /// Who goes on, and everything that stands in the way.
    pub fn judge(&self, wanted: &Wanted) -> (Vec<rows::Unit>, Vec<Fault>) {
        let (unit, becomes) = (self.unit, self.becomes);
        let named = wanted.to.iter().map(|code| code.trim());
        let named: Vec<&str> = named.filter(|code| !code.is_empty()).collect();
        let successors: Vec<rows::Unit> = named
            .iter()
            .filter_map(|code| by_code(self.all, code).cloned())
            .collect();
        let body = body_of(self.ctx, unit);
        let judged: Vec<Successor> = successors
            .iter()
            .map(|one| Successor {
                unit: UnitId(one.id),
                validity: validity(one),
                is_same_body: body_of(self.ctx, one) == body,
            })
            .collect();
        let head = |unit: &rows::Unit| {
            let texts = [&unit.name, &unit.short_name, &unit.place, &unit.address];
            (
                texts.map(Clone::clone),
                unit.email.clone(),
                unit.commission.clone(),
            )
        };
        let facts = Facts {
            kind: wanted.kind,
            unit: UnitId(unit.id),
            version: self.version,
            effective_on: wanted.effective_on,
            today: self.today,
            legal_basis: &wanted.legal_basis,
            successors: &judged,
            changes_name: head(becomes) != head(unit),
            changes_place: body_of(self.ctx, becomes) != body
                || becomes.parent_code != unit.parent_code
                || becomes.ppid_of != unit.ppid_of,
        };
        let mut told: Vec<Fault> = faults(&facts)
            .into_iter()
            .map(|fault| Fault::new(fault.field(wanted.kind), format!("unit.fault.{}", fault.code())))
            .collect();
        if successors.len() < named.len() {
            // A code that is none is told once, not also as nobody who goes on.
            told.retain(|fault| fault.field != "to");
            told.push(Fault::new("to", "field.unit_unknown"));
        }
        told.extend(too_long(wanted));
        told.extend(self.out_of_place(wanted));
        if Jurisdiction::parse(&becomes.commission).is_none() {
            told.push(Fault::new("commission", "unit.fault.commission"));
        }
        (successors, told)
    }

    /// Why the unit can't stand where it is to stand, or can't go from where it stands.
    fn out_of_place(&self, wanted: &Wanted) -> Vec<Fault> {
        let day = wanted.effective_on.unwrap_or(self.today);
        let was = place(self.ctx, self.unit);
        let unit = match wanted.kind {
            Some(SuccessionKind::Move) => place(self.ctx, self.becomes),
            Some(kind) if kind.ends_unit() => Place {
                validity: Validity {
                    to: day.previous_day(),
                    ..was.validity
                },
                ..was
            },
            _ => return Vec::new(),
        };
        let all: Vec<Place<'_>> = self.all.iter().map(|unit| place(self.ctx, unit)).collect();
        let told = |fault: PlaceFault| match fault {
            PlaceFault::ParentUnknown | PlaceFault::PpidUnknown => {
                Fault::new(fault.field(), "field.unit_unknown")
            }
            PlaceFault::AnswersForOthers => {
                let others = left_alone(&all, &unit, self.today);
                let names = others.filter_map(|one| by_code(self.all, one.code));
                let names: Vec<&str> = names.map(|unit| unit.short_name.as_str()).collect();
                let mut fault = Fault::new(fault.field(), format!("unit.fault.{}", fault.code()));
                fault.values.push(("units", FaultValue::Text(names.join(", "))));
                fault
            }
            _ => Fault::new(fault.field(), format!("unit.fault.{}", fault.code())),
        };
        let found = place_faults(&all, Some(&was), &unit, [day, self.today]);
        found.into_iter().map(told).collect()
    }

    /// Units that name this one above them, or as the one whose PPID answers.
    pub fn below(&self) -> Vec<String> {
        let names_it = |other: &&rows::Unit| {
            let named = [&other.parent_code, &other.ppid_of];
            super::is_valid_on(other, self.today)
                && named
                    .iter()
                    .any(|code| code.as_deref() == Some(self.unit.code.as_str()))
        };
        let found = self.all.iter().filter(names_it);
        found.map(|unit| unit.short_name.clone()).collect()
    }
}
