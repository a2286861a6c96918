//! The officer's workspace: queue, case, steps.

mod case;
mod desk;
mod queue;
mod steps;
