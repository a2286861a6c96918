//! Everything about one case for one page, in a fixed number of statements: ten, or one when there is no such case.

use sea_orm::{ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, Statement};
use uuid::Uuid;

use crate::persistence::entities::request::{COLUMN, Column, Entity};
use crate::persistence::rows::{
    InformationItem, Letter, Message, Objection, Publication, Request, RequestDeadline, RequestEvent,
    RequestShare,
};
use crate::persistence::{
    Conn, Result, UnitScope, deadlines, events, items, letters, messages, objections, publications, shares,
};

/// How a case is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CaseKey {
    /// By its id, known to those who followed a link or hold a tracking secret.
    Id(Uuid),
    /// By its registration number.
    RegistrationNo(String),
}

/// A case with all that belongs to it, except who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the list its type names")]
pub struct CasePage {
    pub request: Request,
    pub items: Vec<InformationItem>,
    pub deadlines: Vec<RequestDeadline>,
    pub events: Vec<RequestEvent>,
    pub messages: Vec<Message>,
    pub letters: Vec<Letter>,
    pub attachments: Vec<AttachedFile>,
    pub objections: Vec<Objection>,
    pub shares: Vec<RequestShare>,
    pub publication: Option<Publication>,
}

/// An attachment with what its file is.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Attachment` and `rows::File`")]
pub struct AttachedFile {
    pub id: Uuid,
    pub item_id: Option<Uuid>,
    pub letter_id: Option<Uuid>,
    pub message_id: Option<Uuid>,
    pub sha256: String,
    pub name: String,
    pub kind: String,
    pub origin: String,
    pub salt: String,
    pub added_at: i64,
    pub added_by: Option<Uuid>,
    pub is_public: bool,
    pub size: i64,
    pub media_type: String,
}

/// The case inside the scope; none also when it lies outside.
pub async fn find_case_page(conn: &impl Conn, scope: &UnitScope, key: &CaseKey) -> Result<Option<CasePage>> {
    let named = match key {
        CaseKey::Id(id) => COLUMN.id.eq(*id),
        CaseKey::RegistrationNo(number) => COLUMN.registration_no.eq(number.as_str()),
    };
    let found = Entity::find()
        .filter(named)
        .filter(scope.condition(Column::UnitId))
        .one(conn.raw())
        .await?;
    let Some(request) = found else { return Ok(None) };
    let id = request.id;
    Ok(Some(CasePage {
        items: items::list_items(conn, id).await?,
        deadlines: deadlines::list_deadlines(conn, id).await?,
        events: events::list_events(conn, id).await?,
        messages: messages::list_messages(conn, id).await?,
        letters: letters::list_letters(conn, id).await?,
        attachments: list_attached_files(conn, id).await?,
        objections: objections::list_objections(conn, id).await?,
        shares: shares::list_shares(conn, id).await?,
        publication: publications::find_publication_of(conn, id).await?,
        request,
    }))
}

async fn list_attached_files(conn: &impl Conn, request_id: Uuid) -> Result<Vec<AttachedFile>> {
    let statement = Statement::from_sql_and_values(
        conn.raw().get_database_backend(),
        "SELECT a.id, a.item_id, a.letter_id, a.message_id, a.sha256, a.name, a.kind, a.origin, a.salt, a.added_at, \
         a.added_by, a.is_public, f.size, f.media_type \
         FROM attachments a JOIN files f ON f.sha256 = a.sha256 \
         WHERE a.request_id = $1 ORDER BY a.added_at, a.id",
        [request_id.into()],
    );
    Ok(AttachedFile::find_by_statement(statement).all(conn.raw()).await?)
}
