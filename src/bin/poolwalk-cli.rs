//! The terminal program: knows how to start and end.

fn main() {}
