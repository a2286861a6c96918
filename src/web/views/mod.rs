//! What templates are given: typed views, made from what services answer, in the reader's language. No view decides anything.

mod answer;
mod case_file;
pub mod citizen;
mod fix;
mod history;
mod intake;
mod letter;
pub mod objection;
mod parts;
mod publish;
mod queue;
mod step;
mod trace;
mod words;

pub use answer::{AnswerView, CheckView, answer_view, check_view};
pub use case_file::{CaseFileView, case_file_view, duty_name, step_slug};
pub use intake::{IntakeView, intake_view};
pub use letter::{LetterView, letter_view};
pub use publish::{PublishCheckView, PublishView, publish_check_view, publish_view};
pub use queue::{QueueView, queue_view};
pub use step::{StepView, UnitList, step_view};
pub use trace::{TraceView, objection_trace, trace_view};
pub use words::Words;
