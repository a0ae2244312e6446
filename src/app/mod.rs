//! All state, no I/O: a message comes in, effects go out.
