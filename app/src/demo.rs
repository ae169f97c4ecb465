//! The fictional county of `--demo`.
use crate::Stop;
use platform::App;

/// Fills an empty database with the demo county; leaves any other as it is.
pub async fn fill(app: &App) -> Result<(), Stop> {
    if app.root().await?.is_none() {
        tracing::warn!("the demo county is not part of this build yet");
    }
    Ok(())
}
