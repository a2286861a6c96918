//! What templates are given: typed views, made from what services answer, in the reader's language. No view decides anything.

mod answer;
pub mod bundle;
mod calendar;
mod case_file;
pub mod citizen;
mod decree;
pub mod dispute;
mod exemption;
mod fee;
mod fix;
mod history;
mod intake;
mod letter;
pub mod objection;
mod parts;
mod publish;
mod queue;
mod rule;
mod share;
mod step;
mod trace;
mod trace_json;
mod words;

pub use answer::{AnswerView, ApprovalView, CheckView, Grounds, answer_view, approval_view, check_view};
pub use calendar::{case_calendar, objection_calendar, office_calendar};
pub use case_file::{CaseFileView, case_file_view, duty_name, step_slug};
pub use decree::{DayView, DecreeView, EffectView, day_view, decree_view, effect_view};
pub use exemption::{
    EXEMPTION_TABS, ExemptionListView, ExemptionView, SheetFor, SheetFormView, basis_text,
    exemption_list_view, exemption_view, sheet_form_view, sheet_rows,
};
pub use fee::{ScheduleView, delivery_rows, fee_anchor, schedule_view, whole_body};
pub use intake::{IntakeView, intake_view};
pub use letter::{LetterView, letter_view};
pub use publish::{PublishCheckView, PublishView, publish_check_view, publish_view};
pub use queue::{QueueView, queue_view};
pub use rule::{RuleText, pick, rule_text};
pub use share::{ShareListView, ShareView, share_list_view, share_view};
pub use step::{StepView, UnitList, step_view};
pub use trace::{TraceView, exemption_trace, objection_trace, trace_view};
pub use trace_json::{exemption_trace_json, objection_trace_json, trace_json};
pub use words::Words;
