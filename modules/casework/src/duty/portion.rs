//! What is held about a person's bookings, and about the duty of whoever serves.
use platform::{
    App,
    db::{Result, Tx},
    portions::{Erasing, Export, Fate, Fates, Kept, Portion, Subject},
    slots::{NAME, PHONE, clock_text, store},
    vals,
};
use serde_json::json;

pub const PORTION: Portion = Portion {
    key: "bookings",
    name: "预约",
    tables: &["slot_bookings"],
    export: |app, who| Box::pin(export(app, who)) as Export,
    fate: |app, who| Box::pin(fate(app, who)) as Fates,
    erase: |tx, app, who, _| Box::pin(erase(tx, app, who)) as Erasing<'_>,
};

async fn export(app: App, who: Subject) -> Result<serde_json::Value> {
    let all = store::own(&app.db, who.account).await?;
    let one = |booking: &platform::slots::Booking| {
        json!({ "时间": format!("{} {}", booking.day(), clock_text(booking.starts)), "和谁": booking.adviser, "哪一种": booking.kind, "在哪里": booking.place,
            "怎么称呼": booking.name(&app), "手机": booking.phone(&app), "状态": booking.state })
    };
    Ok(json!(all.iter().map(one).collect::<Vec<_>>()))
}
async fn fate(app: App, who: Subject) -> Result<Vec<Fate>> {
    let all = store::own(&app.db, who.account).await?;
    let open = all.iter().filter(|one| one.state == "booked").count() as i64;
    let kept = Kept {
        why: "还没有到时间，取消以后才能删", law: "《个人信息保护法》第47条", until: None
    };
    let mut fates = vec![
        Fate { what: "约好的时间", count: open, kept: Some(kept) },
        Fate { what: "以前的预约", count: all.len() as i64 - open, kept: None },
    ];
    fates.retain(|fate| fate.count > 0);
    Ok(fates)
}
/// That somebody was there stays with the duty; who it was goes.
async fn erase(tx: &mut Tx, app: &App, who: Subject) -> Result<u64> {
    let sql = "UPDATE slot_bookings SET account = NULL, name_sealed = $2, phone_sealed = $3 WHERE account = $1 AND state <> 'booked'";
    tx.exec(sql, vals![who.account, app.keys.seal(NAME, "已删除"), app.keys.seal(PHONE, "")]).await
}
