//! What time it is: an argument everywhere, so that every test is exact.
use jiff::{
    Timestamp, civil,
    tz::{Offset, TimeZone},
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

/// The system's clock, or one that a test sets.
#[derive(Clone)]
pub enum Clock {
    System,
    Fixed(Arc<AtomicI64>),
}

/// China has one time zone and no summer time.
pub fn zone() -> TimeZone {
    TimeZone::fixed(Offset::constant(8))
}

/// The day in China of an instant in epoch milliseconds.
pub fn day_of(at: i64) -> civil::Date {
    local(at).date()
}

/// Date and time in China of an instant in epoch milliseconds.
pub fn local(at: i64) -> civil::DateTime {
    Timestamp::from_millisecond(at).unwrap_or(Timestamp::UNIX_EPOCH).to_zoned(zone()).datetime()
}

impl Clock {
    pub fn fixed(at: civil::DateTime) -> Self {
        let at = at.to_zoned(zone()).expect("a date of our age").timestamp().as_millisecond();
        Clock::Fixed(Arc::new(AtomicI64::new(at)))
    }
    /// Epoch milliseconds.
    pub fn now(&self) -> i64 {
        match self {
            Clock::System => Timestamp::now().as_millisecond(),
            Clock::Fixed(at) => at.load(Ordering::Relaxed),
        }
    }
    pub fn today(&self) -> civil::Date {
        day_of(self.now())
    }
    /// Moves a fixed clock forward; the system's clock can't be moved.
    pub fn advance(&self, seconds: i64) {
        if let Clock::Fixed(at) = self {
            at.fetch_add(seconds * 1000, Ordering::Relaxed);
        }
    }
}
