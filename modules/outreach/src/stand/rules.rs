//! When what was taken down still counts. Pure.

/// What was taken down longer ago was forgotten by the phone, or its clock is wrong.
const KEPT_DAYS: i64 = 14;
const DAY: i64 = 86_400_000;
/// A phone's clock may be a little ahead.
const AHEAD: i64 = 10 * 60_000;

/// The instant at which somebody signed, by the phone's clock; a sentence where that can't be.
pub fn taken_at(said: Option<i64>, now: i64) -> Result<i64, &'static str> {
    match said {
        None => Ok(now),
        Some(at) if at > now + AHEAD => Err("这台手机的日期不对，请先调好时间再发送"),
        Some(at) if at < now - KEPT_DAYS * DAY => Err("存了超过14天，请职工重新签名"),
        Some(at) => Ok(at.min(now)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_counts_for_two_weeks_and_not_from_tomorrow() {
        let now = 100 * DAY;
        assert_eq!(taken_at(None, now), Ok(now));
        assert_eq!(taken_at(Some(now - 13 * DAY), now), Ok(now - 13 * DAY));
        assert_eq!(taken_at(Some(now + 60_000), now), Ok(now), "a clock that is a minute ahead");
        assert!(taken_at(Some(now - 15 * DAY), now).is_err() && taken_at(Some(now + DAY), now).is_err());
    }
}
