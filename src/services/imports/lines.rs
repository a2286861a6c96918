//! A file of lines too large to keep in memory: where each line lies, in what order they are wanted, and one line at a time.

use std::io::{self, BufRead, Seek, SeekFrom};

/// The longest line that is read; a longer one is left out unread.
pub const LONGEST_LINE: usize = 1024 * 1024;

/// One line as found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// The line without its end.
    Line(String),
    /// Longer than [`LONGEST_LINE`].
    TooLong,
    /// Not UTF-8.
    NotText,
}

/// A line with its place in the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// Number, from 1.
    pub number: u64,
    /// First byte.
    pub offset: u64,
    /// What stands there.
    pub found: Found,
}

/// Reads the next line from `offset` on; `None` at the end. The returned number of bytes leads to the line after it.
pub fn next_line(reader: &mut impl BufRead) -> io::Result<Option<(Found, u64)>> {
    let mut bytes = Vec::new();
    let mut length = 0_u64;
    let mut is_too_long = false;
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            break;
        }
        let end = chunk.iter().position(|byte| *byte == b'\n');
        let part = end.and_then(|end| chunk.get(..end)).unwrap_or(chunk);
        if bytes.len() + part.len() > LONGEST_LINE {
            is_too_long = true;
            bytes.clear();
        } else if !is_too_long {
            bytes.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        length += used as u64;
        if end.is_some() {
            break;
        }
    }
    if length == 0 {
        return Ok(None);
    }
    let found = if is_too_long {
        Found::TooLong
    } else {
        match String::from_utf8(bytes) {
            Ok(text) => Found::Line(text.trim_start_matches('\u{feff}').trim().to_owned()),
            Err(_) => Found::NotText,
        }
    };
    Ok(Some((found, length)))
}

/// Reads the line that begins at `offset`.
pub fn line_at<R: BufRead + Seek>(reader: &mut R, offset: u64) -> io::Result<Option<Found>> {
    reader.seek(SeekFrom::Start(offset))?;
    Ok(next_line(reader)?.map(|(found, _)| found))
}

/// Goes through all lines, empty ones left out.
pub fn for_each<R: BufRead + Seek>(reader: &mut R, mut each: impl FnMut(Placed)) -> io::Result<()> {
    reader.rewind()?;
    let (mut number, mut offset) = (0, 0);
    while let Some((found, length)) = next_line(reader)? {
        number += 1;
        if found != Found::Line(String::new()) {
            each(Placed {
                number,
                offset,
                found,
            });
        }
        offset += length;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor};

    use super::*;

    fn read(bytes: &[u8]) -> Vec<Placed> {
        let mut all = Vec::new();
        for_each(&mut BufReader::with_capacity(7, Cursor::new(bytes)), |line| {
            all.push(line);
        })
        .unwrap();
        all
    }

    #[test]
    fn lines_are_found_again_by_their_place() {
        let text = b"\xef\xbb\xbffirst\r\n\n  second line  \nlast";
        let lines = read(text);
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.number, line.found.clone()))
            .collect();
        let line = |text: &str| Found::Line(text.to_owned());
        assert_eq!(
            told,
            [(1, line("first")), (3, line("second line")), (4, line("last"))]
        );
        for placed in lines {
            let again = line_at(&mut BufReader::new(Cursor::new(text)), placed.offset).unwrap();
            assert_eq!(again, Some(placed.found));
        }
    }

    #[test]
    fn a_huge_line_and_one_that_is_no_text_are_left_out_alone() {
        let mut text = vec![b'x'; LONGEST_LINE + 1];
        text.extend_from_slice(b"\n\xff\xfe\nok");
        let found: Vec<_> = read(&text).into_iter().map(|line| line.found).collect();
        assert_eq!(
            found,
            [Found::TooLong, Found::NotText, Found::Line("ok".to_owned())]
        );
    }
}
