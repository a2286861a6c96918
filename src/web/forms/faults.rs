//! Faults in words: the sentence under the field and in the summary, in the reader's language.

use serde::Serialize;

use crate::services::{Fault, FaultValue};
use crate::text::catalogue::CatalogueError;
use crate::text::{Engine, Lang, format};

/// One fault, as the form components read it.
#[derive(Debug, Serialize)]
pub struct ErrorView {
    name: String,
    text: String,
}

/// The faults of a form in the order in which they were found.
pub fn error_views(engine: &Engine, lang: Lang, faults: &[Fault]) -> Result<Vec<ErrorView>, CatalogueError> {
    let view = |fault: &Fault| {
        Ok(ErrorView {
            name: fault.field.clone(),
            text: fault_text(engine, lang, fault)?,
        })
    };
    faults.iter().map(view).collect()
}

/// The sentence of one fault.
pub fn fault_text(engine: &Engine, lang: Lang, fault: &Fault) -> Result<String, CatalogueError> {
    let printed: Vec<(&str, String)> = fault
        .values
        .iter()
        .map(|(name, value)| (*name, print(lang, value)))
        .collect();
    let values: Vec<_> = printed
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    engine.text(lang, &fault.key, &values)
}

fn print(lang: Lang, value: &FaultValue) -> String {
    match value {
        FaultValue::Text(text) => text.clone(),
        FaultValue::Day(day) => format::date(lang, *day),
        FaultValue::Bytes(bytes) => format::size(lang, *bytes),
    }
}
