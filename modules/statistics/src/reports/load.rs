//! A report with everything that its pages show.
use super::{
    binding::{Binding, Bindings},
    checks::{Checks, Finding, findings},
    count::{Counter, Figure, Value},
    grid::Values,
    span::{Rhythm, Span},
    store::{self, Elsewhere, Report, State, Template, Written},
};
use crate::{
    evidence,
    figure::{Known, known},
};
use platform::{
    App,
    facts::Period,
    files::FileId,
    rights::Permission,
    sheets::form::Form,
    web::{Error, Result},
};
use std::collections::{BTreeMap, HashMap};
use ui::text;

pub struct Loaded {
    pub report: Report,
    pub template: Template,
    pub span: Span,
    pub form: Form,
    pub file: FileId,
    pub checks: Checks,
    pub values: Values,
    pub findings: Vec<Finding>,
    pub written: Vec<Written>,
    pub elsewhere: Vec<Elsewhere>,
    /// What was frozen for the period before, by cell; none where nothing was.
    pub before: Option<BTreeMap<String, Figure>>,
    known: HashMap<&'static str, Known>,
}

/// Counts an open report; takes a signed or frozen one as it was.
pub async fn load(app: &App, report: Report) -> Result<Loaded> {
    let template = store::template_of(&app.db, report.form).await?.ok_or(Error::NotFound)?;
    let span = report.span().unwrap_or(Span::last_over(Rhythm::Quarter, app.today()));
    let signed = match report.state() {
        State::Open => None,
        _ => store::signed_form(&app.db, report.id).await?,
    };
    let (bindings, checks, form, file): (Bindings, Checks, Form, FileId) = match signed {
        Some((bindings, checks, grid, file)) => {
            (store::from_json(&bindings), store::from_json(&checks), store::from_json(&grid), file)
        }
        None => (template.bindings(), template.checks(), template.form(), template.file),
    };
    let figures = match report.state() {
        State::Open => Counter::new(app).count(&report.org(), span, &bindings, checks.change.is_some()).await?,
        _ => store::kept_values(&app.db, report.id).await?,
    };
    let written = store::written(&app.db, report.id).await?;
    let words = written.iter().filter(|one| one.kind == "text" || one.kind == "evidence");
    let words: BTreeMap<String, String> = words.map(|one| (one.cell.clone(), one.text.clone())).collect();
    let values = Values { bindings, figures, words, union: report.org_name.clone(), period: span.name() };
    let before = match store::frozen_for(&app.db, &report, &span.before().key()).await? {
        Some(before) => Some(store::kept_values(&app.db, before).await?),
        None => None,
    };
    let mut loaded = Loaded {
        before,
        elsewhere: store::elsewhere(&app.db, &report).await?,
        known: known(app).into_iter().map(|one| (one.key(), one)).collect(),
        findings: Vec::new(),
        report,
        template,
        span,
        form,
        file,
        checks,
        values,
        written,
    };
    if loaded.report.state() == State::Open {
        loaded.findings = loaded.found();
    }
    Ok(loaded)
}

