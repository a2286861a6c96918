//! The only room that imports `rocket`: guards, forms, pages by audience, views, assets.
//!
//! A request flows one way: [`mount`] (span, request id, same origin, time limit) → [`guards`] (who) → [`forms`] (text to
//! command) → page (glue) → service → [`Page`]. What may be done and what it means is decided below, in `services`
//! and `domain`; this room never opens a transaction and never names the database.

// What Rocket's handlers force, and nothing else.
#![allow(
    clippy::needless_pass_by_value,
    reason = "guards and forms are handed to handlers by value"
)]
#![allow(
    clippy::unused_async,
    reason = "a handler is async when its guards are, whether or not it waits"
)]
#![allow(
    clippy::unnecessary_wraps,
    reason = "pages of one family share a return type, also where one of them cannot fail"
)]

mod address;
pub mod assets;
mod build;
mod catchers;
mod chrome;
mod compress;
mod cookies;
mod errors;
mod fairings;
mod files;
pub mod forms;
pub mod guards;
pub mod mount;
mod origin;
mod page;
mod pages;
mod redirect;
mod request_id;
mod views;

pub use build::build;
pub use errors::WebError;
pub use forms::{NoFields, Submission, Typed};
pub use page::{Cache, Empty, Page};
pub use redirect::{Flash, SeeOther, local_path};
pub use request_id::RequestId;

/// What a handler returns: a page or a redirect, or the page of what went wrong.
pub type Answer<T> = std::result::Result<T, WebError>;
