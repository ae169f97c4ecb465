//! Candidates: members of the union who are no close relatives of the head.
use super::{
    ElectionId, acts,
    rules::Relation,
    show,
    store::{self, CandidateId, Committee, Election, Eligible},
    within,
};
use crate::permissions::FOUNDINGS_WRITE;
use askama::Template;
use axum::{
    extract::Path,
    response::{IntoResponse, Response},
};
use platform::{
    secrets::mask_document,
    web::{Error, Fields, Result, see},
};
use ui::{Desk, Field};

/// Members to choose from, as somebody types a part of a name.
#[derive(Template)]
#[template(
    ext = "html",
    source = r#"{% for one in found %}<li role="option" data-value="{{ one.membership }}" data-label="{{ one.name }}">{{ one.name }}<small>卡号{{ self.masked(one) }}</small></li>{% endfor %}{% if found.is_empty() %}<li class="none">会员里没有名字含这几个字的</li>{% endif %}"#
)]
struct Options {
    found: Vec<Eligible>,
}
impl Options {
    /// The number's end tells two of the same name apart.
    fn masked(&self, one: &Eligible) -> String {
        mask_document(&one.number)
    }
}
pub async fn members(desk: Desk, Path(election): Path<ElectionId>, asked: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let found = match asked.opt("q") {
        Some(q) => store::eligible(&desk.app.db, &election.path, q, 10).await?,
        None => Vec::new(),
    };
    Ok(ui::fragment(&Options { found }).into_response())
}

pub fn fields(election: &Election, form: &Fields) -> Vec<Field> {
    let relations = Relation::ALL.map(|r| (r.key(), r.name()));
    let committees = Committee::ALL.map(|c| (c.key(), c.name()));
    [
        Field::suggest("member", "会员", &format!("{}/members", election.link()), "member_id", "")
            .hint("输入名字，从会员里选"),
        Field::select("committee", "选进哪个委员会", committees),
        Field::text("job", "部门和岗位").optional().attr("maxlength", 30),
        Field::select("relation", "和单位主要负责人的关系", relations)
            .hint("法定代表人、合伙人也算；本人如实填写，近亲属不能当选"),
    ]
    .into_iter()
    .map(|f| f.of_form(form))
    .collect()
}
/// The chosen member; a fault is left where there is none.
async fn chosen(desk: &Desk, election: &Election, form: &mut Fields) -> Result<Option<Eligible>> {
    let db = &desk.app.db;
    if let Some(id) = form.number("member_id") {
        let found = store::eligible_by_id(db, &election.path, id).await?;
        if let Some(found) = found.filter(|f| f.name == form.get("member")) {
            return Ok(Some(found));
        }
    }
    let Some(name) = form.required("member", "请填候选人的名字", 30) else { return Ok(None) };
    let mut same = store::eligible(db, &election.path, &name, 3).await?;
    same.retain(|e| e.name == name);
    match same.len() {
        1 => Ok(same.pop()),
        0 => {
            form.fault("member", format!("会员里没有{name}；候选人必须是本会会员"));
            Ok(None)
        }
        _ => {
            form.fault("member", format!("有几位{name}，请从列表里按卡号选"));
            Ok(None)
        }
    }
}

pub async fn create(desk: Desk, Path(election): Path<ElectionId>, mut form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let member = chosen(&desk, &election, &mut form).await?;
    let committee = Committee::from_key(form.get("committee"));
    if committee.is_none() {
        form.fault("committee", "请选一个委员会");
    }
    form.short_enough("job", 30);
    match Relation::from_key(form.get("relation")) {
        None => form.fault("relation", "请选和单位主要负责人的关系"),
        Some(relation) => {
            if let Some(refusal) = relation.refusal() {
                form.fault("relation", refusal);
            }
        }
    }
    if committee == Some(Committee::Women) && member.as_ref().is_some_and(|m| !m.is_woman()) {
        form.fault("member", "女职工委员会的人选要是女会员");
    }
    if let Some(member) = &member {
        is_head(&desk, &election, member, &mut form).await?;
    }
    let (Some(member), Some(committee), true) = (member, committee, form.is_right()) else {
        return show::again(&desk, election, &form).await;
    };
    let mut tx = desk.app.db.begin().await?;
    let person = (member.name.as_str(), member.sex.as_str(), form.get("job"));
    if !store::add_candidate(&mut tx, election.id, committee, person, member.membership).await? {
        drop(tx);
        form.fault("member", format!("{}已经是{}的候选人，或者选举已经上报", member.name, committee.name()));
        return show::again(&desk, election, &form).await;
    }
    let detail = format!("{}，{}", member.name, committee.name());
    acts::record(&mut tx, &desk.app, &desk.who, "election.candidate", &election, &detail).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#candidates", election.link()), &format!("{}列为{}候选人", member.name, committee.name())))
}
/// The head of the enterprise himself, by the name in the request.
async fn is_head(desk: &Desk, election: &Election, member: &Eligible, form: &mut Fields) -> Result<()> {
    let Some(id) = election.founding else { return Ok(()) };
    let founding = crate::foundings::store::find(&desk.app.db, id).await?.ok_or(Error::NotFound)?;
    if !founding.head_name.is_empty() && founding.head_name == member.name {
        let refusal = Relation::Head.refusal().unwrap_or_default();
        form.fault("member", format!("{}和单位主要负责人同名：{refusal}", member.name));
    }
    Ok(())
}

pub async fn remove(desk: Desk, Path(election): Path<ElectionId>, form: Fields) -> Result<Response> {
    let election = within(&desk, FOUNDINGS_WRITE, election).await?;
    let candidate = form.number::<CandidateId>("candidate").ok_or_else(|| Error::refused("请选一位候选人。"))?;
    let mut tx = desk.app.db.begin().await?;
    if !store::remove_candidate(&mut tx, election.id, candidate).await? {
        drop(tx);
        return show::refused(&desk, election.id, &acts::late(&desk.app, election.id).await?).await;
    }
    acts::record(&mut tx, &desk.app, &desk.who, "election.candidate_removed", &election, "").await?;
    tx.commit().await?;
    Ok(see(&format!("{}#candidates", election.link()), "拿掉了一位候选人"))
}
