//! Aid in the demo county: a family that waits for its visit, one whose notice is public, one with a file and money, a call with children.
use super::{
    calls::SERVICE,
    files::{self, Act},
    store::{self, NewCall},
    visits::{self, Told},
};
use crate::{
    cases::{
        Case,
        answers::Answer,
        routing,
        store::{NewCase, by_number},
    },
    course::{self, By, With},
    definitions,
    demo::{of_union, officer, session},
};
use directory::demo::ago as at;
use jiff::ToSpan;
use platform::{
    App,
    identity::{self, SignedIn},
    web::Error,
};

const SHUNTONG: &str = "顺通物流工会";
const HONGYUN: &str = "鸿运货运工会";
const YUANDA: &str = "远达运输工会";

/// Who asks for what, so many days ago, and how far it came.
struct Asked {
    union: &'static str,
    ago: i64,
    answers: &'static [(&'static str, &'static str)],
    /// The acts, each so many days ago; `visit` stands for a visit. From a notice to its approval three weeks: holidays lie between.
    then: &'static [(&'static str, i64)],
}
const FAMILY: &str = r#"[["李秀兰","spouse","960000","ill"],["张乐","child","0","school"]]"#;
const HARDSHIP: &[Asked] = &[
    Asked {
        union: SHUNTONG,
        ago: 9,
        answers: &[
            ("cause", "illness"),
            ("income", "4200000"),
            ("rigid", "3650000"),
            ("accident", "no"),
            ("migrant", "no"),
            ("family", FAMILY),
            ("bank", "6222021304009317"),
            ("story", "爱人去年查出尿毒症，一周透析三次，报销以后每月还要自己付三千。"),
        ],
        then: &[("pass", 7)],
    },
    Asked {
        union: HONGYUN,
        ago: 16,
        answers: &[
            ("cause", "low"),
            ("income", "3600000"),
            ("rigid", "800000"),
            ("accident", "no"),
            ("migrant", "yes"),
            ("months", "30"),
            ("family", FAMILY),
            ("bank", "6222021304002238"),
            ("story", "一个人开车养三口人，孩子上学、老人看病，月月不够。"),
        ],
        then: &[("pass", 14), ("visit", 6), ("publish", 1)],
    },
    Asked {
        union: YUANDA,
        ago: 70,
        answers: &[
            ("cause", "illness"),
            ("income", "2400000"),
            ("rigid", "1500000"),
            ("accident", "no"),
            ("migrant", "no"),
            ("family", FAMILY),
            ("bank", "6222021304005560"),
            ("story", "腰伤以后只能做轻活，收入少了一半，爱人要长期吃药。"),
        ],
        then: &[("pass", 67), ("visit", 60), ("publish", 58), ("approve", 36)],
    },
];
const CHILDREN: &[Asked] = &[
    Asked {
        union: SHUNTONG,
        ago: 18,
        answers: &[
            ("child", "陈雨桐"),
            ("number", "320999200806159988"),
            ("level", "university"),
            ("school", "江海大学"),
            ("income", "2600000"),
            ("persons", "3"),
            ("situation", "single"),
            ("bank", "6222021304007719"),
        ],
        then: &[("pass", 16), ("visit", 9), ("recommend", 8)],
    },
    Asked {
        union: HONGYUN,
        ago: 15,
        answers: &[
            ("child", "赵子墨"),
            ("number", "320999200902109972"),
            ("level", "senior"),
            ("school", "滨河县第一中学"),
            ("income", "3900000"),
            ("persons", "4"),
            ("situation", "disabled"),
            ("bank", "6222021304003344"),
        ],
        then: &[("pass", 13), ("visit", 7), ("recommend", 6)],
    },
    Asked {
        union: YUANDA,
        ago: 6,
        answers: &[
            ("child", "孙可欣"),
            ("number", "320999200711239969"),
            ("level", "college"),
            ("school", "滨河职业技术学院"),
            ("income", "5200000"),
            ("persons", "3"),
            ("situation", "both"),
            ("bank", "6222021304008801"),
        ],
        then: &[],
    },
];

