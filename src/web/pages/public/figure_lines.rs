//! Figures as people read them, for `/kepatuhan`, the page of a unit and auditors: what each is called, its measure, what it is a
//! share of, and under which heading it stands.

use serde::Serialize;

use crate::services::audit::{Figure, FigureSet};

/// One figure with what it is made of. `public.figure.<code>` names and defines it.
#[derive(Clone, Debug, Serialize)]
pub(in crate::web) struct FigureLine {
    /// Code, for texts and links.
    pub code: &'static str,
    /// Id of the measure (`docs/readings.md`), so that it can be found in reports.
    metric: &'static str,
    /// The number, or working days; none where nothing was measured.
    value: Option<i64>,
    is_days: bool,
    /// Of how many, where a share says something.
    of: Option<i64>,
    /// The figure it is a share of.
    of_code: Option<&'static str>,
    share: Option<f64>,
    /// The address of its cases, for those who may see them.
    pub href: Option<String>,
}

/// Figures under one heading: `public.figure.group.<code>` names it and gives the article.
#[derive(Clone, Debug, Serialize)]
pub(in crate::web) struct FigureGroup {
    code: &'static str,
    /// Its figures.
    pub lines: Vec<FigureLine>,
}

/// Figure, measure, and the figure it is a share of.
pub(super) type Shown = (Figure, &'static str, Option<Figure>);

/// Every heading with its figures, in the order in which they are read.
const GROUPS: [(&str, &[Shown]); 9] = [
    (
        "timeliness",
        &[
            (Figure::Received, "M01", None),
            (Figure::Due, "M02, M03", None),
            (Figure::AnsweredInTime, "M02, M03", Some(Figure::Due)),
            (Figure::Late, "M02, M03", Some(Figure::Due)),
            (Figure::AnsweredLate, "M02, M03", Some(Figure::Due)),
            (Figure::NeverAnswered, "M04", Some(Figure::Due)),
            (Figure::Pending, "M02, M03", None),
        ],
    ),
    (
        "statute",
        &[
            (Figure::StatuteDue, "M02", None),
            (Figure::StatuteInTime, "M02", Some(Figure::StatuteDue)),
            (Figure::StatuteLate, "M02", Some(Figure::StatuteDue)),
            (Figure::StatuteNeverAnswered, "M02", Some(Figure::StatuteDue)),
        ],
    ),
    (
        "regulation",
        &[
            (Figure::RegulationDue, "M03", None),
            (Figure::RegulationInTime, "M03", Some(Figure::RegulationDue)),
            (Figure::RegulationLate, "M03", Some(Figure::RegulationDue)),
            (
                Figure::RegulationNeverAnswered,
                "M03",
                Some(Figure::RegulationDue),
            ),
        ],
    ),
    (SPANS_GROUP, &[]),
    (
        "extension",
        &[
            (Figure::Extended, "M11", Some(Figure::Received)),
            (Figure::ExtendedValid, "M11", Some(Figure::Extended)),
            (Figure::ExtendedUnproven, "M11", Some(Figure::ExtendedValid)),
            (Figure::ExtendedVoid, "M11", Some(Figure::Extended)),
        ],
    ),
    (
        "delivery",
        &[
            (Figure::DeliveryDue, "M05b", None),
            (Figure::DeliveredInTime, "M05b", Some(Figure::DeliveryDue)),
            (Figure::DeliveredLate, "M05b", Some(Figure::DeliveryDue)),
            (Figure::NotDelivered, "M05c", Some(Figure::DeliveryDue)),
            (Figure::DeliveryUnpaid, "M05c", None),
            (Figure::DeliveredUnpaid, "M05b", None),
        ],
    ),
    (
        "fee",
        &[
            (Figure::FeeCharged, "M20", Some(Figure::Received)),
            (Figure::FeePaid, "M20", Some(Figure::FeeCharged)),
        ],
    ),
    (
        "open",
        &[
            (Figure::Open, "M04", Some(Figure::Received)),
            (Figure::OpenOneWeek, "M04", Some(Figure::Open)),
            (Figure::OpenTwoWeeks, "M04", Some(Figure::Open)),
            (Figure::OpenFourWeeks, "M04", Some(Figure::Open)),
            (Figure::OpenLonger, "M04", Some(Figure::Open)),
        ],
    ),
    (
        "outcome",
        &[
            (Figure::GrantedFull, "M06", Some(Figure::Received)),
            (Figure::GrantedPartial, "M06", Some(Figure::Received)),
            (Figure::Refused, "M06", Some(Figure::Received)),
            (Figure::NotHeld, "M06", Some(Figure::Received)),
            (Figure::NotDocumented, "M06", Some(Figure::Received)),
            (Figure::Forwarded, "M06", Some(Figure::Received)),
            (Figure::Withdrawn, "M06", Some(Figure::Received)),
            (Figure::NotFollowedUp, "M13", Some(Figure::Received)),
        ],
    ),
];

/// The heading whose figures are not counts of cases.
const SPANS_GROUP: &str = "span";
/// Median and p90.
const SPANS: [(&str, i64); 2] = [("median", 50), ("p90", 90)];

/// Every figure of a set under its heading.
pub(in crate::web) fn figure_groups(set: &FigureSet) -> Vec<FigureGroup> {
    let group = |(code, shown): (&'static str, &[Shown])| FigureGroup {
        code,
        lines: if code == SPANS_GROUP {
            SPANS.map(|span| days(set, span)).into()
        } else {
            shown.iter().map(|one| count(set, *one)).collect()
        },
    };
    GROUPS.into_iter().map(group).collect()
}

/// Every figure of a set in the order in which they are read.
pub(in crate::web) fn figure_lines(set: &FigureSet) -> Vec<FigureLine> {
    figure_groups(set)
        .into_iter()
        .flat_map(|group| group.lines)
        .collect()
}

fn days(set: &FigureSet, (code, percent): (&'static str, i64)) -> FigureLine {
    FigureLine {
        code,
        metric: "M05",
        value: set.percentile(percent).map(i64::from),
        is_days: true,
        of: Some(set.get(Figure::Measured)),
        of_code: Some(Figure::Measured.code()),
        share: None,
        href: None,
    }
}

/// A share, where there is something to have one of.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of requests are far below 2^52"
)]
pub(super) fn share(value: i64, of: i64) -> Option<f64> {
    (of > 0).then(|| value as f64 / of as f64)
}

pub(super) fn count(set: &FigureSet, (figure, metric, whole): Shown) -> FigureLine {
    let value = set.get(figure);
    let of = whole.map(|whole| set.get(whole));
    FigureLine {
        code: figure.code(),
        metric,
        value: Some(value),
        is_days: false,
        of,
        of_code: whole.map(Figure::code),
        share: of.and_then(|of| share(value, of)),
        href: None,
    }
}
