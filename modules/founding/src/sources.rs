//! The records behind figures about foundings (practice P06): each goes from the request over the preparatory group, the recruiting and the
//! election to the reply within fifteen days and the seal, by the same acts as any other.
use crate::demo::{self, Fate};
use directory::employers::{self, EmployerId};
use platform::{App, web::Error};

/// The first request so many days ago, the next ones some days later each.
const FIRST: i64 = 80;
const APART: i64 = 9;

/// Founds a union in each of these firms, with so many members.
pub async fn found(app: &App, firms: &[EmployerId], members: u32) -> Result<(), Error> {
    for (n, firm) in firms.iter().enumerate() {
        let firm = employers::store::find(&app.db, *firm).await?.ok_or(Error::NotFound)?;
        let ago = FIRST - APART * n as i64;
        Box::pin(demo::play(app, n, &firm, (Fate::Founded, ago, members, "程广运"))).await?;
    }
    while platform::facts::fold(app, 5_000).await? > 0 {}
    Ok(())
}
