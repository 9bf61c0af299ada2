"""The panel of engines and weights: what is there, what can be had, and what is being done about it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import SottovoceError, Unexpected, WeightsDamaged, error_from_fields
from core.install.environments import Environment, find_environments
from core.model.engine import EngineDescription
from core.services.readiness import State
from core.services.survey import RECOGNITION, Survey, WeightsHere, installed_bytes, survey
from gui.errands import Errand
from gui.i18n import size_text
from gui.jobs import Lane
from gui.language_names import offered_languages
from gui.messages import lasting, sentence
from gui.presenters import weights_words
from gui.presenters.known_engines import KnownEngines
from gui.presenters.states import NoticeAction, NoticeView, Severity
from gui.presenters.weights_state import FolderQuestion, WeightsCard, WeightsRow, WeightsState

if TYPE_CHECKING:
    from core.services.app import Services

CLEAN = "clean"
ADD_FOLDER = "add_folder"
READ_LICENCE = "licence:"
"""Followed by the address."""
_STEP = re.compile(r"\[(\d+)/(\d+)\] (.*)")


@dataclass
class _Job:
    """Something that is being done.

    Attributes:
        kind: ``get``, ``verify``, ``add``, ``install`` or ``uninstall``.
        errand: Who does it.
        progress: 0 to 1, or negative.
        text: How far it is.
        failure: What went wrong.
    """

    kind: str
    errand: Errand
    progress: float = -1.0
    text: str = ""
    failure: SottovoceError | None = None


def _look_at(folder: str) -> tuple[str, bool]:
    """Return whose weights a folder holds, and whether their release is to be asked for."""
    from core.services.adding import asks_release, look_at  # which the window starts without

    layout = look_at(Path(folder))
    return layout.engine, asks_release(layout)


class WeightsPresenter(QObject):
    """Renders one `WeightsState`; runs errands."""

    state_changed = Signal(object)
    engines_changed = Signal()
    """Engines were installed or removed."""
    weights_changed = Signal()
    """Weights came or went."""
    asked = Signal(object)
    """A ``FolderQuestion``, before weights are added."""
    failed = Signal(object)
    noticed = Signal(object)

    def __init__(
        self, services: Services, known: KnownEngines, lane: Lane, parent: QObject | None = None
    ) -> None:
        """Look at nothing yet.

        Args:
            services: The use cases.
            known: What is known of each engine.
            lane: Where the disk is looked at.
            parent: Owner.
        """
        super().__init__(parent)
        self._services = services
        self._known = known
        self._lane = lane
        self._found = Survey()
        self._jobs: dict[str, _Job] = {}
        self._failures: dict[str, SottovoceError] = {}
        self._good: set[str] = set()
        self._going: set[str] = set()  # environments that stay in sight until it is known that they are gone
        self._asked = ""
        self._state = WeightsState()

    @property
    def state(self) -> WeightsState:
        """What the panel shows."""
        return self._state

    @property
    def busy(self) -> bool:
        """True while an errand runs."""
        return bool(self._jobs)

    def refresh(self) -> None:
        """Look at the disk."""
        paths, weights = self._services.paths, self._services.weights
        described = [one for one in map(self._known.describe, self._known.ids) if one is not None]
        work = partial(survey, paths, weights, described, installed_bytes)
        self._lane.submit(work, self._show_found, self.failed.emit)

    def show_known(self) -> None:
        """Show what has become known of the engines, once the disk has been looked at."""
        if self._state.cards:
            self._render()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self._render()

    def close(self) -> None:
        """End all errands; what they leave is taken up another time."""
        for job in self._jobs.values():
            job.errand.stop()

    # --- wishes -------------------------------------------------------------------------------

    def act(self, action: str) -> None:
        """Do what a button says."""
        kind, _, what = action.partition(":")
        self._asked = what if kind == "ask" else ""
        match kind:
            case "get":
                self._begin("get", what, ["models", "get", what, "--accept-licence", "--progress-json"])
            case "verify":
                self._begin("verify", what, ["models", "verify", what, "--progress-json"])
            case "install":
                self._begin(
                    "install",
                    what,
                    ["engines", "install", self._in_environment(what)[0].id, "--progress-json"],
                )
            case "uninstall":
                self._going.add(what)
                done = partial(self._uninstall, what)
                self._lane.submit(partial(self._dismiss, what), done, self.failed.emit)
            case "cancel" if what in self._jobs:
                self._jobs[what].errand.cancel()
            case "remove":
                self._remove(what)
            case _ if kind == CLEAN:
                self._lane.submit(self._services.weights.clean, self._cleaned, self.failed.emit)
        self._render()

    def look_at(self, folder: str) -> None:
        """Look at a folder of weights, and ask what its files do not tell."""
        self._lane.submit(partial(_look_at, folder), partial(self._ask, folder), self.failed.emit)

    def add(self, folder: str, language: str = "", first_release: bool = False) -> None:
        """Add weights from a folder.

        Args:
            folder: Where they are.
            language: Tag of what they speak; empty: what their engine does.
            first_release: They were made of F5-TTS's first release.
        """
        words = ["models", "add", folder, "--progress-json"]
        words += ["--language", language] if language else []
        words += ["--f5-v0"] if first_release else []
        self._begin("add", folder, words)
        self._render()

    def _ask(self, folder: str, found: tuple[str, bool]) -> None:
        engine, asks_release = found
        name, languages = self._known.name(engine), offered_languages()
        self.asked.emit(FolderQuestion(folder, Path(folder).name, name, languages, asks_release))

    def _begin(self, kind: str, what: str, words: list[str]) -> None:
        if what in self._jobs:
            return
        self._failures.pop(what, None)
        self._good.discard(what)
        errand = Errand(words, self)
        self._jobs[what] = _Job(kind, errand)
        errand.told.connect(partial(self._hear, what))
        errand.said.connect(partial(self._hear_step, what))
        errand.ended.connect(partial(self._end, what))
        errand.start()

    def _dismiss(self, environment: str) -> bool:
        """End the environment's host, whose files are to go; False, and nothing is done, while it speaks."""
        if self._services.hosts.is_busy(environment):
            return False
        self._services.hosts.dismiss(environment)
        return True

    def _uninstall(self, environment: str, dismissed: bool) -> None:
        if dismissed:
            engine = self._in_environment(environment)[0].id
            self._begin("uninstall", environment, ["engines", "remove", engine, "--progress-json"])
        else:
            self.noticed.emit(lasting(self._say_busy))
        self._render()

    def _remove(self, what: str) -> None:
        def done(_: object) -> None:
            self._good.discard(what)
            self.refresh()
            self.weights_changed.emit()

        self._lane.submit(partial(self._services.weights.remove, what), done, self.failed.emit)

    def _cleaned(self, _: object) -> None:
        self.refresh()

    # --- errands ------------------------------------------------------------------------------

    def _hear(self, what: str, told: Mapping[str, object]) -> None:
        job = self._jobs.get(what)
        if job is None:
            return
        progress, failed = told.get("progress"), told.get("failed")
        if isinstance(progress, Mapping):
            job.progress, job.text = weights_words.progress_text(progress)
        if isinstance(failed, Mapping):
            job.failure = error_from_fields(str(failed.get("code")), dict(failed.get("fields") or {}))
        self._render()

    def _hear_step(self, what: str, line: str) -> None:
        job, found = self._jobs.get(what), _STEP.search(line)
        if job is not None and job.kind == "install" and found is not None:
            job.progress, job.text = (int(found[1]) - 1) / int(found[2]), found[3]
            self._render()

    def _end(self, what: str, good: bool) -> None:
        job = self._jobs.pop(what)
        if good:
            self._good.add(what)
            if job.kind == "uninstall":
                self._good.discard(what)
            if job.kind == "get":
                self.noticed.emit(lasting(partial(self._say_fetched, what)))
            if job.kind == "add":
                self.noticed.emit(lasting(partial(self._say_added, Path(what).name)))
        elif not job.errand.cancelled:
            last = next(reversed(job.errand.lines), "it ended without a word")
            self._failures[what] = job.failure or Unexpected(kind=job.kind, reason=last)
            self.failed.emit(self._failures[what])
        if job.kind == "uninstall" or (good and job.kind == "install"):  # one that stays is taken in again
            self._lane.submit(find_environments, self._adopt, self.failed.emit)
        self.refresh()
        self.weights_changed.emit()
        self._render()

    def _adopt(self, environments: Sequence[Environment]) -> None:
        self._services.hosts.adopt(environments)
        self._known.note_installed(self._services.hosts.engine_ids())
        self.engines_changed.emit()
        self._render()

    def _say_fetched(self, what: str) -> NoticeView:
        name = next((one.name for one in self._found.weights if one.id == what), what)
        words = self.tr("The weights of {name} are here, and every byte was checked.").format(name=name)
        return NoticeView(Severity.INFO, words)

    def _say_busy(self) -> NoticeView:
        words = self.tr("The engine is speaking. It can be removed when it is done.")
        return NoticeView(Severity.INFO, words)

    def _say_added(self, name: str) -> NoticeView:
        return NoticeView(Severity.INFO, self.tr("The weights {name} were added.").format(name=name))

    # --- what is shown ------------------------------------------------------------------------

    def _show_found(self, found: Survey) -> None:
        self._found = found
        self._render()

    def _render(self) -> None:
        total_bytes = self._known.said.card_total_bytes
        simulated = self._services.settings.value("simulate_gpu_bytes") is not None
        left = self._found.leftover_bytes
        words = self.tr("Unfinished downloads and conversions: {size}").format(size=size_text(left))
        state = WeightsState(
            weights_words.card_text(total_bytes, simulated=simulated),
            tuple(card for card in map(self._card, self._engines()) if card is not None),
            words if left else "",
        )
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _engines(self) -> list[str]:
        others = [one.engine for one in self._found.weights]
        return list(dict.fromkeys([*self._known.ids, *sorted(others)]))

    def _card(self, engine: str) -> WeightsCard | None:
        rows = [self._weights_row(one) for one in self._found.weights if one.engine == engine]
        readiness = self._known.readiness(engine)
        description = self._known.describe(engine)
        if readiness.state is State.NOT_INSTALLED and description is not None and readiness.size_bytes:
            rows.insert(0, self._install_row(description, readiness.size_bytes))
        elif description is not None and engine in self._found.engine_bytes and self._is_here(description):
            rows.insert(0, self._engine_row(description, self._found.engine_bytes[engine]))
        if not rows:
            return None
        name = self.tr("Speech recognition") if engine == RECOGNITION else self._known.name(engine)
        total_bytes = self._known.said.card_total_bytes
        fit = weights_words.fit_text(description, total_bytes) if description else ""
        if engine == RECOGNITION:
            fit = self.tr("Writes down what is said in a recording.")
        return WeightsCard(engine, name, fit, tuple(rows))

    def _install_row(self, description: EngineDescription, size_bytes: int) -> WeightsRow:
        environment, name = description.environment, description.name
        facts = self._size_facts(description, size_bytes)
        button = NoticeAction(f"install:{environment}", self.tr("Install"))
        state = self.tr("{name} is not installed.").format(name=name)
        return self._row(environment, self.tr("The engine {name}").format(name=name), facts, state, button)

    def _engine_row(self, description: EngineDescription, size_bytes: int) -> WeightsRow:
        """Return the row of an engine that is installed."""
        environment, state = description.environment, self.tr("Installed")
        button = NoticeAction(f"ask:{environment}", self.tr("Remove engine"))
        if self._asked == environment:
            button = NoticeAction(f"uninstall:{environment}", self.tr("Really remove?"))
            others = [one.name for one in self._in_environment(environment) if one.id != description.id]
            state = self.tr("Frees {size}; the weights stay.").format(size=size_text(size_bytes))
            if others:
                state = self.tr("Frees {size} and removes {others} too; the weights stay.").format(
                    size=size_text(size_bytes), others=", ".join(others)
                )
        name = self.tr("The engine {name}").format(name=description.name)
        return self._row(environment, name, self._size_facts(description, size_bytes), state, button)

    def _size_facts(self, description: EngineDescription, size_bytes: int) -> str:
        size = size_text(size_bytes)
        others = [one.name for one in self._in_environment(description.environment) if one != description]
        if others:
            words = self.tr("takes {size} on the disk, {others} included")
            return words.format(size=size, others=", ".join(others))
        return self.tr("takes {size} on the disk").format(size=size)

    def _is_here(self, description: EngineDescription) -> bool:
        there = (*self._services.hosts.environment_names(), *self._going)
        return description.environment in there

    def _weights_row(self, one: WeightsHere) -> WeightsRow:
        buttons = []
        if one.manifest is not None and (not one.here or one.missing):
            words = self.tr("Go on") if one.come_bytes else self.tr("Download")
            if not one.accepted:
                words = self.tr("Accept the licence and download")
            buttons.append(NoticeAction(f"get:{one.id}", words))
            if not one.accepted:
                url = f"{READ_LICENCE}{one.manifest.licence.url}"
                buttons.insert(0, NoticeAction(url, self.tr("Read the licence")))
        if one.here:
            buttons.append(NoticeAction(f"verify:{one.id}", self.tr("Check")))
            if self._asked == one.id:
                buttons.append(NoticeAction(f"remove:{one.id}", self.tr("Really delete?")))
            else:
                buttons.append(NoticeAction(f"ask:{one.id}", self.tr("Delete")))
        state = weights_words.state_text(one)
        if one.id in self._good and one.here:
            state = self.tr("On this computer; every byte was checked")
        return self._row(one.id, one.name, weights_words.facts_text(one), state, *buttons)

    def _row(self, what: str, name: str, facts: str, state: str, *buttons: NoticeAction) -> WeightsRow:
        job, failure = self._jobs.get(what), self._failures.get(what)
        if job is not None:
            cancel = NoticeAction(f"cancel:{what}", self.tr("Cancel"))
            text = job.text or self.tr("Beginning…")
            return WeightsRow(
                what, name, facts, "", progress=job.progress, progress_text=text, actions=(cancel,)
            )
        if failure is not None:
            mend = isinstance(failure, WeightsDamaged)
            again = NoticeAction(f"get:{what}", self.tr("Mend"))
            buttons = ((again,) if mend and "/" not in what else ()) + buttons
            return WeightsRow(what, name, facts, sentence(failure), failed=True, actions=buttons)
        return WeightsRow(what, name, facts, state, actions=buttons)

    def _in_environment(self, environment: str) -> list[EngineDescription]:
        described = map(self._known.describe, self._known.ids)
        return [one for one in described if one is not None and one.environment == environment]
