//! Bentuk informasi: the form in which what is given is held (Perki 1/2021 Ps 31(4)d).

use super::status::{AccessMode, codes};

codes!(
    /// Form in which information is held (Perki 1/2021 Ps 31(4)d, annex VII A.2).
    HeldForm {
        /// Softcopy; recordings are softcopy too.
        Softcopy = "softcopy",
        /// Hardcopy.
        Hardcopy = "hardcopy",
        /// Softcopy dan hardcopy.
        SoftAndHard = "soft_and_hard",
    }
);

impl HeldForm {
    /// The form where what is given leaves no doubt: a file, or the kind of copy asked for. `None` where only the office knows.
    #[must_use]
    pub const fn certain(has_files: bool, asked: Option<AccessMode>) -> Option<Self> {
        match (has_files, asked) {
            (true, _) | (false, Some(AccessMode::CopyDigital)) => Some(Self::Softcopy),
            (false, Some(AccessMode::CopyPaper)) => Some(Self::Hardcopy),
            (false, Some(AccessMode::View) | None) => None,
        }
    }
}
