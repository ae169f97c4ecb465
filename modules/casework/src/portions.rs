//! What a person told the union: shown, taken along, erased when the time for which it is kept is over.
use crate::cases::{
    Case, answers,
    retention::{self, NOBODY},
    store::{self, WORDS},
};
use jiff::civil::Date;
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
};
use serde_json::json;

pub const CASES: Portion = Portion {
    key: "cases",
    name: "诉求",
    tables: &[
        "cases",
        "case_steps",
        "case_messages",
        "case_files",
        "case_letters",
        "case_limits",
        "counselling_openings",
        "matter_parts",
        "matter_claims",
    ],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, app, who, today| Box::pin(erase(tx, app, who, today)) as Erasing<'_>,
};

const GOING_ON: &str = "还在办，办结或撤回以后才能删";
const PROOF: &str = "发生争议时，要能证明这件事怎么办的";
const LAW: &str = "《民法典》第188条，《个人信息保护法》第47条第2款";

/// The last day for which a case that ended is kept; none: it goes on.
fn kept_until(case: &Case) -> Option<Date> {
    Some(case.service().kept_until(clock::day_of(case.ended_at?)))
}

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let mut shown = Vec::new();
    for case in store::own(&app.db, who.account, who.person).await? {
        let mut talk = store::messages(&app.db, case.id).await?;
        talk.retain(|message| message.side != "note");
        let files = store::evidence(&app.db, case.id).await?;
        let steps = store::steps(&app.db, case.id).await?;
        let letters = crate::letters::of(&app.db, case.id).await?;
        let claims = crate::collective::store::claims_of_case(&app.db, case.id).await?;
        shown.push(json!({
            "编号": case.number, "事项": case.service().office, "提交": case.created_day(), "承办": case.handler_name, "到哪一步": case.state(),
            "填写的内容": answers::shown(&app, &case).into_iter().map(|(label, words)| json!({ label: words })).collect::<Vec<_>>(),
            "说过的话": talk.iter().map(|m| json!({ "谁": if m.side == "worker" { "本人" } else { "工会" }, "说": m.text(&app) })).collect::<Vec<_>>(),
            "经过": steps.iter().map(|s| app.keys.open(WORDS, &s.words_sealed).unwrap_or_default()).filter(|w| !w.is_empty()).collect::<Vec<_>>(),
            "文书": letters.iter().map(|l| l.lines(&app)).collect::<Vec<_>>(),
            "集体争议清单": claims.iter().map(|c| json!({ "月份": c.month, "分": c.amount, "证据": c.evidence(&app) })).collect::<Vec<_>>(),
            "材料": files.iter().map(|f| f.name.clone()).collect::<Vec<_>>(), "评价": case.stars,
        }));
    }
    Ok(json!(shown))
}
async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let mut all = store::own(&app.db, who.account, who.person).await?;
    all.retain(|case| case.name != NOBODY);
    let (over, open): (Vec<&Case>, Vec<&Case>) = all.iter().partition(|case| case.is_over());
    let until = over.iter().filter_map(|case| kept_until(case)).max();
    let mut fates = vec![
        Fate {
            what: "正在办的诉求",
            count: open.len() as i64,
            kept: Some(Kept { why: GOING_ON, law: LAW, until: None }),
        },
        Fate { what: "办结的诉求", count: over.len() as i64, kept: Some(Kept { why: PROOF, law: LAW, until }) },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
async fn erase(tx: &mut Tx, app: &App, who: Subject, today: Date) -> Result<u64> {
    let mut erased = 0;
    for case in store::own_in(tx, who.account, who.person).await? {
        if case.name == NOBODY || kept_until(&case).is_none_or(|until| today <= until) {
            continue;
        }
        retention::forget(tx, app, &case).await?;
        erased += 1;
    }
    Ok(erased)
}
