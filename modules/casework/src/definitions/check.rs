//! What can be wrong with a definition: each fault has a name and says where.
use super::{Actor, Addressee, FieldKind, Service, Step};
use std::{collections::HashSet, fmt};

/// A fault of a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    NoSteps,
    NoEnd,
    Twice { what: &'static str, key: String },
    UnknownStep { at: String, act: String, to: String },
    UnreachableStep(String),
    UnreachableEnd(String),
    NoWayOut(String),
    StepWithoutActs(String),
    EndWithActs(String),
    EndWithoutOutcome(String),
    StepWithoutClock(String),
    UnknownClock { at: String, clock: String },
    ClockWithoutRule(String),
    UnknownSilence { clock: String, act: String },
    UnknownReopening(String),
    ChoiceWithoutOptions(String),
    NothingToFindItBy,
    UnknownField { at: String, field: String },
    FamilyWithoutColumns(String),
    UnknownWord { at: String, word: String },
    UnknownAct { at: String, act: String },
    LetterToNobody(String),
    UnknownSetting { act: String, setting: String },
    LimitWithoutLaw(String),
    Tells { what: &'static str, said: &'static str },
    KeptForNoTime,
}
impl Fault {
    /// What it is called, for scripts.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::NoSteps => "no-steps",
            Fault::NoEnd => "no-end",
            Fault::Twice { .. } => "twice",
            Fault::UnknownStep { .. } => "unknown-step",
            Fault::UnreachableStep(_) => "unreachable-step",
            Fault::UnreachableEnd(_) => "unreachable-end",
            Fault::NoWayOut(_) => "no-way-out",
            Fault::StepWithoutActs(_) => "step-without-acts",
            Fault::EndWithActs(_) => "end-with-acts",
            Fault::EndWithoutOutcome(_) => "end-without-outcome",
            Fault::StepWithoutClock(_) => "step-without-clock",
            Fault::UnknownClock { .. } => "unknown-clock",
            Fault::ClockWithoutRule(_) => "clock-without-rule",
            Fault::UnknownSilence { .. } => "unknown-silence",
            Fault::UnknownReopening(_) => "unknown-reopening",
            Fault::ChoiceWithoutOptions(_) => "choice-without-options",
            Fault::NothingToFindItBy => "nothing-to-find-it-by",
            Fault::UnknownField { .. } => "unknown-field",
            Fault::FamilyWithoutColumns(_) => "family-without-columns",
            Fault::UnknownWord { .. } => "unknown-word",
            Fault::UnknownAct { .. } => "unknown-act",
            Fault::LetterToNobody(_) => "letter-to-nobody",
            Fault::UnknownSetting { .. } => "unknown-setting",
            Fault::LimitWithoutLaw(_) => "limit-without-law",
            Fault::Tells { .. } => "tells",
            Fault::KeptForNoTime => "kept-for-no-time",
        }
    }
}
impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.name())?;
        match self {
            Fault::NoSteps => write!(f, "there is no step"),
            Fault::NoEnd => write!(f, "no step is an end (by = \"nobody\")"),
            Fault::Twice { what, key } => write!(f, "{what} {key} is there twice"),
            Fault::UnknownStep { at, act, to } => write!(f, "{at}.{act} leads to {to}, which is no step"),
            Fault::UnreachableStep(step) => write!(f, "nothing leads to step {step}"),
            Fault::UnreachableEnd(step) => write!(f, "nothing leads to end {step}"),
            Fault::NoWayOut(step) => write!(f, "from {step} no end can be reached"),
            Fault::StepWithoutActs(step) => write!(f, "nothing can be done at {step}, and it is no end"),
            Fault::EndWithActs(step) => write!(f, "{step} is an end and has acts"),
            Fault::EndWithoutOutcome(step) => write!(f, "end {step} has no outcome"),
            Fault::StepWithoutClock(step) => write!(f, "{step} may take for ever: it has no clock"),
            Fault::UnknownClock { at, clock } => write!(f, "{at} runs on clock {clock}, which is not there"),
            Fault::ClockWithoutRule(clock) => write!(f, "clock {clock} needs days, a rule and its source"),
            Fault::UnknownSilence { clock, act } => {
                write!(f, "clock {clock} ends in {act}, which a step that runs on it lacks")
            }
            Fault::UnknownReopening(step) => {
                write!(f, "a case that was rated badly goes on at {step}, where no union acts")
            }
            Fault::ChoiceWithoutOptions(field) => write!(f, "field {field} has no options"),
            Fault::NothingToFindItBy => write!(f, "no words by which workers find it"),
            Fault::UnknownField { at, field } => write!(f, "{at} depends on field {field}, which is not there"),
            Fault::FamilyWithoutColumns(field) => write!(f, "family table {field} has no columns"),
            Fault::UnknownWord { at, word } => write!(f, "{at} says {{{word}}}, and nothing is put there"),
            Fault::UnknownAct { at, act } => write!(f, "{at} is written with act {act}, which is not there"),
            Fault::LetterToNobody(letter) => write!(f, "letter {letter} goes to somebody whom `whom` does not name"),
            Fault::UnknownSetting { act, setting } => {
                write!(f, "{act} is limited by {setting}, which is no amount of a region")
            }
            Fault::Tells { what, .. } => write!(f, "what is confidential has no {what}: it would tell"),
            Fault::KeptForNoTime => write!(f, "keep_years says for how many years a case is kept: 1 to 100"),
            Fault::LimitWithoutLaw(key) => write!(f, "limit {key} needs a period, a rule and its law"),
        }
    }
}

