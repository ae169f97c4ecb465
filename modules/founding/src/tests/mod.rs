//! Sentences through the door.
mod electing;
mod ending;
mod founding;
mod portions;
mod renewal;
mod scene;
