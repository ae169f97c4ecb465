//! Lists at work: views that people saved, a list that was taken out.
use super::Setting;
use crate::{
    list::{exports, views},
    members::acts::{self, NewAct, Plan},
};
use platform::{App, web::Error};

/// (list, address, name, shared)
const VIEWS: [(&str, &str, &str, bool); 3] = [
    (
        "members",
        "/console/members?group=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA&cols=phone.employer.joined.groups",
        "货车司机联系表",
        true,
    ),
    ("members", "/console/members?phone=unchecked&order=joined", "先核实老会员的手机", false),
    ("employers", "/console/employers?without_union=1&least=25&cols=headcount.region.address", "走访名单", true),
];
/// A notice to the drivers.
const GREETING: (&str, &str) = ("欢迎来到工会", "有事可以找工会主席，也可以在“消息”里看回复。会员卡在“我的”里。");
const GREETED: &str = "/console/members?group=%E8%B4%A7%E8%BD%A6%E5%8F%B8%E6%9C%BA&state=active";
/// Whose chair and which officer keep them.
const KEEPERS: [&str; 3] = [super::county::COUNTY, super::county::FREIGHT_JOINT, "顺通物流工会"];

pub async fn play(app: &App, setting: &Setting) -> Result<(), Error> {
    for made in setting.made.iter().filter(|made| KEEPERS.contains(&made.planned.name.as_str())) {
        let Some(account) = setting.chairs.get(&made.org.id) else { continue };
        let mut tx = app.db.begin().await?;
        for (list, address, name, shared) in VIEWS {
            let list = crate::list::find(app, list).expect("one of the lists");
            let new = views::NewView { account: *account, org: made.org.id, list: list.key, name, address, shared };
            views::add(&mut tx, &new, app.now()).await?;
        }
        let address = "/console/members?state=active";
        let id = exports::ask(&mut tx, app, (*account, made.org.id), &crate::members::LIST, address).await?;
        let plan = Plan::Notice { title: GREETING.0.into(), body: GREETING.1.into() };
        let (org, account) = (made.org.id, *account);
        let new = NewAct { org, account, plan: &plan, address: GREETED, chosen: &[], expected: 12 };
        let act = acts::add(&mut tx, &new, app.now()).await?;
        tx.commit().await?;
        exports::make(app, id).await?;
        acts::go_on(app, act).await?;
    }
    Ok(())
}
