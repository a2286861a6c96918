//! The last part of the address of a step's page.

use rocket::request::FromParam;

use crate::domain::request::CommandKind;
use crate::web::views::step_slug;

/// A step whose page is a plain form. Answering and publishing have pages of their own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepSlug(pub CommandKind);

/// No step is called that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoStep;

impl<'a> FromParam<'a> for StepSlug {
    type Error = NoStep;

    fn from_param(param: &'a str) -> Result<Self, NoStep> {
        CommandKind::ALL
            .iter()
            .copied()
            .filter(|kind| {
                !matches!(
                    kind,
                    CommandKind::IssueNotice | CommandKind::Publish | CommandKind::Reopen
                )
            })
            .find(|kind| step_slug(*kind) == param)
            .map(Self)
            .ok_or(NoStep)
    }
}
