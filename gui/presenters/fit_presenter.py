"""Before Generate: whether it fits, on which device, about how long. Asked off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer

from core.errors import SottovoceError
from core.model.events import MemorySample
from core.model.script import speech_s
from core.services.choices import Choices
from core.services.fit_words import SHORT_S, describe_fit
from core.services.forecast import CPU, Forecast, Forecaster
from core.services.lines import Planner
from core.services.order import Order
from core.services.readiness import State
from gui.i18n import number_text, rough_text
from gui.jobs import Lane
from gui.messages import shown, translated
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import FitView, NoticeAction

USE_CPU = "use_cpu"
USE_CARD = "use_card"
GENERATE_ON_CPU = "generate_on_cpu"

DELAY_MS = 250
"""The wait between a change and the question: typing asks once it pauses."""

TELLING_BYTES = 50_000_000
"""Free memory that differs by more is worth asking again."""


@dataclass
class _Share:
    """What an engine has to speak: the choices and words of its longest line, and the length of all."""

    choices: Choices
    longest: str = ""
    speech_s: float = 0.0


class FitPresenter(QObject):
    """Asks what the lines to do would meet, and says it in the engine panel."""

    def __init__(
        self,
        forecaster: Forecaster,
        lane: Lane,
        engine: EnginePresenter,
        script: ScriptPresenter,
        parent: QObject | None = None,
    ) -> None:
        """Listen to what changes the answer.

        Args:
            forecaster: Knows the answer; may block.
            lane: Where it is asked.
            engine: What is chosen; shows the answer.
            script: What is to do.
            parent: Owner.
        """
        super().__init__(parent)
        self._forecaster = forecaster
        self._lane = lane
        self._engine = engine
        self._script = script
        self._forecast: Forecast | None = None
        self._memory: tuple[object, ...] = ()
        self._number = 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._ask)
        engine.choices_changed.connect(self._change)
        engine.policy_changed.connect(self.touch)
        script.counts_changed.connect(self.touch)

    def touch(self, *_: object) -> None:
        """Ask anew, once nothing has changed for a moment."""
        self._timer.start()

    def follow_memory(self, sample: MemorySample) -> None:
        """Take figures from the hosts: what other programs take or give back changes the answer."""
        if sample.has_card:
            there = tuple(one.engine for one in sample.engines if one.in_memory)
            free = sample.free_bytes + sample.cache_bytes
        else:
            there, free = (), sample.ram_total_bytes - sample.ram_used_bytes
            free //= 10  # RAM is only short where little of it is left
        memory = (sample.device, there, free // TELLING_BYTES)
        if memory != self._memory:
            self._memory = memory
            self.touch()

    def retranslate(self) -> None:
        """Say it in the interface's new language."""
        self._show()

    def cpu_action(self) -> NoticeAction | None:
        """Return the button that has the lines generated on the CPU, where that is another way to do it."""
        view = self._use_cpu(GENERATE_ON_CPU, None)
        on_card = self._engine.choices.device != CPU and self._engine.known.said.has_card
        description = self._engine.description
        return view if on_card and description is not None and CPU in description.devices else None

    def act(self, action: str) -> bool:
        """Do what a button says, if it is one of these."""
        if action not in {USE_CPU, USE_CARD, GENERATE_ON_CPU}:
            return False
        self._engine.choose_device("" if action == USE_CARD else CPU)
        return True

    # --- inside -------------------------------------------------------------------------------

    def _change(self, *_: object) -> None:
        """Take back what was said of other choices."""
        self._number += 1
        self.touch()

    def _ask(self) -> None:
        lines = [line.text for line in self._script.todo()]
        choices, planner = self._engine.choices, self._script.planner
        self._number += 1
        if not lines or choices.voice is None:
            self._take(self._number, None)
            return

        known = self._engine.known
        ready = frozenset(engine for engine in known.ids if known.readiness(engine).state is State.READY)

        def look() -> Forecast | None:
            orders = _orders(lines, choices, planner)
            return self._forecaster.look_at_all([one for one in orders if one[0].engine in ready])

        self._lane.submit(look, partial(self._take, self._number), partial(self._fail, self._number))

    def _take(self, number: int, forecast: Forecast | None) -> None:
        """Show an answer, unless something has changed meanwhile."""
        if number == self._number:
            self._forecast = forecast
            self._show()

    def _fail(self, number: int, error: SottovoceError) -> None:
        """Say nothing: Generate, or the problem card, says what is wrong."""
        del error
        self._take(number, None)

    def _show(self) -> None:
        self._engine.show_fit(self._view())

    def _view(self) -> FitView:
        forecast = self._forecast
        if forecast is None:
            return FitView()
        text = describe_fit(forecast, translated, number_text, rough_text, partial(shown, "engine"))
        action = None
        if forecast.cpu_s is not None:
            action = self._use_cpu(USE_CPU, forecast.cpu_s)
        elif forecast.chosen and self._engine.known.said.has_card:
            action = NoticeAction(USE_CARD, self.tr("Use the graphics card again"))
        return FitView(text, not forecast.fit.fits, action)

    def _use_cpu(self, action: str, expected_s: float | None) -> NoticeAction:
        if expected_s is None and self._forecast is not None:
            expected_s = self._forecast.cpu_s
        if expected_s is None or expected_s < SHORT_S:
            return NoticeAction(action, self.tr("Use the CPU for this"))
        label = self.tr("Use the CPU for this (about {time})")
        return NoticeAction(action, label.format(time=rough_text(expected_s)))


def _orders(lines: Sequence[str], choices: Choices, planner: Planner) -> list[tuple[Order, float]]:
    """Return of each engine among lines its most demanding order, and how long all of its lines take.

    Lengths are in seconds at normal speed. A line's markup may name a voice, and that another engine.
    """
    shares: dict[str, _Share] = {}
    for line in lines:
        own, words = choices, line
        if "[" in line:
            own, words = planner.choices(line, choices), planner.marked(line).written
        share = shares.setdefault(own.engine, _Share(own))
        share.speech_s += speech_s(words)
        if len(words) > len(share.longest):
            share.choices, share.longest = own, words
    return [(share.choices.order(share.longest), share.speech_s) for share in shares.values()]
