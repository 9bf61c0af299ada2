"""What a journal of takes says of each, and which of them are worth keeping."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from core.model.audio import AudioClip, Samples
from core.model.script import SHELF_LIMIT_S, Recipe, Script, Take

LIMIT_BYTES = 4 * 1024**3
"""So much audio is kept over a restart, about 12 hours; what the script needs least goes first."""

_SAMPLE_BYTES = np.dtype(np.float32).itemsize


class Entry(msgspec.Struct, omit_defaults=True):
    """A take as it stands in a journal: where its audio lies, and all else that is known of it."""

    line: int
    text: str
    segment: str
    start: int
    count: int
    sample_rate_hz: int
    crc: int
    buckets: int = 0
    voice: str = ""
    engine: str = ""
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: tuple[tuple[str, float], ...] = ()
    model: str = ""
    synthesis_s: float = 0.0
    device: str = ""
    made_at_s: float = 0.0

    @property
    def size_bytes(self) -> int:
        """Bytes in the segment."""
        return self.length * _SAMPLE_BYTES

    @property
    def length(self) -> int:
        """Numbers in the segment: samples and peaks."""
        return self.count + 2 * self.buckets

    @property
    def sound(self) -> bool:
        """True when the numbers make sense."""
        return self.start >= 0 and self.count > 0 and self.buckets >= 0 and self.sample_rate_hz > 0

    def take(self, segment: Samples) -> Take:
        """Return the take, lying in its mapped segment."""
        recipe = Recipe(
            self.text,
            self.voice,
            self.engine,
            self.language,
            self.speed,
            self.seed,
            self.parameters,
            self.model,
        )
        end = self.start + self.count
        outline = segment[end : end + 2 * self.buckets].reshape(-1, 2) if self.buckets else None
        clip = AudioClip(segment[self.start : end], self.sample_rate_hz)
        return Take(recipe, clip, outline, self.synthesis_s, self.device, self.made_at_s)


def entry_of(take: Take, line: int, segment: str, start: int, crc: int) -> Entry:
    """Return what is to be written of a take that lies in a segment from ``start`` on."""
    recipe = take.recipe
    return Entry(
        line=line,
        text=recipe.text,
        segment=segment,
        start=start,
        count=len(take.clip.samples),
        sample_rate_hz=take.clip.sample_rate_hz,
        crc=crc,
        buckets=0 if take.peaks is None else len(take.peaks),
        voice=recipe.voice,
        engine=recipe.engine,
        language=recipe.language,
        speed=recipe.speed,
        seed=recipe.seed,
        parameters=recipe.parameters,
        model=recipe.model,
        synthesis_s=take.synthesis_s,
        device=take.device,
        made_at_s=take.made_at_s,
    )


def most_wanted(entries: Sequence[Entry], script: Script) -> set[int]:
    """Return the identities of the entries that are worth keeping.

    First the latest take of each line, then earlier ones, then what Undo may want; newest first.
    """
    texts = {line.text for line in script.lines}
    seen: set[tuple[int, str]] = set()
    ranks: list[tuple[int, int, Entry]] = []
    for age, entry in enumerate(reversed(entries)):
        rank = 2 if entry.text not in texts else int((entry.line, entry.text) in seen)
        seen.add((entry.line, entry.text))
        ranks.append((rank, age, entry))
    ranks.sort(key=lambda one: one[:2])
    wanted: set[int] = set()
    total_bytes, others_s = 0, 0.0
    for rank, _, entry in ranks:
        total_bytes += entry.size_bytes
        if rank == 2:
            others_s += entry.count / entry.sample_rate_hz
        if total_bytes > LIMIT_BYTES or others_s > SHELF_LIMIT_S:
            break
        wanted.add(id(entry))
    return wanted


def share_out(entries: Sequence[Entry], script: Script) -> list[Entry]:
    """Give each entry the id of the line whose it is now, or -1.

    Lines of the same words share their takes out as they had them: in the order of the lines then.
    """
    lines: dict[str, list[int]] = {}
    for line in script.lines:
        if not line.is_blank:
            lines.setdefault(line.text, []).append(line.id)
    owners: dict[str, set[int]] = {}
    for entry in entries:
        owners.setdefault(entry.text, set()).add(entry.line)
    now: dict[tuple[str, int], int] = {}
    for text, ids in owners.items():
        places = lines.get(text, [-1])
        for n, owner in enumerate(sorted(ids)):
            now[text, owner] = places[min(n, len(places) - 1)]
    for entry in entries:
        entry.line = now[entry.text, entry.line]
    return list(entries)
