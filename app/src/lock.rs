//! One program serves a data folder; who restores into it must be alone.
use crate::Stop;
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

/// Held as long as the value lives; the system lets go of it when the process ends, however it ends.
pub struct Lock(#[expect(dead_code, reason = "held for its lock")] File);

/// Takes the folder for this process alone.
pub fn alone(data: &Path) -> Result<Lock, Stop> {
    take(data, File::try_lock)
}
/// Takes the folder together with other nodes on the same PostgreSQL, shutting out only who wants to be alone.
pub fn together(data: &Path) -> Result<Lock, Stop> {
    take(data, File::try_lock_shared)
}

fn take(data: &Path, way: fn(&File) -> Result<(), TryLockError>) -> Result<Lock, Stop> {
    let path = data.join("lock");
    let file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(Stop::at(format!("the file {} can't be opened", path.display())))?;
    match way(&file) {
        Ok(()) => Ok(Lock(file)),
        Err(TryLockError::WouldBlock) => Err(Stop::new(format!(
            "another unionhall is serving the data folder {}: stop it, or choose another folder with --data",
            data.display()
        ))),
        Err(TryLockError::Error(fault)) => Err(Stop::at(format!("the file {} can't be locked", path.display()))(fault)),
    }
}
