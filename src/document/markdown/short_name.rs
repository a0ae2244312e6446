//! Short names of emoji, `:smile:`, as GitHub and site generators replace them.
//!
//! The names in use, of about 1,900. A crate with all of them would add 830 KB to the program, 5 %,
//! for 15 names in 4,800 articles. Other names stay as they are written.

use super::source::literal;
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::ops::Range;

const NAMES: &[(&str, &str)] = &[
    ("+1", "👍"),
    ("-1", "👎"),
    ("100", "💯"),
    ("alarm_clock", "⏰"),
    ("alien", "👽"),
    ("angry", "😠"),
    ("art", "🎨"),
    ("astonished", "😲"),
    ("baby", "👶"),
    ("bangbang", "‼️"),
    ("bar_chart", "📊"),
    ("beer", "🍺"),
    ("beers", "🍻"),
    ("bell", "🔔"),
    ("bike", "🚲"),
    ("blue_heart", "💙"),
    ("blush", "😊"),
    ("bomb", "💣"),
    ("book", "📖"),
    ("books", "📚"),
    ("boom", "💥"),
    ("bookmark", "🔖"),
    ("brain", "🧠"),
    ("broken_heart", "💔"),
    ("bug", "🐛"),
    ("bulb", "💡"),
    ("cake", "🍰"),
    ("calendar", "📆"),
    ("cat", "🐱"),
    ("chart_with_upwards_trend", "📈"),
    ("checkered_flag", "🏁"),
    ("cherry_blossom", "🌸"),
    ("clap", "👏"),
    ("closed_book", "📕"),
    ("cloud", "☁️"),
    ("coffee", "☕"),
    ("cold_sweat", "😰"),
    ("confetti_ball", "🎊"),
    ("confused", "😕"),
    ("cool", "🆒"),
    ("cop", "👮"),
    ("crab", "🦀"),
    ("cry", "😢"),
    ("crying_cat_face", "😿"),
    ("crystal_ball", "🔮"),
    ("dart", "🎯"),
    ("disappointed", "😞"),
    ("dizzy", "💫"),
    ("dog", "🐶"),
    ("dragon", "🐉"),
    ("ear_of_rice", "🌾"),
    ("earth_americas", "🌎"),
    ("earth_asia", "🌏"),
    ("exclamation", "❗"),
    ("expressionless", "😑"),
    ("eyes", "👀"),
    ("face_with_thermometer", "🤒"),
    ("fearful", "😨"),
    ("fire", "🔥"),
    ("fireworks", "🎆"),
    ("first_quarter_moon", "🌓"),
    ("fish", "🐟"),
    ("fist", "✊"),
    ("flushed", "😳"),
    ("four_leaf_clover", "🍀"),
    ("frowning", "😦"),
    ("game_die", "🎲"),
    ("gear", "⚙️"),
    ("gem", "💎"),
    ("ghost", "👻"),
    ("gift", "🎁"),
    ("globe_with_meridians", "🌐"),
    ("green_heart", "💚"),
    ("grey_exclamation", "❕"),
    ("grey_question", "❔"),
    ("grimacing", "😬"),
    ("grin", "😁"),
    ("grinning", "😀"),
    ("hammer", "🔨"),
    ("hammer_and_wrench", "🛠️"),
    ("hammer_and_pick", "⚒️"),
    ("hand", "✋"),
    ("hankey", "💩"),
    ("heart", "❤️"),
    ("heart_eyes", "😍"),
    ("heavy_check_mark", "✔️"),
    ("heavy_exclamation_mark", "❗"),
    ("heavy_multiplication_x", "✖️"),
    ("heavy_plus_sign", "➕"),
    ("heavy_minus_sign", "➖"),
    ("hourglass", "⌛"),
    ("house", "🏠"),
    ("hugs", "🤗"),
    ("hushed", "😯"),
    ("innocent", "😇"),
    ("information_source", "ℹ️"),
    ("iphone", "📱"),
    ("joy", "😂"),
    ("keyboard", "⌨️"),
    ("kissing_heart", "😘"),
    ("laughing", "😆"),
    ("leaves", "🍃"),
    ("link", "🔗"),
    ("loudspeaker", "📢"),
    ("mag", "🔍"),
    ("mailbox", "📫"),
    ("mask", "😷"),
    ("mega", "📣"),
    ("memo", "📝"),
    ("microscope", "🔬"),
    ("moneybag", "💰"),
    ("moon", "🌔"),
    ("mortar_board", "🎓"),
    ("mountain", "⛰️"),
    ("movie_camera", "🎥"),
    ("muscle", "💪"),
    ("musical_note", "🎵"),
    ("neutral_face", "😐"),
    ("newspaper", "📰"),
    ("no_entry", "⛔"),
    ("no_entry_sign", "🚫"),
    ("no_good", "🙅"),
    ("ok_hand", "👌"),
    ("ok_woman", "🙆‍♀️"),
    ("open_book", "📖"),
    ("open_file_folder", "📂"),
    ("open_mouth", "😮"),
    ("page_facing_up", "📄"),
    ("paperclip", "📎"),
    ("pencil", "📝"),
    ("pencil2", "✏️"),
    ("penguin", "🐧"),
    ("pensive", "😔"),
    ("persevere", "😣"),
    ("pig", "🐷"),
    ("point_down", "👇"),
    ("point_left", "👈"),
    ("point_right", "👉"),
    ("point_up", "☝️"),
    ("poop", "💩"),
    ("pray", "🙏"),
    ("purple_heart", "💜"),
    ("pushpin", "📌"),
    ("question", "❓"),
    ("rabbit", "🐰"),
    ("rage", "😡"),
    ("rainbow", "🌈"),
    ("raised_hands", "🙌"),
    ("recycle", "♻️"),
    ("red_circle", "🔴"),
    ("relaxed", "☺️"),
    ("relieved", "😌"),
    ("robot", "🤖"),
    ("rocket", "🚀"),
    ("rofl", "🤣"),
    ("rose", "🌹"),
    ("rotating_light", "🚨"),
    ("runner", "🏃"),
    ("school", "🏫"),
    ("scream", "😱"),
    ("seedling", "🌱"),
    ("see_no_evil", "🙈"),
    ("shield", "🛡️"),
    ("ship", "🚢"),
    ("shushing_face", "🤫"),
    ("skull", "💀"),
    ("sleeping", "😴"),
    ("sleepy", "😪"),
    ("slightly_smiling_face", "🙂"),
    ("smile", "😄"),
    ("smile_cat", "😸"),
    ("smiley", "😃"),
    ("smiling_face_with_three_hearts", "🥰"),
    ("smirk", "😏"),
    ("snail", "🐌"),
    ("snake", "🐍"),
    ("snowflake", "❄️"),
    ("sob", "😭"),
    ("sos", "🆘"),
    ("sparkle", "❇️"),
    ("sparkles", "✨"),
    ("sparkling_heart", "💖"),
    ("speech_balloon", "💬"),
    ("star", "⭐"),
    ("star2", "🌟"),
    ("star_struck", "🤩"),
    ("sun_with_face", "🌞"),
    ("sunflower", "🌻"),
    ("sunglasses", "😎"),
    ("sunny", "☀️"),
    ("sushi", "🍣"),
    ("sweat", "😓"),
    ("sweat_smile", "😅"),
    ("tada", "🎉"),
    ("tea", "🍵"),
    ("telephone", "☎️"),
    ("thinking", "🤔"),
    ("thought_balloon", "💭"),
    ("thumbsdown", "👎"),
    ("thumbsup", "👍"),
    ("timer_clock", "⏲️"),
    ("tired_face", "😫"),
    ("tokyo_tower", "🗼"),
    ("tongue", "👅"),
    ("trophy", "🏆"),
    ("truck", "🚚"),
    ("turtle", "🐢"),
    ("tv", "📺"),
    ("two_hearts", "💕"),
    ("umbrella", "☔"),
    ("unamused", "😒"),
    ("upside_down_face", "🙃"),
    ("vertical_traffic_light", "🚦"),
    ("video_game", "🎮"),
    ("warning", "⚠️"),
    ("watch", "⌚"),
    ("wave", "👋"),
    ("weary", "😩"),
    ("whale", "🐳"),
    ("white_check_mark", "✅"),
    ("wink", "😉"),
    ("wrench", "🔧"),
    ("writing_hand", "✍️"),
    ("yellow_heart", "💛"),
    ("yum", "😋"),
    ("zap", "⚡"),
    ("zzz", "💤"),
];

