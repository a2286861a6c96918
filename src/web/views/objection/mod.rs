//! Views of objections: the form, the page for each audience, lists, letters and steps.

mod form;
mod letter;
mod list;
mod page;
mod papers;
mod step;

pub use form::{ObjectionForm, alone_form, intake_form, request_form};
pub use letter::{ObjectionLetterView, objection_letter};
pub use list::{ObjectionListView, ObjectionRegisterView, objection_list, objection_register};
pub use page::{ObjectionPage, objection_page};
pub use step::{
    ObjectionAnswerView, ObjectionCheckView, ObjectionStepView, answer_form, step_form, step_slug,
};

use super::Words;
use crate::domain::objection::Ground;

/// A ground with its letter and plain words.
pub fn ground_text(words: Words<'_>, ground: Ground) -> String {
    let text = words.text(&format!("objection.ground.{}", ground.code()));
    format!("{}. {text}", ground.letter())
}
