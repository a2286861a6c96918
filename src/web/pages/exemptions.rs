//! What the pages of exempt information have in common, whatever workspace they stand in.

use rocket::Either;
use rocket::form::FromForm;
use rocket::http::Status;
use uuid::Uuid;

use crate::domain::actor::{Role, Viewer};
use crate::domain::exemption::Command;
use crate::domain::ids::UnitId;
use crate::domain::policy::acting_as;
use crate::services::exemptions::{self, ExemptionFile, Tab, decide_on};
use crate::services::{Context, Fault, ServiceError};
use crate::web::pages::explain::{Explanation, exemption_explanation};
use crate::web::views::{
    EXEMPTION_TABS, ExemptionListView, ExemptionView, Words, exemption_list_view, exemption_view,
};
use crate::web::{Answer, Flash, Page, SeeOther, Submission};

/// A workspace in which exemptions are looked at.
pub struct Room<'a> {
    /// The outside world.
    pub ctx: &'a Context,
    /// Who looks.
    pub viewer: &'a Viewer,
    /// The reader's words.
    pub words: Words<'a>,
    /// Where the list lies.
    pub base: &'static str,
    /// Where the cases of the workspace lie.
    pub cases: &'static str,
    /// Roles of the workspace.
    pub roles: &'static [Role],
}

/// What a step's form sends.
#[derive(FromForm)]
pub struct RawStep<'r> {
    /// Version of the exemption that the page showed.
    #[field(default = "")]
    pub version: &'r str,
    /// Reason.
    #[field(default = "")]
    pub reason: &'r str,
}

/// The page again, or the way on.
pub type StepAnswer = Either<Page<ExemptionView>, SeeOther>;

impl Room<'_> {
    /// The list.
    pub async fn list(&self, tab: Option<&str>) -> Answer<Page<ExemptionListView>> {
        let chosen = EXEMPTION_TABS.iter().find(|(word, _)| Some(*word) == tab);
        let otherwise = if self.roles.contains(&Role::Superior) {
            Tab::Pending
        } else {
            Tab::InForce
        };
        let tab = chosen.map_or(otherwise, |(_, tab)| *tab);
        let listed = exemptions::list(self.ctx, self.viewer, self.roles, tab).await?;
        let may_write = self.roles.contains(&Role::Officer);
        let view = exemption_list_view(self.words, self.base, &listed, tab, may_write);
        Ok(Page::new(
            "pages/shared/exemptions.html.tera",
            "exemption.list",
            view,
        ))
    }

    /// The exemption, for whoever may see it here.
    pub async fn file(&self, id: &str) -> Result<ExemptionFile, ServiceError> {
        let id = Uuid::try_parse(id).map_err(|_| ServiceError::NotFound)?;
        exemptions::open(self.ctx, self.viewer, self.roles, id).await
    }

    /// Its page.
    pub async fn page(&self, file: &ExemptionFile) -> Result<Page<ExemptionView>, ServiceError> {
        let unit = UnitId(file.holder.id);
        let held = self.roles.iter().copied();
        let roles: Vec<Role> = held
            .filter(|role| acting_as(self.viewer, unit, &[*role]).is_some())
            .collect();
        let request = exemptions::request_of(self.ctx, self.viewer, self.roles, file).await?;
        let request = request.map(|number| format!("{}/{number}", self.cases));
        let is_whole = if self.roles.contains(&Role::Auditor) {
            Some(file.is_intact()?)
        } else {
            None
        };
        let reader = self.viewer.user();
        let view = exemption_view(self.words, self.base, file, &roles, reader, request, is_whole);
        let page = Page::new("pages/shared/exemption.html.tera", "exemption.title", view);
        Ok(page.title_value("number", &file.row.number))
    }

    /// The days before its end explained, as a page or as data.
    pub async fn explain(&self, id: &str, duty: &str) -> Answer<Explanation> {
        let file = self.file(id).await?;
        let back = format!("{}/{}", self.base, file.row.id);
        Ok(exemption_explanation(self.ctx, self.words, &file, (&back, duty))?)
    }

    /// Takes a step, and shows the page again when it can't be taken.
    pub async fn step(
        &self,
        id: &str,
        form: Submission<RawStep<'_>>,
        command: Command,
    ) -> Answer<StepAnswer> {
        let file = self.file(id).await?;
        let seen = form.value.version.parse().unwrap_or(-1);
        let (status, faults) = match decide_on(self.ctx, self.viewer, file.row.id, seen, &command).await {
            Ok(()) => {
                let flash = Flash::success(&format!("exemption.done.{}", command.kind().code()));
                let back = SeeOther::to(format!("{}/{}", self.base, file.row.id));
                return Ok(Either::Right(back.with(flash)));
            }
            Err(ServiceError::Invalid(faults)) => (Status::UnprocessableEntity, faults),
            Err(ServiceError::Stale) => (Status::Conflict, vec![Fault::new("", "exemption.changed")]),
            Err(ServiceError::Denied(denial)) => (Status::Conflict, vec![Fault::denied("", denial)]),
            Err(error) => return Err(error.into()),
        };
        let fresh = self.file(id).await?;
        let page = self.page(&fresh).await?;
        Ok(Either::Left(page.refused(form.typed, faults).status(status)))
    }
}
