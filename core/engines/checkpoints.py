"""Folders of weights: what has to lie there, and what is said when it does not.

Nothing heavy is imported.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from core.errors import JobCancelled, ModelBroken, ModelMissing, SottovoceError

_REASON_LIMIT = 300
_NUMBERS = re.compile(r"\d+", re.ASCII)


def model_folder(engine: str, model_dir: Path | None) -> Path:
    """Return the folder of weights.

    Raises:
        ModelMissing: When none is named, or it is no folder.
    """
    if model_dir is None:
        raise ModelMissing(engine=engine, path=f"models/{engine}")
    if not model_dir.is_dir():
        raise ModelMissing(engine=engine, path=str(model_dir))
    return model_dir


def needed_file(engine: str, path: Path) -> Path:
    """Return a file's path.

    Raises:
        ModelMissing: When there is no such file.
        ModelBroken: When it is empty.
    """
    if not path.is_file():
        raise ModelMissing(engine=engine, path=str(path))
    if path.stat().st_size == 0:
        raise ModelBroken(engine=engine, path=str(path), reason="the file is empty")
    return path


def newest(paths: Iterable[Path]) -> Path | None:
    """Return the path whose name has the greatest number (``model_1250000`` before ``model_last``)."""

    def key(path: Path) -> tuple[list[int], str]:
        return [int(digits) for digits in _NUMBERS.findall(path.name)], path.name

    return max(paths, key=key, default=None)


@contextmanager
def naming(engine: str, path: Path) -> Iterator[None]:
    """Turn whatever a package raises while it loads a file into ``ModelBroken`` with that path.

    Lack of memory and the program's own errors pass unchanged.
    """
    try:
        yield
    except (JobCancelled, SottovoceError, MemoryError):
        raise
    except Exception as error:
        if type(error).__name__ == "OutOfMemoryError":
            raise
        raise ModelBroken(engine=engine, path=str(path), reason=short_reason(error)) from error


def short_reason(error: BaseException) -> str:
    """Return an error's kind and text, cut to a readable length."""
    text = f"{type(error).__name__}: {error}".strip()
    return text if len(text) <= _REASON_LIMIT else text[:_REASON_LIMIT] + "…"


def read_json(engine: str, path: Path) -> Mapping[str, object]:
    """Read a JSON object.

    Raises:
        ModelMissing: When there is no such file.
        ModelBroken: When it is no JSON object.
    """
    needed_file(engine, path)
    with naming(engine, path):
        data = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(data, dict):
            raise TypeError("a JSON object is expected")
    return data
