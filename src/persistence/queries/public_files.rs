//! The files of a published answer, with what each is. Nothing of an answer that was taken back is found.

use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

use crate::persistence::{Conn, Result};

/// A published file.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(
    missing_docs,
    reason = "the columns of `rows::PublicationFile` and `rows::File`"
)]
pub struct PublicFile {
    pub id: Uuid,
    pub sha256: String,
    pub name: String,
    pub size: i64,
    pub media_type: String,
}

/// The files of a published answer in order, one statement.
pub async fn list_public_files(conn: &impl Conn, doc_id: i64) -> Result<Vec<PublicFile>> {
    let statement = Statement::from_sql_and_values(
        conn.raw().get_database_backend(),
        "SELECT p.id, p.sha256, p.name, f.size, f.media_type \
         FROM publication_files p JOIN files f ON f.sha256 = p.sha256 WHERE p.doc_id = $1 ORDER BY p.position",
        [doc_id.into()],
    );
    Ok(PublicFile::find_by_statement(statement).all(conn.raw()).await?)
}
