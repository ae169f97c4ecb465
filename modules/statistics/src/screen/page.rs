//! The screen as a page. The same answer refreshes it: the script puts what differs into what stands there.
use super::count::{self, House, Shown};
use axum::response::Response;
use platform::{
    App,
    clock::local,
    db,
    rights::Permission,
    tree::Org,
    web::{Fields, Result},
};
use ui::{Desk, filters, text};

/// Seconds between two looks.
const EVERY: u32 = 30;

#[derive(askama::Template)]
#[template(path = "screen/screen.html")]
pub struct ScreenPage {
    title: String,
    every: u32,
    day: String,
    clock: String,
    shown: Shown,
}

pub async fn show(desk: Desk, form: Fields) -> Result<Response> {
    let org = crate::boards::org_of(&desk, &form).await?;
    let may = |needs: &'static Permission| desk.may(needs);
    let measure = count::lit_by(&desk.app, form.get("measure"), &may);
    let page = of(&desk.app, &org, measure, &may).await?;
    Ok(desk.show(&page))
}

pub async fn of(
    app: &App,
    org: &Org,
    measure: crate::figure::Known,
    may: &(dyn Fn(&'static Permission) -> bool + Send + Sync),
) -> db::Result<ScreenPage> {
    let shown = Box::pin(Shown::count(app, org, measure, may)).await?;
    let at = local(shown.at);
    Ok(ScreenPage {
        title: format!("{}职工之家", crate::boards::short(&org.name)),
        every: EVERY,
        day: format!("{} {}", text::date(at.date()), text::weekday(at.date())),
        clock: text::clock(at),
        shown,
    })
}

impl ScreenPage {
    fn hundred(&self) -> String {
        let share = self.shown.hundred;
        let rate = share.rate().map_or_else(|| "—".into(), |rate| format!("{:.1}%", 100.0 * rate));
        format!("百人以上单位建会{} / {}家，{rate}", text::count(share.covered), text::count(share.employers))
    }
    fn share(value: &Option<f64>) -> String {
        value.map_or_else(|| "—".into(), |value| format!("{value:.1}"))
    }
    /// Hundredths of a bar.
    fn length(share: &f64) -> String {
        format!("{:.1}", 100.0 * share.clamp(0.0, 1.0))
    }
    /// 10:05; of a day before, 11月17日.
    fn time(&self, at: &i64) -> String {
        let (at, today) = (local(*at), local(self.shown.at).date());
        if at.date() == today { text::clock(at) } else { text::near(at.date(), today) }
    }
    fn place(house: &House) -> String {
        format!("translate({} {})", house.x + 25, house.y)
    }
    /// What those hear who do not see the houses.
    fn told(&self) -> String {
        let measure = self.shown.measure;
        let one = |house: &House| format!("{}{}{}", house.name, house.value, measure.unit());
        let all: Vec<String> = self.shown.houses.iter().map(one).collect();
        format!("{}：{}", measure.name(), all.join("，"))
    }
}
