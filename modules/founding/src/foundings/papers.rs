//! The papers of a founding: request, reply, group, recruiting poster's text. Those of the election are next door.
use super::{
    FoundingId, me,
    rules::Stage,
    view::{self, View},
    within,
};
use crate::{
    elections,
    papers::{Paper, day, day_of},
    permissions::FOUNDINGS_READ,
};
use axum::{extract::Path, response::Response};
use platform::{
    App, documents,
    web::{Error, Result},
};
use ui::{Desk, Guest};

/// Which papers there are by now: label and address, under a founding's page on either face.
pub fn of(view: &View, link: &str) -> Vec<(&'static str, String)> {
    let has = |key: &str| paper(view, key, "").is_some();
    let mut all: Vec<(&'static str, String)> = [
        ("request", "建会申请书"),
        ("approval", "同意筹建的批复"),
        ("group", "筹备组名单"),
        ("recruiting", "入会倡议书"),
    ]
    .into_iter()
    .filter(|(key, _)| has(key))
    .map(|(key, label)| (label, format!("{link}/papers/{key}")))
    .collect();
    if let Some(election) = &view.election {
        let papers = elections::papers::ALL.iter().filter(|(key, _)| elections::papers::is_there(election, key));
        all.extend(papers.map(|(key, label)| (*label, format!("{link}/papers/{key}"))));
    }
    all
}

/// `base`: what the address in the QR code begins with.
fn paper(view: &View, key: &str, base: &str) -> Option<Paper> {
    let f = &view.founding;
    // Workers ask for themselves, the enterprise for itself; the upper union writes to whom it was asked by.
    let by_workers = f.asked_by == "workers";
    Some(match key {
        "request" => {
            let law = "根据《中华人民共和国工会法》第三条、第十一条、第十二条，现申请筹建工会组织。";
            Paper::new(format!("关于筹建{}的申请", f.union_name))
                .number(f.reference.clone())
                .to(f.upper_name.clone())
                .line(format!("{}现有职工{}人，还没有建立工会。{law}", f.employer_name, f.headcount))
                .lines(Some(f.note.clone()).filter(|n| !n.is_empty()))
                .line(format!("联系人：{}。", f.contact_name))
                .line("当否，请批复。")
                .from(if by_workers { format!("申请人：{}", f.contact_name) } else { f.employer_name.clone() }, day_of(f.asked_at))
        }
        "approval" if f.union_id.is_some() => Paper::new(format!("关于同意筹建{}的批复", f.union_name))
            .number(f.reference.clone())
            .to(if by_workers { format!("{}全体职工", f.employer_name) } else { f.employer_name.clone() })
            .line("你们关于筹建工会的申请收悉。经研究，批复如下：")
            .line(format!("一、同意筹建{}，隶属{}。", f.union_name, f.upper_name))
            .line("二、请推选3至5人组成筹备组，确定组长1人，向职工公布。")
            .line("三、筹备组要依法发展会员，召开会员大会或会员代表大会，民主选举工会委员会、经费审查委员会，按规定建立女职工委员会。单位主要负责人及其近亲属不得作为工会委员会成员的人选。")
            .line(format!("四、选举结果请及时报{}审批。", f.upper_name))
            .from(f.upper_name.clone(), day(f.decided_on.as_deref())),
        "group" if view.members_now().next().is_some() => Paper::new(format!("{}筹备组名单", f.union_name))
            .number(f.reference.clone())
            .line("经协商推选，筹备组由下列人员组成，现予公布。")
            .table(
                &["姓名", "部门和岗位", "筹备组职务"],
                view.members_now()
                    .map(|m| {
                        let part = if m.is_leader() { "组长" } else { "成员" };
                        vec![m.name.clone(), m.job.clone(), part.to_owned()]
                    })
                    .collect(),
            )
            .from(format!("{}筹备组", f.union_name), day(view.members_now().map(|m| m.from_on.as_str()).max())),
        "recruiting" if f.stage() == Stage::Preparing && view.code.is_some() => {
            let code = view.code.as_ref()?;
            let shown = code.shown();
            let svg = documents::qr_svg(&code.address(base), documents::Ruggedness::Poster, "入会码");
            Paper::new("加入工会倡议书")
                .to("各位职工")
                .line(format!("经{}批准，{}正在筹建。", f.upper_name, f.union_name))
                .line("凡以工资收入为主要生活来源的劳动者，不分民族、种族、性别、职业、宗教信仰、教育程度，都可以自愿加入工会。")
                .line(format!("请用微信扫下面的入会码，或打开网上工会输入下面的号码，一分钟填好，{}审批后告诉您。", f.upper_name))
                .code(svg, format!("入会码{shown}"))
                .from(format!("{}筹备组", f.union_name), day(f.decided_on.as_deref()))
        }
        _ => return None,
    })
}
async fn print(app: &App, view: View, key: &str, (back, base): (&str, &str)) -> Result<Response> {
    if let Some(paper) = paper(&view, key, base) {
        return paper.show(back);
    }
    let election = view.election.ok_or(Error::NotFound)?;
    elections::papers::print(app, election, key, back).await
}

pub async fn show(desk: Desk, Path((founding, paper)): Path<(FoundingId, String)>) -> Result<Response> {
    let founding = within(&desk, FOUNDINGS_READ, founding).await?;
    let back = founding.link();
    print(&desk.app, view::view(&desk.app, founding).await?, &paper, (&back, desk.base_url())).await
}
pub async fn mine(guest: Guest, Path((founding, paper)): Path<(FoundingId, String)>) -> Result<Response> {
    let founding = me::own(&guest, founding).await?;
    let back = me::link(founding.id);
    print(&guest.app, view::view(&guest.app, founding).await?, &paper, (&back, guest.base_url())).await
}
