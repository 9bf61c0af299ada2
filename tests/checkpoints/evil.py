"""A class that shows when its code runs."""

from __future__ import annotations

heard: list[str] = []


class Loud:
    """Notes that it was made or filled."""

    def __new__(cls) -> Loud:
        heard.append("new")
        return super().__new__(cls)

    def __setstate__(self, state: object) -> None:
        heard.append("state")

    def __getstate__(self) -> dict[str, int]:
        return {"a": 1}
