//! One place that says who may see and who may do what. Default deny: what is not said here is refused.
//!
//! Queries scope by [`unit_scope`] in SQL; single cases are checked with [`case_view`] and [`acting`]. Whether a step is lawful
//! in the state of the case is not decided here but in `request::decide`.

use super::actor::{Actor, Role, Viewer};
use super::ids::{UnitId, UserId};
use std::collections::BTreeSet;
use time::Duration;

/// What the policy must know of a case.
#[derive(Clone, Copy, Debug)]
pub struct CaseFacts {
    /// Unit now responsible.
    pub unit: UnitId,
    /// Unit that gave the registration number.
    pub registered_unit: UnitId,
    /// The citizen account that filed it, if any.
    pub citizen: Option<UserId>,
}

/// How much of an unpublished case a viewer sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaseView {
    /// Nothing, not even that it exists.
    Hidden,
    /// What the applicant may see.
    Applicant,
    /// The whole file, identity included.
    Office,
    /// The file without identity.
    Audit,
}

/// A part of a case that not everyone who may read the case may read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part<'a> {
    /// Name, address, contact and number of the applicant.
    Identity,
    /// What the applicant and the office wrote to each other.
    Messages,
    /// A document of the applicant; its name may name people, too.
    ApplicantDocument,
    /// A file of the office's answer.
    AnswerFile,
    /// What another unit prepared for the answer: it may say what is exempt and whom it is about.
    Material,
    /// Why the office took a step, by the kind of its event.
    Note(&'a str),
}

/// Whether a part of a case shows to whoever has this view of it. An auditor checks the work: of the people in it they see nothing,
/// and what tells of receipt, delivery, acceptance or withdrawal may name people.
#[must_use]
pub fn shows(view: CaseView, part: Part<'_>) -> bool {
    match view {
        CaseView::Hidden => false,
        CaseView::Applicant => !matches!(part, Part::Material),
        CaseView::Office => true,
        CaseView::Audit => match part {
            Part::Identity | Part::Messages | Part::ApplicantDocument | Part::Material => false,
            Part::AnswerFile => true,
            // A publication is most often taken down because it named somebody.
            Part::Note(event) => !matches!(
                event,
                "notice_received"
                    | "delivered"
                    | "closed"
                    | "withdrawn"
                    | "unpublished"
                    | "answer_returned"
                    | "share_asked"
                    | "share_supplied"
                    | "share_recalled"
                    | "share_returned"
            ),
        },
    }
}

/// Which units' cases a viewer may list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// None.
    Nothing,
    /// These units.
    Units(Vec<UnitId>),
    /// Every unit of the body.
    All,
}

impl Scope {
    /// Whether a unit lies in the scope.
    #[must_use]
    pub fn includes(&self, unit: UnitId) -> bool {
        match self {
            Self::Nothing => false,
            Self::Units(units) => units.contains(&unit),
            Self::All => true,
        }
    }
}

/// Units whose cases the viewer may list in one of the given roles.
#[must_use]
pub fn unit_scope(viewer: &Viewer, roles: &[Role]) -> Scope {
    let Viewer::Staff { appointments, .. } = viewer else {
        return Scope::Nothing;
    };
    let mut units = Vec::new();
    for held in appointments.iter().filter(|held| roles.contains(&held.role)) {
        match held.unit {
            None => return Scope::All,
            Some(unit) => units.push(unit),
        }
    }
    if units.is_empty() {
        Scope::Nothing
    } else {
        Scope::Units(units)
    }
}

/// Roles that work on cases.
pub const CASE_ROLES: [Role; 3] = [Role::Officer, Role::Ppid, Role::Superior];

/// How much of a case the viewer may see. Admin sees no case; an auditor sees no identity.
#[must_use]
pub fn case_view(viewer: &Viewer, case: &CaseFacts) -> CaseView {
    if case.citizen.is_some() && case.citizen == viewer.user() {
        return CaseView::Applicant;
    }
    let office = unit_scope(viewer, &CASE_ROLES);
    if office.includes(case.unit) || office.includes(case.registered_unit) {
        return CaseView::Office;
    }
    if unit_scope(viewer, &[Role::Auditor]).includes(case.unit) {
        return CaseView::Audit;
    }
    CaseView::Hidden
}

/// What the policy must know of an objection.
#[derive(Clone, Copy, Debug)]
pub struct ObjectionFacts {
    /// Unit whose superior answers it.
    pub unit: UnitId,
    /// The citizen account that filed it, if any.
    pub citizen: Option<UserId>,
}

/// How much of an objection the viewer may see. An auditor sees neither who objects nor why: what people write of their case names
/// people (`docs/decisions/0026`).
#[must_use]
pub fn objection_view(viewer: &Viewer, objection: &ObjectionFacts) -> CaseView {
    case_view(
        viewer,
        &CaseFacts {
            unit: objection.unit,
            registered_unit: objection.unit,
            citizen: objection.citizen,
        },
    )
}

/// The first of these roles in which the viewer may act on things of the given unit; `None` when they hold none of them there.
#[must_use]
pub fn acting_as(viewer: &Viewer, unit: UnitId, roles: &[Role]) -> Option<Actor> {
    let Viewer::Staff { user, appointments } = viewer else {
        return None;
    };
    roles.iter().find_map(|role| {
        appointments
            .iter()
            .find(|held| held.role == *role && held.unit.is_none_or(|own| own == unit))
            .map(|held| Actor {
                role: *role,
                user: Some(*user),
                appointment: Some(held.id),
            })
    })
}

