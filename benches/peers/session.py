#!/usr/bin/env python3
"""Bytes that the same session of 200 keys sends in kanbao and in newsboat, in one run.

    session.py KANBAO LIBRARY FEEDS [--size 120x40] [--keys] [--local]

KANBAO is the program, LIBRARY and FEEDS are the same articles as files and as a folder of RSS
feeds. The keys move in the list, open articles, page, scroll, go to the next article, search and
resize the window. kanbao runs as over SSH, where it sends less; --local without. Each key has its own time: the next one is pressed when the output has been
silent for a third of a second. Both programs get TERM=xterm-256color and one pane; newsboat lists
the articles of all feeds, newest first. --keys prints the bytes of each step.

Needs Linux, Python 3.11 or later and newsboat.
"""
import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

from slow_terminal import Terminal

# What is done, how often, and the keys in kanbao and in newsboat. Arrows and page keys mean the same.
DOWN, UP, PAGE_DOWN, PAGE_UP, ENTER = "\x1b[B", "\x1b[A", "\x1b[6~", "\x1b[5~", "\r"
SESSION = [
    ("down the list", 20, DOWN, DOWN),
    ("up the list", 5, UP, UP),
    ("open", 1, ENTER, ENTER),
    ("page", 2, PAGE_DOWN, PAGE_DOWN),
    ("scroll", 15, DOWN, DOWN),
    ("page up", 2, PAGE_UP, PAGE_UP),
    ("next article", 4, "J", "J"),
    ("scroll", 10, DOWN, DOWN),
    ("back", 1, "q", "q"),
    ("page the list", 3, PAGE_DOWN, PAGE_DOWN),
    ("down the list", 20, DOWN, DOWN),
    ("search", 1, "/", "/"),
    ("type", 1, "文", "文"),
    ("type", 1, "化", "化"),
    ("find", 1, ENTER, ENTER),
    ("down the results", 10, DOWN, DOWN),
    ("open", 1, ENTER, ENTER),
    ("page", 1, PAGE_DOWN, PAGE_DOWN),
    ("scroll", 10, DOWN, DOWN),
    ("back", 1, "q", "q"),
    ("leave the search", 1, "\x1b", "q"),
    ("resize", 0, (100, 30), (100, 30)),
    ("down the list", 20, DOWN, DOWN),
    ("open", 1, ENTER, ENTER),
    ("scroll", 20, DOWN, DOWN),
    ("resize", 0, (120, 40), (120, 40)),
    ("scroll", 10, DOWN, DOWN),
    ("next article", 8, "J", "J"),
    ("page", 2, PAGE_DOWN, PAGE_DOWN),
    ("back", 1, "q", "q"),
    ("down the list", 23, DOWN, DOWN),
    ("page the list", 3, PAGE_DOWN, PAGE_DOWN),
    ("page up the list", 1, PAGE_UP, PAGE_UP),
]
assert sum(count for _, count, _, _ in SESSION) == 200, sum(count for _, count, _, _ in SESSION)

CONFIG = '[panes]\nlayout = "single"\n'
NEWSBOAT = "article-sort-order date-asc\nconfirm-exit no\nauto-reload no\nshow-read-articles yes\n"


def kanbao(program, library, home, size, is_local):
    """kanbao with its list on the screen."""
    folder = home / "kanbao"
    folder.mkdir()
    config = folder / "config.toml"
    config.write_text(CONFIG)
    command = [program, "--config", str(config)]
    variables = {f"XDG_{name}_HOME": str(folder / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")}
    if not is_local:
        variables["SSH_CONNECTION"] = "192.0.2.1 1 192.0.2.2 22"
    terminal = Terminal(command + [str(library)], size, home=folder, variables=variables)
    terminal.settle(2.0)
    return terminal


def newsboat(feeds, home, size):
    """newsboat with the list of all articles on the screen."""
    folder = home / "newsboat"
    folder.mkdir()
    urls = [path.resolve().as_uri() for path in sorted(feeds.glob("*.xml"))]
    urls.append('"query:All:age < 100000"')
    (folder / "urls").write_text("\n".join(urls) + "\n")
    (folder / "config").write_text(NEWSBOAT)
    files = ["-u", folder / "urls", "-c", folder / "cache.db", "-C", folder / "config"]
    command = ["newsboat", *map(str, files)]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run(command + ["-x", "reload"], check=True, env={"HOME": str(folder), "LANG": "C.UTF-8"}, **quiet)
    terminal = Terminal(command, size, home=folder)
    terminal.settle(2.0)
    for key in ("\x1b[F", ENTER):  # the last feed is that of all articles
        terminal.press(key)
    return terminal


def session(terminal, column):
    """The bytes of each step, with those of its most expensive key."""
    steps = []
    for name, count, *keys in SESSION:
        key = keys[column]
        if isinstance(key, tuple):
            sent = [terminal.resize(key)]
        else:
            sent = [terminal.press(key) for _ in range(count)]
        steps.append((name, count, sum(sent), max(sent)))
    return steps


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kanbao", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("feeds", type=pathlib.Path)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--keys", action="store_true")
    parser.add_argument("--local", action="store_true")
    options = parser.parse_args()
    size = tuple(map(int, options.size.split("x")))
    if not shutil.which("newsboat"):
        sys.exit("newsboat is not installed")
    with tempfile.TemporaryDirectory() as home:
        home = pathlib.Path(home)
        ours = kanbao(str(options.kanbao.resolve()), options.library, home, size, options.local)
        mine = session(ours, 0)
        ours.close()
        theirs = newsboat(options.feeds, home, size)
        other = session(theirs, 1)
        theirs.close()
    print(f"{'':20} {'keys':>4} {'kanbao':>8} {'most':>6} {'newsboat':>8} {'most':>6}")
    for (name, count, sent, most), (_, _, others, their_most) in zip(mine, other):
        if options.keys or not count:
            print(f"{name:20} {count:4} {sent:8} {most:6} {others:8} {their_most:6}")
    sums = [sum(step[2] for step in steps) for steps in (mine, other)]
    print(f"{'all':20} {200:4} {sums[0]:8} {'':6} {sums[1]:8}")
    sys.exit(sums[0] > sums[1])


if __name__ == "__main__":
    main()
