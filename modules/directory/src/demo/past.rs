//! The program at another time: what happened in the past is done by the same functions as today, with a clock set back.
use platform::{App, Clock};

pub struct Past {
    pub app: App,
    clock: Clock,
    /// Nothing of the past happens after the county was loaded.
    latest: i64,
}
impl Past {
    /// The same database, keys and files under a clock of its own.
    pub fn of(app: &App) -> Self {
        let clock = Clock::fixed(app.today().at(8, 0, 0, 0));
        let then = app.but(|inner| inner.clock = clock.clone());
        Self { app: then, clock, latest: app.now() }
    }
    /// Sets the clock to an instant in epoch milliseconds.
    pub fn set(&self, at: i64) {
        self.clock.advance((at.min(self.latest) - self.clock.now()).div_euclid(1000));
    }
    /// Sets the clock to some minute of a day's working hours.
    pub fn set_day(&self, day: jiff::civil::Date, minute: i64) {
        let hour = 8 + minute.rem_euclid(600) / 60;
        let at =
            day.at(i8::try_from(hour).expect("an hour"), i8::try_from(minute.rem_euclid(60)).expect("a minute"), 0, 0);
        self.set(Clock::fixed(at).now());
    }
}
