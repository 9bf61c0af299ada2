"""A value that knows who set it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Source(StrEnum):
    """Who set a value, weakest first."""

    DEFAULT = "default"
    FILE = "file"
    ENVIRONMENT = "environment"
    COMMAND_LINE = "command_line"
    WINDOW = "window"


@dataclass(frozen=True)
class Sourced(Generic[T]):
    """A value with its source.

    Attributes:
        value: What is in force.
        source: Who set it.
        detail: The variable's, option's or file's name; empty for the default and the window.
        overridden: Weaker settings of the same value, strongest first.
        text: What was written there (``true`` of ``LOW_VRAM=true``); empty where nothing was.
    """

    value: T
    source: Source = Source.DEFAULT
    detail: str = ""
    overridden: tuple[Sourced[T], ...] = ()
    text: str = ""
