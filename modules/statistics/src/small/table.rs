//! Which cells of a table with totals are hidden, so that no small one follows from those that are shown.
//!
//! Promise: of every hidden number below the least one there is another table, with other numbers in it, that shows the same. It was found, not
//! argued: each is protected by an example ([`Table::other`]).
use std::collections::BTreeMap;

/// Cells, and which of them is the sum of which others: rows and columns, a branch and its unions, a year and its quarters.
#[derive(Clone, Debug, Default)]
pub struct Table {
    cells: Vec<Cell>,
    sums: Vec<Vec<(usize, i64)>>,
    /// The sums in which a cell stands.
    within: Vec<Vec<usize>>,
}
#[derive(Clone, Copy, Debug)]
struct Cell {
    value: i64,
    /// Decided before: it stays as it is.
    decided: Option<bool>,
}

/// Steps that the search for another table takes at most; where it finds none, more is hidden.
const STEPS: usize = 3_000;

impl Table {
    pub fn new() -> Self {
        Self::default()
    }
    pub fn cell(&mut self, value: i64) -> usize {
        self.put(Cell { value, decided: None })
    }
    /// A cell that everybody has seen shown or hidden already.
    pub fn decided(&mut self, value: i64, hidden: bool) -> usize {
        self.put(Cell { value, decided: Some(hidden) })
    }
    fn put(&mut self, cell: Cell) -> usize {
        self.cells.push(cell);
        self.within.push(Vec::new());
        self.cells.len() - 1
    }
    /// One cell is the sum of others.
    pub fn sum(&mut self, total: usize, parts: impl IntoIterator<Item = usize>) {
        let signed: Vec<(usize, i64)> =
            parts.into_iter().map(|part| (part, 1)).chain(std::iter::once((total, -1))).collect();
        for (cell, _) in &signed {
            self.within[*cell].push(self.sums.len());
        }
        self.sums.push(signed);
    }

    /// Which cells are hidden: those below `least` (not zero: nobody is nobody), and as many others as are needed. The same cells give
    /// the same answer, whoever asks.
    pub fn hidden(&self, least: i64) -> Vec<bool> {
        let small = |cell: &Cell| cell.value != 0 && cell.value < least;
        let mut hidden: Vec<bool> = self.cells.iter().map(|c| c.decided.unwrap_or_else(|| small(c))).collect();
        let mut safe = vec![false; self.cells.len()];
        loop {
            self.keep_company(&mut hidden, least);
            let open: Vec<usize> = (0..hidden.len()).filter(|at| hidden[*at] && small(&self.cells[*at])).collect();
            let mut more = false;
            for cell in open {
                if safe[cell] {
                    continue;
                }
                match self.other(&hidden, cell) {
                    Some(changed) => changed.into_iter().for_each(|at| safe[at] = true),
                    None => more |= self.hide_near(&mut hidden, cell),
                }
            }
            if !more {
                return hidden;
            }
        }
    }

    /// No sum has one hidden cell alone, and the hidden parts of a total that is shown are not a small number together.
    fn keep_company(&self, hidden: &mut [bool], least: i64) {
        loop {
            let mut more = false;
            for sum in &self.sums {
                let parts = sum.iter().filter(|(at, sign)| hidden[*at] && *sign > 0);
                let (count, together) = parts.fold((0, 0), |(n, all), (at, _)| (n + 1, all + self.cells[*at].value));
                let total = sum.iter().find(|(_, sign)| *sign < 0).expect("a sum has a total").0;
                let alone = count + usize::from(hidden[total]) == 1;
                if alone || (count > 0 && !hidden[total] && together < least) {
                    let parts = sum.iter().filter(|(_, sign)| *sign > 0).map(|(at, _)| *at);
                    let next = self.least_shown(hidden, parts).or_else(|| self.least_shown(hidden, [total]));
                    more |= next.inspect(|at| hidden[*at] = true).is_some();
                }
            }
            if !more {
                return;
            }
        }
    }
    /// The smallest of some cells that can be hidden.
    fn least_shown(&self, hidden: &[bool], of: impl IntoIterator<Item = usize>) -> Option<usize> {
        let free = |at: &usize| !hidden[*at] && self.cells[*at].value != 0 && self.cells[*at].decided.is_none();
        of.into_iter().filter(free).min_by_key(|at| (self.cells[*at].value, *at))
    }
    /// Hides one more beside a cell, or farther away where all beside it are; false: nothing is left.
    fn hide_near(&self, hidden: &mut [bool], cell: usize) -> bool {
        let (mut reached, mut seen) = (vec![cell], vec![false; self.cells.len()]);
        seen[cell] = true;
        while !reached.is_empty() {
            let around: Vec<usize> = reached.iter().flat_map(|at| self.beside(*at)).collect();
            if let Some(next) = self.least_shown(hidden, around.iter().copied()) {
                hidden[next] = true;
                return true;
            }
            reached = around.into_iter().filter(|at| !std::mem::replace(&mut seen[*at], true)).collect();
        }
        false
    }
    fn beside(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        self.within[cell].iter().flat_map(|sum| self.sums[*sum].iter().map(|(at, _)| *at))
    }

