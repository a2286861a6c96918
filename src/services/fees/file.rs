//! A fee decree as a file: what an operator imports, and what the demonstration begins with.

use super::Binds;
use crate::domain::fee::{FeeKind, NewSchedule};
use serde::Deserialize;
use time::Date;
use time::macros::format_description;

/// A decree with the code of the unit it binds, or the name of the body; with neither it is that of the portal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromFile {
    /// Code of the unit.
    pub unit: Option<String>,
    /// Name of the body.
    pub body: Option<String>,
    /// The decree.
    pub schedule: NewSchedule,
}

impl FromFile {
    /// Whom it binds.
    #[must_use]
    pub fn binds(&self) -> Binds<'_> {
        match &self.unit {
            Some(code) => Binds::Unit(code),
            None => Binds::Body(self.body.as_deref()),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    decree: Vec<Decree>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Decree {
    unit: Option<String>,
    body: Option<String>,
    number: String,
    signed_on: String,
    valid_from: String,
    valid_to: Option<String>,
    #[serde(default)]
    cash: bool,
    #[serde(default)]
    account: String,
    #[serde(default)]
    e_money: String,
    item: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Item {
    kind: String,
    what: String,
    measure: String,
    price: i64,
}

/// Reads the decrees of a file. A day or a kind that is none stays out, and the decree is then refused for lacking it.
///
/// # Errors
/// What of the file is not understood, with its line.
pub fn read(text: &str) -> Result<Vec<FromFile>, String> {
    let file: File = toml::from_str(text).map_err(|error| error.to_string())?;
    let day = |text: &str| Date::parse(text, format_description!("[year]-[month]-[day]")).ok();
    let mut read = Vec::new();
    for decree in file.decree {
        if decree.unit.is_some() && decree.body.is_some() {
            return Err(format!("{}: a unit or a body, not both", decree.number));
        }
        let valid_to = decree.valid_to.as_deref();
        if let Some(wrong) = valid_to.filter(|text| day(text).is_none()) {
            return Err(format!("{wrong} is not a day"));
        }
        read.push(FromFile {
            unit: decree.unit.clone(),
            body: decree.body.clone(),
            schedule: NewSchedule {
                decree_on: day(&decree.signed_on),
                valid_from: day(&decree.valid_from),
                valid_to: valid_to.and_then(day),
                takes_cash: decree.cash,
                account: decree.account,
                e_money: decree.e_money,
                items: decree
                    .item
                    .into_iter()
                    .map(|item| {
                        (
                            FeeKind::parse(&item.kind),
                            item.what,
                            item.measure,
                            Some(item.price),
                        )
                    })
                    .collect(),
                decree_no: decree.number,
            },
        });
    }
    Ok(read)
}
