"""Notices on the command line: each is said once, and all are kept for the result."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.cli.terminal import Terminal
from core.model.events import Notice
from core.services.explain import explain_notice


@dataclass
class Warnings:
    """Each notice once, said at once and kept for the result."""

    terminal: Terminal
    seen: dict[str, str] = field(default_factory=dict)
    held: list[Notice] = field(default_factory=list)

    def later(self, notice: Notice) -> None:
        """Say it once something was spoken: it would only blur a refusal."""
        self.held.append(notice)

    def release(self) -> None:
        """Say what was held."""
        held, self.held = self.held, []
        for notice in held:
            self.add(notice)

    def add(self, notice: Notice) -> None:
        """Say it now."""
        words = explain_notice(notice)
        if words not in self.seen:
            self.seen[words] = notice.code
            self.terminal.warning(notice)

    def as_json(self) -> list[dict[str, str]]:
        """Return what was said, for a result in JSON."""
        return [{"code": code, "message": words} for words, code in self.seen.items()]
