"""What to read aloud for a reference, in the language of the script."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from importlib.resources import files


@dataclass(frozen=True)
class Prompt:
    """A text to read aloud, and its language (BCP 47)."""

    language: str
    text: str


def prompts() -> tuple[Prompt, ...]:
    """Return all of them, English first."""
    return _read()


def prompt_for(language: str) -> Prompt:
    """Return the text of a language; English where there is none."""
    wanted = language.partition("-")[0].lower()
    return next((one for one in _read() if one.language == wanted), _read()[0])


@functools.cache
def _read() -> tuple[Prompt, ...]:
    table = tomllib.loads(files("core.services").joinpath("prompts.toml").read_text(encoding="utf-8"))
    return tuple(Prompt(language, str(row["text"])) for language, row in table.items())
