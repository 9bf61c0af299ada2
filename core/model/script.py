"""The script: one utterance for each line of the editor, with the takes that were made of it.

All values are frozen; an edit gives a new script that shares everything it did not touch, so that a
keystroke in 10,000 lines costs microseconds and any thread may read a script that it was given.
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict, deque
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import accumulate
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from core.errors import SottovoceError
from core.model.audio import AudioClip

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


@dataclass(frozen=True)
class Recipe:
    """Everything that decides how a take sounds.

    Attributes:
        text: The line, as it stands in the editor.
        voice: Voice id.
        engine: Engine id.
        language: BCP 47 tag.
        speed: Factor.
        seed: The seed.
        parameters: Engine parameters as sorted pairs.
        model: Name of the engine's weights, or empty: not known, and as good as any.
    """

    text: str
    voice: str = ""
    engine: str = ""
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: tuple[tuple[str, float], ...] = ()
    model: str = ""

    def makes_same(self, other: Recipe, *, seed_counts: bool) -> bool:
        """Say whether both ask for the same speech.

        Args:
            other: What to compare with.
            seed_counts: False: another seed is as good.
        """
        seed = other.seed if seed_counts else self.seed
        model = other.model if self.model and other.model else self.model
        return self == replace(other, seed=seed, model=model)


@dataclass(frozen=True, eq=False)
class Take:
    """Speech that was made of a line.

    Attributes:
        recipe: What it was made from.
        clip: The audio.
        peaks: Its waveform for drawing, shape ``(buckets, 2)``: least and greatest sample of each.
        synthesis_s: How long it took to make, in seconds.
        device: What it was made on.
        made_at_s: When, in seconds since the epoch.
        id: Its name, the same in memory and on disk for as long as it lives.
        starred: Marked by hand as one of the good ones.
        steps: What was done so that it fits into memory, oldest first (the codes of ``core.vram.ladder``).
    """

    recipe: Recipe
    clip: AudioClip
    peaks: NDArray[np.float32] | None = None
    synthesis_s: float = 0.0
    device: str = ""
    made_at_s: float = 0.0
    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    starred: bool = False
    steps: tuple[str, ...] = ()

    @property
    def rtf(self) -> float:
        """Synthesis time by audio time; lower is faster."""
        return self.synthesis_s / self.clip.duration_s if self.clip.duration_s else 0.0


@dataclass(frozen=True, eq=False)
class Failure:
    """Why a line was not spoken to its end.

    Attributes:
        recipe: What had been asked for.
        error: Why; None where the user stopped it.
        clip: The audio that came before, or None.
    """

    recipe: Recipe
    error: SottovoceError | None
    clip: AudioClip | None = None


@dataclass(frozen=True, eq=False)
class Utterance:
    """One line of the script.

    Attributes:
        id: Stays the same while the line is edited or moved.
        text: The line.
        takes: What was made of it and of its earlier wordings, oldest first.
        failure: Why the last attempt failed, or None.
        chosen: Id of the take that was chosen by hand, or empty: the latest that fits.
        words: Number of words in the text.
    """

    id: int
    text: str
    takes: tuple[Take, ...] = ()
    failure: Failure | None = None
    chosen: str = ""
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


Shelf = Mapping[str, tuple[Take, ...]]
"""Takes of lines that are gone, by the text of the line."""


@dataclass(frozen=True, eq=False)
class Script:
    """The lines of the editor, blank ones too: line ``n`` is text block ``n``.

    People count the lines that are spoken, from 1: see ``ordinal``.

    Attributes:
        lines: One utterance for each line; never empty.
        next_id: The id that the next new line gets.
        shelf: Takes of lines that are gone.
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
        return next((i for i, line in enumerate(self.lines) if line.id == utterance_id), None)

    def ordinal(self, index: int) -> int:
        """Return the number that people know a line by: blank lines are not counted, the first is 1."""
        return self._ordinals[index]

    @cached_property
    def _ordinals(self) -> tuple[int, ...]:
        return tuple(accumulate(int(not line.is_blank) for line in self.lines))

    def with_take(self, utterance_id: int, take: Take) -> Script:
        """Return the script with one more take; it is shelved where the line is gone."""
        index = self.index_of(utterance_id)
        if index is None:
            return replace(self, shelf=_shelved(self.shelf, [take]))
        line = self.lines[index]
        return self._with_line(index, replace(line, takes=(*line.takes, take), failure=None))

    def with_failure(self, utterance_id: int, failure: Failure | None) -> Script:
        """Return the script with a line marked as failed (None: no longer)."""
        index = self.index_of(utterance_id)
        if index is None:
            return self
        return self._with_line(index, replace(self.lines[index], failure=failure))

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
        homeless = [take for line, takes in by_line.items() if line not in there for take in takes]
        return replace(self, lines=lines, shelf=_shelved(self.shelf, [*others, *homeless]))

    def _with_line(self, index: int, line: Utterance) -> Script:
        return replace(self, lines=(*self.lines[:index], line, *self.lines[index + 1 :]))