/// All faults of a definition; none: it can be published.
pub fn check(service: &Service) -> Vec<Fault> {
    let mut faults = Vec::new();
    if service.steps.is_empty() {
        return vec![Fault::NoSteps];
    }
    let twice = |what: &'static str, keys: Vec<&str>| {
        let mut seen = HashSet::new();
        let again = keys.into_iter().filter(|key| !seen.insert(key.to_string())).map(str::to_owned);
        again.map(|key| Fault::Twice { what, key }).collect::<Vec<_>>()
    };
    faults.extend(twice("step", service.steps.iter().map(|s| &*s.key).collect()));
    faults.extend(twice("clock", service.clocks.iter().map(|c| &*c.key).collect()));
    faults.extend(twice("letter", service.letters.iter().map(|l| &*l.key).collect()));
    faults.extend(twice("field", service.fields.iter().map(|f| &*f.key).collect()));
    for step in &service.steps {
        faults.extend(twice("act", step.acts.iter().map(|a| &*a.key).collect()));
        faults.extend(of_step(service, step));
    }
    faults.extend(ways(service));
    for clock in &service.clocks {
        if clock.days == 0 || clock.rule.trim().is_empty() || clock.source.trim().is_empty() {
            faults.push(Fault::ClockWithoutRule(clock.key.clone()));
        }
    }
    if service.step(&service.reopens).is_none_or(|step| step.by != Actor::Union) {
        faults.push(Fault::UnknownReopening(service.reopens.clone()));
    }
    if !(1..=100).contains(&service.keep_years) {
        faults.push(Fault::KeptForNoTime);
    }
    let choices = service.fields.iter().filter(|f| f.kind == FieldKind::Choice && f.options.is_empty());
    faults.extend(choices.map(|f| Fault::ChoiceWithoutOptions(f.key.clone())));
    faults.extend(references(service));
    faults.extend(confidence(service));
    if service.words.iter().all(|word| word.trim().is_empty()) {
        faults.push(Fault::NothingToFindItBy);
    }
    faults
}

/// What a confidential service would tell to others.
fn confidence(service: &Service) -> Vec<Fault> {
    use FieldKind::{Employer, File, Identity};
    let names = |field: &super::Field| matches!(field.kind, Employer | File | Identity);
    let tells = [
        ("letters", "文书", !service.letters.is_empty()),
        ("limits", "法定期限", !service.statutes.is_empty()),
        ("notices", "公示", !service.notices.is_empty()),
        ("aid", "帮扶", service.aid.is_some()),
        ("accused", "涉及的人", service.accuses),
        ("employer, file or identity number", "单位、材料、身份证号", service.fields.iter().any(names)),
    ];
    let all = tells.into_iter().filter(|(.., there)| service.confidential && *there);
    all.map(|(what, said, _)| Fault::Tells { what, said }).collect()
}
/// What fields, letters, notices and limits refer to.
fn references(service: &Service) -> Vec<Fault> {
    let mut faults = Vec::new();
    let mut needs = |at: &str, key: Option<&str>, kinds: &[FieldKind]| {
        let Some(key) = key else { return };
        let fits = |field: &super::Field| kinds.is_empty() || kinds.contains(&field.kind);
        if !service.field(key).is_some_and(fits) {
            faults.push(Fault::UnknownField { at: at.to_owned(), field: key.to_owned() });
        }
    };
    for field in &service.fields {
        needs(&field.key, field.when.first().map(String::as_str), &[FieldKind::Choice, FieldKind::Check]);
    }
    for statute in &service.statutes {
        // From a field, or from what somebody says later.
        let from = Some(&*statute.from).filter(|from| !from.is_empty() || statute.asks.trim().is_empty());
        needs(&statute.key, from, &[FieldKind::Date]);
        for condition in [&statute.only, &statute.unless] {
            needs(&statute.key, condition.first().map(String::as_str), &[FieldKind::Choice, FieldKind::Check]);
        }
    }
    let bare = service.fields.iter().filter(|f| f.kind == FieldKind::Family && f.columns.is_empty());
    faults.extend(bare.map(|f| Fault::FamilyWithoutColumns(f.key.clone())));
    let unsaid = service.statutes.iter().filter(|s| s.n == 0 || s.rule.trim().is_empty() || s.law.trim().is_empty());
    faults.extend(unsaid.map(|s| Fault::LimitWithoutLaw(s.key.clone())));
    let unruled = service.notices.iter().filter(|n| n.days == 0 || n.rule.trim().is_empty());
    faults.extend(unruled.map(|n| Fault::ClockWithoutRule(n.key.clone())));
    let nobody = |letter: &&super::Letter| match letter.to {
        Addressee::Other => letter.whom.trim().is_empty(),
        Addressee::Employer => !service.recovers(),
        Addressee::Worker => false,
    };
    faults.extend(service.letters.iter().filter(nobody).map(|letter| Fault::LetterToNobody(letter.key.clone())));
    let limited = service.steps.iter().flat_map(|step| &step.acts).filter(|act| !act.most.is_empty());
    let unset = limited.filter(|act| crate::aid::amount(&act.most).is_none());
    faults.extend(unset.map(|act| Fault::UnknownSetting { act: act.key.clone(), setting: act.most.clone() }));
    for letter in &service.letters {
        let unknown = letter.on.iter().filter(|act| service.told(act).is_none());
        faults.extend(unknown.map(|act| Fault::UnknownAct { at: letter.key.clone(), act: act.clone() }));
    }
    let mut says = |at: &str, lines: &[String], known: &dyn Fn(&str) -> bool| {
        for word in lines.iter().flat_map(|line| crate::letters::words_in(line)).filter(|word| !known(word)) {
            faults.push(Fault::UnknownWord { at: at.to_owned(), word: word.to_owned() });
        }
    };
    for letter in &service.letters {
        says(&letter.key, &letter.lines, &|word| {
            crate::letters::WORDS.contains(&word) || service.field(word).is_some()
        });
    }
    // What everybody reads names nobody in full and nothing of the form.
    for notice in &service.notices {
        says(&notice.key, &notice.lines, &|word| crate::letters::PUBLIC.contains(&word));
    }
    faults
}

