//! The objection (keberatan, UU 14/2008 Ps 35–36; Perki 1/2021 Ps 39–44).

mod ground;

pub use ground::Ground;
