//! Serves the gallery and the assets by themselves: `cargo run -p ui --example gallery`, then http://127.0.0.1:8090.
use axum::Router;
use axum::response::Html;
use axum::routing::get;

#[tokio::main]
async fn main() {
    let app: Router = ui::router()
        .route("/console/gallery", get(async || Html(ui::gallery::page())))
        .route("/", get(async || Html(ui::gallery::member_page())))
        .route("/console/gallery/member", get(async || Html(ui::gallery::member_page())));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await.expect("the port is free");
    println!("http://127.0.0.1:8090/console/gallery");
    axum::serve(listener, app).await.expect("serving runs until it is stopped");
}
