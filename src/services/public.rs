//! Reading what is public: published answers with their files, and the units. Who asks makes no difference here, and nothing
//! is reached but the public copy, which is gone once an answer is taken back.

use super::audit::{FigureCache, figures_of_unit};
use super::downloads::{self, Download};
use super::fees::{self, Schedule};
use super::units::{UnitHistory, history, is_valid_on};
use super::{Context, ServiceError, audit};
use crate::domain::terms;
use crate::persistence::queries::{self, PublicFilter};
use crate::persistence::{publications, units};
use time::Date;
use uuid::Uuid;

pub use crate::persistence::queries::{PublicFile, PublicRow};
pub use crate::persistence::rows::{Publication, Unit};

/// Answers a page of the list.
pub const PAGE: u64 = 20;
/// Answers shown where they are not the subject of the page.
pub const FEW: u64 = 5;
/// Words of a search that are looked for; more would only make the answer slower and smaller.
const MOST_TERMS: usize = 12;

/// What a visitor looks for among published answers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search<'a> {
    /// Words.
    pub words: &'a str,
    /// Code of a unit.
    pub unit: Option<&'a str>,
    /// Code of an outcome.
    pub outcome: Option<&'a str>,
    /// Year of receipt.
    pub year: Option<i32>,
    /// Where the page starts, as [`Found::next`] gave it.
    pub before: Option<i64>,
    /// Answers a page.
    pub limit: u64,
}

/// A page of published answers, newest first.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The answers.
    pub rows: Vec<PublicRow>,
    /// Where the next page starts.
    pub next: Option<i64>,
    /// Every unit, to name theirs and to offer as a filter.
    pub units: Vec<Unit>,
}

impl Found {
    /// The unit of an answer.
    #[must_use]
    pub fn unit(&self, id: Uuid) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }
}

/// Looks for published answers. What cannot be looked for (an unknown unit, signs without letters) finds nothing.
///
/// # Errors
/// When the database is out of reach.
pub async fn search(ctx: &Context, search: &Search<'_>) -> Result<Found, ServiceError> {
    let conn = ctx.db.read();
    let mut found = Found {
        units: units::list_units(conn).await?,
        ..Found::default()
    };
    let terms = terms::query_terms(search.words, MOST_TERMS);
    if terms.is_empty() && !search.words.trim().is_empty() {
        return Ok(found);
    }
    let unit_id = match search.unit {
        None => None,
        Some(code) => match found.units.iter().find(|unit| unit.code == code) {
            Some(unit) => Some(unit.id),
            None => return Ok(found),
        },
    };
    let filter = PublicFilter {
        unit_id,
        outcome: search.outcome.map(str::to_owned),
        year: search.year,
        terms,
        before: search.before,
        limit: search.limit,
    };
    let page = queries::list_public(conn, &filter).await?;
    found.rows = page.rows;
    found.next = page.next;
    Ok(found)
}

/// A published answer.
#[derive(Clone, Debug)]
pub struct Published {
    /// The public text.
    pub text: Publication,
    /// The unit that answered.
    pub unit: Unit,
    /// Its files.
    pub files: Vec<PublicFile>,
}

/// The published answer with a registration number.
///
/// # Errors
/// Not found, the same for a number never given as for a case that is not public.
pub async fn find(ctx: &Context, registration_no: &str) -> Result<Published, ServiceError> {
    let conn = ctx.db.read();
    let text = publications::find_publication_by_no(conn, registration_no)
        .await?
        .ok_or(ServiceError::NotFound)?;
    Ok(Published {
        unit: units::get_unit(conn, text.unit_id).await?,
        files: queries::list_public_files(conn, text.doc_id).await?,
        text,
    })
}

/// Opens a file of a published answer.
///
/// # Errors
/// Not found unless the answer is public and the file goes with it.
pub async fn open_file(
    ctx: &Context,
    registration_no: &str,
    file_id: Uuid,
) -> Result<(PublicFile, Download), ServiceError> {
    let conn = ctx.db.read();
    let text = publications::find_publication_by_no(conn, registration_no)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let files = queries::list_public_files(conn, text.doc_id).await?;
    let file = files
        .into_iter()
        .find(|file| file.id == file_id)
        .ok_or(ServiceError::NotFound)?;
    let download = downloads::stored(ctx, &file.sha256, &file.name, &file.media_type).await?;
    Ok((file, download))
}

