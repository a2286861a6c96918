//! The pages of the written notice.

use serde::Serialize;

use super::case_file::{CaseHead, Handed, case_head, handed_in};
use super::fee::{FeeForm, fee_form};
use super::history::{HistoryItem, history};
use super::parts::{Choice, FileLink, Row};
use super::{LetterView, Words, letter_view, sheet_rows};
use crate::domain::actor::Role;
use crate::domain::deadline::RuleId;
use crate::domain::ids::UserId;
use crate::domain::request::{HeldForm, Outcome};
use crate::services::ServiceError;
use crate::services::desk::DeskFile;
use crate::services::exemptions::Usable;
use crate::services::fees::Schedule;
use crate::services::requests::{CaseFile, ProposedAnswer};

/// The form of the answer: `pages/officer/answer.html.tera`.
#[derive(Debug, Serialize)]
pub struct AnswerView {
    head: CaseHead,
    action: String,
    version: i32,
    seq: i32,
    is_stale: bool,
    changes: Vec<HistoryItem>,
    outcomes: Vec<Choice>,
    /// Exemptions in force that may close something.
    exemptions: Vec<Choice>,
    /// Where a consequence test for this case is made.
    test_href: String,
    held_forms: Vec<Choice>,
    /// Other public bodies that take requests here.
    holders: Vec<String>,
    items: Vec<ItemForm>,
    /// The fee decree in force.
    fee: Option<FeeForm>,
}

/// What an answer may rest on today.
#[derive(Clone, Copy, Debug)]
pub struct Grounds<'a> {
    /// Exemptions in force.
    pub usable: &'a [Usable],
    /// The fee decree in force.
    pub schedule: Option<&'a Schedule>,
    /// Names of the units of other public bodies that take requests here.
    pub holders: &'a [String],
}

#[derive(Debug, Serialize)]
struct ItemForm {
    position: i32,
    detail: String,
    /// What other units have handed in for it.
    materials: Vec<MaterialLine>,
    /// Their files, which may go with the answer as they are.
    choices: Vec<Choice>,
    files: Vec<KeptFile>,
}

#[derive(Debug, Serialize)]
struct MaterialLine {
    unit: String,
    status: &'static str,
    handed: Handed,
}

/// A file that lies on the desk.
#[derive(Debug, Serialize)]
pub struct KeptFile {
    id: String,
    name: String,
    size: String,
}

/// A file on the desk, to be shown and taken away.
pub fn kept_file(words: Words<'_>, kept: &DeskFile) -> KeptFile {
    KeptFile {
        id: kept.id.to_string(),
        name: kept.file.name.clone(),
        size: words.size(kept.file.size),
    }
}

/// The form, with the files that lie on the desk. `seen` is the last event that an outdated form had seen.
pub fn answer_view(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    files: &[DeskFile],
    grounds: Grounds<'_>,
    seen: Option<i32>,
) -> Result<AnswerView, ServiceError> {
    let mut items = Vec::new();
    for item in &file.page.items {
        let (materials, choices) = materials(words, file, base, item.position)?;
        items.push(ItemForm {
            position: item.position,
            detail: item.detail.clone(),
            materials,
            choices,
            files: files
                .iter()
                .filter(|kept| kept.file.item == Some(item.position))
                .map(|kept| kept_file(words, kept))
                .collect(),
        });
    }
    Ok(AnswerView {
        head: case_head(words, file, base),
        action: format!("{base}/jawab"),
        version: file.case.row.version,
        seq: file.case.row.event_seq,
        is_stale: seen.is_some(),
        changes: seen.map_or_else(Vec::new, |seen| history(words, file, seen)),
        outcomes: Outcome::ALL
            .iter()
            .map(|one| outcome_choice(words, file, *one))
            .collect(),
        exemptions: grounds
            .usable
            .iter()
            .map(|one| exemption_choice(words, one))
            .collect(),
        test_href: format!(
            "/petugas/pengecualian/baru?permohonan={}",
            file.case.row.registration_no
        ),
        held_forms: HeldForm::ALL
            .iter()
            .map(|form| Choice::new(form.code(), words.text(&format!("law.held_form.{}", form.code()))))
            .collect(),
        holders: grounds.holders.to_vec(),
        items,
        fee: fee_form(words, grounds.schedule),
    })
}

/// What other units have handed in for an item, and their files to choose from.
fn materials(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    position: i32,
) -> Result<(Vec<MaterialLine>, Vec<Choice>), ServiceError> {
    let (mut lines, mut choices) = (Vec::new(), Vec::new());
    let shares = file.case.state.shares.iter();
    for share in shares.filter(|share| share.items.contains(&position)) {
        let unit = file.unit_name(share.unit.0).unwrap_or_default();
        let material = file.material(share.no)?;
        choices.extend(material.files.iter().map(|one| {
            let mut choice = Choice::new(one.id.to_string(), one.name.as_str());
            choice.hint = Some(unit.to_owned());
            choice
        }));
        lines.push(MaterialLine {
            unit: unit.to_owned(),
            status: share.status.code(),
            handed: handed_in(words, material, &format!("{base}/bahan")),
        });
    }
    Ok((lines, choices))
}

