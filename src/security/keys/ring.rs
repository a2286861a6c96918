//! The keys of one purpose, by number: what is new is made with the current one, what is old names the one that made it.

use std::collections::BTreeMap;

use zeroize::Zeroizing;

/// Bytes of a key.
pub(in crate::security) const LENGTH: usize = 32;

/// A key; wiped when it is dropped.
pub(in crate::security) type Key = Zeroizing<[u8; LENGTH]>;

/// The keys of one purpose. There is always a current one, the one with the highest number.
pub(in crate::security) struct Ring {
    current: (u8, Key),
    older: BTreeMap<u8, Key>,
}

impl Ring {
    /// The keys by number; `None` when there are none.
    pub(super) fn of(mut keys: BTreeMap<u8, Key>) -> Option<Self> {
        let current = keys.pop_last()?;
        Some(Self { current, older: keys })
    }

    /// A single key.
    pub(super) const fn single(key: Key) -> Self {
        Self {
            current: (1, key),
            older: BTreeMap::new(),
        }
    }

    /// The number of the current key.
    pub(in crate::security) const fn number(&self) -> u8 {
        self.current.0
    }

    /// The current key.
    pub(in crate::security) fn current(&self) -> &[u8; LENGTH] {
        &self.current.1
    }

    /// The key with that number.
    pub(in crate::security) fn get(&self, number: u8) -> Option<&[u8; LENGTH]> {
        if number == self.current.0 {
            return Some(&self.current.1);
        }
        self.older.get(&number).map(|key| &**key)
    }

    /// All keys, the oldest first.
    pub(in crate::security) fn all(&self) -> impl Iterator<Item = (u8, &[u8; LENGTH])> {
        let older = self.older.iter().map(|(number, key)| (*number, &**key));
        older.chain([(self.current.0, &*self.current.1)])
    }
}
