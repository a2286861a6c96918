//! A form that is only a button.

use rocket::async_trait;
use rocket::form::{DataField, FromForm, Options, Result, ValueField};

/// No fields besides the token: `Submission<NoFields>`.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoFields;

#[async_trait]
impl<'v> FromForm<'v> for NoFields {
    type Context = ();

    fn init(_: Options) {}

    fn push_value((): &mut (), _: ValueField<'v>) {}

    async fn push_data((): &mut (), _: DataField<'v, '_>) {}

    fn finalize((): ()) -> Result<'v, Self> {
        Ok(Self)
    }
}
