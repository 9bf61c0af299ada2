"""What the command line shows: results on standard output, all else on standard error."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO

from core.errors import DiskFull, OutputUnwritable, SottovoceError

if TYPE_CHECKING:
    from core.model.events import Notice


class Terminal:
    """Standard output and standard error of one run.

    Attributes:
        as_json: The result is one JSON object; errors are given as JSON too.
    """

    def __init__(self, *, as_json: bool) -> None:
        """Show nothing yet."""
        self.as_json = as_json
        self._line_open = False
        self._live = sys.stderr is not None and sys.stderr.isatty()
        self._drawn = 0

    def result(self, text: str) -> None:
        """Print the result.

        Raises:
            BrokenPipeError: When the reader is gone.
            StorageError: When it cannot be written.
        """
        self.end_progress()
        if sys.stdout is None:
            raise _closed()
        encoding = sys.stdout.encoding or "utf-8"
        with stdout_errors():
            sys.stdout.write(text.encode(encoding, "backslashreplace").decode(encoding) + "\n")
            sys.stdout.flush()

    def json_result(self, value: object) -> None:
        """Print the result as one JSON object.

        Raises:
            BrokenPipeError: When the reader is gone.
            StorageError: When it cannot be written.
        """
        self.result(json.dumps(value, indent=2, allow_nan=False))

    def json_line(self, value: object) -> None:
        """Print one JSON object of several, on a line of its own.

        Raises:
            BrokenPipeError: When the reader is gone.
            StorageError: When it cannot be written.
        """
        self.result(json.dumps(value, allow_nan=False))

    @property
    def can_redraw(self) -> bool:
        """True where what was printed can be taken back: on a terminal that is not a dumb one."""
        return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

    def redraw(self, lines: Sequence[str]) -> None:
        """Print lines in the place of those of the last call, cut to the terminal's size.

        Raises:
            BrokenPipeError: When the reader is gone.
            StorageError: When it cannot be written.
        """
        size = shutil.get_terminal_size()
        shown = [line[: max(1, size.columns - 1)] for line in lines[: max(1, size.lines - 1)]]
        back = f"\r\x1b[{self._drawn}A\x1b[J" if self._drawn else ""
        self._drawn = len(shown)
        self.result(back + "\n".join(shown))

    def info(self, text: str) -> None:
        """Say something on standard error."""
        self.end_progress()
        self._error_line(text)

    def warning(self, notice: Notice) -> None:
        """Say a notice on standard error."""
        from core.services.explain import explain_notice

        self.info(f"warning: {explain_notice(notice)}")

    def failure(self, error: SottovoceError) -> None:
        """Say what went wrong: in words on standard error, and as JSON where that was asked for."""
        from core.services.explain import explain

        self.end_progress()
        words = explain(error)
        self._error_line(f"sottovoce: {words.what}\n  {words.why}\n  {words.remedy}")
        if self.as_json:
            message = " ".join(part for part in (words.what, words.why) if part)
            self._json_failure(error.code, message, words.remedy)

    def internal_failure(self, message: str, remedy: str) -> None:
        """Say that the program itself is wrong."""
        self.end_progress()
        self._error_line(f"sottovoce: {message}\n  {remedy}")
        if self.as_json:
            self._json_failure("internal_error", message, remedy)

    def _json_failure(self, code: str, message: str, remedy: str) -> None:
        try:
            self.json_result({"error": {"code": code, "message": message, "remedy": remedy}})
        except (OSError, SottovoceError):
            silence_stdout()  # the words on standard error have been said

    # --- progress, for people only ------------------------------------------------------------

    def progress(self, text: str) -> None:
        """Show how far it is, on the same line; only on a terminal."""
        if self._live:
            self._line_open = True
            self._write_error(f"\r\x1b[K{text}")

    def end_progress(self) -> None:
        """Take the progress away."""
        if self._line_open:
            self._line_open = False
            self._write_error("\r\x1b[K")

    def _error_line(self, text: str) -> None:
        self._write_error(f"{text}\n")

    def _write_error(self, text: str) -> None:
        if sys.stderr is None:
            return
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            self._live = False  # nobody can be told


def binary_stdout() -> BinaryIO:
    """Return standard output for bytes.

    Raises:
        OutputUnwritable: When it is closed.
    """
    if sys.stdout is None:
        raise _closed()
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(sys.stdout.fileno(), os.O_BINARY)
    return sys.stdout.buffer


@contextmanager
def stdout_errors() -> Iterator[None]:
    """Turn what the system says about standard output into our errors.

    Raises:
        BrokenPipeError: When the reader is gone.
        StorageError: When it cannot be written.
    """
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_stdout()
        raise _stdout_error(error) from error


def silence_stdout() -> None:
    """Let nothing more be written to a standard output whose reader is gone, at exit either."""
    if sys.stdout is not None:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def _closed() -> OutputUnwritable:
    return OutputUnwritable(path="standard output", reason="it is closed")


def _stdout_error(error: OSError) -> SottovoceError:
    if error.errno == errno.ENOSPC:
        return DiskFull(path="standard output", stream=True)
    return OutputUnwritable(path="standard output", reason=error.strerror or str(error))
