//! Mediations for the demo county: one to be signed, one that is being kept, one without agreement, one that a court entrusted.
use super::{
    acts::{self, Acceptance, Draft, Held, Intake},
    consultations, mediators,
    rules::{Due, Signer, Source},
    service, store,
};
use crate::{
    cases::{self, Case, CaseId, answers::Answer, store::NewCase},
    course::{By, Outcomes},
    demo::{
        account, officer, session,
        stories::{Asker, Story},
        submitted,
    },
};
use directory::demo::ago;
use jiff::ToSpan;
use platform::{
    App, clock,
    identity::{self, AccountId, NewPost, SignedIn},
    rights::Role,
    tree,
    web::Error,
};

/// A mediator of the county, and who speaks for a firm: names and phones.
pub const MEDIATOR: (&str, &str) = ("梁秋", "15400000931");
pub const CONTACT: (&str, &str) = ("周敏", "15400000932");

const WAGES: &[(&str, &str)] = &[
    ("employer", "滨河县顺达货运有限公司"),
    ("what", "compensation"),
    ("amount", "1200000"),
    ("since", "2026-09-30"),
    ("story", "合同没到期，单位说线路停了叫我不用来，没有给补偿。我要求按工作年限给经济补偿。"),
];
const OVERTIME: &[(&str, &str)] = &[
    ("employer", "滨河县顺通物流有限公司"),
    ("what", "wages"),
    ("amount", "860000"),
    ("since", "2026-08-31"),
    ("story", "夜班装卸做了一年，加班费一直按平时的给。"),
];
const FIRED: &[(&str, &str)] = &[
    ("employer", "滨河县顺通物流有限公司"),
    ("what", "contract"),
    ("since", "2026-07-15"),
    ("story", "调岗没有商量，工资少了一千。"),
];

async fn done(outcome: Outcomes) -> Result<(), Error> {
    outcome?.map_err(Error::internal)
}
/// Somebody by name and phone, with an account.
async fn known(app: &App, (name, phone): (&str, &str)) -> Result<AccountId, Error> {
    let mut tx = app.db.begin().await?;
    let account = identity::account_for_phone(&mut tx, app, phone, name).await?;
    tx.commit().await?;
    Ok(account)
}
async fn now(app: &App, id: CaseId) -> Result<Case, Error> {
    cases::store::find(&app.db, id).await?.ok_or(Error::NotFound)
}

pub async fn load(app: &App) -> Result<(), Error> {
    let mediator = mediator(app).await?;
    let tale = Tale { app, mediator };
    tale.to_be_signed().await?;
    tale.being_kept().await?;
    tale.failed().await?;
    tale.entrusted().await?;
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let who = session(app, tale.mediator).await?;
    for (days, topic, way, said) in CONSULTED {
        consultations::consult(&ago(app, days), &who, root.id, (topic, way, said)).await?;
    }
    Ok(())
}
/// Asked and answered at once: days ago, about what, how one came, and what was said.
const CONSULTED: [(i64, &str, &str, &str); 4] = [
    (9, "wages", "counter", "问年底奖金离职了还给不给，告诉他看合同和制度怎么写"),
    (6, "contract", "phone", "问试用期能不能延长，答复一份合同只能约定一次"),
    (3, "wages", "field", "工地上问计件怎么算加班，讲了定额外的要加付"),
    (1, "injury", "counter", "问工伤认定要什么材料，给了清单，三十日内由单位申请"),
];
async fn mediator(app: &App) -> Result<AccountId, Error> {
    let root = app.root().await?.ok_or(Error::NotFound)?;
    let account = known(app, MEDIATOR).await?;
    let starts_on = app.today().saturating_sub(400.days());
    let post = NewPost { org: root.id, role: Role::Mediator, title: "专职调解员", starts_on, ends_on: None };
    let mut tx = app.db.begin().await?;
    identity::give_post(&mut tx, app, account, &post, None).await?;
    tx.commit().await?;
    Ok(account)
}

