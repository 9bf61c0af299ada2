"""Make safetensors of a folder's pickles: ``python -I -m core.host.convert … ENGINE FOLDER``.

It runs by the interpreter of the engine's environment and says how it goes in JSON, one object a line
(``core.host.conversion``). The pickles are only read.
"""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType
from typing import NoReturn

from core.engines.conversion import ReadsPickles
from core.errors import EngineFailed, EngineNotInstalled, JobCancelled, ModelMissing, SottovoceError
from core.host.conversion import DoneLine, Line
from core.host.engines import find_engines
from core.host.lifeline import tie_to_parent
from core.host.messages import FieldsBody, encode
from core.host.wire import take_pipes

log = logging.getLogger(__name__)

Say = Callable[[Line], None]

LEFT_BY_A_KILL = ".sottovoce-*.part"


def convert_all(engine: str, folder: Path, converted_dir: Path, environment: str, say: Say) -> None:
    """Convert what there is to convert, into a folder of conversions; the model folder stays as it is.

    Raises:
        EngineNotInstalled: When the engine is not here, or its packages do not import.
        ModelMissing: When the folder is not there, or empty.
        PickleUnsafe: When the PyTorch here cannot read pickles safely.
        ModelBroken: When a pickle is refused; none of its code has run.
        StorageError: When a file cannot be written; what was converted before stays.
    """
    engines, broken = find_engines(environment)
    if engine not in engines:
        raise EngineNotInstalled(engine=engine, reason=broken.get(engine, "it is not in this environment"))
    if not folder.is_dir() or not any(folder.iterdir()):
        raise ModelMissing(engine=engine, path=str(folder))
    owner = engines[engine]
    conversions = owner.conversions(folder, converted_dir) if isinstance(owner, ReadsPickles) else ()
    if conversions:
        from core.engines.torch_pickles import convert
    for one in conversions:
        say(Line(begun=os.fsencode(one.source)))
        for leftover in converted_dir.glob(LEFT_BY_A_KILL):
            with contextlib.suppress(OSError):
                leftover.unlink()
        target, sha256 = convert(engine, one, converted_dir)
        done = DoneLine(os.fsencode(one.source), os.fsencode(target), target.stat().st_size, sha256)
        say(Line(done=done))


def run(engine: str, folder: Path, converted_dir: Path, environment: str, say: Say) -> None:
    """Convert, and say what becomes of it."""
    try:
        convert_all(engine, folder, converted_dir, environment, say)
    except JobCancelled:
        raise
    except SottovoceError as error:
        say(Line(error=FieldsBody.of_error(0, error)))
    except Exception as error:
        log.exception("the conversion failed")
        failure = EngineFailed(engine=engine, kind=type(error).__name__, reason=str(error))
        say(Line(error=FieldsBody.of_error(0, failure)))
    else:
        say(Line(end=True))


def main(arguments: Sequence[str] | None = None) -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(prog="core.host.convert", allow_abbrev=False)
    parser.add_argument("--parent", type=int, required=True)
    parser.add_argument("--environment", default="")
    parser.add_argument("--converted", type=Path, required=True)
    parser.add_argument("engine")
    parser.add_argument("folder", type=Path)
    options = parser.parse_args(arguments)
    tie_to_parent(options.parent)
    signal.signal(signal.SIGTERM, _end)
    _, outgoing = take_pipes()
    engine, folder = options.engine, options.folder
    with contextlib.suppress(JobCancelled, BrokenPipeError):
        run(engine, folder, options.converted, options.environment, lambda line: _write(outgoing, line))


def _end(number: int, frame: FrameType | None) -> NoReturn:
    """Leave: what is half written goes."""
    raise JobCancelled


def _write(descriptor: int, line: Line) -> None:
    data = memoryview(encode(line) + b"\n")
    while data:
        data = data[os.write(descriptor, data) :]


if __name__ == "__main__":
    main()
    sys.exit(0)
