//! Checking the work without the people in it: compliance figures, the register behind each of them, its export, and the hash
//! chain of a case recomputed. Nothing in here opens an identity.

mod case;
mod check;
mod export;
mod figures;
mod office;
mod register;
mod told;

pub use case::{case, letter, office_file};
pub use check::{CaseCheck, Finding, check_case};
pub use export::{figures_csv, register_csv};
pub(in crate::services) use export::{line as csv_line, quoted};
pub use figures::{FigureCache, Figures, figures_of_unit, list, list_public};
pub(in crate::services) use office::{Deed, outside_office};
pub use register::{Asked, Register, list as list_register};

pub use crate::persistence::queries::{Figure, FigureSet, RegisterRow, UnitFigures};
