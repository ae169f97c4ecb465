//! Tries all tables that show the same: independent of how the hidden cells were chosen.
use super::Table;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Cells by number, and sums as (total, parts).
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) values: Vec<i64>,
    pub(super) sums: Vec<(usize, Vec<usize>)>,
}
impl Plan {
    pub(super) fn cell(&mut self, value: i64) -> usize {
        self.values.push(value);
        self.values.len() - 1
    }
    fn total(&mut self, parts: &[usize]) -> usize {
        let total = self.cell(parts.iter().map(|at| self.values[*at]).sum());
        self.sums.push((total, parts.to_vec()));
        total
    }
    fn hidden(&self, least: i64) -> Vec<bool> {
        let mut table = Table::new();
        for value in &self.values {
            table.cell(*value);
        }
        for (total, parts) in &self.sums {
            table.sum(*total, parts.iter().copied());
        }
        table.hidden(least)
    }
    /// Rows and columns with all totals.
    fn grid(rows: &[Vec<i64>]) -> Plan {
        let mut plan = Plan::default();
        let cells: Vec<Vec<usize>> = rows.iter().map(|row| row.iter().map(|v| plan.cell(*v)).collect()).collect();
        let sides: Vec<usize> = cells.iter().map(|row| plan.total(row)).collect();
        let columns = (0..rows[0].len()).map(|at| cells.iter().map(|row| row[at]).collect::<Vec<_>>());
        let feet: Vec<usize> = columns.collect::<Vec<_>>().iter().map(|column| plan.total(column)).collect();
        let all = plan.total(&sides);
        plan.sums.push((all, feet));
        plan
    }
    /// Branches of unions (a county, its towns, their villages) in several periods with their sum (months and their quarter).
    fn branches(towns: &[Vec<Vec<i64>>]) -> Plan {
        let mut plan = Plan::default();
        let periods = towns[0][0].len();
        let mut whole: Vec<Vec<usize>> = Vec::new();
        for villages in towns {
            let below: Vec<Vec<usize>> =
                villages.iter().map(|months| months.iter().map(|v| plan.cell(*v)).collect()).collect();
            let mut town: Vec<usize> =
                (0..periods).map(|at| plan.total(&below.iter().map(|row| row[at]).collect::<Vec<_>>())).collect();
            let quarters: Vec<usize> = below.iter().map(|months| plan.total(months)).collect();
            let quarter = plan.total(&town);
            plan.sums.push((quarter, quarters));
            town.push(quarter);
            whole.push(town);
        }
        let county: Vec<usize> =
            (0..=periods).map(|at| plan.total(&whole.iter().map(|town| town[at]).collect::<Vec<_>>())).collect();
        plan.sums.push((county[periods], county[..periods].to_vec()));
        plan
    }

    /// The values that each hidden small cell can have, given all that is shown and that what is hidden is not zero; two are enough.
    pub(super) fn possible(&self, hidden: &[bool], least: i64) -> Vec<(usize, BTreeSet<i64>)> {
        let most = self.values.iter().max().copied().unwrap_or(0) + 2;
        let unknown: Vec<usize> = (0..hidden.len()).filter(|at| hidden[*at]).collect();
        let small = unknown.iter().filter(|at| self.values[**at] < least);
        small
            .map(|cell| {
                let others = (1..=most).filter(|value| *value != self.values[*cell]);
                let other = others.into_iter().find(|value| {
                    let mut known: Vec<Option<i64>> =
                        (0..hidden.len()).map(|at| (!hidden[at]).then_some(self.values[at])).collect();
                    known[*cell] = Some(*value);
                    self.fits(&mut known, most)
                });
                (*cell, other.into_iter().chain([self.values[*cell]]).collect())
            })
            .collect()
    }
    /// Whether the unknown can be filled in.
    fn fits(&self, known: &mut Vec<Option<i64>>, most: i64) -> bool {
        let before = known.clone();
        if !self.narrow(known) {
            *known = before;
            return false;
        }
        let Some(next) = self.tightest(known) else { return true };
        for value in 1..=most {
            known[next] = Some(value);
            if self.fits(known, most) {
                return true;
            }
        }
        *known = before;
        false
    }
    /// Fills in what follows; false: a sum can't be right.
    fn narrow(&self, known: &mut [Option<i64>]) -> bool {
        loop {
            let mut more = false;
            for (total, parts) in &self.sums {
                let sum: i64 = parts.iter().filter_map(|at| known[*at]).sum();
                let open: Vec<usize> = parts.iter().copied().filter(|at| known[*at].is_none()).collect();
                match (known[*total], open.as_slice()) {
                    (Some(total), []) if total != sum => return false,
                    (Some(total), [last]) => {
                        if total - sum < 1 {
                            return false;
                        }
                        known[*last] = Some(total - sum);
                        more = true;
                    }
                    (Some(total), open) if total - sum < open.len() as i64 => return false,
                    (None, []) => {
                        if sum < 1 {
                            return false;
                        }
                        known[*total] = Some(sum);
                        more = true;
                    }
                    _ => {}
                }
            }
            if !more {
                return true;
            }
        }
    }
    fn tightest(&self, known: &[Option<i64>]) -> Option<usize> {
        let open = |parts: &[usize]| parts.iter().filter(|at| known[**at].is_none()).count();
        let sums = self.sums.iter().filter(|(_, parts)| open(parts) > 0);
        let sum = sums.min_by_key(|(total, parts)| (known[*total].is_none(), open(parts)))?;
        sum.1.iter().copied().find(|at| known[*at].is_none())
    }

