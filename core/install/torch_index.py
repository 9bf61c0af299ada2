"""The package index for PyTorch's builds that is in force, and who set it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from core.model.package_index import ALLOWED, INDEX_VARIABLE, parse_index


class WrongIndex(Exception):
    """The variable holds what is no package index."""


@dataclass(frozen=True)
class TorchIndex:
    """A package index with its source.

    Attributes:
        value: An address, a folder, ``none``, or empty for the table's (``torch_builds.toml``).
        source: ``default``, ``file``, ``environment`` or ``command_line``.
        detail: The file's, variable's or option's name; empty for the default.
    """

    value: str = ""
    source: str = "default"
    detail: str = ""

    def as_json(self, own: str) -> dict[str, str]:
        """Return values for JSON.

        Args:
            own: PyTorch's own index, which stands for an empty value.
        """
        return {"value": self.value or own, "source": self.source, "detail": self.detail}

    def as_text(self, own: str) -> str:
        """Return it for people."""
        who = " ".join(filter(None, (self.source.replace("_", " "), self.detail)))
        return f"{self.value or own} ({who})"


def index_of_environment(environ: Mapping[str, str] = os.environ) -> TorchIndex:
    """Return what the environment variable says; for who knows no settings.

    Raises:
        WrongIndex: When it is no package index.
    """
    text = environ.get(INDEX_VARIABLE, "").strip()
    if not text:
        return TorchIndex()
    try:
        return TorchIndex(parse_index(text), "environment", INDEX_VARIABLE)
    except ValueError as error:
        raise WrongIndex(
            f'{INDEX_VARIABLE} has a value that is not allowed: "{text[:80]}". Allowed: {ALLOWED}'
        ) from error
