//! What other units prepare for a case, each with its own progress, and what they have handed in.

use serde::Serialize;

use super::Drawer;
use crate::domain::policy::{self, Part};
use crate::domain::request::{Share, ShareStatus};
use crate::services::ServiceError;
use crate::services::requests::{Material, MaterialFile};
use crate::web::views::Words;
use crate::web::views::parts::FileLink;

/// A share in the page of a case.
#[derive(Debug, Serialize)]
pub struct ShareView {
    no: u16,
    unit: String,
    items: String,
    status: &'static str,
    asked_on: String,
    wanted_on: String,
    done_on: Option<String>,
    is_late: bool,
    working_days: i32,
    /// Whether the reader may know what was said.
    is_readable: bool,
    handed: Handed,
}

/// What was said about a share and handed in with it.
#[derive(Debug, Default, Serialize)]
pub struct Handed {
    asked: Option<String>,
    reply: Option<String>,
    files: Vec<FileLink>,
}

/// What was handed in, its files under `base`.
pub fn handed_in(words: Words<'_>, material: Material, base: &str) -> Handed {
    let link = |file: &MaterialFile| FileLink {
        href: format!("{base}/{}", file.id),
        name: file.name.clone(),
        size: words.size(u64::try_from(file.size).unwrap_or_default()),
    };
    Handed {
        files: material.files.iter().map(link).collect(),
        asked: material.asked,
        reply: material.reply,
    }
}

impl Drawer<'_> {
    pub(super) fn shares(&self) -> Result<Vec<ShareView>, ServiceError> {
        let shares = self.file.case.state.shares.iter();
        shares.map(|share| self.share(share)).collect()
    }

    fn share(&self, share: &Share) -> Result<ShareView, ServiceError> {
        let (words, file) = (self.words, self.file);
        let items: Vec<String> = share.items.iter().map(i32::to_string).collect();
        Ok(ShareView {
            no: share.no,
            unit: file.unit_name(share.unit.0).unwrap_or_default().to_owned(),
            items: items.join(", "),
            status: share.status.code(),
            asked_on: words.date(share.asked_on),
            wanted_on: words.date(share.wanted_on),
            done_on: share.done_on.map(|on| words.date(on)),
            is_late: share.status == ShareStatus::Asked && share.wanted_on < file.today,
            working_days: file.days_of_share(self.ctx, share),
            is_readable: policy::shows(file.view, Part::Material),
            handed: handed_in(words, file.material(share.no)?, &format!("{}/bahan", self.base)),
        })
    }
}
