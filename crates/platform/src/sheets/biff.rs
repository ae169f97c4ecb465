//! A look over an XLS file before it is parsed.
//!
//! The parser sizes its grid by what the file claims; a file of a few kilobytes may claim 65,536 × 65,536 cells. So
//! the records that carry positions are checked here first, through an own reading of the compound file.

use super::{Limits, SheetFault};

const SECTOR_END: u32 = 0xFFFF_FFFA;

/// Fails if the file is locked, broken, or claims cells beyond the limits.
pub(super) fn check(bytes: &[u8], limits: &Limits) -> Result<(), SheetFault> {
    let file = Compound::read(bytes).ok_or(SheetFault::Broken)?;
    if file.has("EncryptedPackage") {
        return Err(SheetFault::Locked);
    }
    let stream = file.stream("Workbook").or_else(|| file.stream("Book")).ok_or(SheetFault::NotASheet)?;
    let mut rest = stream.as_slice();
    while let [k0, k1, l0, l1, body @ ..] = rest {
        let (kind, length) = (u16::from_le_bytes([*k0, *k1]), usize::from(u16::from_le_bytes([*l0, *l1])));
        let Some(record) = body.get(..length) else { break };
        check_record(kind, record, limits)?;
        rest = &body[length..];
    }
    Ok(())
}

fn check_record(kind: u16, record: &[u8], limits: &Limits) -> Result<(), SheetFault> {
    let number = |at: usize| record.get(at..at + 2).map(|b| u32::from(u16::from_le_bytes([b[0], b[1]])));
    let long = |at: usize| Some(number(at)? | number(at + 2)? << 16);
    let (row, column) = match kind {
        // FILEPASS: the stream is encrypted.
        0x002F => return Err(SheetFault::Locked),
        // DIMENSIONS: row and column behind the last.
        0x0200 if record.len() == 10 => (number(2), number(6)),
        0x0200 => (long(4), number(10)),
        // NUMBER, LABEL, BOOLERR, RK, LABELSST, RSTRING, FORMULA: one cell.
        0x0203 | 0x0204 | 0x0205 | 0x027E | 0x00FD | 0x00D6 | 0x0006 => (number(0), number(2)),
        // MULRK: a run of cells, whose last column stands at the end.
        0x00BD => (number(0), record.len().checked_sub(2).and_then(number)),
        _ => return Ok(()),
    };
    let (row, column) = (row.ok_or(SheetFault::Broken)?, column.ok_or(SheetFault::Broken)?);
    if row > limits.rows.min(65_536) {
        return Err(SheetFault::TooManyRows { limit: limits.rows.min(65_536) });
    }
    if column as usize > limits.columns {
        return Err(SheetFault::TooManyColumns { limit: limits.columns });
    }
    Ok(())
}

/// A compound file (OLE2): streams in chains of sectors.
struct Compound<'a> {
    bytes: &'a [u8],
    sector: usize,
    chain: Vec<u32>,
    directory: Vec<u8>,
    mini: Vec<u8>,
    mini_chain: Vec<u32>,
}

impl<'a> Compound<'a> {
    fn read(bytes: &'a [u8]) -> Option<Compound<'a>> {
        let sector = match word(bytes, 30)? & 0xFFFF {
            9 => 512,
            12 => 4096,
            _ => return None,
        };
        let mut file = Compound {
            bytes,
            sector,
            chain: Vec::new(),
            directory: Vec::new(),
            mini: Vec::new(),
            mini_chain: Vec::new(),
        };
        let mut tables: Vec<u32> = (0..109).map_while(|i| word(bytes, 76 + 4 * i)).collect();
        let mut next = word(bytes, 68)?;
        let mut seen = 0;
        while next < SECTOR_END {
            let list = file.sector(next)?;
            tables.extend((0..sector / 4 - 1).map_while(|i| word(list, 4 * i)));
            next = word(list, sector - 4)?;
            seen += 1;
            if seen > bytes.len() / sector {
                return None;
            }
        }
        for table in tables.into_iter().filter(|table| *table < SECTOR_END) {
            let entries: Vec<u32> = (0..sector / 4).map_while(|i| word(file.sector(table)?, 4 * i)).collect();
            file.chain.extend(entries);
            if file.chain.len() > bytes.len() / 4 + sector {
                return None;
            }
        }
        file.directory = file.follow(word(bytes, 48)?)?;
        let root = file.directory.get(..128)?;
        let mini_start = word(root, 116)?;
        if mini_start < SECTOR_END {
            file.mini = file.follow(mini_start)?;
            let table = file.follow(word(bytes, 60)?)?;
            file.mini_chain = (0..table.len() / 4).map_while(|i| word(&table, 4 * i)).collect();
        }
        Some(file)
    }

    fn has(&self, name: &str) -> bool {
        self.entry(name).is_some()
    }

    fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entry(name)?;
        let (start, length) = (word(entry, 116)?, word(entry, 120)? as usize);
        let mut stream = match length < 4096 {
            true => self.follow_mini(start)?,
            false => self.follow(start)?,
        };
        stream.truncate(length);
        Some(stream)
    }

    fn entry(&self, name: &str) -> Option<&[u8]> {
        let wanted = |entry: &&[u8]| {
            let length = (usize::from(u16::from_le_bytes([entry[64], entry[65]])) / 2).saturating_sub(1).min(31);
            let units: Vec<u16> =
                entry[..length * 2].chunks_exact(2).map(|b| u16::from_le_bytes([b[0], b[1]])).collect();
            String::from_utf16_lossy(&units).eq_ignore_ascii_case(name)
        };
        self.directory.chunks_exact(128).find(wanted)
    }

    fn sector(&self, number: u32) -> Option<&'a [u8]> {
        let start = (number as usize + 1).checked_mul(self.sector)?;
        self.bytes.get(start..(start + self.sector).min(self.bytes.len()))
    }

    fn follow(&self, mut number: u32) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        while number < SECTOR_END {
            stream.extend_from_slice(self.sector(number)?);
            if stream.len() > self.bytes.len() {
                return None;
            }
            number = *self.chain.get(number as usize)?;
        }
        Some(stream)
    }

    fn follow_mini(&self, mut number: u32) -> Option<Vec<u8>> {
        let mut stream = Vec::new();
        while number < SECTOR_END {
            let start = number as usize * 64;
            stream.extend_from_slice(self.mini.get(start..(start + 64).min(self.mini.len()))?);
            if stream.len() > self.mini.len() {
                return None;
            }
            number = *self.mini_chain.get(number as usize)?;
        }
        Some(stream)
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]))
}