fn of_step(service: &Service, step: &Step) -> Vec<Fault> {
    let mut faults = Vec::new();
    let key = || step.key.clone();
    let unknown = step.acts.iter().filter(|act| service.step(&act.to).is_none());
    faults.extend(unknown.map(|act| Fault::UnknownStep { at: key(), act: act.key.clone(), to: act.to.clone() }));
    match step.by {
        Actor::Nobody if !step.acts.is_empty() => faults.push(Fault::EndWithActs(key())),
        Actor::Nobody if step.outcome.is_none() => faults.push(Fault::EndWithoutOutcome(key())),
        Actor::Nobody => {}
        _ if step.acts.iter().all(|act| act.program) => faults.push(Fault::StepWithoutActs(key())),
        _ => {}
    }
    if step.is_end() {
        return faults;
    }
    match service.clock(&step.clock) {
        None if step.clock.is_empty() => faults.push(Fault::StepWithoutClock(key())),
        None => faults.push(Fault::UnknownClock { at: key(), clock: step.clock.clone() }),
        // What waits for the worker must end by itself; what waits for the union climbs.
        Some(clock) if step.by == Actor::Worker && step.act(&clock.silence).is_none() => {
            faults.push(Fault::UnknownSilence { clock: clock.key.clone(), act: clock.silence.clone() });
        }
        Some(_) => {}
    }
    faults
}

/// Steps that nothing leads to, and those that lead nowhere.
fn ways(service: &Service) -> Vec<Fault> {
    let mut faults = Vec::new();
    let (start, reopens) = (&*service.steps[0].key, &*service.reopens);
    let reached = reached(service, &[start, reopens]);
    for step in service.steps.iter().filter(|step| !reached.contains(&*step.key)) {
        faults.push(match step.is_end() {
            true => Fault::UnreachableEnd(step.key.clone()),
            false => Fault::UnreachableStep(step.key.clone()),
        });
    }
    if !service.steps.iter().any(Step::is_end) {
        faults.push(Fault::NoEnd);
    }
    for step in service.steps.iter().filter(|step| !step.is_end()) {
        let on = self::reached(service, &[&step.key]);
        if !service.steps.iter().any(|end| end.is_end() && on.contains(&*end.key)) {
            faults.push(Fault::NoWayOut(step.key.clone()));
        }
    }
    faults
}
fn reached<'a>(service: &'a Service, from: &[&'a str]) -> HashSet<&'a str> {
    let (mut seen, mut next): (HashSet<&str>, Vec<&str>) = (HashSet::new(), from.to_vec());
    while let Some(key) = next.pop() {
        let Some(step) = service.step(key) else { continue };
        if seen.insert(&step.key) {
            next.extend(step.acts.iter().map(|act| &*act.to));
        }
    }
    seen
}
