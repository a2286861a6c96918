//! The last part of the address of a step's page.

use rocket::request::FromParam;

use crate::domain::request::CommandKind;
use crate::web::views::step_slug;

/// A step whose page is a plain form. Answering, approving and publishing have pages of their own.
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
                use CommandKind as K;
                let has_own_page = matches!(kind, K::IssueNotice | K::ProposeAnswer | K::Publish | K::Reopen);
                !has_own_page && !kind.is_for_superior() && !kind.is_for_share_unit()
            })
            .find(|kind| step_slug(*kind) == param)
            .map(Self)
            .ok_or(NoStep)
    }
}
