//! The group's opinion is entered; the committee's task follows.
use super::{Opinion, votes_fields, votes_of};
use crate::{
    leaving::Desked,
    ways::{
        By, Wanted, facts,
        form::DeskForm,
        rules::{Act, Kind},
        start,
        store::NewWay,
        turns,
    },
};
use axum::{extract::Path, response::Response};
use directory::members::MembershipId;
use jiff::civil::Date;
use platform::web::{Fields, Result, see};
use ui::{Button, Desk, Field, StepLine};

async fn page(desk: &Desk, desked: &Desked, form: &Fields) -> Result<DeskForm> {
    let mut fields = vec![
        Field::text("sentence", "判决文书")
            .hint("法院和文号，例如“滨河县人民法院（2026）刑初12号”")
            .attr("maxlength", 100)
            .of_form(form),
        Field::text("group_name", "哪个工会小组").attr("maxlength", 60).of_form(form),
        Field::date("held_on", "哪天开的会").of_form(form),
        Field::area("text", "小组意见").attr("rows", 3).attr("maxlength", 500).of_form(form),
    ];
    fields.extend(votes_fields("group", form));
    Ok(DeskForm {
        frame: desked.frame(desk, "开除会籍"),
        steps: Some(StepLine::new(1, Kind::Expel.steps())),
        notice: None,
        method: "post",
        action: desked.path("expulsion"),
        title: format!("工会小组对{}的意见", desked.membership.name),
        says: vec![
            "只对严重违法犯罪并受到刑事处罚的会员。小组意见登记后，由基层工会委员会投票决定，再报上一级工会备案。"
                .into(),
            "登记后本人会收到通知，可以在决定以前向委员会说明；决定以后可以向上级工会申诉。".into(),
        ],
        hidden: Vec::new(),
        fields,
        turns: turns(Kind::Expel, &facts(&desk.app, &desked.membership).await?, &Wanted::default()),
        submit: Button::primary("交委员会决定"),
        back: desked.path("ways"),
    })
}

pub async fn new(desk: Desk, Path(member): Path<MembershipId>) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Expel).await?;
    Ok(desk.show(&page(&desk, &desked, &Fields::default()).await?))
}

pub async fn create(desk: Desk, Path(member): Path<MembershipId>, mut form: Fields) -> Result<Response> {
    let desked = Desked::of(&desk, member, Kind::Expel).await?;
    let Some(opinion) = read(&mut form, desk.app.today()) else {
        return Ok(desk.refill(&page(&desk, &desked, &form).await?));
    };
    let m = &desked.membership;
    let way = NewWay {
        kind: Kind::Expel,
        person: m.person,
        name: m.name.clone(),
        membership: m.id,
        union_id: m.union_id,
        to_union: None,
        cause: String::new(),
        note: String::new(),
        employer: None,
        employer_name: String::new(),
        details: opinion.json(),
    };
    let said = format!("{}：{}", opinion.group_name, opinion.group.sentence());
    let done = start(&desk.app, By::desk(&desk.who), &way, Act::Propose, &said).await?;
    desked.answer(done, |id| see(&crate::ways::link(id), "小组意见登记好了，交委员会决定"))
}

fn read(form: &mut Fields, today: Date) -> Option<Opinion> {
    let sentence = form.required("sentence", "请填判决文书；没有判决不能开除会籍", 100);
    let group_name = form.required("group_name", "请填是哪个工会小组", 60);
    let text = form.required("text", "请写小组的意见", 500);
    let held_on: Option<Date> = form.number("held_on");
    match held_on {
        None => form.fault("held_on", "请填开会的日期"),
        Some(day) if day > today => form.fault("held_on", "日期还没有到，请再看一遍"),
        Some(_) => {}
    }
    let group = votes_of("group", form);
    let held_on = held_on.filter(|_| form.is_right())?.to_string();
    Some(Opinion { sentence: sentence?, group_name: group_name?, held_on, text: text?, group: group?, committee: None })
}