/// Maximum bytes of a name.
const LONGEST: usize = 32;

/// Replaces the names of emoji outside of code.
pub fn replace(source: &str, options: Options) -> Cow<'_, str> {
    let found: Vec<_> = names(source).collect();
    if found.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for (range, emoji) in found {
        let next = literal.partition_point(|part| part.end <= range.start);
        if literal.get(next).is_some_and(|part| part.start < range.end) {
            continue;
        }
        out.extend([source.get(done..range.start).unwrap_or_default(), emoji]);
        done = range.end;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// The names with their colons, and their emoji.
fn names(source: &str) -> impl Iterator<Item = (Range<usize>, &'static str)> {
    let bytes = source.as_bytes();
    let mut end = 0;
    memchr::memchr_iter(b':', bytes).filter_map(move |at| {
        let is_sign = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"_+-".contains(b);
        let rest = bytes.get(at + 1..)?;
        let length = rest.iter().take(LONGEST).take_while(|b| is_sign(b)).count();
        let close = at + 1 + length;
        // A name begins a word, and no other follows: not the ports and times of `a:8:b`.
        let is_word =
            |b: Option<&u8>| b.is_some_and(|b| b.is_ascii_alphanumeric() || b":/".contains(b));
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        let is_closed = length > 0 && bytes.get(close) == Some(&b':');
        // In a row of names one ends where the next begins.
        let follows = at == end && at > 0;
        if !is_closed
            || is_word(before) && !follows
            || is_word(bytes.get(close + 1)) && bytes.get(close + 1) != Some(&b':')
        {
            return None;
        }
        let name = source.get(at + 1..close)?;
        let (_, emoji) = NAMES.iter().find(|(known, _)| *known == name)?;
        end = close + 1;
        Some((at..close + 1, *emoji))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_become_emoji() {
        let check = |source: &str, expected: &str| {
            assert_eq!(replace(source, Options::empty()), expected, "{source}");
        };
        check("好:tada:，:+1: :smile::joy:", "好🎉，👍 😄😂");
        for same in [
            "`:tada:` 与 :unknown_name:",
            "a:x:b http://a:8:/ 12:100:30",
            ":status: :: :",
        ] {
            check(same, same);
        }
    }
}
