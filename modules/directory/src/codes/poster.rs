//! What is printed of a code: posters and stickers, one code or many.
use super::{CodeState, JoiningCode, show::within};
use crate::{members::JOINING_DAYS, unions};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    documents::{Ruggedness, qr_svg},
    settings,
    web::{Error, Fields, Result},
};
use ui::Desk;

/// A design of what hangs or sticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Design {
    A4,
    A3,
    Sticker,
}
impl Design {
    pub const ALL: [Design; 3] = [Design::A4, Design::A3, Design::Sticker];
    pub fn key(self) -> &'static str {
        ["a4", "a3", "sticker"][self as usize]
    }
    pub fn name(self) -> &'static str {
        ["A4海报", "A3海报", "贴纸"][self as usize]
    }
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|d| d.key() == key)
    }
    /// Which paper to take.
    fn paper(self) -> &'static str {
        [
            "用A4纸，页边距选“无”，打开“背景图形”",
            "用A3纸，页边距选“无”，打开“背景图形”",
            "用A4不干胶纸，页边距选“无”，打开“背景图形”，沿虚线裁开",
        ][self as usize]
    }
}
/// Stickers on a sheet.
const ON_A_SHEET: usize = 4;

/// A code with its picture.
#[derive(Clone)]
pub struct Printed {
    code: JoiningCode,
    qr: String,
    /// Working days in which the union answers.
    days: i64,
}

#[derive(Template)]
#[template(path = "codes/poster.html")]
pub struct PosterPage {
    title: String,
    back: String,
    federation: String,
    design: Design,
    /// The other designs and where they are.
    designs: Vec<(Design, String)>,
    codes: Vec<Printed>,
}

/// The page that prints `codes` in a design; `here` is its address without the design.
pub async fn page(
    desk: &Desk,
    (title, back, here): (String, String, String),
    design: Design,
    codes: Vec<JoiningCode>,
) -> Result<PosterPage> {
    let app = &desk.app;
    let mut printed = Vec::with_capacity(codes.len());
    for code in codes {
        let region = unions::store::find(&app.db, code.union_id).await?.map_or_else(String::new, |u| u.region);
        let days = settings::number(&app.db, JOINING_DAYS, &region, app.today()).await?;
        let qr = qr_svg(&code.address(desk.base_url()), Ruggedness::Poster, "入会二维码");
        printed.push(Printed { code, qr, days });
    }
    if design == Design::Sticker && printed.len() == 1 {
        printed = vec![printed[0].clone(); ON_A_SHEET];
    }
    let others = Design::ALL.into_iter().filter(|d| *d != design);
    Ok(PosterPage {
        title,
        back,
        federation: app.root().await?.map_or_else(String::new, |org| org.name.clone()),
        design,
        designs: others.map(|d| (d, format!("{here}?design={}", d.key()))).collect(),
        codes: printed,
    })
}

pub async fn show(desk: Desk, Path(code): Path<String>, asked: Fields) -> Result<Response> {
    let code = within(&desk, &code).await?;
    if !matches!(code.state(desk.app.today()), CodeState::Running | CodeState::Planned) {
        return Err(Error::refused("这个入会码已经不能用了，印出来也扫不进去。请做一个新的。"));
    }
    let design = Design::from_key(asked.get("design")).unwrap_or(Design::A4);
    let (title, back) = (format!("入会海报{}", code.shown()), code.link());
    let here = format!("{back}/poster");
    Ok(desk.show(&page(&desk, (title, back, here), design, vec![code]).await?))
}
