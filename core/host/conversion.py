"""What ``core.host.convert`` says, one JSON object a line, and who listens to it.

The program runs by the interpreter of an engine's environment, so that this side needs no torch.
"""

from __future__ import annotations

import logging
import os
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import msgspec

from core.errors import EngineCrashed, HostNotStarted, WireBroken
from core.host.environ import host_environ
from core.host.messages import FieldsBody, decode
from core.install.environments import Environment
from core.processes import NO_WINDOW

log = logging.getLogger(__name__)

STOP_GRACE_S = 10.0
"""Long enough to write what is in the making to its end, or to take it away."""

_TAIL_CHARS = 2_000


@dataclass(frozen=True)
class Converted:
    """A pickle of which safetensors were made.

    Attributes:
        source: The pickle, as it was.
        target: The new file.
        size_bytes: Its size.
        source_sha256: Of the pickle, the same before and after.
    """

    source: Path
    target: Path
    size_bytes: int
    source_sha256: str


class Line(msgspec.Struct, frozen=True):
    """One line; one of the fields is set.

    Attributes:
        begun: A pickle that is being converted now, as the file system's bytes.
        done: A pickle that was converted.
        error: Why it ended; nothing follows.
        end: All is done; nothing follows.
    """

    begun: bytes | None = None
    done: DoneLine | None = None
    error: FieldsBody | None = None
    end: bool = False


class DoneLine(msgspec.Struct, frozen=True):
    """See ``Converted``; paths are the file system's bytes."""

    source: bytes
    target: bytes
    size_bytes: int
    source_sha256: str


def convert_folder(
    environment: Environment,
    engine: str,
    folder: Path,
    converted_dir: Path,
    on_begun: Callable[[Path], None],
) -> list[Converted]:
    """Make safetensors of a folder's pickles, in a process of an environment; blocks until it is done.

    Args:
        environment: Whose interpreter and torch do it.
        engine: Whose weights they are.
        folder: The model folder, which stays as it is.
        converted_dir: Where conversions are kept (``core.converted``).
        on_begun: Told of each pickle, on the calling thread.

    Returns:
        What was converted; empty when there was nothing to convert.

    Raises:
        HostNotStarted: When the interpreter does not start.
        EngineCrashed: When it ended without a word.
        SottovoceError: What the program says: see ``core.host.convert``.
    """
    command = [
        str(environment.python), "-I", "-u", "-X", "utf8", "-m", "core.host.convert",
        "--parent", str(os.getpid()), f"--environment={environment.name}",
        f"--converted={converted_dir.absolute()}", engine, str(folder.absolute()),
    ]  # fmt: skip
    with tempfile.TemporaryFile() as said:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=said,
                env=host_environ(os.environ),
                cwd=os.sep,
                start_new_session=True,
                creationflags=NO_WINDOW,
            )
        except (OSError, ValueError) as error:
            words = getattr(error, "strerror", None) or error
            reason = f"{environment.python}: {words}"
            raise HostNotStarted(environment=environment.name, reason=reason) from error
        try:
            return _listen(process, engine, on_begun)
        except BaseException:
            process.terminate()
            raise
        finally:
            _wait(process)
            _log(said)


def _listen(
    process: subprocess.Popen[bytes], engine: str, on_begun: Callable[[Path], None]
) -> list[Converted]:
    converted: list[Converted] = []
    assert process.stdout is not None
    for text in process.stdout:
        try:
            line = decode(text, Line)
        except WireBroken as error:
            raise EngineCrashed(engine=engine, reason=error.reason) from error
        if line.error is not None:
            raise line.error.error()
        if line.end:
            return converted
        if line.begun is not None:
            on_begun(Path(os.fsdecode(line.begun)))
        if line.done is not None:
            one = line.done
            source, target = Path(os.fsdecode(one.source)), Path(os.fsdecode(one.target))
            converted.append(Converted(source, target, one.size_bytes, one.source_sha256))
    raise EngineCrashed(engine=engine, reason=f"exit code {process.wait()}")


def _wait(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of the program, which is near; kill it if it lingers."""
    if process.stdout is not None:
        process.stdout.close()
    try:
        process.wait(STOP_GRACE_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _log(said: IO[bytes]) -> None:
    """Note the end of what libraries said."""
    said.seek(0)
    text = said.read().decode("utf-8", "replace").strip()
    if text:
        log.info("the conversion said: %s", text[-_TAIL_CHARS:])
