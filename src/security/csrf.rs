//! The token in every form that proves our own page sent it.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use subtle::{Choice, ConstantTimeEq};

use super::{
    Entropy,
    keys::{Keys, LENGTH},
    mac::mac,
    random_bytes,
};

const HALF: usize = 16;

impl Keys {
    /// A token for the forms of `binding`: a session, or the cookie of somebody who has none.
    ///
    /// Each issue looks different, so that a compressed page does not give the token away letter by letter (BREACH).
    pub fn csrf_token(&self, entropy: &dyn Entropy, binding: &str) -> String {
        let mask: [u8; HALF] = random_bytes(entropy);
        let masked = xor(mask, proof(self.csrf().current(), binding));
        URL_SAFE_NO_PAD.encode([mask, masked].concat())
    }

    /// Whether `token` was issued for `binding`, with any key that is here: a form may be open while keys change. Takes as long for a
    /// wrong one as for a right one.
    pub fn csrf_matches(&self, binding: &str, token: &str) -> bool {
        let mut halves = [0; 2 * HALF];
        if URL_SAFE_NO_PAD.decode_slice(token, &mut halves) != Ok(2 * HALF) {
            return false;
        }
        let (Some(mask), Some(masked)) = (halves.first_chunk(), halves.last_chunk()) else {
            return false;
        };
        let told = xor(*mask, *masked);
        let keys = self.csrf().all();
        let is_one = keys.fold(Choice::from(0), |is_one, (_, key)| {
            is_one | told.ct_eq(&proof(key, binding))
        });
        is_one.into()
    }
}

fn proof(key: &[u8; LENGTH], binding: &str) -> [u8; HALF] {
    let proof = mac(key, &[b"csrf\0", binding.as_bytes()]);
    proof.first_chunk().copied().unwrap_or_default()
}

fn xor(mut left: [u8; HALF], right: [u8; HALF]) -> [u8; HALF] {
    for (l, r) in left.iter_mut().zip(right) {
        *l ^= r;
    }
    left
}
