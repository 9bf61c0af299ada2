"""How a script follows an edit: which of the new lines are lines that were there before."""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace

from core.model.script import Script, Shelf, Utterance, shelved


def nobody(_: int) -> bool:
    """Wait for no line."""
    return False


def realign(
    script: Script,
    first: int,
    removed: int,
    added: Sequence[str],
    awaited: Callable[[int], bool] = nobody,
) -> Script:
    """Follow an edit: lines ``first`` to ``first + removed`` have become the texts ``added``.

    A line keeps its id and its takes when it is edited, moved, or pushed down by another. A line that
    is split keeps them in its first part, lines that are joined give theirs to the whole. Lines with takes
    that are gone wait on the shelf: where the same text comes back, by undo or by cut and paste, they are
    the same lines again, choices and all.

    Args:
        script: Before the edit.
        first: Number of the first line touched.
        removed: How many lines were there.
        added: What stands there now.
        awaited: Says by its id whether a take of a line is to come: that one is shelved without any, too.

    Raises:
        IndexError: When the script has no such lines.
    """
    if first < 0 or removed < 0 or first + removed > len(script.lines):
        raise IndexError(f"lines {first} to {first + removed} of {len(script.lines)}")
    old = script.lines[first : first + removed]
    back = _take_back(script, old, added)
    pairs = _pair(old, added, back)
    lines, next_id = _follow(pairs, added, back, script.next_id)
    everything = (*script.lines[:first], *lines, *script.lines[first + removed :])
    if not everything:
        everything, next_id = (Utterance(next_id, ""),), next_id + 1
    kept = {line.id for line in pairs if line is not None}
    gone = [line for line in old if line.id not in kept]
    gone = [line for line in gone if line.takes or line.had_takes or awaited(line.id)]
    after = Script(everything, next_id, shelved(_without(script.shelf, back.values()), gone))
    return after.counted_as(script) if _same_blanks(old, lines) else after


def _follow(
    pairs: Sequence[Utterance | None], added: Sequence[str], back: Mapping[int, Utterance], next_id: int
) -> tuple[list[Utterance], int]:
    """Return the lines of the texts ``added``, and the id that the next line gets.

    Args:
        pairs: The line that each of them was, or None.
        added: The texts.
        back: Lines that come back from the shelf, by the place in ``added``.
        next_id: The id that a new line gets.
    """
    lines: list[Utterance] = []
    for index, (before, text) in enumerate(zip(pairs, added, strict=True)):
        found = back.get(index)
        if before is None:
            lines.append(found or Utterance(next_id, text))
            next_id += found is None
        elif found is not None:
            takes = (*before.takes, *found.takes)
            lines.append(replace(before, text=text, takes=takes, chosen=before.chosen or found.chosen))
        else:
            lines.append(before if before.text == text else replace(before, text=text))
    return lines, next_id


def _without(shelf: Shelf, back: Collection[Utterance]) -> Shelf:
    """Return the shelf without what comes back from it."""
    if not back:
        return shelf
    ids = {line.id for line in back}
    rest = {text: tuple(one for one in lines if one.id not in ids) for text, lines in shelf.items()}
    return {text: lines for text, lines in rest.items() if lines}


def _same_blanks(old: Sequence[Utterance], new: Sequence[Utterance]) -> bool:
    return len(old) == len(new) and all(a.is_blank is b.is_blank for a, b in zip(old, new, strict=True))


def _take_back(script: Script, old: Sequence[Utterance], added: Sequence[str]) -> Mapping[int, Utterance]:
    """Find on the shelf, by the place in ``added``, lines that come back; those still there come first.

    Of lines with the same text those that went last come back first: so undo finds the one that it took.
    """
    if not script.shelf:
        return {}
    there = Counter(line.text for line in old)
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for index, text in enumerate(added):
        if there[text]:
            there[text] -= 1
        elif text in script.shelf:
            wanted[text].append(index)
    back: dict[int, Utterance] = {}
    for text, indices in wanted.items():
        back.update(zip(indices, script.shelf[text][-len(indices) :], strict=False))
    return back


def _pair(
    old: Sequence[Utterance], added: Sequence[str], back: Mapping[int, Utterance]
) -> list[Utterance | None]:
    """Find for each new text the line that it was: the same words first, then the same place.

    A line that comes back from the shelf is itself; only where one line became one, it stays what it was.
    """
    if len(old) == len(added) == 1 and bool(added[0].strip()) is not old[0].is_blank:
        return list(old)
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
        if pairs[index] is None and index not in back and text.strip():
            pairs[index] = next(spoken, None)
    for index, text in enumerate(added):
        if pairs[index] is None and index not in back:
            pairs[index] = next(blank, None) or (None if text.strip() else next(spoken, None))
    return pairs
