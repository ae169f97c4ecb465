//! What was asked and solved in the months before, so that figures and graphs of the demo have a past.
use super::{happen, stories::Asker, stories::Story, stories::Then, submitted};
use crate::cases::store;
use platform::{App, web::Error};

/// A firm and its union.
type Firm = (&'static str, &'static str);
const FIRMS: [Firm; 8] = [
    ("安驰物流工会", "滨河县安驰物流有限公司"),
    ("宏腾食品工会", "滨河县宏腾食品有限公司"),
    ("顺通物流工会", "滨河县顺通物流有限公司"),
    ("聚宇包装工会", "滨河县聚宇包装有限公司"),
    ("远达运输工会", "滨河县远达运输有限公司"),
    ("天源机械工会", "滨河县天源机械有限公司"),
    ("鸿运货运工会", "滨河县鸿运货运有限公司"),
    ("达展服饰工会", "滨河县达展服饰有限公司"),
];
/// So many in each month, the one before this first; days back to the newest of them.
const MONTHS: [i64; 10] = [8, 7, 7, 6, 5, 6, 4, 4, 3, 3];
const NEWEST: i64 = 27;
/// Of so many solved ones, one says nothing.
const SILENT: usize = 7;
const STARS: [(i64, &str); 6] =
    [(5, "办得快"), (5, ""), (4, ""), (5, "说得很明白，谢谢"), (4, "多跑了一趟，事情办成了"), (3, "")];

/// What is asked: service, answers beside the employer, and how it ends.
struct Asked {
    service: &'static str,
    answers: &'static [(&'static str, &'static str)],
    end: End,
}
enum End {
    /// Accepted, paid, and the money arrived.
    Paid,
    /// Accepted and settled with these words.
    Settled(&'static str),
    /// Taken up, and done with these words.
    Done(&'static str),
    /// Answered by this act with these words.
    Answered(&'static str, &'static str),
}
use End::{Answered, Done, Paid, Settled};

const ASKED: [Asked; 7] = [
    Asked {
        service: "pay",
        answers: &[("what", "wages"), ("months", "上个月"), ("story", "工资拖了半个多月，问了说等回款。")],
        end: Paid,
    },
    Asked {
        service: "advice",
        answers: &[("what", "contract"), ("story", "合同到期单位说不续了，有没有补偿？")],
        end: Answered("answer", "单位不续签的，按工作年限给经济补偿，一年一个月工资。请留好合同和工资记录。"),
    },
    Asked {
        service: "rights",
        answers: &[("what", "insurance"), ("story", "进来半年没有交社保，问了说转正才交。")],
        end: Settled("单位这个月补缴，从进厂那个月算起。"),
    },
    Asked {
        service: "pay",
        answers: &[("what", "overtime"), ("months", "两个月"), ("story", "周末都在上班，加班费按平时算的。")],
        end: Paid,
    },
    Asked {
        service: "study",
        answers: &[("what", "skill"), ("when", "evening"), ("story", "想考叉车证，晚上能上课的班。")],
        end: Answered("arrange", "县总工会夜校班给您留了名额，学费补一半。"),
    },
    Asked {
        service: "suggestions",
        answers: &[("what", "workplace"), ("story", "夏天车间太热，能不能把风扇换成冷风机。")],
        end: Done("和单位商量过，这周装了四台。"),
    },
    Asked {
        service: "rights",
        answers: &[("what", "hours"), ("story", "连着两个月没有休息日，说了也不排。")],
        end: Settled("单位重新排了班，每周休一天。"),
    },
];

/// Tells all of it: by the same acts as any other case.
pub async fn load(app: &App) -> Result<(), Error> {
    let mut n = 0;
    for (months, count) in (0..).zip(MONTHS) {
        for one in 0..count {
            let ago = NEWEST + months * 30 + one * 30 / count;
            Box::pin(tell(app, n, ago)).await?;
            n += 1;
        }
    }
    Ok(())
}
async fn tell(app: &App, n: usize, ago: i64) -> Result<(), Error> {
    let (asked, (union, employer)) = (&ASKED[n % ASKED.len()], FIRMS[n % FIRMS.len()]);
    let mut answers = asked.answers.to_vec();
    if matches!(asked.service, "pay" | "rights") {
        answers.push(("employer", employer));
    }
    let story =
        Story { asker: Asker::Of(union), service: asked.service, ago, bypass: false, answers: &answers, then: &[] };
    let (asker, case) = submitted(app, &story).await?;
    let mut then = match asked.end {
        Paid => {
            let fen = (1_800 + i64::try_from(n).unwrap_or_default() * 733 % 7_400) * 100;
            vec![
                Then::Act(ago - 1, "accept", "", 0),
                Then::Act(ago - 9, "paid", "单位今天打到工资卡上了，请核对。", fen),
                Then::Own(ago - 10, "arrived"),
            ]
        }
        Settled(words) => vec![Then::Act(ago - 1, "accept", "", 0), Then::Act(ago - 8, "settle", words, 0)],
        Done(words) => {
            vec![Then::Act(ago - 1, "adopt", "建议很好，和单位商量。", 0), Then::Act(ago - 9, "finish", words, 0)]
        }
        Answered(act, words) => vec![Then::Act(ago - 1, act, words, 0)],
    };
    if n % SILENT != SILENT - 1 {
        let (stars, words) = STARS[n % STARS.len()];
        then.push(Then::Rate(ago - 12, stars, words));
    }
    for event in &then {
        let case = store::by_number(&app.db, &case.number).await?.ok_or(Error::NotFound)?;
        happen(app, &case, &asker, event).await?;
    }
    Ok(())
}