/// Units whose name, place or service area holds the words, of one kind if one is named; by place and name.
///
/// # Errors
/// When the database is out of reach.
pub async fn find_units(ctx: &Context, words: &str, kind: Option<&str>) -> Result<Vec<Unit>, ServiceError> {
    let mut all = units::list_units(ctx.db.read()).await?;
    let words = terms::fold(words);
    all.retain(|unit| {
        let text =
            [&unit.name, &unit.short_name, &unit.place, &unit.service_area].map(|part| terms::fold(part));
        let text = text.join(" ");
        kind.is_none_or(|kind| unit.kind == kind) && words.split_whitespace().all(|word| text.contains(word))
    });
    all.sort_by(|a, b| (&a.place, &a.short_name).cmp(&(&b.place, &b.short_name)));
    Ok(all)
}

/// A unit with what can be said of it in public.
#[derive(Clone, Debug)]
pub struct UnitPage {
    /// The unit.
    pub unit: Unit,
    /// The unit above it.
    pub parent: Option<Unit>,
    /// What it was, and who goes on after it.
    pub history: UnitHistory,
    /// Whether it exists today.
    pub is_valid: bool,
    /// The year its figures are of.
    pub year: i32,
    /// Its figures.
    pub figures: audit::FigureSet,
    /// Its newest published answers.
    pub answers: Vec<PublicRow>,
    /// The fee decree in force.
    pub fees: Option<Schedule>,
    /// What the page is made from, in short; changes when the page does.
    pub version: String,
}

/// The page of a unit.
///
/// # Errors
/// Not found without such a unit.
pub async fn unit_page(ctx: &Context, cache: &FigureCache, code: &str) -> Result<UnitPage, ServiceError> {
    let all = units::list_units(ctx.db.read()).await?;
    let unit = all
        .iter()
        .find(|unit| unit.code == code)
        .cloned()
        .ok_or(ServiceError::NotFound)?;
    let parent = unit
        .parent_code
        .as_ref()
        .and_then(|code| all.iter().find(|one| one.code == *code))
        .cloned();
    let today = ctx.today(ctx.zone());
    let year = today.year();
    let (figures, marker) = figures_of_unit(ctx, cache, year, unit.id).await?;
    let filter = PublicFilter {
        unit_id: Some(unit.id),
        limit: FEW,
        ..PublicFilter::default()
    };
    let answers = queries::list_public(ctx.db.read(), &filter).await?.rows;
    let seen: Vec<String> = answers
        .iter()
        .map(|row| format!("{}.{}", row.doc_id, row.version))
        .collect();
    let fees = fees::in_force(ctx, ctx.db.read(), unit.id, today).await?;
    let decree = fees
        .as_ref()
        .map(|one| one.row.id.to_string())
        .unwrap_or_default();
    let history = history(ctx, code).await?;
    let kin = history.heirs.iter().chain(&history.predecessors);
    let kin: i32 = kin.map(|unit| unit.version).sum();
    Ok(UnitPage {
        version: format!("{marker} {} {kin} {} {decree}", unit.version, seen.join(" ")),
        fees,
        history,
        is_valid: is_valid_on(&unit, today),
        unit,
        parent,
        year,
        figures,
        answers,
    })
}

/// Whether a unit exists today, has yet to begin or has ended.
#[must_use]
pub fn validity(unit: &Unit, today: Date) -> Validity {
    if unit.valid_from.is_some_and(|from| today < from) {
        Validity::Coming
    } else if unit.valid_to.is_some_and(|to| to < today) {
        Validity::Ended
    } else {
        Validity::Now
    }
}

/// Where today stands in the life of a unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// It exists.
    Now,
    /// It will exist.
    Coming,
    /// It existed.
    Ended,
}
