#!/usr/bin/env python3
"""Kills the built reader with SIGKILL at random moments, and checks that nothing seen is lost.

    python3 tests/kill.py --kills 1000 --binary target/release/kanbao --seed 1

Each session presses keys that change marks, in a pseudo-terminal, and kills the reader while the
last one may or may not have been handled. What the last complete frame showed must be stored, and
beyond that at most the effect of the last key; no event may be written twice; the next start must
show what is stored. Prints the numbers of lost and doubled changes. Linux only.
"""

import argparse
import collections
import json
import os
import random
import re
import shutil
import signal
import sys
import time

from campaign_reader import REDRAW, Fault, World, need, starred

UNREAD = "▐"
END = b"\x1b[?2026l"
CLEAR = b"\x1b[2J"
KILLS_PER_HOME = 20
# Seconds after which a start must show what is stored.
START = 5
# Steps of earlier runs are read on a thread, so undo may come after the frame that follows the key.
# Its notice says that it has come; the next key removes it.
REVERTS = (b"u", b"\x12")
REVERTED = re.compile(rb"ndone|edone|othing|again")
# Marks all articles as read, in slices between frames: a frame after the key may not show it yet.
MASS = b"A"

# Keys of a change, and the names of its events in the journal.
CHANGES = [
    (b"b", ()), (b"b", ()), (b"jb", ()), (b"..b", ()), (b"r", ()), (b"kr", ()), (b"...r", ()),
    (MASS, ()), (b"u", ()), (b"u", ()), (b"\x12", ()), (b"p", ("later", "not-later")),
    (b"jp", ("later", "not-later")), (b":tag %s\r", ("tag",)), (b":collect %s\r", ("collect",)),
    (b":note %s\r", ("note",)), (b"\rmaq", ("mark",)), (b"\rmBJmCq", ("mark", "mark")),
]


def lines_of(frame):
    """The lines of a frame that was drawn on a cleared screen."""
    text = frame.decode(errors="replace")
    text = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", text)
    text = re.sub(r"\x1b\[(\d*)C", lambda move: " " * int(move[1] or 1), text)
    text = re.sub(r"\x1b\[[\d;]*H", "\n", text)
    return re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", text).replace("\r", "").split("\n")


def rows_of(lines):
    """What rows of the list say: by title, whether it is read and bookmarked."""
    rows = {}
    for line in lines:
        found = re.search(r"(?:^|[^\w])(T\d{3,})\b", line)
        if found and found[1] not in rows:
            rows[found[1]] = (UNREAD not in line, starred(line))
    return rows


def all_read(rows):
    return all(read for read, _ in rows.values())


def last_frame(sent, start):
    """The last complete frame on a cleared screen since a place in the output."""
    begin = sent.rfind(CLEAR, start)
    while begin >= 0:
        end = sent.find(END, begin)
        if end >= 0:
            return bytes(sent[begin:end])
        begin = sent.rfind(CLEAR, start, begin)
    return None


class Session:
    """A reader that is killed, and what it has shown."""

    def __init__(self, world, names):
        self.world, self.names = world, names
        self.reader = world.reader(size=(100, 60))
        self.seen = [rows_of(self.reader.screen())]
        self.counts = collections.Counter()

    def wait_for(self, now):
        """Waits until the rows show what is stored: marks are read after the first frame."""
        until = time.monotonic() + START
        while any(now.get(title) != shown for title, shown in self.seen[0].items()):
            need(time.monotonic() < until, f"the next start shows {self.seen[0]}, stored {now}")
            self.seen = [rows_of(self.reader.screen())]

    def press(self, waits):
        """Sends the keys of a change with a redraw. `waits`: for a change that comes later. Returns
        where its output begins, its keys and its events."""
        keys, events = self.world.rng.choice(CHANGES)
        if b"%s" in keys:
            keys %= b"n%d" % next(self.names)
        start = len(self.reader.sent)
        if waits and keys in REVERTS:
            self.reader.send(keys)
            until = time.monotonic() + START
            while not REVERTED.search(self.reader.sent, start) and time.monotonic() < until:
                self.reader.read(0.01)
            self.reader.send(REDRAW)
        elif self.world.rng.random() < 0.5:
            self.reader.send(keys + REDRAW)
        else:
            self.reader.send(keys)
            self.reader.send(REDRAW)
        return start, keys, events

    def change(self):
        """Makes a change, and waits until it is on the screen."""
        start, keys, events = self.press(waits=True)
        self.reader.wait("a frame", lambda: last_frame(self.reader.sent, start))
        rows = rows_of(lines_of(last_frame(self.reader.sent, start)))
        until = time.monotonic() + START
        while keys == MASS and not all_read(rows):
            need(time.monotonic() < until, f"{keys} never came; screen: {rows}")
            rows = rows_of(self.reader.screen())
        self.seen.append(rows)
        self.counts.update(events)

    def kill(self):
        """Makes a last change and kills the reader. Returns its keys, its events, and whether it was
        on the screen."""
        rng = self.world.rng
        start, keys, events = self.press(waits=False)
        until = time.monotonic() + rng.choice([0, 0.002, 0.01, 0.03, 0.08]) * rng.random() * 2
        while time.monotonic() < until:
            self.reader.read(max(0, min(0.001, until - time.monotonic())))
        self.reader.signal(signal.SIGKILL)
        self.reader.end(-signal.SIGKILL)
        frame = last_frame(self.reader.sent, start) if keys not in REVERTS else None
        rows = rows_of(lines_of(frame)) if frame else None
        if keys == MASS and rows:
            # A part of the change is shown only when all of it is stored.
            shows = rows != self.seen[-1]
            rows = {title: (True, kept) for title, (_, kept) in rows.items()} if shows else None
        if rows:
            self.seen.append(rows)
            self.counts.update(events)
        return keys, events, rows is not None