impl Loaded {
    fn found(&self) -> Vec<Finding> {
        let explained = |cell: &str| self.written.iter().any(|one| one.kind == "change" && one.cell == cell);
        let written = |cell: &str| self.values.words.contains_key(cell);
        findings(&self.form, &self.values.bindings, &self.checks, &self.values, &explained, &written)
    }
    pub fn known(&self, key: &str) -> Option<Known> {
        self.known.get(key).copied()
    }
    /// Hides the figures that somebody's post may not see.
    pub fn veil(&mut self, may: impl Fn(&Permission) -> bool) {
        for figure in self.values.figures.values_mut() {
            if self.known.get(figure.key.as_str()).is_some_and(|known| !may(known.needs())) {
                (figure.value, figure.note) = (Value::Hidden, "您的职务看不到这个指标".to_owned());
            }
        }
        let figures = &self.values.figures;
        self.findings.retain(|found| figures.get(found.cell()).is_none_or(|f| f.value != Value::Hidden));
    }
    /// What a bound cell is, as a sentence.
    pub fn about(&self, cell: &str) -> String {
        match self.values.bindings.get(cell) {
            None => String::new(),
            Some(Binding::Union) => "填报的工会".to_owned(),
            Some(Binding::Period) => "报表的期间".to_owned(),
            Some(Binding::Text) => "文字说明".to_owned(),
            Some(Binding::Evidence) => "平台外的工作，佐证记录".to_owned(),
            Some(Binding::Measure { key, part, word, .. }) => {
                let Some(known) = self.known(key) else { return format!("指标{key}已经停用") };
                let part = if part.is_empty() { String::new() } else { format!("，{part}") };
                let note = self.values.figures.get(cell).map_or("", |f| f.note.as_str());
                let note = if note.is_empty() { String::new() } else { format!("{note}。") };
                format!("{}{part}，{}。{note}{}", known.name(), word.name(), known.definition())
            }
        }
    }
    /// Where the records of a figure are; nothing for what is hidden.
    pub fn records(&self, cell: &str) -> Option<String> {
        if let Some(record) = self.written.iter().find(|one| one.kind == "evidence" && one.cell == cell) {
            return record.record.map(|id| format!("{}/{id}", evidence::PATH));
        }
        let figure = self.values.figures.get(cell)?;
        figure.number()?;
        Some(self.known(&figure.key)?.records(self.report.org, figure.period))
    }
    pub fn unit(&self, figure: &Figure) -> &'static str {
        self.known(&figure.key).map_or("", Known::unit)
    }
    /// What the last report had in a cell of the same figure, and how it changed since: 上期4，多1.
    pub fn since(&self, cell: &str) -> Option<String> {
        let (now, then) = (self.values.figures.get(cell)?, self.before.as_ref()?.get(cell)?);
        if (&now.key, &now.dimension) != (&then.key, &then.dimension) {
            return None;
        }
        let by = now.number()? - then.number()?;
        let said = |by: f64| {
            let one = format!("{by:.1}");
            if now.shown().contains('.') { one } else { text::count(by.round() as i64) }
        };
        let change = match by {
            by if by.abs() < 0.05 => "没变".to_owned(),
            by if by > 0.0 => format!("多{}", said(by)),
            by => format!("少{}", said(-by)),
        };
        Some(format!("上期{}，{change}", then.shown()))
    }
    /// Another report of the union in which the figure of a cell was confirmed.
    pub fn elsewhere(&self, cell: &str) -> Option<&Elsewhere> {
        let figure = self.values.figures.get(cell)?;
        let Period { from, to } = figure.period;
        self.elsewhere.iter().find(|one| {
            one.measure == figure.key
                && one.dimension == figure.dimension.as_deref().unwrap_or("")
                && one.to_on == to.to_string()
                && one.from_on == from.to_string()
        })
    }
}
/// 2026年7月1日至2026年9月30日; of a stock its last day.
pub fn days(known: Option<Known>, period: Period) -> String {
    let is_stock = known.is_some_and(|known| matches!(known.kind(), "stock" | "rate"));
    match is_stock {
        true => text::date(period.to),
        false => format!("{}至{}", text::date(period.from), text::date(period.to)),
    }
}
/// Figures of a signed or frozen report that are others today: (cell, then, now).
pub async fn changed(app: &App, loaded: &Loaded) -> Result<Vec<(String, Figure, Figure)>> {
    let mut counter = Counter::new(app);
    let today = counter.count(&loaded.report.org(), loaded.span, &loaded.values.bindings, false).await?;
    let pairs = loaded.values.figures.iter().filter_map(|(cell, then)| Some((cell, then, today.get(cell)?)));
    let differs = |(_, then, now): &(&String, &Figure, &Figure)| {
        then.value != now.value
            && match (then.number(), now.number()) {
                (Some(then), Some(now)) => (then - now).abs() > 0.05,
                _ => true,
            }
    };
    Ok(pairs.filter(differs).map(|(cell, then, now)| (cell.clone(), then.clone(), now.clone())).collect())
}
