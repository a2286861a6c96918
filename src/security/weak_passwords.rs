//! Which new passwords are refused. Length does the work; the list catches what people type to reach it.

/// Shortest password.
pub const MIN_PASSWORD_CHARS: usize = 12;

/// Longest password: enough for any sentence, and a bound on the work of hashing.
pub const MAX_PASSWORD_CHARS: usize = 256;

/// Why a new password is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// It has fewer than [`MIN_PASSWORD_CHARS`] characters.
    #[error("too short")]
    TooShort,
    /// It has more than [`MAX_PASSWORD_CHARS`] characters.
    #[error("too long")]
    TooLong,
    /// It holds the username.
    #[error("holds the username")]
    HoldsUsername,
    /// It is among the first that anybody would try.
    #[error("too common")]
    Common,
}

/// Words from the top of leaked lists and of this office's own vocabulary.
const COMMON_WORDS: &[&str] = &[
    "abc",
    "abcd",
    "abcdef",
    "admin",
    "administrator",
    "adminppid",
    "akuganteng",
    "asdfghjkl",
    "bismillah",
    "dragon",
    "football",
    "hukumham",
    "iloveyou",
    "imigrasi",
    "indonesia",
    "indonesiaraya",
    "informasi",
    "kanwil",
    "kanwilsulsel",
    "katasandi",
    "kemenkum",
    "kemenkumham",
    "lapas",
    "letmein",
    "login",
    "makassar",
    "makassarsulsel",
    "master",
    "merdeka",
    "monkey",
    "opensesame",
    "pancasila",
    "passw",
    "passwd",
    "password",
    "pemasyarakatan",
    "petugas",
    "ppid",
    "ppidkanwil",
    "qazwsx",
    "qwer",
    "qwerty",
    "qwertyuiop",
    "rahasia",
    "rutan",
    "sandi",
    "sayang",
    "secret",
    "selamat",
    "selamatdatang",
    "selamatpagi",
    "sulawesi",
    "sulawesiselatan",
    "sulsel",
    "terbuka",
    "user",
    "welcome",
    "zxcvbnm",
];

/// Whether `password` may become the password of `username`.
pub fn check_new_password(password: &str, username: &str) -> Result<(), WeakPassword> {
    let chars = password.chars().count();
    if chars < MIN_PASSWORD_CHARS {
        return Err(WeakPassword::TooShort);
    }
    if chars > MAX_PASSWORD_CHARS {
        return Err(WeakPassword::TooLong);
    }
    let folded = password.to_lowercase();
    let username = username.trim().to_lowercase();
    if username.chars().count() >= 4 && folded.contains(&username) {
        return Err(WeakPassword::HoldsUsername);
    }
    if is_common(&folded) {
        Err(WeakPassword::Common)
    } else {
        Ok(())
    }
}

/// What remains of a common password when its digits and signs are taken away is a common word, perhaps repeated, or
/// next to nothing: dates, telephone numbers, a NIK.
fn is_common(folded: &str) -> bool {
    let core = folded.trim_matches(|c: char| !c.is_alphabetic());
    let spelled = core.replace('0', "o").replace('@', "a").replace('$', "s");
    [folded, &spelled].into_iter().any(|text| {
        let letters: String = text.chars().filter(|c| c.is_alphabetic()).collect();
        let distinct = distinct(&letters);
        distinct < 3 || COMMON_WORDS.iter().any(|word| is_repeated(&letters, word))
    })
}

fn is_repeated(letters: &str, word: &str) -> bool {
    !letters.is_empty() && letters.replace(word, "").is_empty()
}

fn distinct(letters: &str) -> usize {
    let mut chars: Vec<char> = letters.chars().collect();
    chars.sort_unstable();
    chars.dedup();
    chars.len()
}
