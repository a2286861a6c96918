//! A form of so many parts and no more: each part with a file name becomes a file on the disk before anybody looks at it.

use rocket::async_trait;
use rocket::form::{DataField, Error, Errors, FromForm, Options, Result, ValueField};

/// The most fields of a form, and the most files: far more than any page of ours has.
const MOST_FIELDS: usize = 2_000;
const MOST_FILES: usize = 200;

/// The form, unless it has too many parts; those are dropped as they come.
pub struct Bounded<T>(pub T);

/// What has come so far.
pub struct Parts<C> {
    inner: C,
    fields: usize,
    files: usize,
}

impl<C> Parts<C> {
    fn is_over(&self) -> bool {
        self.fields > MOST_FIELDS || self.files > MOST_FILES
    }
}

#[async_trait]
impl<'r, T: FromForm<'r>> FromForm<'r> for Bounded<T> {
    type Context = Parts<T::Context>;

    fn init(options: Options) -> Self::Context {
        Parts {
            inner: T::init(options),
            fields: 0,
            files: 0,
        }
    }

    fn push_value(parts: &mut Self::Context, field: ValueField<'r>) {
        parts.fields += 1;
        if !parts.is_over() {
            T::push_value(&mut parts.inner, field);
        }
    }

    async fn push_data(parts: &mut Self::Context, field: DataField<'r, '_>) {
        parts.files += 1;
        if !parts.is_over() {
            T::push_data(&mut parts.inner, field).await;
        }
    }

    fn push_error(parts: &mut Self::Context, error: Error<'r>) {
        T::push_error(&mut parts.inner, error);
    }

    fn finalize(parts: Self::Context) -> Result<'r, Self> {
        if parts.is_over() {
            return Err(Errors::from(Error::validation("too many parts")));
        }
        T::finalize(parts.inner).map(Self)
    }
}