struct Tale<'a> {
    app: &'a App,
    mediator: AccountId,
}
impl Tale<'_> {
    async fn asked(
        &self,
        asker: Asker,
        days: i64,
        answers: &'static [(&'static str, &'static str)],
    ) -> Result<(SignedIn, Case), Error> {
        submitted(self.app, &Story { asker, service: super::SERVICE, ago: days, bypass: true, answers, then: &[] })
            .await
    }
    /// Accepted and agreed to by both.
    async fn begun(&self, case: &Case, days: i64) -> Result<Case, Error> {
        let then = ago(self.app, days);
        let by = officer(&then, case).await?;
        let all = mediators::candidates(&then, case, None).await?;
        let fits = all.iter().any(|one| one.account == self.mediator && one.conflict.is_none());
        let mediator = if fits { self.mediator } else { by.account };
        let new = Acceptance { mediator, contact: CONTACT.0.into(), phone: CONTACT.1.into() };
        done(acts::accept(&then, By::union(&by), case, &new).await).await?;
        let firm = session(&then, known(&then, CONTACT).await?).await?;
        done(acts::consent(&ago(self.app, days - 1), By::party(&firm), case, Signer::Firm, true, "").await).await?;
        now(self.app, case.id).await
    }
    async fn met(&self, case: &Case, days: i64, (worker, firm): (&str, &str)) -> Result<(), Error> {
        let (before, then) = (ago(self.app, days + 1), ago(self.app, days));
        let who = session(&then, self.mediator).await?;
        let by = By::union(&who);
        let at = then.now() - 3_600_000;
        done(acts::plan(&before, by, case, at, "县职工服务中心二楼调解室").await).await?;
        let all = store::sessions(&then.db, case.id).await?;
        let session = all.last().map_or(0, |one| one.id);
        let held = Held { session, worker_came: true, firm_came: true, worker: worker.into(), firm: firm.into() };
        done(acts::held(&then, by, case, &held).await).await
    }
    async fn drafted(&self, case: &Case, days: i64, terms: &str, dues: Vec<Due>) -> Result<(), Error> {
        let then = ago(self.app, days);
        let who = session(&then, self.mediator).await?;
        let draft = Draft { revision: 0, terms: terms.into(), dues };
        done(acts::agreement(&then, By::union(&who), case, &draft).await).await
    }
    fn due(&self, what: &str, in_days: i64, amount: i64) -> Due {
        Due { what: what.into(), on: self.app.today().saturating_add(in_days.days()), amount }
    }

    async fn to_be_signed(&self) -> Result<(), Error> {
        let (_, case) = self.asked(Asker::Member, 8, WAGES).await?;
        let case = self.begun(&case, 7).await?;
        self.met(&case, 2, ("经济补偿1.2万元", "肯付1万元，月底前付")).await?;
        let at = clock::local(self.app.now()).date().saturating_add(1.day());
        let at = at.at(9, 30, 0, 0).to_zoned(clock::zone()).map_or(0, |at| at.timestamp().as_millisecond());
        let who = session(self.app, self.mediator).await?;
        done(acts::plan(&ago(self.app, 1), By::union(&who), &case, at, "县职工服务中心二楼调解室").await).await?;
        let dues = vec![self.due("付经济补偿", 9, 1_000_000), self.due("出具离职证明", 3, 0)];
        self.drafted(
            &case,
            1,
            "单位一次付清经济补偿1万元，并出具离职证明。\n双方的劳动关系到此结束，不再有其他争议。",
            dues,
        )
        .await
    }
    async fn being_kept(&self) -> Result<(), Error> {
        let (asker, case) = self.asked(Asker::Of("顺通物流工会"), 40, OVERTIME).await?;
        let case = self.begun(&case, 39).await?;
        self.met(&case, 34, ("补足一年的加班费8600元", "分两次付")).await?;
        let dues = vec![self.due("付第一笔加班费", -10, 430_000), self.due("付第二笔加班费", 12, 430_000)];
        self.drafted(&case, 33, "单位分两次补足夜班加班费8600元。\n以后按规定支付。", dues).await?;
        let then = ago(self.app, 32);
        let (by, who) = (officer(&then, &case).await?, session(&then, self.mediator).await?);
        for signer in [Signer::Worker, Signer::Firm, Signer::Seal] {
            done(acts::paper(&then, By::union(&by), &case, (1, signer)).await).await?;
        }
        done(acts::paper(&then, By::union(&who), &case, (1, Signer::Mediator)).await).await?;
        let then = ago(self.app, 10);
        let first = store::dues(&then.db, case.id, 1).await?.first().map_or(0, |due| due.id);
        done(acts::performance(&then, By::worker(&asker), &case, first, (None, then.today())).await).await
    }
    async fn failed(&self) -> Result<(), Error> {
        let (_, case) = self.asked(Asker::Of("顺通物流工会"), 25, FIRED).await?;
        let case = self.begun(&case, 24).await?;
        self.met(&case, 18, ("回原来的岗位", "不同意")).await?;
        let then = ago(self.app, 17);
        let who = session(&then, self.mediator).await?;
        done(acts::fail(&then, By::union(&who), &case, "双方对岗位谈不拢，职工要去仲裁").await).await
    }
    async fn entrusted(&self) -> Result<(), Error> {
        let then = ago(self.app, 4);
        let root = then.root().await?.ok_or(Error::NotFound)?;
        let handler = tree::find(&then.db, root.id).await?.ok_or(Error::NotFound)?;
        let asker = Asker::Stranger("吴建军", "15400000933");
        let account = account(&then, asker).await?;
        let answers: Vec<Answer> =
            OVERTIME.iter().map(|(key, value)| Answer { key: (*key).into(), value: (*value).into() }).collect();
        let employer = directory::employers::store::by_name(&then.db, OVERTIME[0].1).await?;
        let case = NewCase {
            service: service()?,
            channel: "counter",
            account,
            person: None,
            name: "吴建军".into(),
            phone: "15400000933".into(),
            employer: employer.map(|employer| employer.id),
            employer_name: OVERTIME[0].1.into(),
            answers: serde_json::to_string(&answers).map_err(Error::internal)?,
            handler,
            bypass: false,
            accused: None,
            alone: None,
        };
        let new = Intake {
            case,
            source: Source::Court,
            entruster: "滨河县人民法院".into(),
            reference: "（2026）苏0999诉前调318号".into(),
            limit: Some(self.app.today().saturating_add(26.days())),
        };
        let who = session(&then, known(&then, MEDIATOR).await?).await?;
        let case = acts::intake(&then, By::union(&who), &new).await?;
        let by = officer(&then, &case).await?;
        let new = Acceptance { mediator: self.mediator, contact: CONTACT.0.into(), phone: CONTACT.1.into() };
        done(acts::accept(&then, By::union(&by), &case, &new).await).await
    }
}
