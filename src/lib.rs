//! Terbuka: the portal through which citizens ask public bodies for information (Keterbukaan Informasi Publik).
//!
//! The rooms of the house; `docs/architecture.md` has the map and its invariants.

pub mod cli;
pub mod clock;
pub mod config;
pub mod domain;
pub mod jobs;
pub mod mail;
pub mod persistence;
pub mod security;
pub mod services;
pub mod storage;
pub mod text;
pub mod web;