def realign(script: Script, first: int, removed: int, added: Sequence[str]) -> Script:
    """Follow an edit: lines ``first`` to ``first + removed`` have become the texts ``added``.

    A line keeps its id and its takes when it is edited, moved, or pushed down by another. A line that
    is split keeps them in its first part, lines that are joined give theirs to the whole. What
    belonged to lines that are gone waits on the shelf for the same text to come back.

    Args:
        script: Before the edit.
        first: Number of the first line touched.
        removed: How many lines were there.
        added: What stands there now.

    Raises:
        IndexError: When the script has no such lines.
    """
    if first < 0 or removed < 0 or first + removed > len(script.lines):
        raise IndexError(f"lines {first} to {first + removed} of {len(script.lines)}")
    old = script.lines[first : first + removed]
    pairs = _pair(old, added)
    kept = {line.id for line in pairs if line is not None}
    shelf = _shelved(script.shelf, [take for line in old if line.id not in kept for take in line.takes])
    next_id = script.next_id
    lines: list[Utterance] = []
    back: set[str] = set()
    for before, text in zip(pairs, added, strict=True):
        found = shelf.get(text, ()) if text.strip() and text not in back else ()
        if found:
            back.add(text)
        if before is None:
            lines.append(Utterance(next_id, text, found))
            next_id += 1
        elif before.text != text or found:
            lines.append(replace(before, text=text, takes=(*before.takes, *found)))
        else:
            lines.append(before)
    everything = (*script.lines[:first], *lines, *script.lines[first + removed :])
    if not everything:
        everything, next_id = (Utterance(next_id, ""),), next_id + 1
    return Script(everything, next_id, _without(shelf, back) if back else shelf)


def _pair(old: Sequence[Utterance], added: Sequence[str]) -> list[Utterance | None]:
    """Find for each new text the line that it was: the same words first, then the same place."""
    pairs: list[Utterance | None] = [None] * len(added)
    same_text: defaultdict[str, deque[Utterance]] = defaultdict(deque)
    for line in old:
        if not line.is_blank:
            same_text[line.text].append(line)
    for index, text in enumerate(added):
        if same_text.get(text):
            pairs[index] = same_text[text].popleft()
    taken = {line.id for line in pairs if line is not None}
    rest = [line for line in old if line.id not in taken]
    spoken = iter([line for line in rest if not line.is_blank])
    blank = iter([line for line in rest if line.is_blank])
    for index, text in enumerate(added):
        if pairs[index] is None and text.strip():
            pairs[index] = next(spoken, None)
    for index, text in enumerate(added):
        if pairs[index] is None:
            pairs[index] = next(blank, None) or (None if text.strip() else next(spoken, None))
    return pairs


def _shelved(shelf: Shelf, takes: Sequence[Take]) -> Shelf:
    """Put takes on the shelf; beyond the limit the oldest fall off, but none of these."""
    if not takes:
        return shelf
    kept = dict(shelf)
    new = {take.recipe.text for take in takes}
    for take in takes:
        kept[take.recipe.text] = (*kept.pop(take.recipe.text, ()), take)
    total_s = sum(take.clip.duration_s for stack in kept.values() for take in stack)
    for text in tuple(kept):
        if total_s <= SHELF_LIMIT_S or text in new:
            break
        total_s -= sum(take.clip.duration_s for take in kept.pop(text))
    return MappingProxyType(kept)


def _without(shelf: Shelf, texts: Collection[str]) -> Shelf:
    return MappingProxyType({key: takes for key, takes in shelf.items() if key not in texts})
