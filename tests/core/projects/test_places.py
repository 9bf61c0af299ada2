"""Where lines stand: in order, and moving as few as possible."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from core.projects.places import GAP, new_places, numbered


class Rows:
    """Lines with places, as a file has them."""

    def __init__(self, count: int) -> None:
        self.ids = list(range(count))
        self.places = numbered(self.ids)
        self.next_id = count
        self.written = 0
        self.renumbered = 0

    def splice(self, start: int, removed: int, added: list[int]) -> None:
        """Put other lines in the place of some."""
        above = self.places[self.ids[start - 1]] if start else None
        end = start + removed
        below = self.places[self.ids[end]] if end < len(self.ids) else None
        self.ids[start:end] = added
        found = new_places(added, self.places, above, below)
        if found is None:
            found = numbered(self.ids)
            self.renumbered += 1
        else:
            self.written += len(found)
        self.places.update(found)
        self.places = {one: self.places[one] for one in self.ids}

    def new(self, count: int) -> list[int]:
        """Return ids of new lines."""
        self.next_id += count
        return list(range(self.next_id - count, self.next_id))

    def check(self) -> None:
        """See that the places are in the lines' order."""
        row = [self.places[one] for one in self.ids]
        assert all(a < b for a, b in pairwise(row))
        assert all(-(2**63) <= place < 2**63 for place in row)


def test_any_edits_keep_the_order() -> None:
    rng = random.Random(3)
    rows = Rows(50)
    for _ in range(3000):
        start = rng.randrange(len(rows.ids) + 1)
        removed = rng.randrange(min(4, len(rows.ids) - start) + 1)
        kept = rows.ids[start : start + removed]
        added = [*rng.sample(kept, rng.randrange(len(kept) + 1)), *rows.new(rng.randrange(3))]
        rng.shuffle(added)
        rows.splice(start, removed, added)
        rows.check()


@pytest.mark.parametrize("how", ["typed one after the other", "always before the same line"])
def test_lines_typed_in_the_middle_move_no_others_for_long(how: str) -> None:
    rows = Rows(10_000)
    for n in range(600):
        rows.splice(5000 + (n if how.startswith("typed") else 0), 0, rows.new(1))
    rows.check()
    assert rows.written >= 560
    assert rows.renumbered <= 600 // 20


def test_a_line_that_moves_far_moves_no_other() -> None:
    rows = Rows(10_000)
    rows.splice(1, 9_999, [rows.ids[-1], *rows.ids[1:-1]])
    rows.check()
    assert rows.written == 1


def test_lines_at_the_ends() -> None:
    rows = Rows(3)
    rows.splice(0, 0, rows.new(1000))
    rows.splice(len(rows.ids), 0, rows.new(1000))
    rows.check()
    assert (rows.written, rows.renumbered) == (2000, 0)
    assert max(rows.places.values()) == GAP * 1003


def test_everything_is_replaced() -> None:
    rows = Rows(3)
    rows.splice(0, 3, rows.new(5))
    rows.check()
    rows.splice(0, 5, [])
    rows.splice(0, 0, rows.new(1))
    rows.check()
