"""The script: one utterance for each line of the editor, with the takes that were made of it.

All values are frozen; an edit gives a new script that shares everything it did not touch, so that a
keystroke in 10,000 lines costs microseconds and any thread may read a script that it was given.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from operator import attrgetter
from types import MappingProxyType

from core.model.take import Failure, Recipe, Take

__all__ = ["Failure", "LineStatus", "Recipe", "Script", "Shelf", "Take", "Utterance", "shelved", "speech_s"]

_WORDS = attrgetter("words")

SHELF_LIMIT_S = 7200.0
"""Seconds of audio kept of lines that are gone, so that undo, or a cut and paste, finds it again. What the
last edit took away is kept beyond it."""

SPEECH_WORDS_PER_S = 2.6
"""Usual pace of read English and Portuguese, for the estimate of a script's length."""

DENSE_SIGNS_PER_S = 4.5
"""The same for scripts without blanks between words: Chinese and Japanese signs, Korean syllables."""

_DENSE_SIGN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def speech_s(text: str) -> float:
    """Return about how long a text takes to be spoken at normal speed, in seconds."""
    dense = 0 if text.isascii() else len(_DENSE_SIGN.findall(text))
    words = len(_DENSE_SIGN.sub(" ", text).split()) if dense else len(text.split())
    return words / SPEECH_WORDS_PER_S + dense / DENSE_SIGNS_PER_S


class LineStatus(StrEnum):
    """How a line stands to what would be asked for now."""

    BLANK = "blank"
    """Nothing to speak."""
    TODO = "todo"
    """It has no take."""
    STALE = "stale"
    """It has takes, and none of them fits any more: its words or what was chosen have changed."""
    RENDERED = "rendered"
    """A take stands."""
    FAILED = "failed"
    """The last attempt failed, and the same would be asked for again."""


@dataclass(frozen=True, eq=False)
class Utterance:
    """One line of the script.

    Attributes:
        id: Stays the same while the line is edited or moved.
        text: The line.
        takes: What was made of it and of its earlier wordings, oldest first.
        failure: Why the last attempt failed, or None.
        chosen: Id of the take that was chosen by hand, or empty: the latest that fits.
        had_takes: A take was deleted of it, which undo may bring back.
        words: Number of words in the text.
    """

    id: int
    text: str
    takes: tuple[Take, ...] = ()
    failure: Failure | None = None
    chosen: str = ""
    had_takes: bool = False
    words: int = field(init=False)

    def __post_init__(self) -> None:
        """Count the words once."""
        object.__setattr__(self, "words", len(self.text.split()))

    @property
    def is_blank(self) -> bool:
        """True for a line with nothing to speak."""
        return not self.words

    def current_take(self, wanted: Recipe, *, seed_counts: bool) -> Take | None:
        """Return the take that stands for the line: what was chosen by hand, else the latest that fits.

        A chosen take stands whatever voice, engine or seed made it, as long as it says these words.

        Args:
            wanted: What would be asked for now.
            seed_counts: The seed is locked; of a take that was chosen by hand it does not count.
        """
        if self.chosen:
            for take in self.takes:
                if take.id == self.chosen and take.recipe.text == wanted.text:
                    return take
        for take in reversed(self.takes):
            if take.recipe.makes_same(wanted, seed_counts=seed_counts):
                return take
        return None

    def current_failure(self, wanted: Recipe) -> Failure | None:
        """Return why it failed, if the same was asked for as would be now."""
        if self.failure is not None and self.failure.recipe.makes_same(wanted, seed_counts=False):
            return self.failure
        return None

    def status(self, wanted: Recipe, *, seed_counts: bool) -> LineStatus:
        """Say how the line stands to what would be asked for now; arguments as for ``current_take``.

        A line of which nothing would be spoken, such as a comment, counts as blank.
        """
        if self.is_blank or not wanted.text:
            return LineStatus.BLANK
        if self.current_take(wanted, seed_counts=seed_counts) is not None:
            return LineStatus.RENDERED
        failure = self.current_failure(wanted)
        if failure is not None and failure.error is not None:
            return LineStatus.FAILED
        return LineStatus.STALE if self.takes else LineStatus.TODO

    def last_take(self, text: str) -> Take | None:
        """Return the latest take that says these words, else the latest of all; None where there is none."""
        same = (take for take in reversed(self.takes) if take.recipe.text == text)
        return next(same, self.takes[-1] if self.takes else None)

    def place_of(self, take_id: str) -> int | None:
        """Return the place of a take among the line's, from 0, or None."""
        return next((place for place, take in enumerate(self.takes) if take.id == take_id), None)


