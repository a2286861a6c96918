//! Crockford's base 32: what people can read aloud and type. Five bits a letter; no I, L, O or U.

const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// One letter for each byte, of whose bits the lowest five count.
pub fn letters(bytes: &[u8]) -> impl Iterator<Item = char> {
    bytes.iter().filter_map(|byte| {
        ALPHABET
            .get(usize::from(byte & 31))
            .map(|letter| char::from(*letter))
    })
}

/// The letter that `typed` stands for: case does not matter, and look-alikes are taken for what they look like.
pub fn canonical(typed: char) -> Option<char> {
    match typed.to_ascii_lowercase() {
        'o' => Some('0'),
        'i' | 'l' => Some('1'),
        letter if ALPHABET.iter().any(|known| char::from(*known) == letter) => Some(letter),
        _ => None,
    }
}
