#!/usr/bin/env python3
"""What a key that is held down shows over a slow link, and when.

    held_keys.py KANBAO LIBRARY [--size 120x40] [--keys 20] [--round-trip 300] [--rate 64]

Types `j` every 30 ms in the list, over a link with a round trip in milliseconds and a rate in kbit/s.
Prints when the last frame of the list and when the preview had arrived, in milliseconds after the
last key could have reached the program. The preview follows after a pause, so the last silence of
100 ms or more is before it. Fails if the list takes more than 500 ms or the preview more than 1500.

Needs Linux and Python 3.11 or later.
"""
import argparse
import pathlib
import sys
import tempfile
import time

from slow_terminal import Terminal

PAUSE, SILENCE = 0.03, 0.1
MOST_LIST, MOST_PREVIEW = 500, 1500


def times(terminal, keys):
    """When the list and the preview had arrived, and the bytes of both, after the last key."""
    terminal.settle(1.5)
    del terminal.frames[:]
    for _ in range(keys):
        terminal.type("j")
        pressed = time.monotonic()
        while time.monotonic() < pressed + PAUSE:
            terminal.turn(max(0.0, pressed + PAUSE - time.monotonic()))
    reached = pressed + terminal.delay
    terminal.settle(1.5)
    frames = terminal.frames
    gaps = [at for at in range(1, len(frames)) if frames[at][0] - frames[at - 1][0] >= SILENCE]
    preview = gaps[-1] if gaps and frames[gaps[-1]][0] > reached else len(frames)
    arrived = [round((frames[at][0] - reached) * 1000) for at in (preview - 1, len(frames) - 1)]
    sent = [sum(len(data) for _, data in part) for part in (frames[:preview], frames[preview:])]
    return arrived, sent


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kanbao", type=pathlib.Path)
    parser.add_argument("library", type=pathlib.Path)
    parser.add_argument("--size", default="120x40")
    parser.add_argument("--keys", type=int, default=20)
    parser.add_argument("--round-trip", type=float, default=300)
    parser.add_argument("--rate", type=float, default=64)
    options = parser.parse_args()
    size = tuple(map(int, options.size.split("x")))
    fails = False
    with tempfile.TemporaryDirectory() as home:
        folders = {f"XDG_{name}_HOME": f"{home}/{name}" for name in ("CONFIG", "DATA", "CACHE", "STATE")}
        variables = folders | {"SSH_CONNECTION": "192.0.2.1 1 192.0.2.2 22"}
        command = [str(options.kanbao.resolve()), str(options.library)]
        terminal = Terminal(
            command, size, home, variables, round_trip=options.round_trip / 1000, rate=options.rate * 125,
        )
        for turn in range(3):
            (listed, preview), (of_list, of_preview) = times(terminal, options.keys)
            print(f"list after {listed} ms ({of_list} bytes), preview after {preview} ms ({of_preview} bytes)")
            fails |= listed > MOST_LIST or preview > MOST_PREVIEW
        terminal.close()
    sys.exit(fails)


if __name__ == "__main__":
    main()
