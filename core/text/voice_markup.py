"""Write the voice of a line into it, or take it out: ``[Ana] `` at its start."""

from __future__ import annotations

from collections.abc import Collection

from core.text.markup import parse_line


def in_voice(line: str, name: str, voices: Collection[str]) -> str:
    """Return a line that names a voice in place of the one it named; a blank line stays as it is.

    Args:
        line: The line as it is written.
        name: The voice; empty: the line names none, and is spoken in the script's.
        voices: Names and ids that lines may name.
    """
    if not line.strip():
        return line
    for span in reversed(parse_line(line, voices).spans):
        if span.kind == "voice":
            rest = line[span.end :]
            line = line[: span.start] + rest.removeprefix(" ")
    if not name:
        return line
    start = len(line) - len(line.lstrip())
    return f"{line[:start]}[{name}] {line[start:]}"
