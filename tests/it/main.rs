//! The portal as its users meet it: requests over HTTP against a whole application, on each engine of the run.
//!
//! One binary, because each further one would be linked against everything again. Support comes first, then a module a
//! page or promise.

mod access;
mod access_matrix;
mod account;
mod errors;
mod forms;
mod headers;
mod machine;
mod support;
