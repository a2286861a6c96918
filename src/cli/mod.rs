//! What happens because somebody typed a command.

pub mod logging;
pub mod tls;
