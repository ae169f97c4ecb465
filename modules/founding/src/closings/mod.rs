//! Closing and merging unions (撤销、合并): what they leave goes to the successor, in slices where many belong to it.
//!
//! Promises: what changes is shown before it is done; nobody joins while a union ends; a crash in the middle is taken up again; codes that
//! hang somewhere lead to the successor; history stays.
mod pages;
mod run;
mod store;

pub use run::{CLOSING, carry_on};

use crate::permissions::UNIONS_CLOSE;
use platform::{rights::Access::Needs, web::Routes};

pub fn routes() -> Routes {
    Routes::new().get("/console/unions/{union}/closing", Needs(UNIONS_CLOSE), pages::show).post(
        "/console/unions/{union}/closing",
        Needs(UNIONS_CLOSE),
        pages::create,
    )
}

#[cfg(test)]
pub use test_seams::{begin, test_closing};
#[cfg(test)]
mod test_seams {
    //! A closing as it stands after the first of its acts.
    use super::store::{self, ClosingId, NewClosing};
    use directory::unions::{Union, succession::Way};
    use jiff::civil::Date;
    use platform::{
        App,
        db::{Result, Tx},
        identity::AccountId,
    };

    pub fn test_closing<'a>(from: &Union, to: &Union, on: Date) -> NewClosing<'a> {
        NewClosing {
            union: from.id,
            successor: to.id,
            way: Way::Joined,
            on,
            reason: "合并",
            account: AccountId(1),
            was: "1",
            members: 3,
        }
    }
    pub async fn begin(tx: &mut Tx, app: &App, new: &NewClosing<'_>) -> Result<ClosingId> {
        Ok(store::add(tx, app, new).await?.expect("the first"))
    }
}
