//! The colour pairs of the theme, light and dark, against WCAG 2.2: 4.5 for text, 3 for edges and marks.
//!
//! The palette has traps (its grey `#a3a3a3` is 2.5 on white, its red 4.1, its light-mode link 2.3 on the dark page), and
//! browsers' checkers report some of them only as "incomplete", so the pairs are computed here.

use std::collections::BTreeMap;

const THEME: &str = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/styles/_theme.scss"));

/// Text and what it stands on.
const TEXT: &[(&str, &str)] = &[
    ("govuk-text", "govuk-body-background"),
    ("govuk-text", "govuk-template-background"),
    ("govuk-text", "tb-field-tint"),
    ("govuk-secondary-text", "govuk-body-background"),
    ("govuk-secondary-text", "govuk-template-background"),
    ("govuk-secondary-text", "govuk-surface-background"),
    ("govuk-surface-text", "govuk-surface-background"),
    ("govuk-link", "govuk-body-background"),
    ("govuk-link", "govuk-template-background"),
    ("govuk-link", "govuk-surface-background"),
    ("govuk-link-visited", "govuk-body-background"),
    ("govuk-link-visited", "govuk-surface-background"),
    ("govuk-link-hover", "govuk-body-background"),
    ("govuk-link-hover", "govuk-surface-background"),
    ("govuk-link-active", "govuk-body-background"),
    ("govuk-error", "govuk-body-background"),
    ("govuk-success", "govuk-body-background"),
    ("govuk-focus-text", "govuk-focus"),
    ("govuk-inverse-text", "govuk-brand"),
    ("govuk-inverse-text", "govuk-success"),
    ("govuk-inverse-text", "govuk-text"),
    ("tb-header-ink", "tb-header-tint"),
    ("tb-button-ink", "tb-button-tint"),
    ("tb-button-ink", "tb-button-hover-tint"),
    ("tb-quiet-ink", "tb-quiet-tint"),
    ("tb-quiet-ink", "tb-quiet-hover-tint"),
    ("tb-quiet-ink", "tb-field-tint"),
    ("tb-danger-ink", "tb-danger-tint"),
    ("tb-danger-ink", "tb-danger-hover-tint"),
    ("tb-panel-ink", "tb-panel-tint"),
    ("tb-grey-ink", "tb-grey-tint"),
    ("tb-blue-ink", "tb-blue-tint"),
    ("tb-green-ink", "tb-green-tint"),
    ("tb-yellow-ink", "tb-yellow-tint"),
    ("tb-red-ink", "tb-red-tint"),
    ("tb-purple-ink", "tb-purple-tint"),
];

/// Edges of fields and marks that carry meaning, and what surrounds them.
const EDGES: &[(&str, &str)] = &[
    ("govuk-input-border", "govuk-body-background"),
    ("govuk-input-border", "tb-field-tint"),
    ("govuk-input-border", "govuk-surface-background"),
    ("govuk-error", "govuk-body-background"),
    ("govuk-brand", "govuk-body-background"),
    ("govuk-brand", "govuk-surface-background"),
    ("tb-button-tint", "govuk-body-background"),
    ("tb-quiet-ink", "govuk-body-background"),
];

/// `--name(-colour): #hex;` of a part of the theme.
fn colours(css: &str) -> BTreeMap<&str, [u8; 3]> {
    let mut found = BTreeMap::new();
    for line in css.lines() {
        let Some((name, hex)) = line.trim().strip_prefix("--").and_then(|l| l.split_once(": #")) else {
            continue;
        };
        let hex = hex.trim_end_matches(';');
        let channel = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        found.insert(
            name.trim_end_matches("-colour"),
            [channel(0), channel(2), channel(4)],
        );
    }
    found
}

fn luminance(colour: [u8; 3]) -> f64 {
    let [red, green, blue] = colour.map(|channel| {
        let value = f64::from(channel) / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

fn ratio(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_pair_in_use_has_enough_contrast() {
    let (light_css, dark_css) = THEME
        .split_once("@media screen and (prefers-color-scheme: dark)")
        .unwrap();
    let light = colours(light_css);
    // What the dark part does not name keeps its light value.
    let mut dark = light.clone();
    dark.extend(colours(dark_css));
    assert_eq!(light.keys().filter(|name| name.starts_with("govuk-")).count(), 21);

    let mut faults = Vec::new();
    for (scheme, palette) in [("light", &light), ("dark", &dark)] {
        for (pairs, least) in [(TEXT, 4.5), (EDGES, 3.0)] {
            for (front, back) in pairs {
                let ratio = ratio(palette[front], palette[back]);
                if ratio < least {
                    faults.push(format!(
                        "{scheme}: {front} on {back} is {ratio:.2}, less than {least}"
                    ));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_formula_gives_the_known_ratios() {
    let white = [255, 255, 255];
    assert!((ratio([0, 0, 0], white) - 21.0).abs() < 0.01);
    assert!((ratio([0xa3, 0xa3, 0xa3], white) - 2.52).abs() < 0.01);
    assert!((ratio([0x00, 0x49, 0xb8], white) - 7.94).abs() < 0.01);
}
