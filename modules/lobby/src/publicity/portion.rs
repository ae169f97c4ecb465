//! What somebody said against something public: shown to that person, erased when it is answered.
use platform::{
    App, clock,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    publicity::TEXT,
    vals,
};
use serde_json::json;

pub const PORTION: Portion = Portion {
    key: "objections",
    name: "公示异议",
    tables: &["public_objections"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, app, who, _| Box::pin(erase(tx, app, who)) as Erasing<'_>,
};

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let sql = "SELECT n.title, p.text_sealed, p.at FROM public_objections p JOIN public_notices n ON n.id = p.notice WHERE p.account = $1 ORDER BY p.id";
    let all: Vec<(String, String, i64)> = app.db.all(sql, vals![who.account]).await?;
    if all.is_empty() {
        return Ok(json!(null));
    }
    let one = |(title, text, at): (String, String, i64)| json!({ "公示": title, "说": app.keys.open(TEXT, &text).unwrap_or_default(), "时间": ui::text::moment(clock::local(at)) });
    Ok(json!(all.into_iter().map(one).collect::<Vec<_>>()))
}
async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let sql = "SELECT COUNT(*) FROM public_objections WHERE account = $1 AND verdict = ''";
    let open = app.db.number(sql, vals![who.account]).await?;
    let all = app.db.number("SELECT COUNT(*) FROM public_objections WHERE account = $1", vals![who.account]).await?;
    let why = Kept {
        why: "还在核实，答复以后才能删", law: "《个人信息保护法》第47条第2款", until: None
    };
    let mut fates = vec![
        Fate { what: "等核实的公示异议", count: open, kept: Some(why) },
        Fate { what: "答复过的公示异议", count: all - open, kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
async fn erase(tx: &mut Tx, app: &App, who: Subject) -> Result<u64> {
    let gone = |field| app.keys.seal(field, "已删除");
    let (name, phone, text) = (gone(platform::publicity::NAME), gone(platform::publicity::PHONE), gone(TEXT));
    let sql = "UPDATE public_objections SET account = NULL, name_sealed = $2, phone_sealed = $3, text_sealed = $4, answer_sealed = '' WHERE account = $1 AND verdict <> ''";
    tx.exec(sql, vals![who.account, name, phone, text]).await
}
