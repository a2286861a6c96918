//! Where extracted text goes: a string that says when it is full, so that reading stops instead of going on for nothing.

use std::fmt;

/// Collects text up to a number of characters; control signs become spaces, and white space is never doubled.
pub(super) struct Sink {
    text: String,
    room: usize,
}

impl Sink {
    pub(super) fn new(max_chars: usize) -> Self {
        Self {
            text: String::new(),
            room: max_chars,
        }
    }

    pub(super) fn is_full(&self) -> bool {
        self.room == 0
    }

    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            let c = match c {
                '\n' | '\u{c}' | '\u{2028}' | '\u{2029}' => '\n',
                c if c.is_whitespace() || c.is_control() => ' ',
                c => c,
            };
            if c == ' ' || c == '\n' {
                self.gap(c);
            } else if self.room > 0 {
                self.text.push(c);
                self.room -= 1;
            } else {
                return;
            }
        }
    }

    /// Separates what follows from what came before: a line break wins over a space.
    pub(super) fn gap(&mut self, gap: char) {
        match self.text.chars().next_back() {
            None | Some('\n') => {}
            Some(' ') => {
                if gap == '\n' {
                    self.text.pop();
                    self.text.push('\n');
                }
            }
            Some(_) if self.room > 0 => {
                self.text.push(gap);
                self.room -= 1;
            }
            Some(_) => {}
        }
    }

    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}

/// For libraries that write: the error of a full sink makes them stop.
impl fmt::Write for Sink {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        self.push(text);
        if self.is_full() { Err(fmt::Error) } else { Ok(()) }
    }
}
