//! The only room that imports `rocket`: guards, forms, pages by audience, views, assets.

pub mod assets;