/// Adds it; the county stands already.
pub async fn load(app: &App) -> Result<(), Error> {
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let today = app.today();
    let mut tx = app.db.begin().await?;
    let amounts = [("senior", 200_000), ("college", 300_000), ("university", 500_000)];
    let new = NewCall {
        org: root.id,
        title: format!("{}年金秋助学", today.year()),
        opens: today.saturating_sub(25.days()),
        closes: today.saturating_add(12.days()),
        budget: 600_000,
        amounts: amounts.map(|(key, fen)| (key.to_owned(), fen)).into(),
    };
    store::add_call(&mut tx, app, &new).await?;
    tx.commit().await?;
    for one in HARDSHIP {
        tell(app, "hardship", one).await?;
    }
    for one in CHILDREN {
        tell(app, SERVICE, one).await?;
    }
    Ok(())
}

async fn tell(app: &App, service: &str, one: &Asked) -> Result<(), Error> {
    let then = at(app, one.ago);
    let asker = session(&then, of_union(app, one.union).await?).await?;
    let case = course::submit(&then, By::worker(&asker), &asked(&then, service, one, &asker).await?).await?;
    for (key, ago) in one.then {
        let (then, case) = (at(app, *ago), by_number(&app.db, &case.number).await?.ok_or(Error::NotFound)?);
        // What needs a second person is done one level higher.
        let who = if *key == "approve" { above(&then, &case).await? } else { officer(&then, &case).await? };
        match *key {
            "visit" => visit(&then, &who, &case).await?,
            key => {
                course::perform(&then, By::union(&who), &case, key, &With::default()).await?.map_err(Error::internal)?
            }
        }
        if *key == "approve" {
            pay(&at(app, ago - 10), &case).await?;
        }
    }
    Ok(())
}
async fn asked(app: &App, service: &str, one: &Asked, asker: &SignedIn) -> Result<NewCase, Error> {
    let service = definitions::newest(service).ok_or(Error::NotFound)?;
    let known = identity::account(&app.db, asker.account).await?.ok_or(Error::NotFound)?;
    let answer = |(key, value): &(&str, &str)| Answer { key: (*key).into(), value: (*value).into() };
    let given: Vec<Answer> = one.answers.iter().map(answer).collect();
    let home = routing::home(app, asker.person, None).await?.ok_or(Error::NotFound)?;
    let route = routing::route(app, home, false, None).await?.ok_or(Error::NotFound)?;
    Ok(NewCase {
        service,
        channel: "online",
        account: asker.account,
        person: asker.person,
        name: known.name.clone(),
        phone: known.phone(app)?,
        employer: None,
        employer_name: String::new(),
        answers: serde_json::to_string(&given).map_err(Error::internal)?,
        handler: route.org,
        bypass: false,
        accused: None,
        alone: route.alone,
    })
}
/// Somebody of the union above the handling one.
async fn above(app: &App, case: &Case) -> Result<SignedIn, Error> {
    let org = routing::higher(app, case).await?.ok_or(Error::NotFound)?.org;
    let mut upper = case.clone();
    (upper.handler, upper.handler_path) = (org.id, org.path);
    officer(app, &upper).await
}
async fn visit(app: &App, who: &SignedIn, case: &Case) -> Result<(), Error> {
    let told = Told {
        visitors: [who.name.clone(), "工会小组长".into()],
        place: "家里".into(),
        looked: "两间房，家具旧，没有大件电器。".into(),
        asked: "说的和申请的一样，最难的是每月的药费。".into(),
        heard: "邻居说他家确实困难，人老实肯干。".into(),
        papers: "看了缴费单和近三个月工资条。".into(),
        agrees: "yes".into(),
        ..Told::default()
    };
    let key = platform::secrets::token();
    visits::keep(app, who, case, (&key, app.now()), (&told, Vec::new())).await
}
async fn pay(app: &App, case: &Case) -> Result<(), Error> {
    let file = store::file_of_case(&app.db, case.id).await?.ok_or(Error::NotFound)?;
    let act = Act::Pay { purpose: "medical", fund: "union", amount: 300_000 };
    let who = officer(app, case).await?;
    files::carry_out(app, &who, &file, act).await?.map(|_| ()).map_err(Error::internal)
}
