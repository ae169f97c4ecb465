//! From what somebody types to the service: words, parts of words, initials of the pinyin.
use super::{Service, current};
use platform::search;
use std::collections::HashSet;

/// A service that fits, the better the higher.
#[derive(Clone, Copy)]
pub struct Found {
    pub service: &'static Service,
    pub score: usize,
}

/// The services that fit what was typed, the best first.
pub fn found(typed: &str) -> Vec<Found> {
    let typed: String = typed.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).take(60).collect();
    let mut all: Vec<Found> = current().map(|service| Found { service, score: score(service, &typed) }).collect();
    all.retain(|found| found.score > 0);
    all.sort_by_key(|found| std::cmp::Reverse(found.score));
    all
}

fn score(service: &Service, typed: &str) -> usize {
    if typed.is_empty() {
        return 0;
    }
    let names = [&service.name, &service.office, &service.short];
    if typed.chars().all(|c| c.is_ascii_alphabetic()) {
        // gz is 工资; lbbfgz is 老板不发工资.
        let fits = |word: &String| {
            let initials = search::initials(word);
            let whole = usize::from(initials == typed) * 10;
            // gongzi is 工资.
            let sound = search::sounds(word);
            let sounds = typed.len() > 3 && sound.len() > 3 && (sound.contains(typed) || typed.contains(&*sound));
            let within =
                typed.len() > 1 && (initials.contains(typed) || (initials.len() > 1 && typed.contains(&*initials)));
            let sounding = usize::from(sounds) * (4 + sound.len().min(typed.len()));
            whole.max(sounding).max(if within { 2 + initials.len().min(typed.len()) } else { 0 })
        };
        return service.words.iter().chain(names).map(fits).max().unwrap_or(0);
    }
    let pairs = pairs_of(typed);
    let one = |word: &String| {
        let word = word.to_lowercase();
        if typed.contains(&word) { 2 * word.chars().count() } else { 0 }
    };
    let whole: usize = service.words.iter().chain(names).map(one).sum();
    let known: HashSet<(char, char)> = service.words.iter().chain(names).flat_map(|word| pairs_of(word)).collect();
    whole + pairs.intersection(&known).count()
}
fn pairs_of(text: &str) -> HashSet<(char, char)> {
    text.chars().zip(text.chars().skip(1)).collect()
}
