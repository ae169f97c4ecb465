//! The parts of a plan as they are typed: one on a line, in their order.

/// Parts of one plan.
pub const MOST: usize = 30;

/// The names, each once; a sentence where there are none, too many, twice the same or too long ones.
pub fn parts(text: &str) -> Result<Vec<String>, String> {
    let names: Vec<String> = text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
    match () {
        () if names.is_empty() => Err("请写计划有哪几部分，一行一个".into()),
        () if names.len() > MOST => Err(format!("最多{MOST}个部分")),
        () if names.iter().any(|name| name.chars().count() > 40) => Err("每个部分最多40个字".into()),
        () => match names.iter().enumerate().find(|(n, name)| names[..*n].contains(name)) {
            Some((_, twice)) => Err(format!("“{twice}”写了两遍")),
            None => Ok(names),
        },
    }
}
