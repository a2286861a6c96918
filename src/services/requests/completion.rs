//! Perbaikan permohonan: a completion corrects the record itself, not only the file (Perki 1/2021 Ps 33(3)). What it says of a person
//! goes into the sealed identity, the rest into the request; the event binds a digest of the request as it now stands.

use super::case::Case;
use super::contents;
use super::filing::item_rows;
use crate::domain::applicant::Correction;
use crate::domain::request::{AccessMode, Command, Content};
use crate::persistence::{Txn, identities as identity_rows, items, rows};
use crate::services::{Context, ServiceError, identities};

/// The record as a completion leaves it.
#[derive(Debug, Default)]
pub struct Corrected {
    identity: Option<(rows::Identity, rows::CaseKey)>,
    items: Option<Vec<rows::InformationItem>>,
    bound: Option<Content>,
}

impl Corrected {
    /// Corrects the row of the case, which its next event saves, and makes what is stored with it. An identity that was erased
    /// stays so.
    pub async fn prepare(
        ctx: &Context,
        txn: &Txn,
        case: &mut Case,
        command: &Command,
    ) -> Result<Self, ServiceError> {
        let Command::SubmitFix { values, .. } = command else {
            return Ok(Self::default());
        };
        let id = case.row.id;
        let known = identities::open(ctx, txn, id).await?;
        let identity = known.and_then(|known| values.correct(&known));
        let mut corrected = Self {
            identity: identity
                .map(|identity| identities::seal(ctx, id, &identity))
                .transpose()?,
            ..Self::default()
        };
        if values.changes_request() {
            correct_row(&mut case.row, values);
            corrected.items = values.items.as_deref().map(|items| item_rows(ctx, id, items));
            let asked = match &corrected.items {
                Some(items) => items.clone(),
                None => items::list_items(txn, id).await?,
            };
            corrected.bound = Some(contents::request(&case.row, &asked));
        }
        Ok(corrected)
    }

    /// What the event binds.
    pub const fn content(&self) -> Option<&Content> {
        self.bound.as_ref()
    }

    /// Stores what is not in the row.
    pub async fn save(self, txn: &Txn, case: &Case) -> Result<(), ServiceError> {
        if let Some((identity, key)) = &self.identity {
            identity_rows::update_identity(txn, identity, key).await?;
        }
        if let Some(asked) = &self.items {
            items::replace_items(txn, case.row.id, asked).await?;
        }
        Ok(())
    }
}

fn correct_row(row: &mut rows::Request, values: &Correction) {
    if let Some(purpose) = &values.purpose {
        row.purpose = Some(purpose.clone());
    }
    if let Some(mode) = values.access_mode {
        row.access_mode = Some(mode.code().to_owned());
    }
    if let Some(mode) = values.delivery_mode {
        row.delivery_mode = Some(mode.code().to_owned());
    }
    // Who only looks is sent nothing.
    if row.access_mode.as_deref() == Some(AccessMode::View.code()) {
        row.delivery_mode = None;
    }
}
