//! Passwords that the portal makes and a person types once.

use super::{Entropy, crockford, random_bytes};

/// A password of four groups of four letters: 80 bits, typed without a doubt between 0 and O.
pub fn one_time_password(entropy: &dyn Entropy) -> String {
    let letters: Vec<char> = crockford::letters(&random_bytes::<16>(entropy)).collect();
    letters
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect::<Vec<String>>()
        .join("-")
}
