//! One call: the ranked applications, what can be done with them, what other funds gave.
use super::{
    super::{
        deeds::CALL,
        store::{self, Call, CallId, Payment},
    },
    applications::{self, Application, At},
    within,
};
use crate::{
    aid::CALLS,
    cases::link,
    letters,
    permissions::{AID_READ, AID_WORK},
};
use askama::Template;
use axum::{extract::Path, response::Response};
use platform::{
    publicity::{self, Standing},
    web::{Error, Fields, Result},
};
use ui::{Button, Crumb, Desk, Empty, ErrorSummary, Field, Stamp, filters};

#[derive(Template)]
#[template(path = "aid/calls/show.html")]
pub struct CallPage {
    frame: ui::Console,
    call: Call,
    amounts: Vec<(&'static str, i64)>,
    rows: Vec<Application>,
    notice: Option<Standing>,
    others: Vec<(Payment, String)>,
    fields: Vec<Field>,
    may_work: bool,
}
impl CallPage {
    fn number(&self, at: At) -> usize {
        self.rows.iter().filter(|one| one.at == at).count()
    }
    fn ranked(&self) -> usize {
        self.number(At::Rank)
    }
    fn listed(&self) -> usize {
        self.number(At::Listed)
    }
    fn paid(&self) -> usize {
        self.number(At::Paid)
    }
    fn can_be_ticked(&self, one: &Application) -> bool {
        self.may_work && one.at == At::Rank && one.twice.is_none() && !self.is_public()
    }
    fn stamp(one: &Application) -> Stamp {
        match (one.at, &one.twice) {
            (At::Before | At::Rank, Some(_)) => Stamp::warn("不能重复"),
            (At::Rank, None) if one.proposed => Stamp::info("建议列入"),
            (At::Rank, None) => Stamp::plain("等排名"),
            (At::Before, None) => Stamp::plain("还没走访"),
            (At::Listed, _) if one.unannounced => Stamp::info("列入，没公示"),
            (At::Listed, _) => Stamp::gold("列入名单"),
            (At::Paid, _) => Stamp::ok("发了"),
            (At::Out, _) => Stamp::plain("没有资助"),
        }
    }
    fn standing(&self, standing: &Standing) -> String {
        standing.holds_up(self.frame.today).unwrap_or_else(|| "公示期满，没有成立的异议".into())
    }
    fn is_public(&self) -> bool {
        self.notice.as_ref().is_some_and(|standing| standing.notice.is_public(self.frame.today))
    }
    /// The first list; children who were listed after it; the whole list, where somebody was right against it.
    fn can_publish(&self) -> bool {
        let unannounced = self.rows.iter().any(|one| one.unannounced);
        match &self.notice {
            None => self.listed() > 0,
            Some(standing) if standing.upheld > 0 => self.listed() > 0,
            Some(standing) => unannounced && standing.holds_up(self.frame.today).is_none(),
        }
    }
    fn publishing(&self) -> &'static str {
        match &self.notice {
            None => "公示名单",
            Some(standing) if standing.upheld > 0 => "公示更正的名单",
            Some(_) => "公示补充的名单",
        }
    }
    fn can_pay(&self) -> bool {
        self.listed() > 0 && self.notice.as_ref().is_some_and(|s| s.holds_up(self.frame.today).is_none())
    }
}

pub async fn page(desk: &Desk, call: Call, form: &Fields) -> Result<CallPage> {
    let app = &desk.app;
    let others = store::other_funds(&app.db, call.id).await?;
    let fields = vec![
        Field::text("fund", "哪个基金").attr("maxlength", 40).of_form(form),
        Field::text("child", "孩子的姓名").attr("maxlength", 30).attr("autocomplete", "off").of_form(form),
        Field::text("number", "孩子的身份证号").attr("maxlength", 24).attr("autocomplete", "off").of_form(form),
        Field::text("amount", "资助了多少元").attr("inputmode", "decimal").attr("maxlength", 13).of_form(form),
    ];
    Ok(CallPage {
        frame: desk.frame(&call.title, CALLS, vec![Crumb::word("恋家"), Crumb::to("金秋助学", CALLS)]),
        amounts: super::levels().into_iter().map(|(key, words)| (words, call.amount(key))).collect(),
        rows: applications::of_call(app, &call).await?,
        notice: publicity::about(&app.db, CALL, call.id.0).await?,
        others: others.into_iter().map(|payment| (payment.child(app), payment)).map(|(child, p)| (p, child)).collect(),
        fields,
        may_work: desk.may(AID_WORK),
        call,
    })
}
pub async fn show(desk: Desk, Path(id): Path<CallId>) -> Result<Response> {
    let call = within(&desk, AID_READ, id).await?;
    Ok(desk.show(&page(&desk, call, &Fields::default()).await?))
}

/// What was made public, on paper.
pub async fn notice(desk: Desk, Path(id): Path<CallId>) -> Result<Response> {
    let call = within(&desk, AID_READ, id).await?;
    let letter = letters::of_call(&desk.app.db, call.id.0).await?.ok_or(Error::NotFound)?;
    letters::numbered(&desk.app, &letter).await?.ok_or(Error::NotFound)?.show(&call.link())
}
