//! What `simulate` may be asked.

use clap::{Args, ValueEnum};
use time::Date;

use crate::cli::args::day;
use crate::domain::calendar::{OffHours, ReceiptDay, Treatment, Weekend};
use crate::domain::deadline::RuleId;
use crate::domain::simulate::{CHANGEABLE, LONGEST, MOST_SHIFTED};

#[derive(Args, Debug)]
pub struct SimulateArgs {
    /// Another length of a rule in working days: D02, D03, D04, D05, D06 or D08 (D08 counts the days of the extension alone), D12 or D13 (the answer to an objection)
    #[arg(long = "rule", value_name = "RULE=DAYS", value_parser = length)]
    pub rules: Vec<(RuleId, u16)>,
    /// `with_cuti_bersama`, `libur_nasional_only`, `in_force` (the newest calendar for every case) or a CSV file with
    /// `date,name_id,name_en,kind,source`; by default each case on its own calendar
    #[arg(long, value_name = "CALENDAR")]
    pub calendar: Option<String>,
    /// Another way of counting: `receipt_day=include|exclude`, `off_hours=next_working_day|actual_date`,
    /// `weekend=saturday_sunday|sunday`, `collective_leave=working|non_working`, `national_holiday=working|non_working`
    #[arg(long, value_name = "NAME=VALUE", value_parser = counting)]
    pub counting: Vec<Counting>,
    /// Every notice and every answer to an objection comes that many working days earlier
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i16).range(1..=i64::from(MOST_SHIFTED)), conflicts_with = "slower")]
    pub faster: Option<i16>,
    /// Every notice and every answer to an objection comes that many working days later
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(i16).range(1..=i64::from(MOST_SHIFTED)))]
    pub slower: Option<i16>,
    /// Only requests and objections received on or after this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub from: Option<Date>,
    /// Only requests and objections received on or before this day
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub to: Option<Date>,
    /// Only the unit with this code
    #[arg(long, value_name = "CODE")]
    pub unit: Option<String>,
    /// How to print it
    #[arg(long, value_enum, default_value_t)]
    pub format: SimulateFormat,
}

/// How a simulation is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum SimulateFormat {
    /// A table to read
    #[default]
    Text,
    /// A line a unit, for spreadsheets
    Csv,
    /// For programs
    Json,
}

/// One way of counting that is supposed to be otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counting {
    ReceiptDay(ReceiptDay),
    OffHours(OffHours),
    Weekend(Weekend),
    CollectiveLeave(Treatment),
    NationalHoliday(Treatment),
}

/// A length written as D05=7.
fn length(text: &str) -> Result<(RuleId, u16), String> {
    let known = || {
        let codes: Vec<String> = CHANGEABLE.iter().map(ToString::to_string).collect();
        format!("must be one of {} with its days, like D05=7", codes.join(", "))
    };
    let (rule, days) = text.split_once('=').ok_or_else(known)?;
    let rule = RuleId::parse(rule.trim())
        .filter(|rule| CHANGEABLE.contains(rule))
        .ok_or_else(known)?;
    let days = days
        .trim()
        .parse()
        .ok()
        .filter(|days| (1..=LONGEST).contains(days));
    Ok((
        rule,
        days.ok_or_else(|| format!("the days must be a number from 1 to {LONGEST}"))?,
    ))
}

fn counting(text: &str) -> Result<Counting, String> {
    let treatment = |value| match value {
        "working" => Some(Treatment::Working),
        "non_working" => Some(Treatment::NonWorking),
        _ => None,
    };
    let found = match text.split_once('=') {
        Some(("receipt_day", "include")) => Some(Counting::ReceiptDay(ReceiptDay::Include)),
        Some(("receipt_day", "exclude")) => Some(Counting::ReceiptDay(ReceiptDay::Exclude)),
        Some(("off_hours", "next_working_day")) => Some(Counting::OffHours(OffHours::NextWorkingDay)),
        Some(("off_hours", "actual_date")) => Some(Counting::OffHours(OffHours::ActualDate)),
        Some(("weekend", "saturday_sunday")) => Some(Counting::Weekend(Weekend::SATURDAY_SUNDAY)),
        Some(("weekend", "sunday")) => Some(Counting::Weekend(Weekend::SUNDAY)),
        Some(("collective_leave", value)) => treatment(value).map(Counting::CollectiveLeave),
        Some(("national_holiday", value)) => treatment(value).map(Counting::NationalHoliday),
        _ => None,
    };
    found.ok_or_else(|| {
        "must be receipt_day=include|exclude, off_hours=next_working_day|actual_date, weekend=saturday_sunday|sunday, \
         collective_leave=working|non_working or national_holiday=working|non_working"
            .to_owned()
    })
}
