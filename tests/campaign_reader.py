"""The reader in a pseudo-terminal, for `campaign.py`: sends keys and reads the screen."""

import collections
import fcntl
import json
import os
import pty
import re
import select
import signal
import struct
import subprocess
import tempfile
import termios
import time

# Seconds after which a reader that does not respond counts as hanging, even on a busy machine.
HANG = 60
# Modes that are initially on in a terminal: wrapping and the cursor.
AT_START = {"7", "25"}
REDRAW = b"\x0c"
# Escape in the kitty keyboard protocol. Unlike the single byte it is never ambiguous.
ESCAPE = b"\x1b[27u"


class Fault(Exception):
    """The program violated an invariant."""


def need(condition, told):
    if not condition:
        raise Fault(told)


class Reader:
    """The program in a pseudo-terminal. With `shell`, a parent process acts as a shell with job
    control, so that the kernel allows the program to stop."""

    def __init__(self, world, arguments=None, size=(100, 24), shell=False):
        self.fd, self.line = pty.openpty()
        self.resize(*size)
        self.modes = termios.tcgetattr(self.line)
        self.sent = bytearray()
        self.status = None
        ready, tell = os.pipe()
        arguments = arguments or ["--ambiguous", "1"]
        command = [world.binary, "--lang", "en", *arguments, world.library]
        self.leader = os.fork()
        if self.leader == 0:
            try:
                become(command, world.environment, self.line, self.fd, tell, shell)
            finally:
                os._exit(127)
        os.close(tell)
        self.pid = int(os.read(ready, 20)) if shell else self.leader
        os.close(ready)
        world.readers.append(self)

    def resize(self, columns, rows):
        fcntl.ioctl(self.line, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, keys):
        """Sends keys and reads meanwhile, so that neither side blocks the other."""
        keys = memoryview(keys)
        until = time.monotonic() + HANG
        while keys:
            need(time.monotonic() < until, "hang: the reader does not read its input")
            _, free, _ = select.select([], [self.fd], [], 0.05)
            if free:
                keys = keys[os.write(self.fd, keys[:512]):]
            self.read(0)

    def read(self, seconds):
        """Reads for some seconds. Returns whether there was output."""
        came = False
        while select.select([self.fd], [], [], 0 if came else seconds)[0]:
            data = os.read(self.fd, 65536)
            if not data:
                break
            self.sent += data
            came = True
        return came

    def wait(self, what, true):
        until = time.monotonic() + HANG
        while not true():
            need(self.running(), f"the reader ended with {self.status} while waiting for {what}")
            need(time.monotonic() < until, f"hang: {what} never came")
            self.read(0.05)

    def wait_for(self, text):
        """Waits until a text is on the screen. Returns the lines of the screen."""
        until = time.monotonic() + HANG
        while True:
            lines = self.screen()
            if any(text in line for line in lines):
                return lines
            need(time.monotonic() < until, f"hang: {text!r} never came; screen: {lines}")
            self.read(0.05)

    def screen(self):
        """Redraws the screen and returns its lines. Not possible while a prompt is open."""
        start = len(self.sent)
        self.send(REDRAW)

        def frame():
            begin = self.sent.find(b"\x1b[2J", start)
            return begin >= 0 and self.sent.find(b"\x1b[?2026l", begin) >= 0

        self.wait("a frame", frame)
        begin = self.sent.find(b"\x1b[2J", start)
        text = self.sent[begin:self.sent.find(b"\x1b[?2026l", begin)].decode(errors="replace")
        text = re.sub(r"\x1b\][^\x07\x1b]*(\x07|\x1b\\)", "", text)
        text = re.sub(r"\x1b\[(\d*)C", lambda move: " " * int(move[1] or 1), text)
        text = re.sub(r"\x1b\[[\d;]*H", "\n", text)
        return re.sub(r"\x1b\[[?\d;]*[a-zA-Z]", "", text).replace("\r", "").split("\n")

    def choose(self, title):
        """Filters the list to one article. Returns its line."""
        self.send(b"f\x15" + title.encode() + b"\r")
        self.wait_for("1 of 1")
        lines = [line for line in self.screen() if title in line]
        need(len(lines) == 1, f"{title} is shown {len(lines)} times")
        return lines[0]

    def bookmark(self, title):
        """Bookmarks an article without a bookmark. Returns when the screen shows the star."""
        line = self.choose(title)
        need(not starred(line), f"{title} is bookmarked already")
        self.send(b"b")
        self.wait_for_star(title)

    def wait_for_star(self, title):
        until = time.monotonic() + HANG
        while not any(title in line and starred(line) for line in self.screen()):
            need(time.monotonic() < until, f"hang: no star at {title}")
            self.read(0.05)

    def signal(self, number):
        try:
            os.kill(self.pid, number)
        except ProcessLookupError:
            # Already ended by an earlier signal. The exit code shows which one.
            pass

    def running(self):
        if self.status is None:
            pid, status = os.waitpid(self.leader, os.WNOHANG)
            if pid:
                self.status = os.waitstatus_to_exitcode(status)
        return self.status is None

    def end(self, *allowed):
        """Waits for the exit, checks that the code is allowed, and checks the terminal."""
        until = time.monotonic() + HANG
        while self.running():
            need(time.monotonic() < until, "hang: the reader does not end")
            self.read(0.05)
        self.read(0.1)
        need(self.status in allowed, f"exit code {self.status}, not {allowed}: {self.tail()}")
        # A killed program cannot restore anything.
        if self.status >= 0:
            self.check_restored()

    def check_restored(self):
        need(termios.tcgetattr(self.line) == self.modes, "the modes of the line are not restored")
        changed = set()
        for modes, on in re.findall(rb"\x1b\[\?([\d;]+)([hl])", bytes(self.sent)):
            for mode in modes.decode().split(";"):
                same = (on == b"h") == (mode in AT_START)
                (changed.discard if same else changed.add)(mode)
        need(not changed, f"modes left on or off: {sorted(changed)}")

    def tail(self):
        return bytes(self.sent[-200:])

    def close(self):
        for pid in {self.pid, self.leader}:
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self.read(0)
        if self.status is None:
            os.waitpid(self.leader, 0)
        os.close(self.fd)
        os.close(self.line)

    def seconds_of_cpu(self):
        with open(f"/proc/{self.pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def become(command, environment, line, master, tell, shell):
    """Runs in the forked process: becomes the program, or the shell that starts it."""
    os.close(master)
    os.login_tty(line)
    if not shell:
        os.execve(command[0], command, environment)
    signal.signal(signal.SIGTTOU, signal.SIG_IGN)
    child = os.fork()
    if child == 0:
        os.setpgid(0, 0)
        os.tcsetpgrp(0, os.getpid())
        signal.signal(signal.SIGTTOU, signal.SIG_DFL)
        os.execve(command[0], command, environment)
    os.write(tell, str(child).encode())
    os.close(tell)
    status = os.waitpid(child, 0)[1]
    code = os.waitstatus_to_exitcode(status)
    os._exit(code if code >= 0 else 128 - code)


def starred(line):
    return "*" in line or "★" in line


class World:
    """A home, a library and the readers of one round."""

    def __init__(self, binary, rng):
        self.binary, self.rng = os.path.abspath(binary), rng
        self.folder = tempfile.mkdtemp(prefix="kanbao-campaign-")
        self.home = os.path.join(self.folder, "home")
        self.library = os.path.join(self.folder, "news")
        self.journal = os.path.join(self.home, ".local/share/kanbao/journal")
        self.environment = {
            "HOME": self.home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin",
        }
        self.readers = []
        self.bookmarks = set()
        os.makedirs(self.home)
        os.makedirs(self.library)
        self.titles = [f"T{number:03}" for number in range(rng.choice([40, 60, 200]))]
        for number, title in enumerate(self.titles):
            text = f"文章{number}说第{number}件事。\n\n" * rng.randint(1, 200)
            self.write(f"{title}.md", f"---\ntitle: {title}\ndate: 2024-01-01\n---\n{text}")

    def write(self, name, text):
        with open(os.path.join(self.library, name), "w", encoding="utf-8") as file:
            file.write(text)

    def reader(self, *arguments, **options):
        reader = Reader(self, *arguments, **options)
        reader.wait_for(f"{len(self.titles):,} articles")
        return reader

    def pick(self, count):
        """Random titles without a bookmark."""
        return self.rng.sample(sorted(set(self.titles) - self.bookmarks), count)

    def bookmark(self, reader, title):
        reader.bookmark(title)
        self.bookmarks.add(title)

    def run(self, *arguments):
        done = subprocess.run([self.binary, *arguments], env=self.environment, timeout=HANG,
                              capture_output=True, text=True, check=False)
        return done.stdout

    def listed(self):
        lines = self.run("list", "--json", "--library", self.library).splitlines()
        return [json.loads(line) for line in lines]

    def check(self):
        """Checks that nothing is lost or written twice, and that no reader is left."""
        kept = {row["title"] for row in self.listed() if row["bookmarked"]}
        need(kept >= self.bookmarks, f"lost: {sorted(self.bookmarks - kept)}")
        need(kept <= self.bookmarks, f"never made: {sorted(kept - self.bookmarks)}")
        told = self.run("bookmark", "list").splitlines()
        need(len(told) == len(kept), f"{len(told)} bookmarks are listed, {len(kept)} stored")
        events = collections.Counter()
        for name in os.listdir(self.journal) if os.path.isdir(self.journal) else []:
            with open(os.path.join(self.journal, name), encoding="utf-8") as file:
                events.update(file.read().splitlines())
        double = [event for event, count in events.items() if count > 1]
        need(not double, f"written twice: {double[:3]}")
        state = os.path.join(self.home, ".local/state/kanbao")
        need(not os.path.exists(os.path.join(state, "panic.txt")), "a panic")
        for reader in self.readers:
            need(not os.path.exists(f"/proc/{reader.pid}/exe"), "a process is left")

    def close(self):
        for reader in self.readers:
            reader.close()
