//! Saved describe output.
