//! 公示的页面: anybody reads what is public now and says what is wrong; the desk answers. What is made public comes from the modules
//! ([`platform::publicity`]).
mod desk;
mod pages;
pub mod portion;
#[cfg(test)]
mod tests;

use platform::{
    publicity::{ANSWER, PATH},
    rights::Access::{Needs, Public},
    web::Routes,
};

pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, Public, pages::index)
        .get("/publicity/{posting}", Public, pages::show)
        .post("/publicity/{posting}/objections", Public, pages::object)
        .get("/console/publicity/{posting}", Needs(ANSWER), desk::show)
        .post("/console/publicity/{posting}/answer", Needs(ANSWER), desk::answer)
}
