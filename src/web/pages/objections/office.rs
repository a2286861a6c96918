//! What the workspaces of superiors and officers have in common: the list, the page, dates explained, letters, documents.

use uuid::Uuid;

use crate::domain::actor::{Role, Viewer};
use crate::services::disputes::of_objection;
use crate::services::objections::{ObjectionFile, ObjectionView, for_staff, list};
use crate::services::requests::{CaseFile, CaseKey, for_staff as request_for_staff};
use crate::services::{Context, ServiceError, downloads};
use crate::web::Page;
use crate::web::files::Attachment;
use crate::web::guards::{Language, ObjectionNo};
use crate::web::pages::explain::{AskedDate, Explanation, STAFF_TRACE, objection_explanation};
use crate::web::views::dispute::{DisputeView, dispute_view};
use crate::web::views::objection::{
    ObjectionLetterView, ObjectionListView, ObjectionPage, objection_letter, objection_list, objection_page,
};
use crate::web::views::{CaseFileView, Words, case_file_view};
use serde::Serialize;

/// A workspace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Workspace {
    /// `/atasan`.
    Superior,
    /// `/petugas`.
    Officer,
}

/// An objection with the whole file of the request it is about.
#[derive(Debug, Serialize)]
pub struct WholeFile {
    objection: ObjectionPage,
    dispute: DisputeView,
    request: Option<CaseFileView>,
    request_href: Option<String>,
}

/// The tabs of a list.
const TABS: [(&str, ObjectionView); 4] = [
    ("keberatan-baru", ObjectionView::Unanswered),
    ("pelaksanaan", ObjectionView::Executing),
    ("selesai", ObjectionView::Done),
    ("semua", ObjectionView::All),
];

impl Workspace {
    /// The roles in which one acts here, the strongest first.
    pub const fn roles(self) -> &'static [Role] {
        match self {
            Self::Superior => &[Role::Superior],
            Self::Officer => &[Role::Ppid, Role::Officer],
        }
    }

    /// Its address.
    const fn home(self) -> &'static str {
        match self {
            Self::Superior => "/atasan",
            Self::Officer => "/petugas",
        }
    }

    /// The address of an objection here.
    pub fn base(self, nomor: &ObjectionNo) -> String {
        format!("{}/keberatan/{}", self.home(), nomor.0)
    }

    /// The objection, for who works on it here; the same 404 for any other number.
    pub async fn load(
        self,
        ctx: &Context,
        viewer: &Viewer,
        nomor: &ObjectionNo,
    ) -> Result<ObjectionFile, ServiceError> {
        for_staff(ctx, viewer, &nomor.0.to_string(), self.roles()).await
    }

    /// A list of the workspace.
    pub async fn list(
        self,
        ctx: &Context,
        viewer: &Viewer,
        language: Language,
        (tab, after): (Option<&str>, Option<&str>),
    ) -> Result<Page<ObjectionListView>, ServiceError> {
        let (word, chosen) = TABS
            .into_iter()
            .find(|(word, _)| Some(*word) == tab)
            .unwrap_or(("keberatan-baru", ObjectionView::Unanswered));
        let found = list(ctx, viewer, self.roles(), chosen, after).await?;
        let tabs: Vec<&'static str> = TABS.iter().map(|(word, _)| *word).collect();
        let base = format!("{}/keberatan", self.home());
        let words = Words::new(ctx, language.0);
        let view = objection_list(words, &found, &base, &tabs, word, after.is_some());
        let template = match self {
            Self::Superior => "pages/superior/objections.html.tera",
            Self::Officer => "pages/officer/objections.html.tera",
        };
        Ok(Page::new(template, "objection.list.title", view))
    }

    /// The page of an objection with the file of its request.
    pub async fn page(
        self,
        ctx: &Context,
        viewer: &Viewer,
        language: Language,
        nomor: &ObjectionNo,
    ) -> Result<Page<WholeFile>, ServiceError> {
        let file = self.load(ctx, viewer, nomor).await?;
        let dispute = of_objection(ctx, &file).await?;
        let words = Words::new(ctx, language.0);
        let request = match file.objection.row.request_id {
            Some(id) => self.request(ctx, viewer, id).await?,
            None => None,
        };
        let href = |case: &CaseFile| format!("{}/permohonan/{}", self.home(), case.case.row.registration_no);
        let view = WholeFile {
            objection: objection_page(ctx, words, &file, &self.base(nomor))?,
            dispute: dispute_view(ctx, words, &file, &dispute, &self.base(nomor))?,
            request: request
                .as_ref()
                .map(|case| case_file_view(ctx, words, case, &href(case)))
                .transpose()?,
            request_href: request.as_ref().map(href),
        };
        let template = match self {
            Self::Superior => "pages/superior/objection.html.tera",
            Self::Officer => "pages/officer/objection.html.tera",
        };
        Ok(Page::new(template, "objection.page.title", view).title_value("number", &nomor.0))
    }

    /// The request, as far as whoever works on the objection may see it: one that went to another unit meanwhile they may not.
    async fn request(
        self,
        ctx: &Context,
        viewer: &Viewer,
        id: Uuid,
    ) -> Result<Option<CaseFile>, ServiceError> {
        match request_for_staff(ctx, viewer, &CaseKey::Id(id)).await {
            Ok(mut file) => {
                if let (Self::Superior, Some(actor)) = (self, &mut file.actor) {
                    actor.role = Role::Superior;
                }
                Ok(Some(file))
            }
            Err(ServiceError::NotFound) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A date explained.
    pub async fn explain(
        self,
        ctx: &Context,
        viewer: &Viewer,
        language: Language,
        (nomor, duty, version): (&ObjectionNo, &str, Option<&str>),
    ) -> Result<Explanation, ServiceError> {
        let file = self.load(ctx, viewer, nomor).await?;
        let asked = AskedDate {
            duty,
            version,
            base: &self.base(nomor),
            template: STAFF_TRACE,
        };
        objection_explanation(ctx, Words::new(ctx, language.0), &file, asked).await
    }

    /// A letter.
    pub async fn letter(
        self,
        ctx: &Context,
        viewer: &Viewer,
        language: Language,
        (nomor, letter): (&ObjectionNo, &str),
    ) -> Result<Page<ObjectionLetterView>, ServiceError> {
        let file = self.load(ctx, viewer, nomor).await?;
        letter_page(ctx, language, &file, letter, &self.base(nomor))
    }

    /// A document.
    pub async fn document(
        self,
        ctx: &Context,
        viewer: &Viewer,
        (nomor, document): (&ObjectionNo, &str),
    ) -> Result<Attachment, ServiceError> {
        let file = self.load(ctx, viewer, nomor).await?;
        let id = Uuid::try_parse(document).map_err(|_| ServiceError::NotFound)?;
        let found = file.document(id)?;
        let content = downloads::stored(ctx, &found.sha256, &found.name, &found.media_type).await?;
        Ok(Attachment(content))
    }
}

/// The page of a letter.
pub fn letter_page(
    ctx: &Context,
    language: Language,
    file: &ObjectionFile,
    letter: &str,
    back: &str,
) -> Result<Page<ObjectionLetterView>, ServiceError> {
    let id = Uuid::try_parse(letter).map_err(|_| ServiceError::NotFound)?;
    let issued = file.letter(id)?;
    let words = Words::new(ctx, language.0);
    let view = objection_letter(words, file, &issued.frozen, issued.issued_on, back);
    let title = format!("law.letter.{}", issued.frozen.letter.kind());
    Ok(Page::new("pages/shared/letter.html.tera", title, view))
}
