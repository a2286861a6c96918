//! The desk form.

use serde::Serialize;
use uuid::Uuid;

use super::Words;
use super::answer::{KeptFile, kept_file};
use super::parts::Choice;
use crate::domain::request::{AccessMode, ApplicantKind, Channel, DeliveryMode};
use crate::services::Context;
use crate::services::desk::DeskFile;
use crate::services::units::Unit;

/// The desk form: `pages/officer/intake.html.tera`.
#[derive(Debug, Serialize)]
pub struct IntakeView {
    key: String,
    channels: Vec<Choice>,
    kinds: Vec<Choice>,
    access_modes: Vec<Choice>,
    delivery_modes: Vec<Choice>,
    units: Vec<Choice>,
    zone: &'static str,
    files: Vec<KeptFile>,
    most_bytes: u64,
}

/// The form for whoever registers for `units`, with the files that lie on the desk.
pub fn intake_view(
    words: Words<'_>,
    ctx: &Context,
    units: &[Unit],
    key: Uuid,
    files: &[DeskFile],
) -> IntakeView {
    let named = |group: &str, codes: &[&str]| {
        let choice = |code: &&str| Choice::new(*code, words.text(&format!("law.{group}.{code}")));
        codes.iter().map(choice).collect()
    };
    let channels: Vec<&str> = Channel::ALL
        .iter()
        .filter(|channel| **channel != Channel::Web)
        .map(|channel| channel.code())
        .collect();
    let kinds: Vec<&str> = ApplicantKind::ALL.iter().map(|kind| kind.code()).collect();
    let access: Vec<&str> = AccessMode::ALL.iter().map(|mode| mode.code()).collect();
    let delivery: Vec<&str> = DeliveryMode::ALL.iter().map(|mode| mode.code()).collect();
    IntakeView {
        key: key.to_string(),
        channels: named("channel", &channels),
        kinds: named("applicant_kind", &kinds),
        access_modes: named("access_mode", &access),
        delivery_modes: named("delivery_mode", &delivery),
        units: units
            .iter()
            .map(|unit| Choice::new(&unit.code, &unit.name))
            .collect(),
        zone: ctx.zone().abbreviation(),
        files: files.iter().map(|kept| kept_file(words, kept)).collect(),
        most_bytes: ctx.settings.uploads.max_file_bytes,
    }
}
