//! Receiving what was taken down. The answer says of each entry: sent, or wrong and why.
use super::{
    rules,
    store::{self, Sent},
};
use crate::permissions::STAND;
use axum::{Json, extract::Path};
use directory::{
    codes::{self, JoiningCode},
    joinings::stand,
};
use platform::{
    clock,
    web::{Error, Fields, Result},
};
use serde::Serialize;
use std::collections::BTreeMap;
use ui::Desk;

/// What a phone is told of an entry.
#[derive(Debug, Serialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum Verdict {
    Sent {
        reference: String,
        union: String,
    },
    /// `faults`: sentences by field; those of the whole entry under an empty name.
    Wrong {
        faults: BTreeMap<String, String>,
    },
}
impl Verdict {
    fn wrong(sentence: impl Into<String>) -> Verdict {
        Verdict::Wrong { faults: [(String::new(), sentence.into())].into() }
    }
}
impl From<Sent> for Verdict {
    fn from(sent: Sent) -> Verdict {
        Verdict::Sent { reference: sent.reference, union: sent.union_name }
    }
}

pub async fn create(desk: Desk, Path(code): Path<String>, mut form: Fields) -> Result<Json<Verdict>> {
    let scope = desk.scope(STAND)?;
    let code = codes::store::within(&desk.app.db, &scope, &code).await?.ok_or(Error::NotFound)?;
    let key = form.get("key").to_owned();
    if key.len() < 16 || key.len() > 64 {
        return Ok(Json(Verdict::wrong("这一份没有编号，请重新填写")));
    }
    // What arrived before is not looked at again: the answer was lost on the way.
    if let Some(sent) = store::sent(&desk.app.db, desk.who.account, &key).await? {
        return Ok(Json(sent.into()));
    }
    let verdict = received(&desk, &code, &key, &mut form).await?;
    // What is wrong with an entry that was sent twice at once may be that the first one is there.
    let first = match verdict {
        Verdict::Wrong { .. } => store::sent(&desk.app.db, desk.who.account, &key).await?,
        Verdict::Sent { .. } => None,
    };
    Ok(Json(first.map_or(verdict, Verdict::from)))
}

async fn received(desk: &Desk, code: &JoiningCode, key: &str, form: &mut Fields) -> Result<Verdict> {
    let (app, who) = (&desk.app, &desk.who);
    let at = match rules::taken_at(form.number("at"), app.now()) {
        Ok(at) => at,
        Err(sentence) => return Ok(Verdict::wrong(sentence)),
    };
    if !held_at(code, at) {
        return Ok(Verdict::wrong(format!("签名的时候入会码{}不能用，请换一个码重新填写", code.shown())));
    }
    let Some(taken) = stand::taken(app, form).await? else {
        let faults = form.faults().into_iter().map(|(field, sentence)| (field.to_owned(), sentence.to_owned()));
        return Ok(Verdict::Wrong { faults: faults.collect() });
    };
    let ready = match stand::ready(app, who, &desk.scope(STAND)?, taken, code).await? {
        Ok(ready) => ready,
        Err(sentence) => return Ok(Verdict::wrong(sentence)),
    };
    let mut tx = app.db.begin().await?;
    if !store::take_key(&mut tx, app, who.account, key, code.id, at).await? {
        drop(tx);
        let sent = store::sent(&app.db, who.account, key).await?;
        return Ok(sent.ok_or_else(|| Error::internal("a key without its joining"))?.into());
    }
    let Some(joining) = stand::hand_in(&mut tx, app, who, &ready, code).await? else {
        return Ok(Verdict::wrong("这个证件号或手机号已经有一份正在办的申请，不用再交"));
    };
    store::set_joining(&mut tx, who.account, key, joining).await?;
    store::count(&mut tx, app, code, joining).await?;
    let sent = store::sent_in(&mut tx, who.account, key).await?;
    tx.commit().await?;
    Ok(sent.into())
}
/// Whether one could join through the code at an instant: a stand that sends late is not punished for it.
fn held_at(code: &JoiningCode, at: i64) -> bool {
    let day = clock::local(at).date().to_string();
    code.revoked_at.is_none_or(|revoked| at < revoked)
        && code.valid_from <= day
        && code.valid_to.as_ref().is_none_or(|to| day <= *to)
}
