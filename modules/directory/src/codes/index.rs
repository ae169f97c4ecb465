//! The codes of a branch, with what came through each.
use super::{
    CodeState, JoiningCode,
    store::{self, Counts, Wanted},
};
use crate::{
    list::{self, About, Around, Asked, COUNTED, Column, Count, List, Order, Page, Viewer},
    permissions::CODES_WRITE,
    places::{self, Place},
    unions::{self, Union},
};
use jiff::civil::Date;
use platform::{
    App,
    tree::{OrgId, Scope},
    web::{Error, Fields, Result},
};
use ui::{Button, Cell, Conditions, Empty, Pill, Stamp};

pub(super) const HERE: &str = "/console/codes";
pub const LIST: List = List {
    key: "codes",
    name: "入会码",
    path: HERE,
    entry: HERE,
    plain: "",
    unit: "个",
    needs: CODES_WRITE,
    known: &["state", "union", "place"],
    sheet: |viewer, fields| Box::pin(list::exports::sheet::<Codes>(viewer, fields)),
};

pub(super) fn stamp(code: &JoiningCode, today: Date) -> Stamp {
    let state = code.state(today);
    match state {
        CodeState::Running => Stamp::ok(state.name()),
        CodeState::Planned => Stamp::info(state.name()),
        CodeState::Ended | CodeState::Revoked => Stamp::plain(state.name()),
    }
}
/// 2026-11-20起, 2026-11-20至2026-12-31
pub(super) fn validity(code: &JoiningCode) -> String {
    match &code.valid_to {
        Some(to) => format!("{}至{to}", code.valid_from),
        None => format!("{}起", code.valid_from),
    }
}

/// What the address asks for: a union of the branch, a place of it, a state.
pub struct Codes {
    app: App,
    own: OrgId,
    top: Union,
    place: Option<Place>,
    scope: Scope,
    wanted: Wanted,
    order: &'static Order,
}
/// A code as a row of the list.
pub struct Row {
    code: JoiningCode,
    counts: Counts,
    today: Date,
}
impl Row {
    fn poster(&self) -> Cell {
        if self.code.holds_on(self.today) {
            Cell::link("打印", format!("{}/poster", self.code.link()))
        } else {
            Cell::default()
        }
    }
}
impl Asked for Codes {
    type Row = Row;
    const LIST: &'static List = &LIST;
    const COLUMNS: &'static [Column<Row>] = &[
        Column::new("code", "入会码", 14, |row: &Row| Cell::link(row.code.shown(), row.code.link())),
        Column::new("purpose", "用途", 24, |row: &Row| Cell::text(&row.code.purpose).under(&row.code.group_name)),
        Column::new("union", "工会", 36, |row: &Row| {
            Cell::text(&row.code.union_name).under(row.code.place_name.as_deref().unwrap_or_default())
        }),
        Column::new("validity", "有效期", 26, |row: &Row| Cell::short(validity(&row.code))),
        Column::new("scans", "扫码（次）", 10, |row: &Row| Cell::number(row.counts.scans)).number(),
        Column::new("joinings", "提交（件）", 10, |row: &Row| Cell::number(row.counts.joinings)).number(),
        Column::new("approved", "入会（人）", 10, |row: &Row| Cell::number(row.counts.approved)).number(),
        Column::new("state", "状态", 10, |row: &Row| Cell::stamp(stamp(&row.code, row.today))),
        Column::new("poster", "海报", 8, Row::poster).on_screen(),
        Column::new("group", "职工类别", 14, |row: &Row| Cell::short(&row.code.group_name)).on_demand(),
        Column::new("place", "地点", 24, |row: &Row| Cell::text(row.code.place_name.as_deref().unwrap_or_default()))
            .on_demand(),
    ];
    const ORDERS: &'static [Order] = &[
        Order { key: "", column: "code", down: true, words: "从新到旧" },
        Order { key: "oldest", column: "code", down: false, words: "从旧到新" },
    ];

    async fn read(viewer: &Viewer, fields: &Fields) -> Result<Codes> {
        let (app, whole) = (viewer.app.clone(), &viewer.scope);
        let id = fields.number("union").unwrap_or(viewer.org);
        let top = unions::store::within(&app.db, whole, id).await?.ok_or(Error::NotFound)?;
        let place = match fields.number("place") {
            Some(id) => Some(places::store::within(&app.db, whole, id).await?.ok_or(Error::NotFound)?),
            None => None,
        };
        let state = CodeState::from_key(fields.get("state"));
        let wanted = Wanted { state, place: place.as_ref().map(|p| p.id) };
        let (scope, order) = (Scope::below(&top.path), list::order_of(Self::ORDERS, fields));
        Ok(Codes { app, own: viewer.org, top, place, scope, wanted, order })
    }
    async fn rows(&self, page: &Page, limit: i64) -> Result<Vec<Row>> {
        let (db, today) = (&self.app.db, self.app.today());
        let codes = store::list(db, &self.scope, &self.wanted, today, self.order.down, page, limit).await?;
        let counts = store::counts(db, &self.scope, today).await?;
        let row = |code: JoiningCode| Row { counts: counts.get(&code.id).copied().unwrap_or_default(), code, today };
        Ok(codes.into_iter().map(row).collect())
    }
    fn order(&self) -> &'static Order {
        self.order
    }
    fn key(&self, row: &Row) -> String {
        row.code.id.to_string()
    }
    async fn count(&self) -> Result<Count> {
        let key = format!("codes.count.{}.{:?}", self.scope.from, self.wanted);
        let count = store::count(&self.app.db, &self.scope, &self.wanted, self.app.today(), COUNTED + 1);
        list::counted(&self.app, key, count).await
    }
    fn top(&self) -> (OrgId, &str) {
        (self.top.id, &self.top.name)
    }
    async fn around(&self, about: &About<'_>) -> Result<Around> {
        let address = about.address;
        let mut conditions = Conditions::new(LIST.whole());
        if self.top.id != self.own {
            conditions = conditions.chip(format!("{}和它的下级", self.top.name), address.without(&["union"]));
        }
        if let Some(place) = &self.place {
            conditions = conditions.chip(format!("地点：{}", place.name), address.without(&["place"]));
        }
        let state = |label, state: Option<CodeState>| {
            let href = match state {
                Some(state) => address.with("state", state.key()).without(&["rows"]).to_string(),
                None => Some(address.without(&["state", "rows"]))
                    .filter(|a| !a.is_bare())
                    .map_or_else(|| LIST.whole(), |a| a.to_string()),
            };
            Pill::new(label, href).here(self.wanted.state == state)
        };
        let states = CodeState::ALL.into_iter().map(|s| state(s.name(), Some(s)));
        let empty = if address.is_bare() {
            Empty::new("还没有入会码。做一个，印成海报贴出去，职工扫一扫就能入会")
        } else {
            Empty::new("没有符合条件的入会码").act(Button::outline("看全部").href(LIST.whole()))
        };
        Ok(Around {
            views: std::iter::once(state("全部", None)).chain(states).collect(),
            acts: vec![
                Button::outline("服务地点").icon("map-pin").href("/console/places"),
                Button::outline("批量做码").icon("printer").href("/console/codes/batch"),
                Button::primary("做一个入会码").icon("plus").href("/console/codes/new"),
            ],
            ..Around::new(conditions, empty)
        })
    }
}