Shelf = Mapping[str, tuple[Utterance, ...]]
"""Lines that are gone and have takes, or are to have one, by their text."""


@dataclass(frozen=True, eq=False)
class Script:
    """The lines of the editor, blank ones too: line ``n`` is text block ``n``.

    People count the lines that are spoken, from 1: see ``ordinal``.

    Attributes:
        lines: One utterance for each line; never empty.
        next_id: The id that the next new line gets.
        shelf: Lines that are gone and have takes, or are to have one.
    """

    lines: tuple[Utterance, ...] = (Utterance(0, ""),)
    next_id: int = 1
    shelf: Shelf = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_text(cls, text: str) -> Script:
        """Make a script of a text."""
        texts = text.split("\n")
        return cls(tuple(Utterance(i, line) for i, line in enumerate(texts)), len(texts))

    @property
    def text(self) -> str:
        """The whole text."""
        return "\n".join(line.text for line in self.lines)

    def index_of(self, utterance_id: int) -> int | None:
        """Return the line number of an utterance, or None when it is gone."""
        if 0 <= utterance_id < len(self.lines) and self.lines[utterance_id].id == utterance_id:
            return utterance_id  # as it is until a line comes or goes above
        return next((i for i, line in enumerate(self.lines) if line.id == utterance_id), None)

    @property
    def numbers(self) -> Mapping[int, int]:
        """Where every line stands, from 0, by its id."""
        return {line.id: number for number, line in enumerate(self.lines)}

    def ordinal(self, index: int) -> int:
        """Return the number that people know a line by: blank lines are not counted, the first is 1."""
        return self._ordinals[index + 1]

    @cached_property
    def _ordinals(self) -> tuple[int, ...]:
        """How many lines are spoken above each line, and above the end."""
        return tuple(accumulate(map(bool, map(_WORDS, self.lines)), initial=0))

    def counted_as(self, before: Script) -> Script:
        """Take over the numbers of lines from a script whose lines are blank in the same places."""
        ordinals = before.__dict__.get("_ordinals")
        if ordinals is not None:
            self.__dict__["_ordinals"] = ordinals
        return self

    def find_take(self, take_id: str) -> tuple[int, int] | None:
        """Return the line number and the place of a take, or None when no line has it."""
        for index, line in enumerate(self.lines):
            if line.takes:
                place = line.place_of(take_id)
                if place is not None:
                    return index, place
        return None

    def with_take(self, utterance_id: int, take: Take, text: str = "") -> Script:
        """Return the script with one more take; it stands for its line until another is chosen.

        Args:
            utterance_id: The line.
            take: Its take.
            text: What the line was: where it is gone, it waits on the shelf under this text.
        """
        index = self.index_of(utterance_id)
        if index is None:
            return self._with_gone(utterance_id, take, text or take.recipe.text)
        line = self.lines[index]
        return self._with_line(index, replace(line, takes=(*line.takes, take), failure=None, chosen=""))

    def with_take_at(self, utterance_id: int, take: Take, place: int) -> Script:
        """Return the script with a take put back at its place among the line's; what stands is left alone."""
        index = self.index_of(utterance_id)
        if index is None:
            return self._with_gone(utterance_id, take, take.recipe.text)
        line = self.lines[index]
        return self._with_line(index, replace(line, takes=(*line.takes[:place], take, *line.takes[place:])))

    def without_take(self, take_id: str) -> Script:
        """Return the script without a take; where it was chosen by hand, the latest that fits stands."""
        found = self.find_take(take_id)
        if found is None:
            return self
        index, place = found
        line = self.lines[index]
        chosen = "" if line.chosen == take_id else line.chosen
        takes = (*line.takes[:place], *line.takes[place + 1 :])
        return self._with_line(index, replace(line, takes=takes, chosen=chosen, had_takes=True))

    def with_choice(self, utterance_id: int, take_id: str) -> Script:
        """Return the script with a line's take chosen by hand; empty: the latest that fits stands."""
        index = self.index_of(utterance_id)
        if index is None or self.lines[index].chosen == take_id:
            return self
        return self._with_line(index, replace(self.lines[index], chosen=take_id))

    def with_star(self, take_id: str, *, starred: bool) -> Script:
        """Return the script with a take marked as one of the good ones, or not any more."""
        found = self.find_take(take_id)
        if found is None:
            return self
        index, place = found
        line = self.lines[index]
        take = replace(line.takes[place], starred=starred)
        takes = (*line.takes[:place], take, *line.takes[place + 1 :])
        return self._with_line(index, replace(line, takes=takes))

    def with_failure(self, utterance_id: int, failure: Failure | None) -> Script:
        """Return the script with a line marked as failed (None: no longer)."""
        index = self.index_of(utterance_id)
        if index is None:
            return self
        return self._with_line(index, replace(self.lines[index], failure=failure))

    def without_failures(self, utterance_ids: Collection[int]) -> Script:
        """Return the script with lines that have not failed."""
        lines = tuple(
            replace(line, failure=None) if line.id in utterance_ids else line for line in self.lines
        )
        return replace(self, lines=lines).counted_as(self)

    def with_earlier_takes(
        self, by_line: Mapping[int, Sequence[Take]], others: Sequence[Take] = ()
    ) -> Script:
        """Return the script with takes that were made before those that it has.

        Args:
            by_line: Takes by the id of the line; those of a line that is gone are shelved.
            others: Takes to shelve.
        """
        lines = tuple(
            replace(line, takes=(*by_line[line.id], *line.takes)) if line.id in by_line else line
            for line in self.lines
        )
        there = {line.id for line in lines}
        script = replace(self, lines=lines)
        for line_id, takes in by_line.items():
            for take in takes if line_id not in there else ():
                script = script._with_gone(line_id, take, take.recipe.text)
        for take in others:
            script = replace(script, next_id=script.next_id + 1)
            script = script._with_gone(script.next_id - 1, take, take.recipe.text)
        return script

    def _with_gone(self, utterance_id: int, take: Take, text: str) -> Script:
        """Return the script with a take of a line that is gone."""
        for key, lines in self.shelf.items():
            for line in lines:
                if line.id == utterance_id:
                    rest = {**self.shelf, key: tuple(one for one in lines if one is not line)}
                    return replace(self, shelf=shelved(rest, [replace(line, takes=(*line.takes, take))]))
        return replace(self, shelf=shelved(self.shelf, [Utterance(utterance_id, text, (take,))]))

    def _with_line(self, index: int, line: Utterance) -> Script:
        script = replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))
        return script.counted_as(self)  # a line has other takes: its text is the same


def shelved(shelf: Shelf, gone: Sequence[Utterance]) -> Shelf:
    """Put lines on the shelf; beyond the limit the oldest fall off, but none of these.

    A blank one without takes has nothing to come back with.
    """
    gone = [line for line in gone if line.takes or not line.is_blank]
    if not gone:
        return shelf
    kept = dict(shelf)
    new = set()
    for line in gone:
        text = line.takes[-1].recipe.text if line.is_blank else line.text
        new.add(text)
        kept[text] = (*kept.pop(text, ()), replace(line, text=text))
    total_s = sum(map(_length_s, kept.values()))
    for text in tuple(kept):
        if total_s <= SHELF_LIMIT_S or text in new:
            break
        total_s -= _length_s(kept.pop(text))
    return MappingProxyType(kept)


def _length_s(lines: Sequence[Utterance]) -> float:
    return sum(take.clip.duration_s for line in lines for take in line.takes)
