//! What is public now, for everybody.
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    publicity::{self, Notice, Objecting, PATH},
    standards::Phone,
    web::{Error, Fields, Result, see},
};
use ui::{Button, ErrorSummary, Field, Guest, Row, Tab, filters};

const NAME: usize = 30;
const TEXT: usize = 500;

#[derive(Template)]
#[template(path = "publicity/index.html")]
struct IndexPage {
    frame: ui::Member,
    rows: Vec<Row>,
}

pub async fn index(guest: Guest) -> Result<Response> {
    let today = guest.app.today();
    let row = |notice: Notice| {
        let until = format!("公示到{}", ui::text::near(notice.to(), today));
        Row::new(&notice.title).icon("news").meta(&notice.org_name).meta(until).href(notice.path())
    };
    let rows = publicity::running(&guest.app.db, today).await?.into_iter().map(row).collect();
    Ok(guest.show(&IndexPage { frame: guest.frame("公示", Tab::Home, Some("/")), rows }))
}

#[derive(Template)]
#[template(path = "publicity/show.html")]
struct ShowPage {
    frame: ui::Member,
    notice: Notice,
    rows: Vec<Row>,
    fields: Vec<Field>,
}
/// One line of what is public: the first text, and what belongs to it.
fn row(cells: &[String]) -> Row {
    let (first, rest) = cells.split_first().map_or(("", cells), |(first, rest)| (first.as_str(), rest));
    rest.iter().fold(Row::new(first), |row, cell| row.meta(cell))
}

/// During its days only: afterwards nobody finds names here.
async fn find(guest: &Guest, number: &str) -> Result<Notice> {
    let notice = publicity::find(&guest.app.db, number).await?;
    notice.filter(|notice| notice.is_public(guest.app.today())).ok_or(Error::NotFound)
}
fn page(guest: &Guest, notice: Notice, form: &Fields) -> ShowPage {
    let fields = vec![
        Field::area("text", "哪里不对")
            .hint("写清楚是哪一位、怎么不对，工会去核实")
            .attr("rows", 4)
            .attr("maxlength", TEXT)
            .of_form(form),
        Field::text("name", "您的姓名")
            .hint("只有核实的工会干部看得到")
            .attr("maxlength", NAME)
            .attr("autocomplete", "name")
            .of_form(form),
        Field::tel("phone", "您的手机号").hint("核实的结果发到这里").of_form(form),
    ];
    ShowPage {
        frame: guest.frame("公示", Tab::Home, Some(PATH)),
        rows: notice.body().iter().map(|cells| row(cells)).collect(),
        notice,
        fields,
    }
}

pub async fn show(guest: Guest, Path(number): Path<String>) -> Result<Response> {
    let notice = find(&guest, &number).await?;
    let mut form = Fields::default();
    form.set("name", guest.maybe().map(|who| who.name.clone()).unwrap_or_default());
    Ok(guest.show(&page(&guest, notice, &form)))
}

pub async fn object(guest: Guest, Path(number): Path<String>, mut form: Fields) -> Result<Response> {
    let notice = find(&guest, &number).await?;
    let text = form.required("text", "请写哪里不对", TEXT);
    let name = form.required("name", "请写姓名，核实要找您问清楚", NAME);
    let phone = Phone::parse(form.get("phone")).map_err(|fault| form.fault("phone", fault.to_string())).ok();
    let (Some(text), Some(name), Some(phone)) = (text, name, phone) else {
        return Ok(guest.refill(&page(&guest, notice, &form)));
    };
    let new = Objecting { name: &name, phone: phone.as_str(), text: &text, who: guest.maybe() };
    let taken = publicity::object(&guest.app, &notice, &new).await?;
    Ok(see(
        PATH,
        if taken {
            "异议收到了，工会核实以后给您发短信"
        } else {
            "公示刚结束，有话请打12351"
        },
    ))
}