    fn proves(&self, least: i64) -> Result<(), TestCaseError> {
        let hidden = self.hidden(least);
        for (at, value) in self.values.iter().enumerate() {
            prop_assert!(hidden[at] || *value == 0 || *value >= least, "{value} is shown: {self:?}");
            prop_assert!(!(hidden[at] && *value == 0), "nobody needs no hiding: {self:?}");
        }
        for (cell, values) in self.possible(&hidden, least) {
            prop_assert!(values.len() > 1, "cell {cell} is known to be {values:?}: {self:?} {hidden:?}");
        }
        for (total, parts) in self.sums.iter().filter(|(total, _)| !hidden[*total]) {
            let together: i64 = parts.iter().filter(|at| hidden[**at]).map(|at| self.values[*at]).sum();
            prop_assert!(together == 0 || together >= least, "together {together} below {total}: {self:?}");
        }
        Ok(())
    }
}

fn shows(rows: &[Vec<i64>], least: i64) -> Vec<Vec<Option<i64>>> {
    let plan = Plan::grid(rows);
    let hidden = plan.hidden(least);
    let width = rows[0].len();
    rows.iter()
        .enumerate()
        .map(|(r, row)| row.iter().enumerate().map(|(c, v)| (!hidden[r * width + c]).then_some(*v)).collect())
        .collect()
}

#[test]
fn a_small_number_is_hidden_with_a_corner_that_keeps_it() {
    let shown = shows(&[vec![2, 9, 30], vec![40, 8, 20], vec![50, 60, 70]], 5);
    assert_eq!(shown[0], [None, None, Some(30)]);
    assert_eq!(shown[1], [None, None, Some(20)]);
    assert_eq!(shown[2], [Some(50), Some(60), Some(70)], "what is far from it stays");
    assert_eq!(shows(&[vec![0, 9], vec![8, 7]], 5), [vec![Some(0), Some(9)], vec![Some(8), Some(7)]]);
}

#[test]
fn the_same_table_gives_the_same_answer() {
    let rows = [vec![2, 9, 30], vec![3, 8, 20], vec![50, 1, 70]];
    assert_eq!(shows(&rows, 5), shows(&rows, 5));
}

#[test]
fn a_year_that_comes_later_does_not_tell_a_quarter_that_was_hidden() {
    for quarters in [[9, 3, 8, 7], [9, 3, 3, 7], [2, 2, 2, 2], [9, 9, 9, 1]] {
        let mut table = Table::new();
        // Two unions: of each quarter the parts were hidden or shown while only that quarter was there.
        let mut years = (Vec::new(), Vec::new(), Vec::new());
        for one in quarters {
            let mut then = Table::new();
            let (a, b) = (then.cell(one), then.cell(20));
            let both = then.cell(one + 20);
            then.sum(both, [a, b]);
            let hidden = then.hidden(5);
            let (a, b, both) =
                (table.decided(one, hidden[a]), table.decided(20, hidden[b]), table.decided(one + 20, hidden[both]));
            table.sum(both, [a, b]);
            years.0.push(a);
            years.1.push(b);
            years.2.push(both);
        }
        let sum: i64 = quarters.iter().sum();
        let (a, b, both) = (table.cell(sum), table.cell(80), table.cell(sum + 80));
        table.sum(a, years.0.clone());
        table.sum(b, years.1);
        table.sum(both, years.2);
        table.sum(both, [a, b]);
        let hidden = table.hidden(5);
        let small = quarters.iter().filter(|n| **n < 5).count();
        let together: i64 = quarters.iter().filter(|n| **n < 5).sum();
        assert_eq!(hidden[a], small == 1 || together < 5 || sum < 5, "{quarters:?}");
        assert_eq!(hidden[a], hidden[b], "{quarters:?}: the two are the total");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_hidden_number_of_rows_and_columns_can_be_computed(
        rows in proptest::collection::vec(proptest::collection::vec(0..9_i64, 3), 2..4), least in 2..6_i64
    ) {
        Plan::grid(&rows).proves(least)?;
    }
    #[test]
    fn nor_of_towns_and_villages_by_month_and_quarter(
        towns in proptest::collection::vec(
            proptest::collection::vec(proptest::collection::vec(0..7_i64, 2), 1..3), 1..4), least in 2..6_i64
    ) {
        Plan::branches(&towns).proves(least)?;
    }
}
