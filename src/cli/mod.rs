//! What happens because somebody typed a command. Results go to stdout, progress and faults to stderr; the exit code is 0, 1 for a
//! failure and 2 for a command that makes no sense.

mod args;
mod calendar;
mod check;
mod demo;
mod doctor;
mod due;
mod fees;
mod healthcheck;
mod import;
mod keys;
pub mod logging;
mod open;
mod output;
mod progress;
mod read_text;
mod serve;
mod setup;
mod simulate;
mod succeed;
pub mod tls;
mod user;

use std::process::ExitCode;

use clap::Parser;

use args::{CalendarCommand, Cli, Command, ConfigCommand, FeesCommand, RequestsCommand, UnitsCommand};

/// Reads the command line and does what it says.
#[must_use]
pub fn run() -> ExitCode {
    tls::install_provider();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(told) => {
            // Nobody is left to tell when even this cannot be written.
            drop(told.print());
            return ExitCode::from(u8::try_from(told.exit_code()).unwrap_or(2));
        }
    };
    // Before anything else takes threads and memory: this process is about to give most of both up.
    if let Command::ReadText(args) = &cli.command {
        return match read_text::run(args) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => output::failed(&error),
        };
    }
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return output::failed(&anyhow::Error::new(error).context("cannot start the runtime")),
    };
    let done = runtime.block_on(dispatch(cli));
    // A thread that hashes or reads a file must not hold the program back.
    runtime.shutdown_background();
    match done {
        Ok(code) => code,
        Err(error) => output::failed(&error),
    }
}

async fn dispatch(cli: Cli) -> anyhow::Result<ExitCode> {
    let global = &cli.global;
    match cli.command {
        Command::Demo(args) => demo::run(global, &args).await?,
        Command::Setup => setup::setup(global).await?,
        Command::Migrate => setup::migrate(global).await?,
        Command::Serve(args) => serve::serve(global, &args).await?,
        Command::Worker => serve::worker(global).await?,
        Command::Healthcheck(args) => healthcheck::run(global, &args).await?,
        Command::Doctor => return doctor::run(global).await,
        Command::Config(ConfigCommand::Check) => check::run(global)?,
        Command::User(command) => user::run(global, command).await?,
        Command::Keys(command) => return keys::run(global, command).await,
        Command::Units(UnitsCommand::Import { file }) => return import::units(global, &file).await,
        Command::Fees(FeesCommand::Import { file }) => return fees::import(global, &file).await,
        Command::Units(UnitsCommand::Succeed(args)) => succeed::run(global, &args).await?,
        Command::Calendar(CalendarCommand::Import(args)) => calendar::import(global, &args).await?,
        Command::Calendar(CalendarCommand::Due(args)) => return due::run(&args),
        Command::Requests(RequestsCommand::Import(args)) => return import::requests(global, &args).await,
        Command::Simulate(args) => simulate::run(global, &args).await?,
        Command::ReadText(args) => read_text::run(&args)?,
    }
    Ok(ExitCode::SUCCESS)
}