/// The role in which the viewer acts on a case of the given unit, strongest first; `None` when they may only look or nothing.
#[must_use]
pub fn acting(viewer: &Viewer, unit: UnitId) -> Option<Actor> {
    acting_as(viewer, unit, &[Role::Ppid, Role::Officer, Role::Superior])
}

/// Roles that prepare a share of another unit's request.
pub const SHARE_ROLES: [Role; 2] = [Role::Ppid, Role::Officer];

/// The role in which the viewer works on a share that the given unit was asked for; `None` for everyone else. It shows the share alone: the
/// items, what is wanted and what the unit itself handed in, never the applicant nor the rest of the case.
#[must_use]
pub fn share_acting(viewer: &Viewer, unit: UnitId) -> Option<Actor> {
    acting_as(viewer, unit, &SHARE_ROLES)
}

/// Why an administrator may not confirm what another one proposed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoSecondPerson {
    /// They proposed it themselves.
    Same,
    /// Both accounts were lately in one person's hands, who may have the passwords of both.
    InOneHand,
}

impl NoSecondPerson {
    /// Code used in message keys.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::InOneHand => "in_one_hand",
        }
    }
}

/// How far back it counts that one account made, appointed, reopened or gave a new password to another. A rule of the house
/// (`docs/decisions/0021-two-persons-for-a-decree.md`).
pub const HANDS_ON: Duration = Duration::days(30);

/// Whether two accounts are two persons: nobody has had both in hand, neither one of the two nor a third one. `acts` are those of the time
/// that counts, who did it and to whom; accounts made by an account in somebody's hands are in their hands, too.
///
/// # Errors
/// Why they are not.
pub fn second_person(
    proposer: UserId,
    confirmer: UserId,
    acts: &[(UserId, UserId)],
) -> Result<(), NoSecondPerson> {
    if proposer == confirmer {
        return Err(NoSecondPerson::Same);
    }
    if holders(proposer, acts).is_disjoint(&holders(confirmer, acts)) {
        Ok(())
    } else {
        Err(NoSecondPerson::InOneHand)
    }
}

/// Everybody who may hold an account: its owner, whoever had it in hand, and whoever had theirs.
fn holders(account: UserId, acts: &[(UserId, UserId)]) -> BTreeSet<UserId> {
    let mut holders = BTreeSet::from([account]);
    while let Some((by, _)) = acts
        .iter()
        .find(|(by, account)| holders.contains(account) && !holders.contains(by))
    {
        holders.insert(*by);
    }
    holders
}

/// Which events of a request its applicant is told in full; `kinds` is the whole log, oldest first. An answer that was signed is theirs only
/// once the superior has let it go (Perki 1/2021 Ps 10(2)e–f): until then, and when it was sent back, it is a draft of the office.
#[must_use]
pub fn told_to_applicant(kinds: &[&str]) -> Vec<bool> {
    let decides = |kind: &str| {
        matches!(
            kind,
            "answer_proposed" | "answer_approved" | "answer_returned" | "answer_recalled"
        )
    };
    let told = kinds.iter().enumerate().map(|(nth, kind)| match *kind {
        "answer_returned" | "answer_recalled" => false,
        "answer_proposed" => {
            let mut later = kinds.iter().skip(nth + 1);
            later.find(|kind| decides(kind)) == Some(&"answer_approved")
        }
        _ => true,
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn two_accounts_in_one_hand_are_one_person() {
        let [one, two, three, four, five, desk] = [1, 2, 3, 4, 5, 6].map(|n| UserId(Uuid::from_u128(n)));
        let acts = [
            (two, three),
            (one, two),
            (four, one),
            (four, five),
            (one, desk),
            (five, desk),
        ];
        let one_hand = Err(NoSecondPerson::InOneHand);
        for (proposer, confirmer, answer) in [
            (one, one, Err(NoSecondPerson::Same)),
            (one, two, one_hand),
            (one, three, one_hand),
            // Whoever confirms gave the proposer a new password, or somebody who did had one from them.
            (two, one, one_hand),
            (three, one, one_hand),
            (one, four, one_hand),
            (three, four, one_hand),
            // A third one had both.
            (one, five, one_hand),
            (three, five, one_hand),
        ] {
            assert_eq!(second_person(proposer, confirmer, &acts), answer);
            assert_eq!(second_person(confirmer, proposer, &acts), answer);
        }
        // That both had a third account in hand makes nobody of them the other.
        let acts = [(one, desk), (five, desk)];
        assert_eq!(second_person(one, five, &acts), Ok(()));
        assert_eq!(second_person(desk, five, &acts), one_hand);
    }

    #[test]
    fn a_draft_of_an_answer_is_told_once_it_was_let_go() {
        let log = [
            ("request_received", true),
            ("answer_proposed", false),
            ("answer_returned", false),
            ("answer_proposed", false),
            ("deadline_recomputed", true),
            ("answer_recalled", false),
            ("answer_proposed", true),
            ("deadline_recomputed", true),
            ("answer_approved", true),
            ("notice_issued", true),
            ("answer_proposed", false),
        ];
        let (kinds, told): (Vec<_>, Vec<_>) = log.into_iter().unzip();
        assert_eq!(told_to_applicant(&kinds), told);
    }
}
