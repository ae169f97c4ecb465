//! Objections at the desk: what was public, who said what, the answer.
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    audit,
    publicity::{self, ANSWER, NAME, Notice, OBJECT, Objection, PHONE, TEXT},
    web::{Error, Fields, Result, see},
};
use ui::{Button, Choice, Crumb, Desk, ErrorSummary, Field, Stamp, filters};

const LONGEST: usize = 500;

#[derive(Template)]
#[template(path = "publicity/desk.html")]
struct ShowPage {
    frame: ui::Console,
    notice: Notice,
    objections: Vec<Shown>,
    fields: Vec<Field>,
}
struct Shown {
    id: i64,
    who: String,
    phone: String,
    text: String,
    answer: String,
    stamp: Stamp,
    is_open: bool,
    at: i64,
}
impl ShowPage {
    fn moment(&self, at: &i64) -> String {
        ui::text::moment_near(platform::clock::local(*at), self.frame.today)
    }
    fn state(&self) -> Stamp {
        match (self.notice.withdrawn_at, self.notice.is_public(self.frame.today)) {
            (Some(_), _) => Stamp::plain("撤下了"),
            (None, true) => Stamp::info("公示中"),
            (None, false) => Stamp::plain("公示完了"),
        }
    }
}

async fn find(desk: &Desk, number: &str) -> Result<Notice> {
    publicity::within(&desk.app.db, &desk.scope(ANSWER)?, number).await?.ok_or(Error::NotFound)
}
async fn page(desk: &Desk, notice: Notice, form: &Fields) -> Result<ShowPage> {
    let keys = &desk.app.keys;
    let shown = |one: Objection| Shown {
        id: one.id,
        who: keys.open(NAME, &one.name_sealed).unwrap_or_default(),
        phone: keys.open(PHONE, &one.phone_sealed).unwrap_or_default(),
        text: keys.open(TEXT, &one.text_sealed).unwrap_or_default(),
        answer: if one.answer_sealed.is_empty() {
            String::new()
        } else {
            keys.open(TEXT, &one.answer_sealed).unwrap_or_default()
        },
        stamp: match &*one.verdict {
            "upheld" => Stamp::warn("成立"),
            "rejected" => Stamp::plain("不成立"),
            _ => Stamp::info("等核实"),
        },
        is_open: one.verdict.is_empty(),
        at: one.at,
    };
    let verdicts = [Choice::new("rejected", "不成立，公示的没有错"), Choice::new("upheld", "成立，这件事不能批准")];
    let fields = vec![
        Field::radios("verdict", "核实的结果", verdicts).of_form(form),
        Field::area("answer", "怎么核实的")
            .hint("提出异议的人看得到")
            .attr("rows", 3)
            .attr("maxlength", LONGEST)
            .of_form(form),
    ];
    let objections = publicity::objections(&desk.app.db, &notice).await?.into_iter().map(shown).collect();
    let frame = desk.frame(&notice.title, "/console", vec![Crumb::to("工作台", "/console"), Crumb::word("公示")]);
    Ok(ShowPage { frame, notice, objections, fields })
}

/// Shows who objected, which is recorded.
pub async fn show(desk: Desk, Path(number): Path<String>) -> Result<Response> {
    let notice = find(&desk, &number).await?;
    let page = page(&desk, notice, &Fields::default()).await?;
    if !page.objections.is_empty() {
        let entry =
            audit::Entry { act: "publicity.read", object: OBJECT, object_id: page.notice.id, ..Default::default() };
        let mut tx = desk.app.db.begin().await?;
        audit::record(&mut tx, &desk.app, Some(&desk.who), &entry).await?;
        tx.commit().await?;
    }
    Ok(desk.show(&page))
}

pub async fn answer(desk: Desk, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let notice = find(&desk, &number).await?;
    let verdict = ["rejected", "upheld"].into_iter().find(|v| *v == form.get("verdict"));
    if verdict.is_none() {
        form.fault("verdict", "请选核实的结果");
    }
    let text = form.required("answer", "请写怎么核实的", LONGEST);
    let (Some(verdict), Some(text), Some(id)) = (verdict, text, form.number("objection")) else {
        return Ok(desk.refill(&page(&desk, notice, &form).await?));
    };
    let done = publicity::answer(&desk.app, &desk.who, &notice, id, (verdict == "upheld", &text)).await?;
    Ok(see(&notice.desk_path(), if done { "答复了，提出异议的人会收到" } else { "这条异议已经有人答复过了" }))
}
