//! What a case's page says about aid: the rule with each test, visits, the public notice, money. For the desk and for the worker.
use super::{
    CALLS,
    deeds::{self, CALL},
    figures::{self, mask_bank},
    rules::{Judged, judge},
    store::{self, HardshipFile, Payment},
    visits::{self, Told, store::Visit},
};
use crate::{
    cases::{Case, NUMBERED, link},
    definitions::{Aid, FieldKind},
};
use askama::Template;
use jiff::civil::Date;
use platform::{
    App, clock,
    publicity::{self, Standing},
    web::Result,
};
use ui::{Button, Stamp, filters};

#[derive(Template)]
#[template(path = "aid/panel.html")]
pub struct Panel {
    at_desk: bool,
    today: Date,
    judged: Option<Judged>,
    minimum: i64,
    visits: Vec<(Visit, Told)>,
    visit: Option<String>,
    notice: Option<Standing>,
    payments: Vec<Payment>,
    file: Option<HardshipFile>,
    /// The other fund that aided the child already.
    twice: Option<String>,
    call: Option<(String, String)>,
    bank: String,
}
impl askama::filters::HtmlSafe for Panel {}
impl Panel {
    /// None: there is nothing about aid on this case.
    pub async fn of(app: &App, case: &Case, at_desk: bool, may_visit: bool) -> Result<Option<Panel>> {
        let (db, aid) = (&app.db, case.service().aid);
        let visits = visits::store::of_case(db, case.id).await?;
        let visit = (may_visit && !case.is_over()).then(|| format!("{}/visit", link(&case.number)));
        let payments = store::of_case(db, case.id).await?;
        if aid.is_none() && visits.is_empty() && payments.is_empty() && visit.is_none() {
            return Ok(None);
        }
        // The same amount that the decision is taken by: today's, and where it is over that of its last day.
        let on = case.ended_at.map_or_else(|| app.today(), platform::clock::day_of);
        let minimum = figures::minimum(app, case.handler, on).await?;
        let judged = match aid {
            Some(Aid::Hardship) => Some(judge(&deeds::household(app, case).await?, minimum)),
            _ => None,
        };
        let (notice, call, twice) = match aid {
            Some(Aid::Hardship) => (publicity::about(db, NUMBERED, case.id.0).await?, None, None),
            Some(Aid::Study) => study(app, case).await?,
            None => (None, None, None),
        };
        let bank = figures::Given::of(app, case).of_kind(case, FieldKind::Bank).to_owned();
        Ok(Some(Panel {
            at_desk,
            today: app.today(),
            judged,
            minimum,
            visits: visits.into_iter().map(|visit| (visit.told(app), visit)).map(|(told, v)| (v, told)).collect(),
            visit,
            notice,
            payments,
            file: store::file_of_case(db, case.id).await?,
            twice,
            call,
            bank: if bank.is_empty() { String::new() } else { mask_bank(&bank) },
        }))
    }
    /// Whether it says what the case is about; otherwise it only offers a visit.
    pub fn leads(&self) -> bool {
        self.is_aid() || !self.visits.is_empty() || !self.payments.is_empty()
    }
    fn is_aid(&self) -> bool {
        self.judged.is_some() || self.call.is_some() || self.file.is_some()
    }
    fn passed(passed: &bool) -> Stamp {
        if *passed { Stamp::ok("是") } else { Stamp::plain("否") }
    }
    fn yuan(payment: &Payment) -> String {
        ui::text::yuan(payment.amount)
    }
    fn day(&self, iso: &str) -> String {
        iso.parse().map_or_else(|_| iso.to_owned(), |day| ui::text::near(day, self.today))
    }
    fn moment(&self, visit: &Visit) -> String {
        ui::text::moment_near(clock::local(visit.visited_at), self.today)
    }
    fn standing(&self, standing: &Standing) -> String {
        standing.holds_up(self.today).unwrap_or_else(|| "公示期满，没有成立的异议".into())
    }
}
type OfCall = (Option<Standing>, Option<(String, String)>, Option<String>);
async fn study(app: &App, case: &Case) -> Result<OfCall> {
    let Some(call) = store::call_for(&app.db, &case.handler_path, case.created_day()).await? else {
        return Ok((None, None, None));
    };
    let given = figures::Given::of(app, case);
    let child = given.of_kind(case, FieldKind::Identity);
    let fund = store::aided_by(&app.db, app, &case.service, call.year, child).await?.filter(|fund| *fund != call.title);
    let notice = publicity::about(&app.db, CALL, call.id.0).await?;
    Ok((notice, Some((call.title.clone(), format!("{CALLS}/{}", call.id))), fund))
}
