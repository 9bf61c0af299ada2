"""What there is to say of a take, in words."""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QDateTime, QLocale, QObject, Signal

from core.model.engine import EngineDescription
from core.model.script import Recipe, Take
from gui.engine_words import engine_words
from gui.i18n import duration_text, number_text, signed_text
from gui.language_names import language_name
from gui.loudness import TakeLoudness
from gui.presenters.states import Peaks

HASH_DIGITS = 12
"""So much of a hash tells weights apart."""


class TakeWords(QObject):
    """Names what made a take, and measures of how it sounds."""

    changed = Signal()
    """The loudness of a take is known now."""

    def __init__(
        self,
        voice_name: Callable[[str], str],
        describe: Callable[[str], EngineDescription | None],
        loudness: TakeLoudness,
        parent: QObject | None = None,
    ) -> None:
        """Keep who knows the names.

        Args:
            voice_name: Gives a voice's name by its id; an empty name: it is not known any more.
            describe: Gives an engine's description by its id.
            loudness: Measures takes.
            parent: Owner.
        """
        super().__init__(parent)
        self._voice_name = voice_name
        self._describe = describe
        self._loudness = loudness
        loudness.measured.connect(self.changed)

    def title(self, take: Take, number: int) -> str:
        """Return which take it is, its length, and who speaks."""
        length = duration_text(take.clip.duration_s, tenths=True)
        who = dict.fromkeys((self._voice(take.recipe), self._engine(take.recipe)))  # of one name: once
        return " · ".join(part for part in (self.number(number), length, *who) if part)

    def number(self, number: int, count: int = 0) -> str:
        """Return ``Take 2``, or ``Take 2 of 3``."""
        if count:
            return self.tr("Take {number} of {count}").format(number=number, count=count)
        return self.tr("Take {number}").format(number=number)

    def facts(self, take: Take, difference: str = "") -> str:
        """Return the measures in one line.

        Args:
            take: Of this take.
            difference: Why it does not fit any more, or empty.
        """
        parts = [difference, self.seed(take), self.sound(take), self.speed(take), *self.steps(take)]
        return " · ".join(part for part in (*parts, self._short_time(take.made_at_s)) if part)

    def short_facts(self, take: Take, place: int | None, count: int) -> tuple[str, ...]:
        """Return three short lines of measures.

        Args:
            take: Of this take.
            place: Its place among its line's, from 0; None: it is there no more.
            count: How many there are.
        """
        which = self.number(place + 1, count) if place is not None and count > 1 else ""
        first = " · ".join(part for part in (which, self.seed(take)) if part)
        last = " · ".join(part for part in (self._peak(take), self.speed(take)) if part)
        return first, self._level(take), last

    def seed(self, take: Take) -> str:
        """Return ``seed 48 213``."""
        return self.tr("seed {seed}").format(seed=_grouped(take.recipe.seed))

    def sound(self, take: Take) -> str:
        """Return ``24 kHz · −18.2 LUFS · peak −2.1 dB``; the loudness once it is measured."""
        return f"{self._level(take)} · {self._peak(take)}"

    def speed(self, take: Take) -> str:
        """Return how fast it was made; empty: not known."""
        if not take.synthesis_s:
            return ""
        return self.tr("{rtf}× real time").format(rtf=number_text(take.rtf, 2))

    def steps(self, take: Take) -> list[str]:
        """Return what was given up so that it fitted into memory."""
        words = {
            "shorter_parts": self.tr("in shorter parts"),
            "half_precision": self.tr("in half precision"),
        }
        return [words.get(step, step) for step in take.steps]

    def detail(self, take: Take) -> str:
        """Return all that is known of it, a line each."""
        recipe = take.recipe
        made = QLocale().toString(QDateTime.fromSecsSinceEpoch(int(take.made_at_s)))
        hashed = take.model_hash[: len("sha256:") + HASH_DIGITS] if take.model_hash else ""
        pairs = (
            (self.tr("Words"), recipe.text),
            (self.tr("Voice"), self._voice(recipe)),
            (self.tr("Engine"), self._engine(recipe)),
            (self.tr("Weights"), " · ".join(part for part in (recipe.model, hashed) if part)),
            (self.tr("Language"), language_name(recipe.language) if recipe.language else ""),
            (self.tr("Speed"), f"{number_text(recipe.speed, 2)}×"),
            (self.tr("Settings"), self._parameters(recipe)),
            (self.tr("Seed"), _grouped(recipe.seed)),
            (self.tr("Sound"), self.sound(take)),
            (self.tr("Made"), " · ".join([*([made] if take.made_at_s else []), *self._making(take)])),
        )
        return "\n".join(f"{name}: {value}" for name, value in pairs if value)

    def _level(self, take: Take) -> str:
        loudness_lufs = self._loudness.of(take)
        loudness = "" if loudness_lufs is None else f"{signed_text(loudness_lufs)} LUFS"
        return " · ".join(part for part in (rate_text(take.clip.sample_rate_hz), loudness) if part)

    def _peak(self, take: Take) -> str:
        return self.tr("peak {level} dB").format(level=peak_text(take.peaks))

    def _making(self, take: Take) -> list[str]:
        return [part for part in (take.device, self.speed(take), *self.steps(take)) if part]

    def _voice(self, recipe: Recipe) -> str:
        return self._voice_name(recipe.voice) or recipe.voice

    def _engine(self, recipe: Recipe) -> str:
        description = self._describe(recipe.engine)
        return description.name if description else recipe.engine

    def _parameters(self, recipe: Recipe) -> str:
        description = self._describe(recipe.engine)
        labels = {
            spec.name: engine_words(spec.label) for spec in (description.parameters if description else ())
        }
        return ", ".join(f"{labels.get(name, name)} {value:g}" for name, value in recipe.parameters)

    def _short_time(self, made_at_s: float) -> str:
        """Return the time of today, else the day."""
        if not made_at_s:
            return ""
        made = datetime.fromtimestamp(made_at_s)
        moment = QDateTime.fromSecsSinceEpoch(int(made_at_s))
        if made.date() == datetime.now().date():
            return QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
        return QLocale().toString(moment.date(), QLocale.FormatType.ShortFormat)


def rate_text(sample_rate_hz: int) -> str:
    """Return ``24 kHz``."""
    return f"{QLocale().toString(sample_rate_hz / 1000)} kHz"


def peak_text(peaks: Peaks | None) -> str:
    """Return the greatest level of a waveform in dB, without the unit."""
    peak = float(abs(peaks).max()) if peaks is not None and peaks.size else 0.0
    return signed_text(20 * math.log10(peak)) if peak > 0 else "−∞"


def _grouped(seed: int) -> str:
    return f"{seed:,}".replace(",", "\u202f")
