//! 值班和预约: advisers on duty at places, and the times that people book there.
//!
//! Promises: a time is never given to more people than it has seats, whoever asks at once; nobody is at two places at a time; what differs
//! from the week is said beforehand, and whoever had booked is told; who comes to a confidential adviser is known to that adviser only.
mod acts;
mod rules;
pub mod store;

pub use acts::{NewBooking, TURN, add, attend, book, call_off, cancel, cancellable_until, end, except};
pub use rules::{Closed, Exception, Span, clock_text, day_of_week, minute_of};
pub use store::{Booking, BookingId, Roster, RosterId};

use crate::settings::{Setting, SettingKind};

/// What the audit calls them.
pub const ROSTER: &str = "duty";
pub const BOOKING: &str = "booking";
/// One's own bookings.
pub const MINE: &str = "/me/bookings";
/// The calendar in the console.
pub const DESK: &str = "/console/duty";

/// What name and phone of who comes are sealed under.
pub const NAME: &str = "slots.name";
pub const PHONE: &str = "slots.phone";

pub const KINDS: &Setting = &Setting {
    key: "slots.kinds",
    name: "值班的人有哪几种",
    hint: "一行一种，比如三师一室：律师、心理咨询师、劳动关系协调员、调解室",
    default: "律师\n心理咨询师\n劳动关系协调员\n调解员",
    kind: SettingKind::Lines,
};
pub const AHEAD_DAYS: &Setting = &Setting {
    key: "slots.ahead_days",
    name: "能约多少天以内的",
    hint: "从今天算起",
    default: "14",
    kind: SettingKind::Number { least: 1, most: 90, unit: "天" },
};
pub const CANCEL_HOURS: &Setting = &Setting {
    key: "slots.cancel_hours",
    name: "约好以后，最晚提前多久能取消",
    hint: "再晚就请打电话",
    default: "2",
    kind: SettingKind::Number { least: 0, most: 72, unit: "小时" },
};
