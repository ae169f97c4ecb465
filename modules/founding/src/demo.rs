//! What the demo county has of foundings and terms.
