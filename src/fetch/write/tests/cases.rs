//! Documents of feeds, one after another, and the files that they become.

/// A case: its name, the documents, and how many files and earlier versions there are then.
///
/// A line is an item: feed, guid, address, title, date, text, and when it was updated. `-`: none. A text
/// that begins with `L` is long, one that begins with `P` a picture without words, and with `C` one with a long
/// caption. A date may have a time.
pub(super) type Case = (&'static str, &'static [&'static str], usize, usize);

pub(super) const CASES: &[Case] = &[
    (
        "a corrected article",
        &[
            "a g /1 Teh 2022-04-01 L1",
            "a g /1 The 2022-04-01 L2 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "a correction without a later time",
        &["a g /1 Teh 2022-04-01 L1", "a g /1 The 2022-04-01 L1"],
        1,
        1,
    ),
    (
        "a corrected title, named by a guid alone",
        &["a g - Teh 2022-04-01 L", "a g - The 2022-04-02 L"],
        1,
        1,
    ),
    (
        "a corrected title, named by a guid alone, without dates",
        &["a g - Teh - L", "a g - The - L"],
        1,
        1,
    ),
    (
        "title and text corrected, named by a guid alone",
        &[
            "a g - Teh 2022-04-01 L1",
            "a g - The 2022-04-01 L2 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "a corrected title, named by an address alone",
        &["a - /1 Teh 2022-04-01 L", "a - /1 The 2022-04-02 L"],
        1,
        1,
    ),
    (
        // It may be the address of whatever is new.
        "a story that goes on, named by an address alone",
        &[
            "a - /1 Fire 2022-04-01 L1\na - /2 T 2022-04-01 L2",
            "a - /1 Fire_again 2022-04-02 L3\na - /2 T 2022-04-01 L2",
        ],
        3,
        0,
    ),
    (
        "a story that goes on, named by guid and address",
        &[
            "a g1 /1 Fire 2022-04-01 L1\na g2 /2 T 2022-04-01 L2",
            "a g1 /1 Fire_again 2022-04-02 L3\na g2 /2 T 2022-04-01 L2",
        ],
        2,
        1,
    ),
    (
        "events at one address, which their guids contain after a number",
        &[
            "a 1:https://news.example/main /main Push - L1",
            "a 2:https://news.example/main /main Push - L2",
        ],
        2,
        0,
    ),
    (
        "a new guid and a corrected title",
        &["a g1 /1 Teh 2022-04-01 L", "a g2 /1 The 2022-04-01 L"],
        1,
        1,
    ),
    (
        "new guids and times",
        &[
            "a g1 /1 T 2022-04-01 L",
            "a g2 /1 T 2022-04-02 L",
            "a g3 /1 T 2022-04-03 L",
        ],
        1,
        0,
    ),
    (
        "new guids and times, without a text",
        &[
            "a g1 /1 T 2022-04-01 -\na g2 /2 U 2022-04-01 -",
            "a g3 /1 T 2022-04-02 -\na g4 /2 U 2022-04-02 -",
        ],
        2,
        0,
    ),
    (
        "addresses with a session",
        &[
            "a g /1?s=1 T 2022-04-01 L",
            "a g /1?s=2 T 2022-04-02 L",
            "a - /1?s=3 T 2022-04-02 L",
        ],
        1,
        0,
    ),
    (
        "a later time alone",
        &[
            "a g /1 T 2022-04-01 L",
            "a g /1 T 2022-04-01 L 2022-04-02",
            "a g /1 T 2022-04-01 L 2022-04-03",
        ],
        1,
        0,
    ),
    (
        "a time in the future",
        &[
            "a g /1 T 2022-04-01 L1 2199-01-01",
            "a g /1 T 2022-04-01 L2 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "an older version from a cache",
        &[
            "a g /1 T 2022-04-01 L1 2022-04-02",
            "a g /1 T 2022-04-01 L2 2022-04-03",
            "a g /1 T 2022-04-01 L1 2022-04-02",
        ],
        1,
        1,
    ),
    (
        "one guid for all, and a document that moves on",
        &[
            "a g /1 A 2022-04-01 L1\na g /2 B 2022-04-01 L2",
            "a g /2 B 2022-04-01 L2\na g /3 C 2022-04-01 L3",
            "a g /4 D 2022-04-01 L4",
        ],
        4,
        0,
    ),
    (
        "one guid for all, and no addresses",
        &["a g - A 2022-04-01 x", "a g - B 2022-04-02 y"],
        2,
        0,
    ),
    (
        "one title and day, and two addresses",
        &["a - /1 T 2022-04-01 x", "a - /2 T 2022-04-01 y"],
        2,
        0,
    ),
    (
        "a short text that comes again on another day",
        &["a g /s Outage 2022-04-01 down\na g /s Outage 2022-04-02 down"],
        2,
        0,
    ),
    (
        "the same without a guid, three times",
        &[
            "a - /s Outage 2022-04-01 down\na - /s Outage 2022-04-02 down\na - /s Outage 2022-04-03 down",
            "a - /s Outage 2022-04-03 down",
        ],
        3,
        0,
    ),
    (
        "pictures without words",
        &[
            "a - /c Comic 2022-04-01 P1\na - /c Comic 2022-04-02 P2",
            "a - /c Comic 2022-04-02 P2\na - /c Comic 2022-04-03 P3",
        ],
        3,
        0,
    ),
    (
        "pictures without words and dates",
        &[
            "a - - Comic - P1\na - - Comic - P2",
            "a - - Comic - P3\na - - Comic - P2",
        ],
        3,
        0,
    ),
    (
        "one address and short text in two feeds",
        &[
            "b 1 /news Late 2022-04-01 page",
            "a 1 /news Closed 2022-04-02 page\na 2 /news Open 2022-04-03 page",
        ],
        3,
        0,
    ),
    (
        "one guid, title and text in two feeds, and no addresses",
        &["b 1 - T 2022-04-01 L", "a 1 - T 2022-04-01 L"],
        2,
        0,
    ),
    (
        "a correction in two feeds",
        &[
            "a g1 /1 T 2022-04-01 L1\na g2 /2 U 2022-04-01 L2",
            "b h1 /1 T 2022-04-01 L1\nb h2 /2 U 2022-04-01 L2",
            "b h1 /1 V 2022-04-02 L3\nb h2 /2 U 2022-04-01 L2",
            "a g1 /1 V 2022-04-02 L3\na g2 /2 U 2022-04-01 L2",
            "b h1 /1 V 2022-04-02 L3\nb h2 /2 U 2022-04-01 L2",
        ],
        2,
        1,
    ),
    (
        // A planet that is behind.
        "a correction in the first of two feeds",
        &[
            "a g1 /1 T - L1\na g2 /2 U - L2",
            "b h1 /1 T - L1\nb h2 /2 U - L2",
            "a g1 /1 T - L3\na g2 /2 U - L2",
            "b h1 /1 T - L1\nb h2 /2 U - L2",
        ],
        2,
        1,
    ),
    (
        "one guid, address and title for all",
        &[
            "a g /d Digest 2022-04-01 L1\na g /d Digest 2022-04-02 L2",
            "a g /d Digest 2022-04-02 L2\na g /d Digest 2022-04-03 L3",
        ],
        3,
        0,
    ),
    (
        "one address and title, other guids",
        &[
            "a g1 /map Quake 2022-04-01 near1\na g2 /map Quake 2022-04-01 near2",
            "a g2 /map Quake 2022-04-01 near2\na g3 /map Quake 2022-04-01 near3",
        ],
        3,
        0,
    ),
    (
        "the same one by one, without dates",
        &[
            "a g1 /map Quake - near1",
            "a g2 /map Quake - near2",
            "a g3 /map Quake - near3",
        ],
        3,
        0,
    ),
    (
        "a page of changes",
        &[
            "a - /changes 1.0 2022-04-01 L1\na - /changes 1.1 2022-04-01 L2",
            "a - /changes 1.1 2022-04-01 L2\na - /changes 1.2 2022-04-01 L3",
        ],
        3,
        0,
    ),
    (
        "neither guid nor address",
        &[
            "a - - Weather 2022-04-01 sunny\na - - Weather 2022-04-01 rain",
            "a - - Weather 2022-04-01 rain\na - - Weather 2022-04-02 rain",
            "a - - Weather 2022-04-02 rain\na - - Weather 2022-04-01 rain",
        ],
        3,
        0,
    ),
    (
        "one item twice",
        &["a g /1 T 2022-04-01 L\na g /1 T 2022-04-01 L"],
        1,
        0,
    ),
    (
        "a long text that comes again on another day",
        &["a g - Outage 2022-04-01 L\na g - Outage 2022-04-02 L"],
        2,
        0,
    ),
    (
        "the same with an address",
        &["a - /s Outage 2022-04-01 L\na - /s Outage 2022-04-02 L\na - /s Outage 2022-04-03 L"],
        3,
        0,
    ),
    (
        "a long text of two feeds on two days",
        &["b 1 /s Outage 2022-04-01 L", "a 1 /s Outage 2022-04-20 L"],
        2,
        0,
    ),
    (
        "pictures with one long caption, named by guids",
        &[
            "a g1 - Comic 2022-04-01 C1",
            "a g2 - Comic 2022-04-02 C2",
            "a g3 - Comic 2022-04-03 C3",
        ],
        3,
        0,
    ),
    (
        "pictures with one long caption and address",
        &["a - /c Comic 2022-04-01 C1\na - /c Comic 2022-04-01 C2"],
        2,
        0,
    ),
    (
        "a column with own guids, without dates",
        &[
            "a w1 /weather Weather - L1\na s1 /1 S1 - L2",
            "a w2 /weather Weather - L3\na s2 /2 S2 - L4",
            "a w3 /weather Weather - L5\na s3 /3 S3 - L6",
        ],
        6,
        0,
    ),
    (
        "a column with own guids, and one time for each document",
        &[
            "a w1 /weather Weather 2022-04-01 L1\na s1 /1 S1 2022-04-01 L2",
            "a w2 /weather Weather 2022-04-02 L3\na s2 /2 S2 2022-04-02 L4",
            "a w3 /weather Weather 2022-04-03 L5\na s3 /3 S3 2022-04-03 L6",
        ],
        6,
        0,
    ),
    (
        "notices at a fixed hour, with own guids",
        &[
            "a n1 /water N1 2022-04-01T08:00:00Z L1\na r1 /1 R1 2022-03-01 L2",
            "a n2 /water N2 2022-04-01T08:00:00Z L3\na r2 /2 R2 2022-03-02 L4",
            "a n3 /water N3 2022-04-01T08:00:00Z L5\na r3 /3 R3 2022-03-03 L6",
        ],
        6,
        0,
    ),
    (
        "one title at a fixed hour, and neither guid nor address",
        &[
            "a - - Thread 2022-04-01T08:30:00Z L1",
            "a - - Thread 2022-04-01T08:30:00Z L2",
            "a - - Thread 2022-04-01T08:30:00Z L3",
        ],
        3,
        0,
    ),
    (
        // A planet that gives times of its own.
        "an old text with a later time in the second of two feeds",
        &[
            "a g1 /1 T 2022-04-01 L1\na g2 /2 U 2022-04-01 L2",
            "b h1 /1 T 2022-04-01 L1\nb h2 /2 U 2022-04-01 L2",
            "a g1 /1 T 2022-04-01 L3 2022-04-02\na g2 /2 U 2022-04-01 L2",
            "b h1 /1 T 2022-04-01 L1 2022-04-05\nb h2 /2 U 2022-04-01 L2",
            "b h1 /1 T 2022-04-01 teaser 2022-04-06\nb h2 /2 U 2022-04-01 L2",
        ],
        2,
        1,
    ),
    (
        "a summary of another feed first",
        &["b h1 /1 T 2022-04-01 comments", "a g /1 T 2022-04-01 L"],
        2,
        0,
    ),
    (
        "the same article of another feed",
        &["b h1 /1 T 2022-04-01 L", "a g /1 T 2022-04-01 L"],
        1,
        0,
    ),
    (
        "the same guid in another feed",
        &["b 1 - T 2022-04-01 L1", "a 1 - T 2022-04-01 L2"],
        2,
        0,
    ),
    (
        "two ports of a host",
        &["a g :3000/1 T 2022-04-01 L", "b g :4000/1 T 2022-04-01 L"],
        2,
        0,
    ),
];
