//! Places (服务阵地) as far as joining needs them.
use platform::web::Routes;

pub fn routes() -> Routes {
    Routes::new()
}
