//! The list of hardship files of a branch.
use crate::{
    aid::{
        CALLS, FILES, measures,
        rules::Kind,
        store::{self, HardshipFile, Wanted},
    },
    permissions::AID_READ,
};
use directory::list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer};
use platform::{
    App,
    facts::{self, Period},
    tree::{self, Org, OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Button, Cell, Conditions, Definition, Empty, Figure, Figures, Filter, Pill, Stamp, text};

pub const LIST: List = List {
    key: "hardship",
    name: "困难职工档案",
    path: FILES,
    entry: FILES,
    plain: "",
    unit: "户",
    needs: AID_READ,
    known: &["view", "q", "kind", "org"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Files>(viewer, fields)),
};

/// What the address asks for.
pub struct Files {
    app: App,
    own: OrgId,
    top: Org,
    wanted: Wanted,
    order: &'static Order,
}
impl Files {
    fn scope(&self) -> Scope {
        Scope::below(&self.top.path)
    }
}
impl Asked for Files {
    type Row = HardshipFile;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<HardshipFile>] = &[
        Column::new("name", "姓名", 12, |file: &HardshipFile| Cell::link(&file.name, file.link())),
        Column::new("kind", "类别", 12, |file: &HardshipFile| Cell::stamp(Stamp::info(file.kind().name()))),
        Column::new("union", "哪家工会", 28, |file: &HardshipFile| Cell::text(&file.union_name)),
        Column::new("opened", "建档", 12, |file: &HardshipFile| Cell::short(&file.opened_on)),
        Column::new("review", "下次复核", 12, |file: &HardshipFile| Cell::short(&file.review_on)),
        Column::new("paid", "发放（元）", 12, |file: &HardshipFile| Cell::number(file.paid / 100)).number(),
        Column::new("closed", "退出", 12, |file: &HardshipFile| {
            Cell::short(file.closed_on.as_deref().unwrap_or_default())
        })
        .on_demand(),
        Column::new("why", "为什么退出", 16, |file: &HardshipFile| Cell::text(&file.why)).on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "opened", down: true, words: "按建档时间从新到旧" },
        Order { key: "oldest", column: "opened", down: false, words: "按建档时间从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Files> {
        let (app, own) = (viewer.app.clone(), viewer.org);
        let org = fields.number("org").unwrap_or(own);
        let top = tree::within(&app.db, &viewer.scope, org).await?.ok_or(Error::NotFound)?;
        let kind = Kind::ALL.into_iter().find(|kind| kind.key() == fields.get("kind"));
        let wanted = Wanted {
            text: fields.get("q").chars().take(40).collect(),
            kind: kind.map_or_else(String::new, |kind| kind.key().to_owned()),
            closed: fields.get("view") == "closed",
        };
        Ok(Files { app, own, top, wanted, order: list::order_of(Self::ORDERS, fields) })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<HardshipFile>> {
        Ok(store::list(&self.app.db, &self.scope(), &self.wanted, self.order.down, page, limit).await?)
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, file: &HardshipFile) -> String {
        file.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let number = store::count(&self.app.db, &self.scope(), &self.wanted).await?;
        Ok(if number > COUNTED { Count::Many } else { Count::Exactly(number) })
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let (address, wanted) = (about.address, &self.wanted);
        let mut conditions = Conditions::new(LIST.whole());
        if self.top.id != self.own {
            conditions = conditions.chip(format!("{}和它的下级", self.top.name), address.without(&["org"]));
        }
        if !wanted.text.is_empty() {
            conditions = conditions.chip(format!("含“{}”", wanted.text), address.without(&["q"]));
        }
        let empty = Empty::new("这里没有困难职工档案。职工在手机上申请，初审、走访、公示以后建档")
            .act(Button::outline("看申请").href("/console/cases?service=hardship"));
        let kinds = Kind::ALL.into_iter().filter(|kind| *kind != Kind::None).map(|kind| (kind.key(), kind.name()));
        let kinds = std::iter::once(("", "各类")).chain(kinds);
        let view = |words: &str, key: &str, here| Pill::new(words, format!("{FILES}?view={key}")).here(here);
        Ok(Around {
            figures: Some(figures(&self.app, &self.scope()).await?),
            views: vec![view("在档", "all", !wanted.closed), view("退出的", "closed", wanted.closed)],
            filters: vec![
                Filter::find("q", "找档案", "姓名", &wanted.text),
                Filter::choose("kind", "类别", kinds, &wanted.kind),
            ],
            acts: vec![Button::outline("金秋助学").icon("school").href(CALLS)],
            ..Around::new(conditions, empty)
        })
    }
}
async fn figures(app: &App, scope: &Scope) -> Result<Figures> {
    let today = app.today();
    let year = Period { from: today.first_of_year(), to: today };
    let mut all = Vec::new();
    for (key, measure) in
        [("open", measures::OPEN), ("families", measures::FAMILIES), ("paid", measures::PAID), ("left", measures::LEFT)]
    {
        let n = facts::value(&app.db, measure, scope, year).await?;
        let name = if key == "open" { measure.name.to_owned() } else { format!("今年{}", measure.name) };
        let figure = Figure::new(key, name, text::count(n), measure.unit);
        all.push(figure.definition(Definition::new().line("算的是", measure.definition)));
    }
    Ok(Figures::strip(all))
}
