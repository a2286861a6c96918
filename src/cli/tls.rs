//! One implementation of TLS for the whole program.

use rustls::crypto::ring;

/// Chooses ring for every connection of mail and database. Call it first in `main`: the libraries bring more than one
/// implementation, and rustls panics at the first connection when nobody chose.
pub fn install_provider() {
    // An error only says that a choice was made before.
    drop(ring::default_provider().install_default());
}
