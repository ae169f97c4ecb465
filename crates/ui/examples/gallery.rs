//! Serves the gallery and the assets by themselves, under the program's content security policy:
//! `cargo run -p ui --example gallery`, then http://127.0.0.1:8090/console/gallery. `/try` has a form for the scripts.
use askama::Template;
use axum::Router;
use axum::http::{HeaderValue, header};
use axum::middleware::{Next, from_fn};
use axum::response::Html;
use axum::routing::get;

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "member.html" %}{% block main %}
<form class="card" id="try" method="post" action="/try" data-draft="try">
{{ ui::Field::text("name", "姓名") }}
{{ ui::Field::code("code", "验证码") }}
{{ ui::Field::radios("kind", "工作", [("a", "货车司机"), ("b", "外卖骑手")]) }}
{{ ui::Field::suggest("employer", "工作单位", "/try/employers", "employer_id", "") }}
{{ ui::Signature::new("signature", "签名") }}
<p class="tiny" data-draft-status hidden></p>
{{ ui::Button::primary("提交申请") }}
</form>
{{ ui::RotatingCode::new("/try/code", 3, "<svg viewBox='0 0 1 1'></svg>".to_owned()) }}
{% endblock %}"##
)]
struct TryPage {
    frame: ui::Member,
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r##"{% extends "console.html" %}{% block main %}
<form method="post" action="/try"><table class="table"><thead><tr><th><input type="checkbox" data-select-all="person" aria-label="全选"></th><th>姓名</th></tr></thead>
<tbody>{% for n in 1..4 %}<tr><td><input type="checkbox" name="person" value="{{ n }}" aria-label="选中"></td><td>{{ n }}</td></tr>{% endfor %}</tbody></table>
{{ ui::Bulk::new("人").act(ui::Button::outline("通过")) }}</form>
<form data-drop method="post" action="/try" enctype="multipart/form-data"><label class="drop"><b data-drop-words>拖到这里</b><input type="file" name="file"></label></form>
<div class="chart-frame" data-chart="facts"></div>
<script type="application/json" id="facts">{"kind":"lines","unit":"人","labels":["10月","11月"],"series":[{"name":"入会","values":[3,8]},{"name":"转出","values":[1,2]}]}</script>
{% endblock %}"##
)]
struct TryConsole {
    frame: ui::Console,
}

async fn member() -> Html<String> {
    let frame = ui::Member { title: "试一试".into(), back: Some("/".into()), ..Default::default() };
    Html(TryPage { frame }.render().expect("rendering cannot fail"))
}

async fn console() -> Html<String> {
    let frame = ui::Console { title: "试一试".into(), person: "孙维方".into(), ..Default::default() };
    Html(TryConsole { frame }.render().expect("rendering cannot fail"))
}

#[tokio::main]
async fn main() {
    let policy =
        "default-src 'self'; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'";
    let app: Router = ui::router()
        .route("/console/gallery", get(async || Html(ui::gallery::page())))
        .route("/console/gallery/member", get(async || Html(ui::gallery::member_page())))
        .route("/", get(async || Html(ui::gallery::member_page())))
        .route("/try", get(member).post(async || Html("<p data-draft-clear=\"try\">done</p>")))
        .route("/try/console", get(console))
        .route("/try/employers", get(async || Html("<li role=\"option\" data-value=\"17\" data-label=\"顺通物流\">顺通物流<small>城东街道</small></li>")))
        .route("/try/code", get(async || Html("<svg viewBox='0 0 2 2' id='next'></svg>")))
        .layer(from_fn(async move |request, next: Next| {
            let mut response = next.run(request).await;
            response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
            response
        }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await.expect("the port is free");
    println!("http://127.0.0.1:8090/console/gallery");
    axum::serve(listener, app).await.expect("serving runs until it is stopped");
}
