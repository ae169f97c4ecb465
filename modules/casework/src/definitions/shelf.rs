//! The definitions that the program brings, and with them those that a federation published.
use super::{Service, check, published};
use std::sync::LazyLock;

/// The files, in the order in which workers see the services.
pub const FILES: &[(&str, &str)] = &[
    ("pay.toml", include_str!("../../services/pay.toml")),
    ("rights.toml", include_str!("../../services/rights.toml")),
    ("mediation.toml", include_str!("../../services/mediation.toml")),
    ("advice.toml", include_str!("../../services/advice.toml")),
    ("lawyer.toml", include_str!("../../services/lawyer.toml")),
    ("mind.toml", include_str!("../../services/mind.toml")),
    ("living.toml", include_str!("../../services/living.toml")),
    ("study.toml", include_str!("../../services/study.toml")),
    ("hardship.toml", include_str!("../../services/hardship.toml")),
    ("autumn.toml", include_str!("../../services/autumn.toml")),
    ("consolation.toml", include_str!("../../services/consolation.toml")),
    ("loan.toml", include_str!("../../services/loan.toml")),
    ("suggestions.toml", include_str!("../../services/suggestions.toml")),
];

/// Reads and checks files; the faults of each, in words.
pub fn read_all(files: &[(&str, &str)]) -> Result<Vec<Service>, Vec<String>> {
    let (mut services, mut faults): (Vec<Service>, Vec<String>) = Default::default();
    for (name, text) in files {
        match Service::read(text) {
            Err(fault) => faults.push(format!("{name}: unreadable: {fault}")),
            Ok(service) => {
                faults.extend(check(&service).iter().map(|fault| format!("{name}: {fault}")));
                if services.iter().any(|s| (&s.key, s.version) == (&service.key, service.version)) {
                    faults.push(format!("{name}: twice: {} version {} is there already", service.key, service.version));
                }
                services.push(service);
            }
        }
    }
    if faults.is_empty() { Ok(services) } else { Err(faults) }
}

static SERVICES: LazyLock<Result<Vec<Service>, Vec<String>>> = LazyLock::new(|| read_all(FILES));

/// Reads and checks the program's own definitions; asked once at the start, before anybody can.
pub fn ready() -> Result<(), String> {
    SERVICES.as_ref().map(|_| ()).map_err(|faults| faults.join("; "))
}
pub(crate) fn all() -> Vec<&'static Service> {
    let own = SERVICES.as_ref().map_or(&[][..], |services| services);
    own.iter().chain(published::all()).collect()
}

/// The newest version of each service.
pub fn current() -> impl Iterator<Item = &'static Service> {
    let all = all();
    let newest = |s: &&Service| all.iter().all(|other| other.key != s.key || other.version <= s.version);
    all.iter().copied().filter(newest).collect::<Vec<_>>().into_iter()
}
/// The newest version of a service.
pub fn newest(key: &str) -> Option<&'static Service> {
    all().into_iter().filter(|service| service.key == key).max_by_key(|service| service.version)
}
/// The version on which a case runs.
pub fn of_version(key: &str, version: i64) -> Option<&'static Service> {
    let own = SERVICES.as_ref().map_or(&[][..], |services| services);
    let is_it = |s: &&Service| s.key == key && s.version == version;
    own.iter().find(is_it).or_else(|| published::all().into_iter().find(is_it))
}
