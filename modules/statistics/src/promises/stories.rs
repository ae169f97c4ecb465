//! Stories: how a promise is kept, told in a few lines with a photo; one officer writes, another one publishes.
use super::{Promise, PromiseId, WRITE, crumb, entry, store};
use askama::Template;
use axum::{
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::header,
    response::{IntoResponse, Response},
};
use platform::{
    App, audit,
    db::{Db, Result as DbResult},
    files::{self, FileId, NewFile},
    identity::AccountId,
    secrets,
    standards::has_unprintable,
    tree::OrgId,
    vals,
    web::{Error, Fields, Result, see, uploads},
};
use ui::{Button, Desk, ErrorSummary, Field};

platform::row_id!(StoryId);

/// A photo from a phone's camera.
pub const PHOTO: usize = 16 * 1024 * 1024;
/// Its longer side as it is kept, in pixels.
const LONGEST: u32 = 1280;
const WORDS: usize = 600;

#[derive(Clone, Debug, sqlx_macros::FromRow)]
pub struct Story {
    pub id: StoryId,
    pub promise: PromiseId,
    pub org: OrgId,
    pub org_name: String,
    pub title: String,
    pub words: String,
    pub photo: Option<FileId>,
    /// What the photo shows.
    pub alt: String,
    pub stage: String,
    pub written_by: Option<AccountId>,
    pub writer: Option<String>,
    pub written_at: i64,
    pub decided_at: Option<i64>,
}
impl Story {
    pub fn is_published(&self) -> bool {
        self.stage == "published"
    }
    pub fn is_draft(&self) -> bool {
        self.stage == "draft"
    }
}
const SELECT: &str = "SELECT s.id, s.promise, s.org, o.name AS org_name, s.title, s.words, s.photo, s.alt, s.stage, s.written_by, a.name AS writer, s.written_at, s.decided_at \
    FROM promise_stories s JOIN organisations o ON o.id = s.org LEFT JOIN accounts a ON a.id = s.written_by";

/// The stories of a promise, newest first.
pub async fn of(db: &Db, promise: PromiseId) -> DbResult<Vec<Story>> {
    let sql = format!("{SELECT} WHERE s.promise = $1 ORDER BY s.id DESC LIMIT 100");
    db.all(sqlx::AssertSqlSafe(sql), vals![promise]).await
}
pub async fn find(db: &Db, promise: PromiseId, id: StoryId) -> DbResult<Option<Story>> {
    let sql = format!("{SELECT} WHERE s.id = $1 AND s.promise = $2");
    db.maybe(sqlx::AssertSqlSafe(sql), vals![id, promise]).await
}
/// A story before it is kept.
pub struct NewStory<'a> {
    pub promise: PromiseId,
    pub org: OrgId,
    pub title: &'a str,
    pub words: &'a str,
    pub photo: Option<FileId>,
    pub alt: &'a str,
    pub form: &'a str,
}
/// Keeps a draft; none where the same form had come before.
pub async fn add(tx: &mut platform::db::Tx, app: &App, new: &NewStory<'_>, by: AccountId) -> DbResult<Option<StoryId>> {
    let id = StoryId(tx.reserve("promise_stories", 1).await?.start);
    let sql = "INSERT INTO promise_stories (id, promise, org, title, words, photo, alt, stage, written_by, written_at, form) VALUES ($1, $2, $3, $4, $5, $6, $7, 'draft', $8, $9, $10) ON CONFLICT (form) DO NOTHING";
    let values = vals![id, new.promise, new.org, new.title, new.words, new.photo, new.alt, by, app.now(), new.form];
    Ok((tx.exec(sql, values).await? == 1).then_some(id))
}
/// Moves it to another stage; false where somebody was first.
pub async fn step(tx: &mut platform::db::Tx, app: &App, story: &Story, to: &str, by: AccountId) -> DbResult<bool> {
    let sql = "UPDATE promise_stories SET stage = $3, decided_by = $4, decided_at = $5 WHERE id = $1 AND stage = $2";
    Ok(tx.exec(sql, vals![story.id, &story.stage, to, by, app.now()]).await? == 1)
}
/// The photo of a story.
pub async fn photo(app: &App, story: &Story) -> Result<Response> {
    let file = match story.photo {
        Some(id) => files::find(app, id).await?,
        None => None,
    };
    let bytes = files::content(app, &file.ok_or(Error::NotFound)?).await?;
    Ok(([(header::CONTENT_TYPE, "image/jpeg")], bytes).into_response())
}

