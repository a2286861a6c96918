//! Answers that wait for the superior, with their files.

use sea_orm::{EntityTrait, IntoActiveModel, QueryFilter, QueryOrder};
use uuid::Uuid;

use super::entities::answer_proposal::{COLUMN, Column, Entity};
use super::entities::proposal_file;
use super::rows::{AnswerProposal, ProposalFile};
use super::{Conn, Result, Txn};

/// Adds a proposed answer with its files.
pub async fn insert_proposal(txn: &Txn, proposal: &AnswerProposal, files: &[ProposalFile]) -> Result<()> {
    Entity::insert(proposal.clone().into_active_model())
        .exec_without_returning(txn.raw())
        .await?;
    if !files.is_empty() {
        let rows = files.iter().cloned().map(IntoActiveModel::into_active_model);
        proposal_file::Entity::insert_many(rows)
            .exec_without_returning(txn.raw())
            .await?;
    }
    Ok(())
}

/// The proposed answers of a request, oldest first.
pub async fn list_proposals(conn: &impl Conn, request_id: Uuid) -> Result<Vec<AnswerProposal>> {
    Ok(Entity::find()
        .filter(COLUMN.request_id.eq(request_id))
        .order_by_asc(Column::EventSeq)
        .all(conn.raw())
        .await?)
}

/// The files of a proposed answer.
pub async fn list_proposal_files(conn: &impl Conn, proposal_id: Uuid) -> Result<Vec<ProposalFile>> {
    Ok(proposal_file::Entity::find()
        .filter(proposal_file::COLUMN.proposal_id.eq(proposal_id))
        .order_by_asc(proposal_file::Column::Id)
        .all(conn.raw())
        .await?)
}
