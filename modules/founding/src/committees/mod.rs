//! Committees (委员会): who sits in them, who left, and which seats are empty.
//!
//! Promise: a seat is a row from a day to a day; who sat there stays.
mod show;
pub mod store;

pub use store::{NewSeat, Seat, SeatId, add, empty_seats, end_term, set_size};

use crate::permissions::{FOUNDINGS_DECIDE, FOUNDINGS_READ, FOUNDINGS_WRITE};
use platform::{rights::Access::Needs, web::Routes};

pub fn routes() -> Routes {
    Routes::new()
        .get("/console/unions/{union}/committee", Needs(FOUNDINGS_READ), show::show)
        .post("/console/unions/{union}/committee/departure", Needs(FOUNDINGS_WRITE), show::leave)
        .post("/console/unions/{union}/term", Needs(FOUNDINGS_DECIDE), show::term)
        .post("/console/unions/{union}/postponement", Needs(FOUNDINGS_DECIDE), show::postpone)
}
