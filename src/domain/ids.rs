//! Identifiers of the things the domain speaks of. Each is a `UUIDv7` made by the portal; a type of its own keeps a unit from
//! being passed where a request is meant.

use serde::{Deserialize, Serialize};
use std::fmt;
use uuid::Uuid;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    };
}

id!(
    /// One request for public information (permohonan informasi publik).
    RequestId
);
id!(
    /// One work unit (satuan kerja, UPT or Kanwil).
    UnitId
);
id!(
    /// One account.
    UserId
);
id!(
    /// One dated appointment of a user to a role (penunjukan).
    AppointmentId
);
