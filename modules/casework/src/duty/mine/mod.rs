//! Booking a time, and one's own bookings.
mod choose;
mod show;

use crate::counselling::HOTLINE;
use platform::{
    rights::Access::SignedIn,
    slots::{Booking, MINE, clock_text},
    web::Routes,
};
use ui::{Row, Stamp};

pub fn routes() -> Routes {
    Routes::new()
        .get("/services/{service}/slots", SignedIn, choose::new)
        .post("/services/{service}/slots", SignedIn, choose::create)
        .get(MINE, SignedIn, show::index)
        .get("/me/bookings/{booking}", SignedIn, show::show)
        .post("/me/bookings/{booking}/cancellation", SignedIn, show::cancel)
}

/// A booking in a list.
pub fn row(booking: &Booking, today: jiff::civil::Date) -> Row {
    let title = format!("{}{}", ui::text::near(booking.day(), today), clock_text(booking.starts));
    let row = Row::new(title).icon("calendar-event").stamp(stamp(booking));
    row.meta(format!("{}，{}", booking.adviser, booking.kind))
        .meta(&booking.place)
        .href(format!("{MINE}/{}", booking.id))
}
fn stamp(booking: &Booking) -> Stamp {
    match &*booking.state {
        "booked" => Stamp::info("约好了"),
        "came" => Stamp::ok("去过了"),
        "missed" => Stamp::plain("没有去"),
        "off" => Stamp::warn("工会取消了"),
        _ => Stamp::plain("取消了"),
    }
}
/// The help line, as a row.
pub fn help() -> Row {
    let row = Row::new("现在就很难受，马上打12356").icon("phone").meta("心理援助热线，24小时有人接");
    row.href(format!("tel:{HOTLINE}"))
}
