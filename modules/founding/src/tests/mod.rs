//! Sentences through the door.
mod ending;
mod founding;
mod portions;
mod renewal;
mod scene;
