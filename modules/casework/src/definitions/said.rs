//! Faults of a definition in the words of the console.
use super::Fault;

impl Fault {
    /// What is wrong and where, for whoever writes the definition.
    pub fn sentence(&self) -> String {
        match self {
            Fault::NoSteps => "没有步骤，至少写一个[[step]]".into(),
            Fault::NoEnd => "没有终点，至少有一步的by写nobody".into(),
            Fault::Twice { what, key } => format!("{what}“{key}”写了两次"),
            Fault::UnknownStep { at, act, to } => format!("步骤{at}的{act}要去“{to}”，没有这一步"),
            Fault::UnreachableStep(step) => format!("走不到步骤{step}"),
            Fault::UnreachableEnd(step) => format!("走不到终点{step}"),
            Fault::NoWayOut(step) => format!("从{step}走不到任何终点"),
            Fault::StepWithoutActs(step) => format!("{step}不是终点，却没有能办的事"),
            Fault::EndWithActs(step) => format!("{step}是终点，不能再有能办的事"),
            Fault::EndWithoutOutcome(step) => format!("终点{step}没有写outcome（结果）"),
            Fault::StepWithoutClock(step) => format!("{step}没有期限，请写clock"),
            Fault::UnknownClock { at, clock } => format!("{at}用的期限“{clock}”没有写"),
            Fault::ClockWithoutRule(clock) => format!("期限{clock}要写天数、规则和依据"),
            Fault::UnknownSilence { clock, act } => format!("期限{clock}到了要办“{act}”，用它的步骤里没有这件事"),
            Fault::UnknownReopening(step) => format!("评价不满意要回到“{step}”，那里不是工会在办"),
            Fault::ChoiceWithoutOptions(field) => format!("{field}是选择题，没有选项"),
            Fault::NothingToFindItBy => "没有写words，职工搜不到".into(),
            Fault::UnknownField { at, field } => format!("{at}要看“{field}”的回答，没有这一项，或者种类不对"),
            Fault::FamilyWithoutColumns(field) => format!("家庭成员表{field}没有写列"),
            Fault::UnknownWord { at, word } => format!("{at}里的{{{word}}}不知道填什么"),
            Fault::UnknownAct { at, act } => format!("文书{at}要随“{act}”写，没有这件事"),
            Fault::KeptForNoTime => "keep_years写保存几年，1到100".into(),
            Fault::LetterToNobody(letter) => format!("文书{letter}没有写给谁：给别人的写whom，给单位的要有单位这一项"),
            Fault::UnknownSetting { act, setting } => format!("{act}的上限“{setting}”不是设置里的金额"),
            Fault::LimitWithoutLaw(key) => format!("法定期限{key}要写多长、规则和法条"),
            Fault::Tells { said, .. } => format!("保密的事项不能有{said}，会让人知道是谁"),
        }
    }
}
