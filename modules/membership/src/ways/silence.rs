//! What happens when nobody does anything: silence of the union that is left is consent, proposals lapse, transfers to closed unions go back.
use super::{
    course::{By, With, perform},
    rules::{Act, State},
    store,
};
use platform::{App, web::Error};

/// One pass over what is due. May run twice.
pub async fn pass(app: &App) -> Result<(), Error> {
    let today = app.today();
    for way in store::to_closed(&app.db).await? {
        let sentence = format!("{}已经不再接收会员，请另选一家，会籍没有变动", way.to());
        perform(app, By::PROGRAM, &way, way.version, (Act::Void, &sentence), With::Nothing).await?.ok();
    }
    for (state, act) in [(State::Releasing, Act::Silence), (State::Proposed, Act::Lapse)] {
        for way in store::overdue(&app.db, state, today).await? {
            perform(app, By::PROGRAM, &way, way.version, (act, ""), With::Nothing).await?.ok();
        }
    }
    Ok(())
}
