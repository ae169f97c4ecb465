//! Small counts as they were given out: counted once when a quarter is over, then the same for ever.
use super::{
    LEAST, Table,
    quarter::{Slice, slices},
};
use jiff::civil::Date;
use platform::{
    App,
    db::{Result, Tx},
    facts::{self, Atom, Measure, MeasureKind, Period},
    settings,
    tree::{self, OrgId},
    vals,
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Whether few people of a measure are hidden.
pub fn is_small(app: &App, key: &str) -> bool {
    app.modules.iter().flat_map(|m| m.small.iter()).any(|measure| measure.key == key)
}

/// Why nothing of a measure is given out for a period, as a sentence.
pub type Silence = &'static str;
pub const BY_QUARTER: Silence = "这个指标人数少，只按季度和年度给出";
pub const NOT_OVER: Silence = "这个指标人数少，期末以后才给出";

/// The counts of a measure over a period, for all unions and dimensions.
#[derive(Clone, Debug, Default)]
pub struct Counts {
    slices: Vec<Cells>,
}
/// By union and dimension: how many, and whether that is hidden.
type Cells = HashMap<(i64, String), (i64, bool)>;
fn get(slice: &Cells, org: i64, dimension: Option<&str>) -> Option<i64> {
    match slice.get(&(org, dimension.unwrap_or("").to_owned())) {
        None => Some(0),
        Some((amount, hidden)) => (!hidden).then_some(*amount),
    }
}
impl Counts {
    /// What a union and all below it counted; of one dimension, or all together. None: hidden.
    pub fn of(&self, org: OrgId, dimension: Option<&str>) -> Option<i64> {
        self.get(org.0, dimension)
    }
    /// What a union counted itself, without those below. In a slice in which it had none below that is all it counted.
    pub fn own(&self, org: OrgId, dimension: Option<&str>) -> Option<i64> {
        let key = |slice: &Cells| if slice.contains_key(&(-org.0, String::new())) { -org.0 } else { org.0 };
        self.slices.iter().map(|slice| get(slice, key(slice), dimension)).sum()
    }
    /// Only a sum of what is shown is shown.
    fn get(&self, org: i64, dimension: Option<&str>) -> Option<i64> {
        self.slices.iter().map(|slice| get(slice, org, dimension)).sum()
    }
    /// The dimensions of a union that counted something, hidden ones with none.
    pub fn dimensions(&self, org: OrgId) -> Vec<(String, Option<i64>)> {
        let keys = self.slices.iter().flat_map(|slice| slice.keys()).filter(|(at, d)| *at == org.0 && !d.is_empty());
        let keys: BTreeSet<&String> = keys.map(|(_, dimension)| dimension).collect();
        keys.into_iter().map(|key| (key.clone(), self.of(org, Some(key)))).collect()
    }
}

/// The counts of a small measure; of months, of open periods and of any other span of days nothing.
pub async fn counts(app: &App, measure: &Measure, period: Period) -> Result<std::result::Result<Counts, Silence>> {
    let Some(wanted) = slices(measure.kind, period) else { return Ok(Err(BY_QUARTER)) };
    if period.to >= app.today() {
        return Ok(Err(NOT_OVER));
    }
    let mut counts = Counts::default();
    for slice in wanted {
        keep(app, measure, slice).await?;
        let rows: Vec<(i64, String, i64, i64)> = app
            .db
            .all(
                "SELECT org, dimension, amount, hidden FROM small_counts WHERE measure = $1 AND period = $2",
                vals![measure.key, slice.key()],
            )
            .await?;
        counts
            .slices
            .push(rows.into_iter().map(|(org, d, amount, hidden)| ((org, d), (amount, hidden != 0))).collect());
    }
    Ok(Ok(counts))
}

/// Keeps what is over and was not kept yet: all small measures, the last two years. Run by a job, so that what is entered late changes nothing.
pub async fn keep_all(app: &App) -> Result<()> {
    let over = Slice::over(app.today(), 8);
    for measure in app.modules.iter().flat_map(|m| m.small.iter()) {
        for slice in &over {
            keep(app, measure, *slice).await?;
        }
    }
    Ok(())
}

/// A count on its way: where it belongs, how many.
struct Node {
    org: i64,
    parent: i64,
    dimension: String,
    amount: i64,
}

async fn keep(app: &App, measure: &Measure, slice: Slice) -> Result<()> {
    let kept = "SELECT COUNT(*) FROM small_periods WHERE measure = $1 AND period = $2";
    if app.db.number(kept, vals![measure.key, slice.key()]).await? > 0 {
        return Ok(());
    }
    let least = settings::number(&app.db, LEAST, "", app.today()).await?;
    let decided = if slice.quarter.is_none() && measure.kind != MeasureKind::Stock {
        year(app, measure, slice, least).await?
    } else {
        let atoms = facts::atoms(&app.db, measure, slice.period()).await?;
        quarter(nodes(&atoms), least)
    };
    let mut tx = app.db.begin().await?;
    let first = "INSERT INTO small_periods (measure, period, least, at) VALUES ($1, $2, $3, $4) ON CONFLICT (measure, period) DO NOTHING";
    if tx.exec(first, vals![measure.key, slice.key(), least, app.now()]).await? == 1 {
        write(&mut tx, measure, slice, &decided).await?;
        tx.commit().await?;
    }
    Ok(())
}
async fn write(tx: &mut Tx, measure: &Measure, slice: Slice, decided: &[(Node, bool)]) -> Result<()> {
    let mut values = Vec::with_capacity(decided.len() * 7);
    for (node, hidden) in decided {
        values.extend(vals![
            measure.key,
            slice.key(),
            node.org,
            &node.dimension,
            node.parent,
            node.amount,
            i64::from(*hidden)
        ]);
    }
    tx.insert_many("small_counts", "measure, period, org, dimension, parent, amount, hidden", values).await
}

/// Every union with what it and all below it counted, by dimension and together.
fn nodes(atoms: &[Atom]) -> Vec<Node> {
    let mut sums: BTreeMap<(i64, String), i64> = BTreeMap::new();
    let mut parents: HashMap<i64, i64> = HashMap::new();
    let plain = atoms.iter().all(|atom| atom.dimension.is_empty());
    for atom in atoms {
        let line: Vec<i64> = tree::ids_of(&atom.path).into_iter().map(|id| id.0).collect();
        for (at, org) in line.iter().enumerate() {
            parents.insert(*org, if at == 0 { 0 } else { line[at - 1] });
        }
        parents.insert(-atom.org.0, atom.org.0);
        for org in line.into_iter().chain([-atom.org.0]) {
            *sums.entry((org, String::new())).or_default() += atom.amount;
            if !plain {
                let dimension = if atom.dimension.is_empty() { "-" } else { &atom.dimension };
                *sums.entry((org, dimension.to_owned())).or_default() += atom.amount;
            }
        }
    }
    let above: BTreeSet<i64> = parents.iter().filter(|(org, _)| **org > 0).map(|(_, parent)| *parent).collect();
    let node = |((org, dimension), amount)| Node { org, parent: parents[&org], dimension, amount };
    // Who has nobody below counts everything itself.
    sums.into_iter().filter(|((org, _), _)| *org > 0 || above.contains(&-org)).map(node).collect()
}

/// Decides a quarter, or a stock.
fn quarter(nodes: Vec<Node>, least: i64) -> Vec<(Node, bool)> {
    let mut table = Table::new();
    let cells: Vec<usize> = nodes.iter().map(|node| table.cell(node.amount)).collect();
    add_up(&mut table, &nodes, &cells);
    let hidden = table.hidden(least);
    nodes.into_iter().zip(hidden).collect()
}
/// Unions add up to the one above, dimensions to the total; only where they do.
fn add_up(table: &mut Table, nodes: &[Node], cells: &[usize]) {
    let mut groups: BTreeMap<(i64, &str, bool), Vec<usize>> = BTreeMap::new();
    let at: HashMap<(i64, &str), usize> =
        nodes.iter().enumerate().map(|(n, node)| ((node.org, node.dimension.as_str()), n)).collect();
    for (n, node) in nodes.iter().enumerate() {
        groups.entry((node.parent, node.dimension.as_str(), false)).or_default().push(n);
        if !node.dimension.is_empty() {
            groups.entry((node.org, "", true)).or_default().push(n);
        }
    }
    for ((org, dimension, _), parts) in groups {
        let Some(total) = at.get(&(org, dimension)) else { continue };
        if parts.iter().map(|n| nodes[*n].amount).sum::<i64>() == nodes[*total].amount {
            table.sum(cells[*total], parts.into_iter().map(|n| cells[n]));
        }
    }
}

/// Decides a year whose quarters were given out before: whatever moved meanwhile, each of its counts is the sum of what the quarters said.
async fn year(app: &App, measure: &Measure, slice: Slice, least: i64) -> Result<Vec<(Node, bool)>> {
    let mut table = Table::new();
    let mut years: BTreeMap<(i64, String), (i64, i64, Vec<usize>)> = BTreeMap::new();
    let mut quarters: Vec<BTreeMap<(i64, String), (usize, i64)>> = Vec::new();
    for quarter in slice.quarters() {
        Box::pin(keep(app, measure, quarter)).await?;
        let rows: Vec<(i64, i64, String, i64, i64)> = app
            .db
            .all(
                "SELECT org, parent, dimension, amount, hidden FROM small_counts WHERE measure = $1 AND period = $2 ORDER BY org, dimension",
                vals![measure.key, quarter.key()],
            )
            .await?;
        let (mut nodes, mut cells, mut all) = (Vec::new(), Vec::new(), BTreeMap::new());
        for (org, parent, dimension, amount, hidden) in rows {
            let cell = table.decided(amount, hidden != 0);
            all.insert((org, dimension.clone()), (cell, amount));
            let whole = years.entry((org, dimension.clone())).or_default();
            (whole.0, whole.1) = (parent, whole.1 + amount);
            whole.2.push(cell);
            cells.push(cell);
            nodes.push(Node { org, parent, dimension, amount });
        }
        add_up(&mut table, &nodes, &cells);
        quarters.push(all);
    }
    // Who had none below in a quarter, and some in another, counted all of the first one itself.
    let above: BTreeSet<i64> = years.keys().filter(|(org, _)| *org < 0).map(|(org, _)| -org).collect();
    for quarter in &quarters {
        for ((org, dimension), (cell, amount)) in quarter {
            if above.contains(org) && !quarter.contains_key(&(-org, String::new())) {
                let own = years.entry((-org, dimension.clone())).or_default();
                (own.0, own.1) = (*org, own.1 + amount);
                own.2.push(*cell);
            }
        }
    }
    let (mut nodes, mut cells) = (Vec::new(), Vec::new());
    for ((org, dimension), (parent, amount, quarters)) in years {
        let cell = table.cell(amount);
        table.sum(cell, quarters);
        cells.push(cell);
        nodes.push(Node { org, parent, dimension, amount });
    }
    add_up(&mut table, &nodes, &cells);
    let hidden = table.hidden(least);
    Ok(nodes.into_iter().zip(cells.into_iter().map(|cell| hidden[cell])).collect())
}

/// The last day of the last quarter that is over.
pub fn last_end(today: Date) -> Date {
    Slice::over(today, 1).first().map_or(today, |slice| slice.period().to)
}
