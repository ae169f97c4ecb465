//! Ways for the demo county.