    /// The cells that differ in another table that shows the same and has another number in `cell`. Whoever looks knows that what is hidden
    /// is not zero.
    fn other(&self, hidden: &[bool], cell: usize) -> Option<Vec<usize>> {
        [1, -1].into_iter().find_map(|step| {
            let mut search =
                Search { table: self, hidden, steps: STEPS, changed: BTreeMap::new(), off: BTreeMap::new() };
            (search.may(cell, step) && search.change(cell, step)).then(|| search.changed.into_keys().collect())
        })
    }
}

/// Changes hidden cells by one each until every sum is right again.
struct Search<'a> {
    table: &'a Table,
    hidden: &'a [bool],
    steps: usize,
    changed: BTreeMap<usize, i64>,
    /// Sums that are not right, by how much.
    off: BTreeMap<usize, i64>,
}
impl Search<'_> {
    fn may(&self, cell: usize, step: i64) -> bool {
        self.hidden[cell] && !self.changed.contains_key(&cell) && (step > 0 || self.table.cells[cell].value > 1)
    }
    fn change(&mut self, cell: usize, step: i64) -> bool {
        if self.steps == 0 {
            return false;
        }
        self.steps -= 1;
        self.apply(cell, step);
        self.changed.insert(cell, step);
        if self.repair() {
            return true;
        }
        self.changed.remove(&cell);
        self.apply(cell, -step);
        false
    }
    fn apply(&mut self, cell: usize, step: i64) {
        for sum in &self.table.within[cell] {
            let sign = self.table.sums[*sum].iter().find(|(at, _)| *at == cell).map_or(0, |(_, sign)| *sign);
            let off = self.off.entry(*sum).or_default();
            *off += sign * step;
            if *off == 0 {
                self.off.remove(sum);
            }
        }
    }
    /// Puts one sum right, the one with the fewest ways first.
    fn repair(&mut self) -> bool {
        let Some(ways) = self.off.iter().map(|(sum, off)| self.ways(*sum, *off)).min_by_key(Vec::len) else {
            return true;
        };
        ways.into_iter().any(|(_, cell, step)| self.change(cell, step))
    }
    /// Cells that put a sum right, those first that put others right as well.
    fn ways(&self, sum: usize, off: i64) -> Vec<(i64, usize, i64)> {
        let way = |(at, sign): &(usize, i64)| {
            let step = -off.signum() * sign;
            self.may(*at, step).then(|| (self.harm(*at, step), *at, step))
        };
        let mut ways: Vec<_> = self.table.sums[sum].iter().filter_map(way).collect();
        ways.sort_unstable();
        ways
    }
    /// How many more sums are not right after a change.
    fn harm(&self, cell: usize, step: i64) -> i64 {
        let sums = self.table.within[cell].iter();
        sums.map(|sum| {
            let sign = self.table.sums[*sum].iter().find(|(at, _)| *at == cell).map_or(0, |(_, sign)| *sign);
            let before = self.off.get(sum).copied().unwrap_or(0);
            (before + sign * step).abs() - before.abs()
        })
        .sum()
    }
}
