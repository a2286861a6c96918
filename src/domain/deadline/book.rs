//! The law packs that are built in.

use time::Date;

use super::pack::{LawPack, LawPackError, RuleSet};

const PERKI_2010: &str = include_str!("../../../data/law-pack/perki-2010.toml");
/// Rules of texts that hold whichever of the two a request was filed under.
const SHARED: &str = include_str!("../../../data/law-pack/shared.toml");
const PERKI_2021: &str = include_str!("../../../data/law-pack/perki-2021.toml");

/// Every rule set the portal knows, so that a case can keep the one it was filed under.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LawBook {
    perki_2010: LawPack,
    perki_2021: LawPack,
}

impl LawBook {
    /// Reads the packs that are built in; a test keeps it from ever failing.
    pub fn built_in() -> Result<Self, LawPackError> {
        Ok(Self {
            perki_2010: read(PERKI_2010, RuleSet::Perki2010)?,
            perki_2021: read(PERKI_2021, RuleSet::Perki2021)?,
        })
    }

    /// The rules of one set.
    pub const fn pack(&self, set: RuleSet) -> &LawPack {
        match set {
            RuleSet::Perki2010 => &self.perki_2010,
            RuleSet::Perki2021 => &self.perki_2021,
        }
    }

    /// The rules in force now.
    pub const fn current(&self) -> &LawPack {
        &self.perki_2021
    }

    /// The rule set of a request received on `day`: one already in process when Perki 1/2021 came keeps the old one (Ps 62).
    pub fn rule_set_for(&self, day: Date) -> RuleSet {
        if day < self.perki_2021.in_force_from() {
            RuleSet::Perki2010
        } else {
            RuleSet::Perki2021
        }
    }
}

fn read(text: &str, set: RuleSet) -> Result<LawPack, LawPackError> {
    let pack = LawPack::parse(text, SHARED)?;
    if pack.rule_set() == set {
        Ok(pack)
    } else {
        Err(LawPackError::WrongRuleSet(pack.rule_set()))
    }
}
