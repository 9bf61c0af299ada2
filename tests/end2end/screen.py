"""A virtual screen with a window manager, driven as a person would: keys, words, pictures."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.waiting import wait_until


@dataclass(frozen=True)
class Screen:
    """A running virtual screen."""

    display: str

    def run(self, *command: str, check: bool = True) -> str:
        """Run a command on this screen and return what it prints."""
        environ = {**os.environ, "DISPLAY": self.display}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, check=check, timeout=60)
        return done.stdout.strip()

    def is_managed(self) -> bool:
        """Tell whether a window manager has taken charge, as it says on the root window."""
        return "window id" in self.run("xprop", "-root", "_NET_SUPPORTING_WM_CHECK", check=False)

    def windows(self, name: str) -> list[str]:
        """Return the ids of visible windows whose title contains the name."""
        return self.run("xdotool", "search", "--onlyvisible", "--name", name, check=False).split()

    def wait_for_window(self, name: str, timeout_s: float = 60.0) -> str:
        """Wait for a window and return its id."""
        wait_until(lambda: self.windows(name), f"a window named {name!r}", timeout_s)
        return self.windows(name)[0]

    def focus(self, window: str) -> None:
        """Make a window the active one."""
        self.run("xdotool", "windowactivate", "--sync", window)

    def key(self, keys: str) -> None:
        """Press keys, such as ``ctrl+Return``."""
        self.run("xdotool", "key", "--clearmodifiers", keys)

    def type(self, text: str) -> None:
        """Type a text."""
        self.run("xdotool", "type", "--clearmodifiers", "--delay", "8", text)

    def picture(self, path: Path) -> None:
        """Write what the screen shows as a PNG."""
        self.run("import", "-window", "root", str(path))


@contextmanager
def virtual_screen(size: str = "1280x800x24") -> Iterator[Screen]:
    """Start Xvfb and openbox, wait until openbox manages the screen, and stop both at the end.

    Without ``-noreset`` the server starts anew whenever its last client leaves, and turns away the window
    manager that connects just then.
    """
    read_fd, write_fd = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write_fd), "-screen", "0", size, "-nolisten", "tcp", "-noreset"],
        pass_fds=[write_fd],
        stderr=subprocess.DEVNULL,
    )
    os.close(write_fd)
    with os.fdopen(read_fd) as numbers:
        number = numbers.readline().strip()
    if not number:
        server.wait(timeout=10)
        raise AssertionError("Xvfb did not start")
    screen = Screen(f":{number}")
    manager = subprocess.Popen(
        ["openbox"], env={**os.environ, "DISPLAY": screen.display}, stderr=subprocess.DEVNULL
    )
    try:
        wait_until(screen.is_managed, "openbox to manage the screen")
        yield screen
    finally:
        for process in (manager, server):
            process.terminate()
            process.wait(timeout=10)
