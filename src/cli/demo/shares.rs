//! Sample cases that are shared with other units.

use anyhow::Context as _;

use super::cases::Action;
use super::story::Stage;
use crate::domain::actor::{Role, Viewer};
use crate::domain::request::Command;
use crate::services::requests::{Case, CaseKey};
use crate::services::uploads::NewFile;

impl Stage<'_> {
    /// Asking for a share, and handing it in.
    pub(super) async fn share(&self, action: &Action) -> anyhow::Result<(Command, Vec<NewFile>)> {
        match action {
            Action::Share {
                to,
                items,
                within,
                note,
            } => {
                let command = Command::AskShare {
                    unit: self.unit(to).await?,
                    items: items.clone(),
                    wanted_on: self.day_after(*within)?,
                    note: note.clone(),
                };
                Ok((command, Vec::new()))
            }
            Action::Supply { share, text, file } => {
                let files = match file {
                    Some(file) => vec![self.keep(*file, "material", None).await?],
                    None => Vec::new(),
                };
                let command = Command::SupplyShare {
                    no: *share,
                    text: text.clone(),
                    has_files: !files.is_empty(),
                };
                Ok((command, files))
            }
            other => Err(anyhow::anyhow!("no step on a share: {other:?}")),
        }
    }

    /// The officer of the unit that was asked for a share.
    pub(super) async fn officer_of_share(&self, key: &CaseKey, no: u16) -> anyhow::Result<Viewer> {
        let case = Case::load(&self.ctx, self.ctx.db.read(), key).await?;
        let share = case.state.share(no).context("no such share")?;
        self.staff.one(Role::Officer, share.unit)
    }
}
