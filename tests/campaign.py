#!/usr/bin/env python3
"""Stress test: attacks the built reader in pseudo-terminals for a given time.

    python3 tests/campaign.py --minutes 30 --binary target/release/kanbao --seed 1

Each round runs one kind of attack on a fresh home and library, with random numbers that depend
only on the seed and the number of the round. After a round, every mark that the screen confirmed
must be stored, no other mark may exist, no event may be written twice, the terminal must be
restored, and no process may be left. The first fault ends the campaign with exit code 1, prints
the command that repeats the round and keeps the round's folder. Linux only.
"""

import argparse
import collections
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from campaign_reader import ESCAPE, HANG, Fault, World, need


def instances(world):
    """Several readers and commands set marks concurrently and end in different ways."""
    readers = [world.reader() for _ in range(world.rng.randint(2, 4))]
    for _ in range(world.rng.randint(3, 8)):
        picked = world.pick(3)
        marking = [subprocess.Popen([world.binary, "mark", "bookmark", f"{title}.md", "--library",
                                     world.library], env=world.environment,
                                    stdout=subprocess.DEVNULL) for title in picked[1:]]
        world.bookmark(world.rng.choice(readers), picked[0])
        for process, title in zip(marking, picked[1:]):
            need(process.wait(HANG) == 0, "mark failed")
            world.bookmarks.add(title)
    for reader in readers:
        way = world.rng.choice([None, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
        reader.send(b"Q") if way is None else reader.signal(way)
        reader.end(0 if way is None else -way if way == signal.SIGKILL else 128 + way)


def replace_file(world):
    """Replaces each file by a copy, as `sed -i` and file synchronisers do."""
    for name in os.listdir(world.journal):
        path = os.path.join(world.journal, name)
        shutil.copy(path, path + "~")
        os.rename(path + "~", path)


def replace_folder(world):
    """Replaces the folder by a copy, as `mv` and `cp -r` do."""
    old = tempfile.mkdtemp(dir=world.folder)
    os.rename(world.journal, os.path.join(old, "journal"))
    shutil.copytree(os.path.join(old, "journal"), world.journal)


def replaced(world):
    """The journal is replaced between marks, and in half of the rounds by an older copy."""
    readers = [world.reader() for _ in range(world.rng.randint(1, 2))]
    world.bookmark(readers[0], world.pick(1)[0])
    backup = os.path.join(world.folder, "backup")
    shutil.copytree(world.journal, backup)
    for _ in range(world.rng.randint(2, 5)):
        world.bookmark(world.rng.choice(readers), world.pick(1)[0])
        world.rng.choice([replace_file, replace_folder])(world)
        world.bookmark(world.rng.choice(readers), world.pick(1)[0])
    if world.rng.random() < 0.5:
        # The readers must write again what they wrote since the backup.
        shutil.rmtree(world.journal)
        shutil.copytree(backup, world.journal)
        for reader in readers:
            world.bookmark(reader, world.pick(1)[0])
    for reader in readers:
        reader.send(b"Q")
        reader.end(0)


def machines(world):
    """Files of other machines appear, grow and are replaced while readers run."""
    reader = world.reader()
    path = os.path.join(world.journal, "other-1.jsonl")
    os.makedirs(world.journal, exist_ok=True)
    other = os.path.join(world.folder, "other")
    picked = world.pick(world.rng.randint(2, 8))
    for title in picked:
        subprocess.run([world.binary, "mark", "bookmark", f"{title}.md", "--library",
                        world.library], env=world.environment | {"HOME": other}, check=True,
                       stdout=subprocess.DEVNULL, timeout=HANG)
    folder = os.path.join(other, ".local/share/kanbao/journal")
    lines = []
    for name in os.listdir(folder):
        with open(os.path.join(folder, name), encoding="utf-8") as file:
            lines += file.read().splitlines()
    need(len(lines) == len(picked), "marks of another machine are not in its journal")
    for count in range(1, len(lines) + 1):
        some = lines[:count]
        if world.rng.random() < 0.5:
            some.reverse()
        with open(path + "~", "w", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in some))
        os.rename(path + "~", path)
        titles = [json.loads(line)["title"] for line in some]
        world.bookmarks.update(titles)
        world.bookmark(reader, world.pick(1)[0])
        title = world.rng.choice(titles)
        reader.choose(title)
        reader.wait_for_star(title)
    reader.send(b"Q")
    reader.end(0)


def signals(world):
    """Many signals, also while stopped: the position is saved and the terminal restored."""
    shell = world.rng.random() < 0.7
    reader = world.reader(shell=shell)
    title = world.pick(1)[0]
    world.bookmark(reader, title)
    reader.send(b"\r")
    top = reader.wait_for("%")
    pages = world.rng.randint(0, 5)
    reader.send(b" " * pages)
    # The last line shows the progress. No position is saved for an article that fits the screen.
    now = reader.wait_for("%")[-2:]
    moved = pages > 0 and now != top[-2:] and "100%" not in "".join(now)
    deadly = world.rng.choice([signal.SIGTERM, signal.SIGHUP, signal.SIGINT, signal.SIGQUIT])
    go_on = signal.SIGCONT
    order = world.rng.choice([[deadly, go_on], [go_on, deadly]])
    stop = [signal.SIGSTOP]
    if shell and world.rng.random() < 0.5:
        reader.send(b"\x1a")
        reader.wait("the stop", lambda: state_of(reader.pid) == "T")
        stop = []
    elif world.rng.random() < 0.5:
        stop = [world.rng.choice([go_on, signal.SIGWINCH]) for _ in range(world.rng.randint(1, 60))]
    for number in stop + order:
        reader.signal(number)
        if world.rng.random() < 0.3:
            time.sleep(world.rng.random() / 500)
    # Continue the reader if it was stopped again in between.
    until = time.monotonic() + 5
    while reader.running() and time.monotonic() < until:
        reader.read(0.02)
        if state_of(reader.pid) == "T":
            reader.signal(go_on)
    reader.end(128 + deadly)
    row = next(row for row in world.listed() if row["title"] == title)
    need(row["read"], "an opened article is not read")
    need(row["place"] is not None or not moved, "the position is lost")


def state_of(pid):
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return "X"


def pastes(world):
    """Pastes of any length, with pauses, into every prompt and outside of prompts: nothing pasted
    acts as a key."""
    reader = world.reader()
    world.bookmark(reader, world.pick(1)[0])
    for _ in range(world.rng.randint(1, 3)):
        reader.send(b"f\x15\r")
        reader.wait_for(f"{len(world.titles)} articles")
        # The cursor is visible while a prompt is open.
        prompt = world.rng.choice([b"/", b"f", b":", b""])
        before = len(reader.sent)
        reader.send(prompt)
        if prompt:
            reader.wait("a prompt", lambda: b"\x1b[?25h" in reader.sent[before:])
        long = world.rng.random() < 0.3
        text = "".join(world.rng.choices("bAQrq看报\r\n\t1u", k=50000 if long else 30)).encode()
        paste = b"\x1b[200~" + text + b"\x1b[201~"
        start = 6
        cpu = reader.seconds_of_cpu()
        before = len(reader.sent)
        reader.send(paste[:start])
        while start < len(paste):
            end = start + world.rng.randint(1, len(paste) if long else 12)
            reader.send(paste[start:end])
            start = end
            reader.read(world.rng.choice([0, 0, 0.02, 0.3]))
        if prompt:
            reader.send(b"xx" + ESCAPE)
            reader.wait("the end of the prompt", lambda: b"\x1b[?25l" in reader.sent[before:])
        else:
            reader.wait("the notice", lambda: b"Pasted" in reader.sent[before:])
        cpu = reader.seconds_of_cpu() - cpu
        need(cpu < 3, f"a paste of {len(paste)} bytes took {cpu:.1f} s of CPU time")
    reader.send(b"Q")
    reader.end(0)


# Unclosed constructs: each can make a parser search for its end again and again.
PIECES = ["{", "[", "(", "<", "{{ ", "{% raw %}", "{% x %}", "$a ", "$x$ ", "$", "$$\n", "\\(", "`",
          "``` ", "*a ", "**a", "_a ", "~~", "> ", "- ", "1. ", "|", "|a|b|\n", "![", "[^1]", "[a](",
          "<a ", "<b>", "<div>", "<!--", "<table><tr><td>", "<pre>", "<p a=\"", "&", "&#", "&amp",
          "http://a", "：", "“", "（", "\u0301", "\u200d", "👩\u200d", "字", "\t", "\n\n", "{{< x ",
          "[[", "==", "^[", ":::", "!!! ", "</div>", "---\n", "+++\n", "\x1b[31m", "\u202e"]


def hostile(world):
    """Articles of repeated patterns: none delays the articles after it."""
    count = world.rng.randint(1, 3)
    for number in range(count):
        pieces = world.rng.sample(PIECES, world.rng.randint(1, 3))
        pattern = "".join(pieces)
        head = world.rng.choice(["", "$", "<p>", "正文。\n\n", "> "])
        text = head + pattern * (world.rng.choice([20000, 200000]) // len(pattern))
        tail = world.rng.choice(["", "x$", "}}", "</p>", "`", "\n\n末尾"])
        form = world.rng.choice(["md", "md", "html", "txt"])
        world.write(f"H{number}.{form}", f"---\ntitle: H{number}\n---\n{text}{tail}")
        world.titles.append(f"H{number}")
    reader = world.reader()
    for number in range(count):
        reader.choose(f"H{number}")
        reader.send(b"\r" + world.rng.choice([b"", b" ", b"G", b"/a\r", b"T"]))
        reader.send(3 * ESCAPE + b"f\x15T00\rgg\r")
        cpu = reader.seconds_of_cpu()
        reader.wait_for("文章")
        cpu = reader.seconds_of_cpu() - cpu
        need(cpu < 5, f"the next article appeared after {cpu:.1f} s of CPU time")
        reader.send(ESCAPE)
    reader.signal(signal.SIGTERM)
    reader.end(128 + signal.SIGTERM)


SIZES = [0, 1, 2, 3, 5, 9, 24, 80, 120, 300, 500, 1000, 5000, 65535]


def sizes(world):
    """Windows of any size, with keys in between, in a terminal with nonsensical answers."""
    reader = world.reader(["--ambiguous", "auto"] if world.rng.random() < 0.5 else None)
    world.bookmark(reader, world.pick(1)[0])
    for _ in range(world.rng.randint(5, 60)):
        reader.resize(world.rng.choice(SIZES), world.rng.choice(SIZES))
        keys = [b"j", b"k", b"\r", b"h", b"G", b"gg", b" ", b"w", b"z", b"?", b"T", b"<", b">", b"x"]
        answers = [b"\x1b[99999;99999R", b"\x1b[?69;9$y", b"\x1b[?2026;99999$y", b"\x1b[?c",
                   b"\x1b]11;rgb:zz/\xff\x07", b"\x1bP>|x\x1b\\", b"\x1b[<999;99999;99999M"]
        reader.send(world.rng.choice(keys + answers))
        reader.read(world.rng.choice([0, 0, 0.02]))
    reader.resize(100, 24)
    reader.send(3 * ESCAPE)
    reader.screen()
    reader.signal(signal.SIGTERM)
    reader.end(128 + signal.SIGTERM)


KINDS = [instances, replaced, machines, signals, signals, signals, pastes, hostile, sizes]


def play(options, number):
    """Runs one round. Returns its kind and the fault, or None."""
    rng = random.Random(f"{options.seed}/{number}")
    kinds = [kind for kind in KINDS if options.kind in (None, kind.__name__)]
    kind = kinds[number % len(kinds)]
    world = World(options.binary, rng)
    fault = None
    try:
        kind(world)
        world.check()
    except (Fault, OSError, subprocess.SubprocessError) as caught:
        fault = f"{kind.__name__}: {type(caught).__name__}: {caught}"
    finally:
        world.close()
    if fault is None:
        shutil.rmtree(world.folder)
        return kind.__name__, None
    return kind.__name__, f"{fault}\n  its folder: {world.folder}"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--binary", default="target/release/kanbao")
    parser.add_argument("--seed", default=str(random.randrange(10**9)))
    parser.add_argument("--kind", choices=[kind.__name__ for kind in KINDS], help="only this kind")
    parser.add_argument("--round", type=int, help="only this round")
    options = parser.parse_args()
    until = time.monotonic() + options.minutes * 60
    rounds, seconds = collections.Counter(), collections.Counter()
    number = options.round or 0
    while True:
        begun = time.monotonic()
        kind, fault = play(options, number)
        rounds[kind] += 1
        seconds[kind] += time.monotonic() - begun
        if fault:
            print(f"round {number}: {fault}")
            print(f"  again: {sys.argv[0]} --binary {options.binary} --seed {options.seed} "
                  f"--round {number}" + (f" --kind {options.kind}" if options.kind else ""))
        number += 1
        if fault or options.round is not None or time.monotonic() > until:
            break
    for kind, count in rounds.items():
        print(f"{kind:10} {count:5} rounds, {seconds[kind] / count:6.1f} s each")
    print(f"{number} rounds with seed {options.seed}: " + ("1 fault" if fault else "no fault"))
    sys.exit(1 if fault else 0)


if __name__ == "__main__":
    main()
