//! The operator's side: commands on the built program, imports, a new calendar, mail and recurring work.

mod calendar;
mod cli;
mod commands;
mod decrees;
mod demo;
mod due;
mod fees;
mod housekeeping;
mod keys;
mod mail;
mod outbox;
mod reading;
mod register;
mod reminders;
mod simulate;
mod units;