def stored(world):
    return {row["title"]: (row["read"], row["bookmarked"]) for row in world.listed()}


def events_of(world):
    """The lines of all journals, each with how often it is there."""
    lines = collections.Counter()
    for name in os.listdir(world.journal) if os.path.isdir(world.journal) else []:
        with open(os.path.join(world.journal, name), encoding="utf-8") as file:
            lines.update(line for line in file.read().splitlines() if line.endswith("}"))
    return lines


def names_of(lines):
    events = [json.loads(line) for line in lines]
    return collections.Counter(event["do"] for event in events if "undo" not in event)


def is_possible(keys, seen, now, history):
    """Whether the last keys, which were not on the screen, may lead from what was seen to this."""
    changed = [title for title in seen if now.get(title) != seen[title]]
    if not changed:
        return True
    if keys in REVERTS:
        same = lambda state: all(now.get(title) == state[title] for title in state if title in seen)
        return any(same(state) for state in history) or len(changed) <= 3
    if keys == MASS:
        return all(read for read, _ in now.values()) and all(
            now[title][1] == seen[title][1] for title in seen)
    # Up to three picked rows, or those that were opened.
    return len(changed) <= 3


def check(session, keys, unseen, before, was_seen, past, result):
    """Compares what was seen with what is stored. `past`: the states of earlier sessions, to which undo
    may lead."""
    world = session.world
    now, seen = stored(world), session.seen[-1]
    wrong = [title for title in seen if now.get(title) != seen[title]]
    if was_seen and keys == MASS:
        wrong += [title for title, (read, _) in now.items() if not read and title not in seen]
    if was_seen:
        result["lost"] += len(wrong)
        need(not wrong, f"seen, but not stored after {keys}: {[(t, seen.get(t), now.get(t)) for t in wrong[:5]]}")
    elif not is_possible(keys, seen, now, past + session.seen):
        result["lost"] += len(wrong)
        raise Fault(f"stored after {keys}, which were not on the screen: "
                    f"{[(t, seen[t], now.get(t)) for t in wrong[:5]]}")
    lines = events_of(world)
    twice = [line for line, count in lines.items() if count > 1]
    result["doubled"] += len(twice)
    need(not twice, f"written twice: {twice[:3]}")
    written = names_of(lines)
    for group in {(name,) for name in ("tag", "collect", "note", "mark")} | {("later", "not-later")}:
        made = sum(written[name] - before[name] for name in group)
        shown = sum(session.counts[name] for name in group)
        most = shown + (0 if was_seen else sum(name in group for name in unseen))
        # One of the two events of the queue is written. An article that is finished leaves it, too.
        least, most = (shown, most) if len(group) == 1 else (shown // len(group), made)
        result["lost"] += max(0, least - made)
        result["doubled"] += max(0, made - most)
        need(least <= made <= most, f"{made} events of {group}, shown {least}, at most {most}")
    kept = sum(bookmarked for _, bookmarked in now.values())
    told = len(world.run("bookmark", "list").splitlines())
    need(told == kept, f"{told} bookmarks are listed, {kept} stored")
    return now, written


def play(options, number, kills, result):
    """Kills in one home. Returns the fault, or None."""
    rng = random.Random(f"{options.seed}/{number}")
    world = World(options.binary, rng)
    names = iter(range(10**9))
    if options.articles:
        for more in range(len(world.titles), options.articles):
            world.titles.append(f"T{more:05}")
            world.write(f"{world.titles[-1]}.md", f"---\ntitle: {world.titles[-1]}\n---\n第{more}篇。")
    try:
        before, now, past = collections.Counter(), None, []
        for _ in range(kills):
            session = Session(world, names)
            if now is not None:
                session.wait_for(now)
            for _ in range(rng.choice([0, 0, 1, 2, 4])):
                session.change()
            keys, unseen, was_seen = session.kill()
            result["kills"] += 1
            result["seen"] += was_seen
            result["changes"] += len(session.seen) - 1
            now, before = check(session, keys, unseen, before, was_seen, past, result)
            past += [*session.seen, now]
    except (Fault, OSError) as caught:
        return f"{type(caught).__name__}: {caught}\n  its folder: {world.folder}"
    finally:
        world.close()
    shutil.rmtree(world.folder)
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--binary", default="target/release/kanbao")
    parser.add_argument("--seed", default=str(random.randrange(10**9)))
    parser.add_argument("--articles", type=int, default=0, help="at least so many in each library")
    parser.add_argument("--home", type=int, help="only this home")
    options = parser.parse_args()
    result, faults = collections.Counter(), 0
    homes = range(-(-options.kills // KILLS_PER_HOME)) if options.home is None else [options.home]
    for number in homes:
        fault = play(options, number, KILLS_PER_HOME, result)
        if fault:
            faults += 1
            print(f"home {number}: {fault}\n  again: {sys.argv[0]} --binary {options.binary} "
                  f"--seed {options.seed} --home {number} --articles {options.articles}", flush=True)
    print(f"{result['kills']} kills with seed {options.seed}, {result['changes']} changes seen, "
          f"the last one of {result['seen']} sessions: {result['lost']} lost, "
          f"{result['doubled']} doubled, {faults} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
