//! Delivering the mail that waits in the outbox: claimed under a lease, rendered in the reader's language, handed to the server, and
//! only then marked. Whoever dies in between leaves a mail to be sent again under the same message id; nobody loses one.

mod deliver;
mod render;

pub use deliver::{Delivered, deliver_due};
