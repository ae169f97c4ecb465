//! The ZIP package of an XLSX file, unpacked under a meter.
//!
//! The directory of the package may lie about sizes, so bytes are counted where they come out; one XML event (a tag,
//! a text) is metered too, since the parser holds it whole.

use std::{
    collections::HashMap,
    io::{self, BufReader, Cursor, Read},
};

use quick_xml::{
    Reader,
    events::{BytesRef, Event},
};
use zip::{ZipArchive, read::ZipFile};

use super::{Limits, SheetFault};

const LARGEST_EVENT: usize = 1 << 20;
const MOST_PARTS: usize = 5_000;

pub(super) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Parts by their names in small letters.
    names: HashMap<String, usize>,
    left: u64,
}

impl<'a> Package<'a> {
    pub fn open(bytes: &'a [u8], limits: &Limits) -> Result<Package<'a>, SheetFault> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| SheetFault::Broken)?;
        if zip.len() > MOST_PARTS {
            return Err(SheetFault::TooLarge);
        }
        let mut names = HashMap::new();
        let mut total: u64 = 0;
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|_| SheetFault::Broken)?;
            if part.encrypted() {
                return Err(SheetFault::Locked);
            }
            total = total.saturating_add(part.size());
            let name = part.name().map_err(|_| SheetFault::Broken)?.replace('\\', "/").to_ascii_lowercase();
            names.insert(name, index);
        }
        if total > limits.unpacked || total > 10 << 20 && total / bytes.len() as u64 > limits.ratio {
            return Err(SheetFault::TooLarge);
        }
        Ok(Package { zip, names, left: limits.unpacked })
    }

    /// The part as XML events; None if the package has no such part.
    pub fn part(&mut self, name: &str) -> Result<Option<Xml<'_, 'a>>, SheetFault> {
        let Some(index) = self.names.get(&name.trim_start_matches('/').to_ascii_lowercase()) else {
            return Ok(None);
        };
        let file = self.zip.by_index(*index).map_err(|_| SheetFault::Broken)?;
        let metered = Metered { inner: file, left: &mut self.left, event_left: LARGEST_EVENT };
        let mut reader = Reader::from_reader(BufReader::with_capacity(64 << 10, metered));
        let config = reader.config_mut();
        config.check_end_names = false;
        config.expand_empty_elements = true;
        Ok(Some(Xml { reader, buffer: Vec::with_capacity(4096) }))
    }
}

type Part<'p, 'a> = ZipFile<'p, Cursor<&'a [u8]>>;

/// XML events of one part. Empty elements come as a start and an end.
pub(super) struct Xml<'p, 'a> {
    reader: Reader<BufReader<Metered<'p, Part<'p, 'a>>>>,
    buffer: Vec<u8>,
}

impl Xml<'_, '_> {
    pub fn next(&mut self) -> Result<Event<'_>, SheetFault> {
        self.buffer.clear();
        self.reader.get_mut().get_mut().event_left = LARGEST_EVENT;
        self.reader.read_event_into(&mut self.buffer).map_err(|error| match error {
            quick_xml::Error::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => SheetFault::TooLarge,
            _ => SheetFault::Broken,
        })
    }
}

/// The character for `&amp;`, `&#10;` and their like; entities of a document's own are dropped, never expanded.
pub(super) fn referred(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

struct Metered<'p, R> {
    inner: R,
    left: &'p mut u64,
    event_left: usize,
}

impl<R: Read> Read for Metered<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let over = read as u64 > *self.left || read > self.event_left;
        if over {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        *self.left -= read as u64;
        self.event_left -= read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unpacked(mut left: u64, event_left: usize) -> io::Result<u64> {
        let mut metered = Metered { inner: io::repeat(b' ').take(10_000), left: &mut left, event_left };
        io::copy(&mut metered, &mut io::sink())
    }

    #[test]
    fn no_more_is_unpacked_than_the_meters_allow() {
        assert_eq!(unpacked(10_000, 10_000).unwrap(), 10_000);
        assert_eq!(unpacked(9_999, 10_000).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(unpacked(10_000, 9_999).unwrap_err().kind(), io::ErrorKind::FileTooLarge);
    }
}
