//! The pieces the screens are made of. They draw and report; what happens then is decided elsewhere.
