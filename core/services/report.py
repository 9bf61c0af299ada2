"""The doctor's report: what was found, as JSON and as text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """Something that is wrong, and what to do.

    Attributes:
        code: Stable name.
        message: What and why.
        remedy: What to do.
    """

    code: str
    message: str
    remedy: str


@dataclass(frozen=True)
class Report:
    """All that was found.

    Attributes:
        facts: Sections by name, ready for JSON.
        lines: Each section's lines for people.
        problems: What is wrong.
    """

    facts: dict[str, object]
    lines: dict[str, list[str]]
    problems: list[Problem] = field(default_factory=list)

    @property
    def verdict(self) -> str:
        """Say in one line how it is."""
        count = len(self.problems)
        return "all is well" if not count else f"{count} problem{'s' if count > 1 else ''}"

    def as_json(self) -> dict[str, object]:
        """Return it as JSON values."""
        problems = [{"code": one.code, "message": one.message, "remedy": one.remedy} for one in self.problems]
        return {**self.facts, "problems": problems, "verdict": self.verdict}

    def as_text(self) -> str:
        """Return it as text for people."""
        return "\n".join(self._text_lines())

    def _text_lines(self) -> Iterator[str]:
        for section, lines in self.lines.items():
            yield section
            yield from (f"  {line}" for line in lines)
        yield "Verdict"
        yield f"  {self.verdict}"
        for problem in self.problems:
            yield f"  - {problem.message}"
            yield f"    {problem.remedy}"
