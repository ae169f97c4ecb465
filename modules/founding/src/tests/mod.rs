//! Sentences through the door.
mod ending;
mod founding;
mod renewal;
mod scene;
