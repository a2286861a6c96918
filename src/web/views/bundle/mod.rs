//! The evidence for the Commission as files: pages that stand alone, data to recompute, documents, and an index with the digest of each. The
//! same case gives the same bytes on the same day.

mod calendars;
mod index;
mod paper;
mod papers;
mod shelf;
mod trails;

use crate::services::disputes::{Bundle, Entry};
use crate::services::{Context, ServiceError};
use crate::web::views::Words;

use self::shelf::Shelf;

/// Every file of the bundle, in the order in which it is packed.
///
/// # Errors
/// When a page cannot be drawn.
pub fn entries(ctx: &Context, words: Words<'_>, bundle: &Bundle) -> Result<Vec<Entry>, ServiceError> {
    let mut shelf = Shelf::new(ctx, words);
    papers::identity(&mut shelf, bundle)?;
    papers::request(&mut shelf, bundle)?;
    papers::objection(&mut shelf, bundle)?;
    papers::letters(&mut shelf, bundle)?;
    trails::silence(&mut shelf, bundle)?;
    trails::histories(&mut shelf, bundle)?;
    trails::dates(&mut shelf, bundle)?;
    calendars::calendars(&mut shelf, bundle)?;
    let index = index::page(&shelf, bundle)?;
    shelf.finish(index, bundle)
}
