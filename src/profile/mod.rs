//! What belongs to the user: configuration, themes, and the journal of bookmarks, read
//! marks and places.
