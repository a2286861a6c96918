//! The rows this room hands out and takes in: plain values, no database types in any field.
//!
//! Codes are strings and instants are microseconds (UTC); services turn them into the types of the domain and back.

use super::entities as table;

pub use table::account_act::Model as AccountAct;
pub use table::answer_proposal::Model as AnswerProposal;
pub use table::appointment::Model as Appointment;
pub use table::attachment::Model as Attachment;
pub use table::briefing::Model as Briefing;
pub use table::calendar_day::Model as CalendarDay;
pub use table::calendar_decree::Model as CalendarDecree;
pub use table::calendar_decree_day::Model as CalendarDecreeDay;
pub use table::calendar_decree_unit::Model as CalendarDecreeUnit;
pub use table::calendar_feed::Model as CalendarFeed;
pub use table::calendar_version::Model as CalendarVersion;
pub use table::case_key::Model as CaseKey;
pub use table::dispute::Model as Dispute;
pub use table::dispute_note::Model as DisputeNote;
pub use table::draft::Model as Draft;
pub use table::draft_file::Model as DraftFile;
pub use table::exemption::Model as Exemption;
pub use table::fee_item::Model as FeeItem;
pub use table::fee_schedule::Model as FeeSchedule;
pub use table::file::Model as File;
pub use table::identity::Model as Identity;
pub use table::identity_key::Model as IdentityKey;
pub use table::information_item::Model as InformationItem;
pub use table::job::Model as Job;
pub use table::letter::Model as Letter;
pub use table::message::Model as Message;
pub use table::objection::Model as Objection;
pub use table::objection_counter::Model as ObjectionCounter;
pub use table::objection_file::Model as ObjectionFile;
pub use table::objection_identity::Model as ObjectionIdentity;
pub use table::objection_letter::Model as ObjectionLetter;
pub use table::objection_message::Model as ObjectionMessage;
pub use table::outbox::Model as Outbox;
pub use table::proposal_file::Model as ProposalFile;
pub use table::publication::Model as Publication;
pub use table::publication_file::Model as PublicationFile;
pub use table::record_event::Model as RecordEvent;
pub use table::registration_counter::Model as RegistrationCounter;
pub use table::reminder::Model as Reminder;
pub use table::request::Model as Request;
pub use table::request_deadline::Model as RequestDeadline;
pub use table::request_event::Model as RequestEvent;
pub use table::request_share::Model as RequestShare;
pub use table::series_counter::Model as SeriesCounter;
pub use table::session::Model as Session;
pub use table::share_file::Model as ShareFile;
pub use table::sign_in_attempt::Model as SignInAttempt;
pub use table::tracking_token::Model as TrackingToken;
pub use table::unit::Model as Unit;
pub use table::unit_succession::Model as UnitSuccession;
pub use table::unit_version::Model as UnitVersion;
pub use table::user::Model as User;
