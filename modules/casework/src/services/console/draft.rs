//! A draft: written, checked, looked at as worker and as officer, published.
use super::{PATH, index::own_root, store};
use crate::{
    cases::answers::control::{self, Control},
    definitions::{Actor, Fault, Service, Step, check, newest, published},
    services::known::Record,
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    web::{Error, Fields, Result, see},
};
use ui::{Button, Crumb, Desk, ErrorSummary, Field};

const LONGEST: usize = 60_000;

#[derive(Template)]
#[template(path = "services/console/draft.html")]
struct DraftPage {
    frame: ui::Console,
    draft: store::Draft,
    text: Field,
    unreadable: Option<String>,
    faults: Vec<Fault>,
    service: Option<Service>,
    controls: Vec<Control>,
}
impl DraftPage {
    fn who(step: &Step) -> &'static str {
        match step.by {
            Actor::Union => "工会",
            Actor::Worker => "本人",
            Actor::Nobody => "终点",
        }
    }
    fn clock(&self, step: &Step) -> String {
        let clock = self.service.as_ref().and_then(|service| service.clock(&step.clock));
        clock.map_or_else(String::new, |clock| format!("{}（{}）", clock.rule, clock.source))
    }
    fn fields(&self) -> impl Iterator<Item = &Field> {
        std::iter::once(&self.text)
    }
    fn is_right(&self) -> bool {
        self.unreadable.is_none() && self.faults.is_empty()
    }
}

/// What the parser and the check say of a text.
fn judged(text: &str) -> (Option<Service>, Option<String>, Vec<Fault>) {
    match Service::read(text) {
        Ok(service) => {
            let faults = check(&service);
            (Some(service), None, faults)
        }
        Err(fault) => (None, Some(fault.to_string()), Vec::new()),
    }
}
fn page(desk: &Desk, draft: store::Draft, form: &Fields) -> DraftPage {
    let typed = if form.has("text") { form.get("text") } else { &draft.text };
    let (service, unreadable, faults) = judged(typed);
    let text = Field::area("text", "定义").attr("rows", 28).attr("spellcheck", "false").value(typed);
    let text = text.hint("和程序自带的服务一样的写法；保存以后看下面查出来的问题和预览");
    DraftPage {
        frame: desk.frame("服务事项草稿", PATH, vec![Crumb::word("信家"), Crumb::to("服务事项", PATH)]),
        text: text.error(form.error("text").map(str::to_owned)),
        controls: service
            .as_ref()
            .map_or_else(Vec::new, |s| control::all(s, &Fields::default(), "", &Record::default())),
        draft,
        unreadable,
        faults,
        service,
    }
}
async fn own(desk: &Desk, id: i64) -> Result<store::Draft> {
    let root = own_root(desk).await?.ok_or(Error::NotFound)?;
    store::draft(&desk.app.db, root.id, id).await?.ok_or(Error::NotFound)
}

pub async fn show(desk: Desk, Path(id): Path<i64>) -> Result<Response> {
    let draft = own(&desk, id).await?;
    Ok(desk.show(&page(&desk, draft, &Fields::default())))
}
pub async fn save(desk: Desk, Path(id): Path<i64>, mut form: Fields) -> Result<Response> {
    let mut draft = own(&desk, id).await?;
    let text = form.required("text", "请写定义", LONGEST).map(|text| text.replace("\r\n", "\n"));
    draft.version = form.number("version").unwrap_or(draft.version);
    let publishes = form.has("publish");
    let service = text.as_deref().and_then(|text| judged(text).0);
    if publishes {
        published::fresh(&desk.app).await?;
        let faults = text
            .as_deref()
            .map(judged)
            .is_none_or(|(_, unreadable, faults)| unreadable.is_some() || !faults.is_empty());
        let next = service.as_ref().map(|s| newest(&s.key).map_or(1, |old| old.version + 1));
        if faults {
            form.fault("text", "还有问题没改好，改好才能发布");
        } else if let (Some(service), Some(next)) = (&service, next)
            && service.version != next
        {
            form.fault("text", format!("version要写{next}，这项服务现在是第{}版", next - 1));
        }
    }
    let Some(text) = text.filter(|_| form.is_right()) else { return Ok(desk.refill(&page(&desk, draft, &form))) };
    let mut tx = desk.app.db.begin().await?;
    if !store::change(&mut tx, &desk.app, &draft, &text, desk.who.account).await? {
        return Err(Error::refused("这份草稿刚被别人改过，请打开再看。"));
    }
    let Some(service) = service.filter(|_| publishes) else {
        tx.commit().await?;
        return Ok(see(&format!("{PATH}/{id}"), "保存好了，下面是查出来的问题和预览"));
    };
    if !published::publish(&mut tx, &desk.app, (&service, &text), desk.who.account).await? {
        return Err(Error::refused("这一版已经有人发布过了，请打开再看。"));
    }
    store::set_published(&mut tx, &desk.app, id).await?;
    let entry = audit::Entry {
        act: "service.publish",
        object: "service",
        object_id: id,
        detail: &format!("{}，第{}版", service.office, service.version),
        org: Some(desk.post().org),
        ..Default::default()
    };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
    tx.commit().await?;
    published::known(&text);
    Ok(see(PATH, &format!("{}发布了，职工现在就能用", service.office)))
}
