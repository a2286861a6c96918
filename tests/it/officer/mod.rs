//! The officer's workspace: queue, case, steps.

mod answer;
mod case;
mod closing;
mod desk;
mod ending;
mod fees;
mod incomplete;
mod intake;
mod letters;
mod publish;
mod queue;
mod shares;
mod steps;
mod superior;
