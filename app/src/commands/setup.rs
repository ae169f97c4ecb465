//! `unionhall setup`: the first union and the way in for its first officer.
use crate::{Outcome, Stop, cli::Place};
use clap::Args;
use directory::unions::{self, NewUnion, UnionKind};
use platform::{
    App, audit,
    identity::{self, NewPost},
    rights::Role,
    standards::{Phone, Region, region::Level},
    tree::Org,
};
use std::process::ExitCode;

#[derive(Args)]
pub struct Setup {
    #[command(flatten)]
    place: Place,
    /// Name of the union at the top, for example 滨河县总工会
    #[arg(long)]
    name: String,
    /// Code of its region by GB/T 2260: two digits of a province, four of a city or six of a county
    #[arg(long, value_name = "CODE")]
    region: String,
    /// Mobile number of its first officer, who gets the link
    #[arg(long, value_name = "NUMBER")]
    phone: String,
    /// Name of the first officer
    #[arg(long, value_name = "NAME", default_value = "首任管理员")]
    officer: String,
    /// What the printed link begins with
    #[arg(long, value_name = "URL", default_value = "http://127.0.0.1:8080")]
    public_url: String,
}

impl Setup {
    pub async fn run(self) -> Outcome {
        let region = Region::find(&self.region)
            .ok_or_else(|| Stop::new(format!("--region {}: there is no such code in GB/T 2260", self.region)))?;
        let kind = match region.level() {
            Level::Province => UnionKind::Province,
            Level::City => UnionKind::City,
            Level::County => UnionKind::County,
            Level::Town => UnionKind::Town,
        };
        let phone = Phone::parse(&self.phone)
            .map_err(|_| Stop::new(format!("--phone {} is not a mobile number of mainland China", self.phone)))?;
        let app = super::open(&self.place).await?;
        if let Some(root) = app.root().await? {
            return Err(Stop::new(format!("this installation has its top already: {}", root.name)));
        }
        let new = NewUnion::named(kind, self.name.trim(), region.code());
        let (root, token) = found(&app, &new, self.officer.trim(), phone.as_str()).await?;
        println!("已建立{}（编号{}）。", root.name, root.id);
        println!("请{}用手机{}在7天内打开下面的链接登录，链接只能用一次：", self.officer.trim(), phone.masked());
        println!("{}/invitation/{token}", self.public_url.trim_end_matches('/'));
        app.db.close().await;
        Ok(ExitCode::SUCCESS)
    }
}

/// The top of the tree, its first officer's posts, and the link's token, in one act.
async fn found(app: &App, new: &NewUnion, officer: &str, phone: &str) -> Result<(Org, String), Stop> {
    let mut tx = app.db.begin().await?;
    let root = unions::store::add(&mut tx, app, None, new).await?.org();
    let post = |role: Role| NewPost { org: root.id, role, title: role.name(), starts_on: app.today(), ends_on: None };
    // The link gives one post; the other waits for its holder at the account.
    let account = identity::account_for_phone(&mut tx, app, phone, officer).await?;
    identity::give_post(&mut tx, app, account, &post(Role::Admin), None).await?;
    let token = identity::invite(&mut tx, app, officer, phone, &post(Role::Officer), None).await?;
    let entry = audit::Entry {
        act: "installation.setup",
        object: "union",
        object_id: root.id.0,
        org: Some(root.id),
        ..Default::default()
    };
    audit::record(&mut tx, app, None, &entry).await?;
    tx.commit().await?;
    Ok((root, token))
}