#[derive(Template)]
#[template(path = "promises/story.html")]
struct FormPage {
    frame: ui::Console,
    promise: Promise,
    fields: [Field; 4],
    form: String,
}
fn page(desk: &Desk, promise: Promise, form: &Fields) -> FormPage {
    FormPage {
        frame: desk.frame("写一段进展", super::PATH, crumb()),
        fields: [
            Field::text("title", "题目").attr("maxlength", 40).of_form(form),
            Field::area("words", "怎么办的，职工怎么说")
                .hint("不写职工的全名和电话")
                .attr("rows", 6)
                .attr("maxlength", WORDS)
                .of_form(form),
            Field::file("file", "照片", "image/jpeg,image/png,image/webp")
                .optional()
                .hint("拍到职工正脸的，先问过本人")
                .error(form.error("file").map(str::to_owned)),
            Field::text("alt", "照片上是什么")
                .optional()
                .hint("给看不见照片的人听")
                .attr("maxlength", 60)
                .of_form(form),
        ],
        form: form.opt("form").map_or_else(secrets::token, str::to_owned),
        promise,
    }
}
/// A published promise of one's own union, or one that it sees to.
async fn told_of(desk: &Desk, id: PromiseId) -> Result<Promise> {
    store::within(&desk.app.db, &desk.scope(WRITE)?, id).await?.ok_or(Error::NotFound)
}
pub async fn new(desk: Desk, Path(promise): Path<PromiseId>) -> Result<Response> {
    let promise = told_of(&desk, promise).await?;
    Ok(desk.show(&page(&desk, promise, &Fields::default())))
}
pub async fn create(
    desk: Desk,
    Path(promise): Path<PromiseId>,
    form: std::result::Result<Multipart, MultipartRejection>,
) -> Result<Response> {
    let promise = told_of(&desk, promise).await?;
    let (upload, mut form) = match form {
        Ok(form) => uploads(form, "file").await?,
        Err(_) => (None, Fields::default()),
    };
    let title = form.required("title", "请写题目", 40);
    let words = form.required("words", "请写怎么办的", WORDS);
    for name in ["title", "words", "alt"] {
        if has_unprintable(&form.get(name).replace(['\n', '\t'], "")) {
            form.fault(name, "里面有看不见的字符，请重新输入");
        }
    }
    if upload.is_some() {
        form.required("alt", "请写照片上是什么", 60);
    }
    let bytes = match upload {
        Some(upload) => {
            let drawn = tokio::task::spawn_blocking(move || files::picture(&upload.bytes, LONGEST)).await;
            drawn.map_err(Error::internal)?.map_err(|fault| form.fault("file", fault)).ok()
        }
        None => None,
    };
    let (Some(title), Some(words), true) = (title, words, form.is_right()) else {
        return Ok(desk.refill(&page(&desk, promise, &form)));
    };
    keep(&desk, &promise, (&title, &words), bytes, &form).await?;
    Ok(see(&format!("{}#stories", promise.link()), "写好了，由另一个人看过再发布"))
}
async fn keep(
    desk: &Desk,
    promise: &Promise,
    (title, words): (&str, &str),
    photo: Option<Vec<u8>>,
    form: &Fields,
) -> Result<()> {
    let (app, org) = (&desk.app, desk.post().org);
    let laid = match &photo {
        Some(bytes) => Some((bytes, files::lay_down(app, bytes).await?)),
        None => None,
    };
    let mut tx = app.db.begin().await?;
    let mut file = None;
    if let Some((bytes, laid)) = laid {
        let account = Some(desk.who.account);
        let new =
            NewFile { name: "进展照片.jpg", mime: "image/jpeg", bytes, person: None, org: Some(org), account };
        file = Some(files::keep(&mut tx, app, &new, laid).await?);
    }
    let token = form.opt("form").map_or_else(secrets::token, str::to_owned);
    let alt = form.get("alt");
    let new = NewStory { promise: promise.id, org, title, words, photo: file, alt, form: &token };
    if add(&mut tx, app, &new, desk.who.account).await?.is_some() {
        audit::record(&mut tx, app, Some(&desk.who), &entry("promise.story", promise.id, org, title)).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn one(desk: &Desk, promise: PromiseId, story: StoryId) -> Result<(Promise, Story)> {
    let promise = told_of(desk, promise).await?;
    let story = find(&desk.app.db, promise.id, story).await?.ok_or(Error::NotFound)?;
    Ok((promise, story))
}
pub async fn picture(desk: Desk, Path((promise, story)): Path<(PromiseId, StoryId)>) -> Result<Response> {
    let promise = super::readable(&desk, promise).await?;
    photo(&desk.app, &find(&desk.app.db, promise.id, story).await?.ok_or(Error::NotFound)?).await
}
/// Why somebody may not publish a story; none: he or she may.
pub fn cannot_publish(promise: &Promise, story: &Story, account: AccountId, org: OrgId) -> Option<&'static str> {
    match () {
        () if story.written_by == Some(account) => Some("您自己写的，要由另一个人看过再发布"),
        () if promise.org != org => Some("由定这项实事的工会发布"),
        () => None,
    }
}
pub async fn publish(desk: Desk, Path((promise, story)): Path<(PromiseId, StoryId)>) -> Result<Response> {
    let (promise, story) = one(&desk, promise, story).await?;
    if let Some(why) = cannot_publish(&promise, &story, desk.who.account, desk.post().org) {
        return Err(Error::refused(why));
    }
    if story.is_published() {
        return Ok(see(&format!("{}#stories", promise.link()), "已经发布了"));
    }
    moved(&desk, &promise, &story, "published", "发布了，职工现在看得到").await
}
pub async fn withdraw(desk: Desk, Path((promise, story)): Path<(PromiseId, StoryId)>) -> Result<Response> {
    let (promise, story) = one(&desk, promise, story).await?;
    if promise.org != desk.post().org && story.org != desk.post().org {
        return Err(Error::refused("由写的工会或定这项实事的工会撤下"));
    }
    moved(&desk, &promise, &story, "withdrawn", "撤下了").await
}
async fn moved(desk: &Desk, promise: &Promise, story: &Story, to: &str, said: &str) -> Result<Response> {
    let mut tx = desk.app.db.begin().await?;
    if story.stage == to || !step(&mut tx, &desk.app, story, to, desk.who.account).await? {
        return Err(Error::refused("刚刚有人办过，请看过再办"));
    }
    let act = if to == "published" { "promise.story_publish" } else { "promise.story_withdraw" };
    audit::record(&mut tx, &desk.app, Some(&desk.who), &entry(act, promise.id, promise.org, &story.title)).await?;
    tx.commit().await?;
    Ok(see(&format!("{}#stories", promise.link()), said))
}
