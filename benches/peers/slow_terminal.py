"""A program in a pseudo-terminal that answers its questions, counts its bytes, and passes them on as
slowly as a link would. No screen is kept.

The link delays what is typed and what is printed by half of its round trip each, and passes printed
bytes on at its rate, behind a buffer as large as that of an SSH connection.
"""
import collections
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time
import unicodedata

# Silence after which a key counts as answered, in seconds; and the longest wait for that.
SILENCE, PATIENCE = 0.33, 10.0
# Bytes that wait for the link before the program's writes block.
BUFFER = 64 * 1024

QUESTION = re.compile(rb"\x1b\[6n|\x1b\[5n|\x1b\[c|\x1b\]11;\?(?:\x07|\x1b\\)|\x1b\[\?(\d+)\$p")
SEQUENCE = re.compile(r"\x1b\[[0-9;?$]*[A-Za-z]|\x1b\].*?(?:\x07|\x1b\\)|\x1b.")


def width(text):
    """The column after a text that begins at the left edge."""
    after = SEQUENCE.sub(lambda found: "\r" if found[0][-1:] in "HG" else "", text)
    shown = re.split("[\r\n]", after)[-1]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in shown if not unicodedata.combining(c))


class Terminal:
    def __init__(self, command, size, home, variables=None, round_trip=0.0, rate=0.0):
        """`round_trip` in seconds, `rate` in bytes per second; 0: at once."""
        environment = {
            "HOME": str(home), "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ["PATH"],
            "TZ": "Asia/Shanghai", **(variables or {}),
        }
        self.delay, self.rate = round_trip / 2, rate
        self.up, self.down = collections.deque(), collections.deque()  # (when, bytes)
        self.free = 0.0  # when the link has sent everything
        self.recent = b""
        self.is_application = False
        self.arrived = 0
        self.frames = []  # (when, bytes) of everything that has arrived
        self.pid, self.file = pty.fork()
        if self.pid == 0:
            # The size is set before the program asks for it.
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))
            os.execvpe(command[0], command, environment)
        self._set_size(size)

    def _set_size(self, size):
        fcntl.ioctl(self.file, termios.TIOCSWINSZ, struct.pack("HHHH", size[1], size[0], 0, 0))

    def type(self, text):
        """Types at this end of the link."""
        # Arrows and Home and End in the application's mode, if the program asked for it.
        if self.is_application and len(text) == 3 and text[:2] == "\x1b[" and text[2] in "ABCDFH":
            text = "\x1bO" + text[2]
        self.up.append((time.monotonic() + self.delay, text.encode()))

    def _answer(self, data):
        self.recent += data
        modes = re.findall(rb"\x1b\[\?1([hl])", self.recent)
        self.is_application = modes[-1] == b"h" if modes else self.is_application
        for found in QUESTION.finditer(self.recent):
            before = self.recent[: found.start()].decode(errors="ignore")
            question = found[0]
            if question == b"\x1b[6n":
                self.type(f"\x1b[1;{width(before) + 1}R")
            elif question == b"\x1b[5n":
                self.type("\x1b[0n")
            elif question == b"\x1b[c":
                self.type("\x1b[?62;22c")
            elif question.startswith(b"\x1b]11"):
                self.type("\x1b]11;rgb:1c1c/1c1c/1c1c\x1b\\")
            else:
                self.type(f"\x1b[?{found[1].decode()};2$y")
            self.recent = self.recent[found.end():]
            return self._answer(b"")
        self.recent = self.recent[-4096:]

    def turn(self, seconds):
        """Passes on what is due, for at most so long. Returns whether anything was printed."""
        end = time.monotonic() + seconds
        while True:
            now = time.monotonic()
            while self.up and self.up[0][0] <= now:
                os.write(self.file, self.up.popleft()[1])
            if self.down and self.down[0][0] <= now:
                when, data = self.down.popleft()
                self.arrived += len(data)
                self.frames.append((when, data))
                self._answer(data)
                return True
            if now >= end:
                return False
            due = [queue[0][0] for queue in (self.up, self.down) if queue]
            waiting = sum(len(data) for _, data in self.down)
            reads = [self.file] if waiting < BUFFER else []
            ready, _, _ = select.select(reads, [], [], max(0.0, min([end, *due]) - now))
            if ready:
                self._read()

    def _read(self):
        try:
            data = os.read(self.file, 4096)
        except OSError:
            data = b""
        if not data:
            raise EOFError("the program has ended")
        now = time.monotonic()
        # In pieces, as packets arrive.
        for start in range(0, len(data), 256):
            piece = data[start : start + 256]
            self.free = max(self.free, now) + (len(piece) / self.rate if self.rate else 0.0)
            self.down.append((self.free + self.delay, piece))

    def settle(self, silence=SILENCE):
        """Waits for silence."""
        end = time.monotonic() + PATIENCE
        while self.turn(silence) and time.monotonic() < end:
            pass

    def press(self, key):
        """Types a key and waits for silence. Returns the bytes that were printed."""
        before = self.arrived
        self.type(key)
        self.settle()
        return self.arrived - before

    def resize(self, size):
        before = self.arrived
        self._set_size(size)
        self.settle()
        return self.arrived - before

    def close(self):
        os.kill(self.pid, signal.SIGTERM)
        deadline = time.monotonic() + 5
        while os.waitpid(self.pid, os.WNOHANG) == (0, 0):
            if time.monotonic() > deadline:
                os.kill(self.pid, signal.SIGKILL)
            try:
                self.turn(0.05)
            except (EOFError, OSError):
                time.sleep(0.05)
        os.close(self.file)