fn exemption_choice(words: Words<'_>, one: &Usable) -> Choice {
    let number = one.row.decree_no.as_deref().unwrap_or(&one.row.number);
    let grounds: Vec<&str> = one.sheet.bases.iter().map(|basis| basis.ground.code()).collect();
    let mut choice = Choice::new(
        one.row.id.to_string(),
        format!("{number} ({})", grounds.join(", ")),
    );
    let extent = if one.row.is_partial { "part" } else { "whole" };
    let extent = words.text(&format!("exemption.extent.{extent}"));
    let until = words.date(one.row.ends_on);
    choice.hint = Some(words.with(
        "exemption.choice_hint",
        &[
            ("summary", &one.row.summary),
            ("extent", &extent),
            ("date", &until),
        ],
    ));
    choice.why = one
        .is_own
        .then(|| format!("/petugas/pengecualian/{}/tenggat/{}", one.row.id, RuleId::D28));
    choice
}

/// What closes something is signed by the PPID alone; to others it stands there with the reason why they cannot choose it.
fn outcome_choice(words: Words<'_>, file: &CaseFile, outcome: Outcome) -> Choice {
    let mut choice = Choice::new(
        outcome.code(),
        words.text(&format!("law.outcome.{}", outcome.code())),
    );
    if outcome.is_closing() {
        let is_ppid = file.actor.is_some_and(|actor| actor.role == Role::Ppid);
        choice.disabled = !is_ppid;
        let key = if is_ppid { "needs_approval" } else { "only_ppid" };
        choice.hint = Some(words.text(&format!("officer.answer.{key}")));
    }
    choice
}

/// The notice before it is sent: `pages/officer/answer_check.html.tera`.
#[derive(Debug, Serialize)]
pub struct CheckView {
    head: CaseHead,
    letters: Vec<LetterView>,
    send: String,
    edit: String,
    stamp: String,
    /// Whether it goes to the superior first.
    is_proposal: bool,
}

/// The page that shows the notice as the applicant will read it.
pub fn check_view(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    letters: Vec<LetterView>,
    stamp: String,
    is_proposal: bool,
) -> CheckView {
    CheckView {
        head: case_head(words, file, base),
        letters,
        send: format!("{base}/jawab/kirim"),
        edit: format!("{base}/jawab"),
        stamp,
        is_proposal,
    }
}

/// An answer that waits for the superior: `pages/superior/approval.html.tera`.
#[derive(Debug, Serialize)]
pub struct ApprovalView {
    head: CaseHead,
    letters: Vec<LetterView>,
    /// Whether the reader decides, or only reads.
    may_decide: bool,
    files: Vec<FileLink>,
    signed_by: String,
    version: i32,
    approve: String,
    send_back: String,
    exemptions: Vec<ExemptionLink>,
    is_own_signature: bool,
}

#[derive(Debug, Serialize)]
struct ExemptionLink {
    href: Option<String>,
    number: String,
    rows: Vec<Row>,
}

/// The page on which the superior lets an answer go or sends it back.
pub fn approval_view(
    words: Words<'_>,
    file: &CaseFile,
    base: &str,
    proposed: &ProposedAnswer,
    reader: Option<UserId>,
    may_decide: bool,
) -> ApprovalView {
    let (desk, list) = if may_decide {
        ("persetujuan", "/atasan")
    } else {
        ("usulan", "/petugas")
    };
    let files = (0..)
        .zip(&proposed.files)
        .map(|(nth, kept): (usize, _)| FileLink {
            href: format!("{base}/{desk}/berkas/{nth}"),
            name: kept.name.clone(),
            size: words.size(kept.size),
        });
    let exemptions = proposed.exemptions.iter().map(|one| ExemptionLink {
        // A decree of the unit above lies in another workspace.
        href: (one.row.unit_id == file.case.unit.id).then(|| format!("{list}/pengecualian/{}", one.row.id)),
        number: one
            .row
            .decree_no
            .clone()
            .unwrap_or_else(|| one.row.number.clone()),
        rows: sheet_rows(words, &one.sheet),
    });
    ApprovalView {
        head: case_head(words, file, base),
        letters: proposed
            .letters
            .iter()
            .map(|letter| letter_view(words, file, letter, file.today, base))
            .collect(),
        may_decide,
        files: files.collect(),
        signed_by: proposed.signed_by.clone(),
        version: proposed.version,
        approve: format!("{base}/setujui"),
        send_back: format!("{base}/kembalikan"),
        exemptions: exemptions.collect(),
        is_own_signature: reader.is_some() && reader == proposed.signer,
    }
}
