//! What is done to every answer: headers, and a line in the access log. A fairing refuses nothing.

mod access_log;
mod headers;

pub use access_log::AccessLog;
pub use headers::SecurityHeaders;
