//! Some of the demo county's people and employers stand twice.
use platform::{App, web::Error};

/// Enters them and looks for them.
pub async fn load(app: &App) -> Result<(), Error> {
    crate::finding::find(app).await?;
    Ok(())
}
