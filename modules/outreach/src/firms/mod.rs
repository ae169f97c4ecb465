//! The firms that a union covers, as a federation (行业工会联合会) looks after its small ones: members, union, pair, last visit.
mod store;

use crate::{pairs, permissions::READ};
use directory::{
    employers,
    list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer},
    unions::{self, Union},
};
use jiff::ToSpan;
use platform::{
    App,
    rights::Access::Needs,
    tree::{OrgId, Scope},
    web::{Error, Fields, Result, Routes},
};
use std::sync::Arc;
use store::{Firm, Wanted};
use ui::{Address, Cell, Conditions, Definition, Empty, Figure, Figures, Pill, Stamp, text};

const PATH: &str = "/console/firms";
pub const LIST: List = List {
    key: "firms",
    name: "覆盖单位",
    path: PATH,
    entry: "/console/unions",
    plain: "",
    unit: "家",
    needs: READ,
    known: &["union", "view"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Firms>(viewer, fields)),
};

pub fn routes() -> Routes {
    Routes::new().get(PATH, Needs(READ), list::index::<Firms>)
}

/// What the address asks for: those of a union of the branch, else of one's own.
pub struct Firms {
    app: App,
    union: Union,
    scope: Arc<Scope>,
    wanted: Wanted,
    order: &'static Order,
}
/// A firm as a row of the list. It may lie in the area of others: then it leads nowhere.
pub struct Row {
    firm: Firm,
    quiet: bool,
    scope: Arc<Scope>,
}
impl Row {
    fn name(&self) -> Cell {
        let firm = &self.firm;
        if self.scope.holds(&firm.path) {
            Cell::link(&firm.name, employers::link(firm.employer))
        } else {
            Cell::text(&firm.name)
        }
    }
    fn union_name(&self) -> Cell {
        self.firm.union_name.as_ref().map_or_else(|| Cell::stamp(Stamp::warn("未建会")), Cell::text)
    }
    fn officer(&self) -> Cell {
        match (self.firm.pair, &self.firm.officer) {
            (Some(pair), Some(officer)) => Cell::link(officer, format!("{}/{pair}", pairs::PATH)),
            _ => Cell::short("还没有"),
        }
    }
    fn visited_on(&self) -> Cell {
        let day = Cell::short(self.firm.visited_on.as_deref().unwrap_or("还没有"));
        if self.quiet { day.under("该去了") } else { day }
    }
}
impl Asked for Firms {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("firm", "单位", 32, Row::name),
        Column::new("headcount", "职工（人）", 10, |row: &Row| Cell::number(row.firm.headcount)).number(),
        Column::new("members", "会员（人）", 10, |row: &Row| Cell::number(row.firm.members)).number(),
        Column::new("union", "归哪家工会", 28, Row::union_name),
        Column::new("officer", "结对委员", 12, Row::officer),
        Column::new("visits", "走访（次）", 10, |row: &Row| Cell::number(row.firm.visits)).number(),
        Column::new("visited", "最近走访", 12, Row::visited_on),
        Column::new("from", "覆盖从", 12, |row: &Row| Cell::short(&row.firm.from_on)).on_demand(),
        Column::new("uscc", "统一社会信用代码", 22, |row: &Row| {
            Cell::short(row.firm.uscc.as_deref().unwrap_or_default())
        })
        .on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "headcount", down: true, words: "按人数从多到少" },
        Order { key: "smallest", column: "headcount", down: false, words: "按人数从少到多" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Firms> {
        let (app, scope) = (viewer.app.clone(), Arc::new(viewer.scope.clone()));
        let id = fields.number("union").unwrap_or(viewer.org);
        let union = unions::store::within(&app.db, &scope, id).await?.ok_or(Error::NotFound)?;
        let (today, days) = (app.today(), pairs::visit_days(&app, union.id).await?);
        let wanted = Wanted {
            union: union.id,
            today,
            quiet_since: today.saturating_sub(days.days()),
            view: store::View::of(fields.get("view")),
        };
        Ok(Firms { app, union, scope, wanted, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let firms = store::list(&self.app.db, &self.wanted, self.order.down, page, limit).await?;
        let row = |firm: Firm| Row { quiet: firm.is_quiet(self.wanted.quiet_since), scope: self.scope.clone(), firm };
        Ok(firms.into_iter().map(row).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        store::key(&row.firm)
    }
    async fn count(&self) -> Result<Count> {
        Ok(Count::up_to(store::count(&self.app.db, &self.wanted, COUNTED + 1).await?))
    }
    fn top(&self) -> (OrgId, &str) {
        (self.union.id, &self.union.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let empty = match self.wanted.view {
            store::View::All => "这家工会今天没有覆盖的单位",
            _ => "没有符合条件的单位",
        };
        let own = about.address.without(&["view"]);
        let conditions = Conditions::new(&own).chip(&self.union.name, own.without(&["union"]));
        Ok(Around {
            figures: Some(self.figures().await?),
            views: self.views(about.address),
            ..Around::new(conditions, Empty::new(empty))
        })
    }
}
impl Firms {
    fn views(&self, address: &Address) -> Vec<Pill> {
        let pill = |words, key: &str| {
            Pill::new(words, address.without(&["rows", "order", "cols"]).with("view", key).to_string())
                .here(store::View::of(key) == self.wanted.view)
        };
        vec![pill("全部", "all"), pill("还没建会", "no-union"), pill("没有结对", "no-pair"), pill("久没走访", "quiet")]
    }
    async fn figures(&self) -> Result<Figures> {
        let sums = store::sums(&self.app.db, &self.wanted).await?;
        let figure = |key, name, number: i64, unit, words: &str| {
            Figure::new(key, name, text::count(number), unit).definition(Definition::new().line("算的是", words))
        };
        Ok(Figures::strip([
            figure("firms", "覆盖单位", sums.firms, "家", "今天由它覆盖的单位"),
            figure("headcount", "职工", sums.headcount, "人", "按单位资料里的人数加"),
            figure("members", "会员", sums.members, "人", "在这些单位工作、有会籍的人，会籍在哪家工会都算"),
            figure("with-union", "有工会", sums.with_union, "家", "职工归到一家工会的单位"),
            figure("paired", "有委员结对", sums.paired, "家", "今天由它的委员结对联系的单位"),
        ]))
    }
}
