//! The closed list of grounds (UU 14/2008 Ps 17).

use crate::domain::request::codes;
use serde::{Deserialize, Serialize};

codes!(
    /// Alasan pengecualian (UU 14/2008 Ps 17 huruf a–j). No other reason makes information exempt.
    ExemptionGround {
        /// Menghambat proses penegakan hukum.
        A = "17a",
        /// Hak atas kekayaan intelektual dan persaingan usaha tidak sehat.
        B = "17b",
        /// Pertahanan dan keamanan negara.
        C = "17c",
        /// Kekayaan alam Indonesia.
        D = "17d",
        /// Ketahanan ekonomi nasional.
        E = "17e",
        /// Hubungan luar negeri.
        F = "17f",
        /// Akta otentik yang bersifat pribadi dan wasiat.
        G = "17g",
        /// Rahasia pribadi.
        H = "17h",
        /// Memorandum atau surat yang menurut sifatnya dirahasiakan.
        I = "17i",
        /// Tidak boleh diungkapkan berdasarkan undang-undang lain; the Act and its article must be named (annex IX).
        J = "17j",
    }
);

impl ExemptionGround {
    /// How many numbered cases the letter has; none where it stands alone.
    #[must_use]
    pub const fn sub_items(self) -> u8 {
        match self {
            Self::A | Self::H => 5,
            Self::C | Self::E => 7,
            Self::F => 4,
            Self::B | Self::D | Self::G | Self::I | Self::J => 0,
        }
    }

    /// Whether the letter protects one person, who may agree to disclosure (UU 14/2008 Ps 18(2)).
    #[must_use]
    pub const fn protects_a_person(self) -> bool {
        matches!(self, Self::G | Self::H)
    }
}

/// An Act (undang-undang) with the article relied on. Its shape leaves no room for a ministerial rule, which cannot make anything
/// exempt (Perki 1/2021 Ps 49(6), annex IX).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActCited {
    /// Nomor.
    pub number: u16,
    /// Tahun.
    pub year: u16,
    /// Pasal, as it is cited.
    pub article: String,
}

impl ActCited {
    /// Longest citation of an article, in characters.
    const LONGEST: usize = 100;

    /// Whether number, year and article can be those of another Act. UU 14/2008 itself declares nothing secret by letter j, and an
    /// article is cited with numbers and letters, not with the name of a rule.
    fn is_an_act_with_article(&self) -> bool {
        const WORDS: [&str; 9] = [
            "pasal", "ayat", "huruf", "angka", "dan", "sampai", "dengan", "serta", "juncto",
        ];
        let is_self = (self.number, self.year) == (14, 2008);
        let mut parts = self
            .article
            .split(|c: char| !c.is_alphanumeric())
            .filter(|part| !part.is_empty());
        let is_part = |part: &str| {
            let digits = part.trim_end_matches(|c: char| c.is_ascii_uppercase());
            let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
            is_number || part.chars().count() == 1 || WORDS.contains(&part.to_lowercase().as_str())
        };
        let has_number = self.article.chars().any(|c| c.is_ascii_digit());
        self.number > 0
            && (1945..=9999).contains(&self.year)
            && !is_self
            && has_number
            && self.article.chars().count() <= Self::LONGEST
            && parts.all(is_part)
    }
}

/// One ground of an exemption.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The letter.
    pub ground: ExemptionGround,
    /// The numbered case, for letters that have some.
    pub sub_item: Option<u8>,
    /// The Act, which letter j needs.
    pub act: Option<ActCited>,
}

impl Basis {
    /// Whether the numbered case fits the letter.
    #[must_use]
    pub fn names_its_case(&self) -> bool {
        match self.sub_item {
            None => self.ground.sub_items() == 0,
            Some(case) => (1..=self.ground.sub_items()).contains(&case),
        }
    }

    /// Whether the Act that letter j needs is named.
    #[must_use]
    pub fn names_its_act(&self) -> bool {
        match &self.act {
            None => self.ground != ExemptionGround::J,
            Some(act) => act.is_an_act_with_article(),
        }
    }
}
