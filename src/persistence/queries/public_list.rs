//! The public list: published answers, newest first, with filters and full-text search.
//!
//! One function, two private searches over the same tokens (see the migration of `publications`).

use sea_orm::{ConnectionTrait, DbBackend, FromQueryResult, Statement, Value};
use time::Date;
use uuid::Uuid;

use super::Page;
use crate::persistence::{Conn, Result};

/// What the list shows of a published answer.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
#[expect(missing_docs, reason = "the columns of `rows::Publication`")]
pub struct PublicRow {
    pub doc_id: i64,
    pub registration_no: String,
    pub unit_id: Uuid,
    pub subject: String,
    pub question: String,
    pub outcome: String,
    pub received_on: Date,
    pub answered_on: Date,
    pub published_at: i64,
    pub version: i32,
}

/// What a visitor asked to see.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublicFilter {
    /// Answers of one unit.
    pub unit_id: Option<Uuid>,
    /// Answers with one outcome (its code).
    pub outcome: Option<String>,
    /// Answers to requests of one year.
    pub year: Option<i32>,
    /// Tokens that must all occur, as `domain::terms` makes them; the last may be the beginning of a word.
    pub terms: Vec<String>,
    /// The last document of the page before.
    pub before: Option<i64>,
    /// Rows a page.
    pub limit: u64,
}

const COLUMNS: &str = "p.doc_id, p.registration_no, p.unit_id, p.subject, p.question, p.outcome, p.received_on, \
    p.answered_on, p.published_at, p.version";

/// One page of the list, one statement.
pub async fn list_public(conn: &impl Conn, filter: &PublicFilter) -> Result<Page<PublicRow, i64>> {
    let backend = conn.raw().get_database_backend();
    let mut values: Vec<Value> = Vec::new();
    let mut conditions: Vec<String> = Vec::new();
    let mut from = "publications p";
    let mut order = "p.doc_id";
    if let Some(search) = search_expression(&filter.terms, backend) {
        values.push(search.into());
        if backend == DbBackend::Sqlite {
            // Walking the search index by its own rowid is what makes "newest first" cheap.
            from = "publication_search s JOIN publications p ON p.doc_id = s.rowid";
            order = "s.rowid";
            conditions.push("publication_search MATCH $1".to_owned());
        } else {
            conditions.push("p.search_tokens @@ $1::tsquery".to_owned());
        }
    }
    let mut require = |condition: &str, value: Value| {
        values.push(value);
        conditions.push(format!("{condition} ${}", values.len()));
    };
    if let Some(unit) = filter.unit_id {
        require("p.unit_id =", unit.into());
    }
    if let Some(outcome) = &filter.outcome {
        require("p.outcome =", outcome.clone().into());
    }
    if let Some(year) = filter.year {
        require("p.year =", year.into());
    }
    if let Some(before) = filter.before {
        require(&format!("{order} <"), before.into());
    }
    values.push(
        i64::try_from(filter.limit.saturating_add(1))
            .unwrap_or(i64::MAX)
            .into(),
    );
    let limit = values.len();
    let conditions = if conditions.is_empty() {
        "TRUE".to_owned()
    } else {
        conditions.join(" AND ")
    };
    // Only our own words go into the text; whatever a visitor typed is a bound value.
    let sql = format!("SELECT {COLUMNS} FROM {from} WHERE {conditions} ORDER BY {order} DESC LIMIT ${limit}");
    let statement = Statement::from_sql_and_values(backend, sql, values);
    let rows = PublicRow::find_by_statement(statement).all(conn.raw()).await?;
    Ok(Page::cut(rows, filter.limit, |row| row.doc_id))
}

/// All terms, the last as a beginning, in the query language of the engine; none without terms.
///
/// Terms keep letters and digits only, like the index, so nothing in them can mean anything to the engine.
fn search_expression(terms: &[String], backend: DbBackend) -> Option<String> {
    let mut words: Vec<String> = terms
        .iter()
        .flat_map(|term| term.split(|sign: char| !sign.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(|word| match backend {
            DbBackend::Sqlite => format!("\"{word}\""),
            _ => format!("'{word}'"),
        })
        .collect();
    let (all_of, beginning) = match backend {
        DbBackend::Sqlite => (" AND ", "*"),
        _ => (" & ", ":*"),
    };
    words.last_mut()?.push_str(beginning);
    Some(words.join(all_of))
}
