//! 会员卡: the member's card with its rotating code, and its check by another phone.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
