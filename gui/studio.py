"""The studio without its window: presenters, runner and playback, wired to each other."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import ReferenceTextNeeded
from core.model.events import Notice
from core.model.voice import Voice
from core.paths import make_folder
from core.services.catalogue import own_engines
from core.services.choices import Choices
from gui.cursor import Cursor
from gui.export_desk import make_export
from gui.history import History
from gui.introductions import Introductions
from gui.jobs import SHUTDOWN_WAIT_MS, Lane
from gui.library_watch import LibraryWatch
from gui.line_wishes import LineWishes
from gui.loudness import TakeLoudness
from gui.memory_bridge import MemoryBridge
from gui.notice_actions import act
from gui.planning import Planning
from gui.playback import Playback
from gui.playhead import Playhead
from gui.presenters.added_news import AddedNews
from gui.presenters.advice import AdvicePresenter
from gui.presenters.arrivals import Arrivals
from gui.presenters.choices_desk import ChoicesDesk
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.fit_presenter import FitPresenter
from gui.presenters.known_engines import KnownEngines
from gui.presenters.memory_presenter import MemoryPresenter
from gui.presenters.meter_presenter import MeterPresenter
from gui.presenters.notices import NoticePresenter
from gui.presenters.pronunciations_presenter import PronunciationsPresenter
from gui.presenters.queue_presenter import QueuePresenter
from gui.presenters.removals import Removals
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.take_words import TakeWords
from gui.presenters.takes_presenter import TakesPresenter
from gui.presenters.time_left import rtf_before
from gui.presenters.transport_presenter import TransportPresenter
from gui.presenters.voice_edits import VoiceEdits
from gui.presenters.voices_presenter import VoicesPresenter
from gui.presenters.weights_presenter import WeightsPresenter
from gui.project_desk import ProjectDesk
from gui.project_parts import WindowParts
from gui.project_takes import ProjectTakes
from gui.references import References
from gui.run_follower import RunFollower
from gui.runs import Runner
from gui.session import Session, Slot
from gui.studio_wiring import connect_memory, connect_news, connect_voices, connect_weights
from gui.teller import Teller

if TYPE_CHECKING:
    from core.services.app import Services

log = logging.getLogger(__name__)

LANES = (
    *("engine", "audio", "exports", "files", "fit", "hearing", "keep"),
    *("loudness", "plans", "project", "report", "search"),
)

EXPORT_WAIT_MS = 60_000
"""How long the end of the program waits for an export; an hour of audio takes seconds on a good disk."""

PROJECT_WAIT_MS = 60_000
"""The same for what is done with the project's file."""


class Studio(QObject):
    """Holds the presenters and decides what a wish of the user sets in motion."""

    settings_touched = Signal()

    def __init__(
        self,
        services: Services,
        memory: MemoryBridge,
        session: Session,
        slot: Slot,
        parent: QObject | None = None,
    ) -> None:
        """Wire everything; nothing is started yet.

        Args:
            services: The use cases.
            memory: Brings the hosts' memory samples.
            session: The last session.
            slot: The files that this studio has to itself.
            parent: Owner.
        """
        super().__init__(parent)
        memory.setParent(self)
        self.services = services
        self.lanes = {name: Lane(name, self) for name in LANES}
        self.teller = Teller(self)
        self.history = History(self)
        takes = ProjectTakes(lambda: self.projects.project)
        self.runner = Runner(services.hosts, services.synthesizer, self.lanes["engine"], takes, self)
        self.playback = Playback(self.lanes["audio"], self)
        self._known = KnownEngines(own_engines(), services.hosts.engine_ids())
        self.engine = EnginePresenter(services, self._known, session.parameters, self)
        self.script = ScriptPresenter(self.engine.choices, awaited=self.runner.awaits, parent=self)
        self.fit = FitPresenter(services.forecaster, self.lanes["fit"], self.engine, self.script, self)
        self.advice = AdvicePresenter(self.engine, self.script, told=session.advised, parent=self)
        self._make_voices()
        self._make_lines()
        self._make_figures()
        self._make_project(slot, session)
        self._make_wishes()
        self._connect(memory)

    def _make_voices(self) -> None:
        """Make what shows voices, changes them and takes new ones."""
        services = self.services
        self.voices = VoicesPresenter(services.voices, self.lanes["files"], self)
        self.arrivals = Arrivals(services.voices, self.lanes["hearing"], self)
        self.voice_edits = VoiceEdits(services.voices, self.voices, self.lanes["files"], self)
        self.library_watch = LibraryWatch(services.paths.voices_dir, self)
        self.removals = Removals(self.voices, self)
        self.added_news = AddedNews(self)
        self.references = References(services, self.voices, self.engine, self)

    def _make_lines(self) -> None:
        """Make what reads lines, renders them, and lets takes be heard."""
        services, known = self.services, self._known
        self.planning = Planning(
            self.voices,
            known,
            self.lanes["plans"],
            lambda: (self.script.script, self.engine.choices),
            normalising=bool(services.settings.value("normalise")),
            parent=self,
        )
        known_rtf = partial(rtf_before, services.speeds, known)
        self.run = RunPresenter(self.runner, self.script, self.planning, known_rtf, self)
        self.queue = QueuePresenter(self.runner, self.run, known.name, self)
        loudness = TakeLoudness(self.lanes["loudness"], self)
        words = TakeWords(self.voices.name_of, known.describe, loudness, self)
        self.transport = TransportPresenter(self.playback, self.script, services.settings, words, self)
        self.takes = TakesPresenter(self.script, self.transport, self.history, words, self)
        self.playhead = Playhead(self.playback, self.script, self.transport, self.run, self)
        self.notices = NoticePresenter(
            self.script, self.playback, self.fit.cpu_action, self.advice.action, self
        )

    def _make_figures(self) -> None:
        """Make what shows memory and weights, and what hears of engines."""
        self.meter = MeterPresenter(self.engine.low_vram, self)
        self.memory = MemoryPresenter(self)
        self.weights = WeightsPresenter(self.services, self._known, self.lanes["files"], self)
        self.introductions = Introductions(
            self.services,
            self.runner,
            lane=self.lanes["files"],
            engine_lane=self.lanes["engine"],
            engine=self.engine,
            voices=self.voices,
            fit=self.fit,
            figures=(self.meter, self.memory),
            teller=self.teller,
            parent=self,
        )

    def _make_project(self, slot: Slot, session: Session) -> None:
        """Make what holds the open project, its pronunciations and its finished files."""
        self.desk = ProjectDesk(
            slot,
            session,
            self.lanes["project"],
            WindowParts(self.engine, self.script, self.run, self.planning),
            transport=self.transport,
            voices=self.voices,
            library=self.services.voices,
            introductions=self.introductions,
            teller=self.teller,
            parent=self,
        )
        self.projects, self.project = self.desk.projects, self.desk.presenter
        self.pronunciations = PronunciationsPresenter(
            self.services,
            self.lanes["engine"],
            projects=self.projects,
            planning=self.planning,
            script=self.script,
            engine=self.engine,
            history=self.history,
            parent=self,
        )
        self.export = make_export(self, self.lanes["exports"])

    def _make_wishes(self) -> None:
        """Make what follows a run, and what the user may wish of lines and choices."""
        RunFollower(
            self.runner,
            self.run,
            script=self.script,
            planning=self.planning,
            transport=self.transport,
            engine=self.engine,
            voices=self.voices,
            meter=self.meter,
            notices=self.notices,
            parent=self,
        )
        self.choices = ChoicesDesk(self.engine, self.history, self.voices.find, self)
        self.cursor = Cursor(
            self.script,
            self.engine,
            transport=self.transport,
            pronunciations=self.pronunciations,
            takes=self.takes,
            playhead=self.playhead,
            parent=self,
        )
        self.lines = LineWishes(
            self.script,
            self.run,
            engine=self.engine,
            transport=self.transport,
            notices=self.notices,
            teller=self.teller,
            in_the_way=self._tell_problem,
            must_wait=self.introductions.must_wait,
            parent=self,
        )

    def _connect(self, memory: MemoryBridge) -> None:
        self.runner.hosts_failed.connect(self.teller.tell_hosts_failed)
        self.introductions.done.connect(self.planning.renew)
        self.planning.changed.connect(self.script.set_planner)
        self.engine.choices_changed.connect(self._choices_changed)
        self.engine.model_chosen.connect(self._keep_model)
        for presenter in (self.engine, self.transport, self.project, self.pronunciations):
            presenter.kept.connect(self.settings_touched)
        self.pronunciations.sound_ready.connect(self.transport.play_voice)
        connect_voices(self)
        self.voices.words_kept.connect(self._renew_voice)
        connect_news(self)
        self.transport.playing_voice_changed.connect(self.voices.show_playing)
        connect_memory(self, memory)
        memory.host_ended.connect(self._tell_host_ended)
        connect_weights(self)

    def _keep_model(self, engine: str, name: str) -> None:
        choose = partial(self.services.weights.ledger.choose, engine, name)
        self.lanes["keep"].submit(choose, failed=self.teller.tell_error)

    # --- beginning and end --------------------------------------------------------------------

    def start(self) -> None:
        """Begin what takes time; the window is shown already."""
        self.transport.follow_settings()
        self.introductions.look_around()
        self.voices.read_references()
        self.runner.start_hosts()

    def close(self) -> bool:
        """Stop everything, hosts too; False when something would not stop in time."""
        self.run.cancel()
        self.arrivals.cancel()
        self.transport.stop()
        self.removals.finish()
        self.weights.close()
        self.services.close()
        ended = [self._close_lane(name) for name in LANES]
        ended.append(self.references.close(SHUTDOWN_WAIT_MS))
        self.projects.close()
        return all(ended)

    def _close_lane(self, name: str) -> bool:
        """Wait for a lane; an export that takes too long is cancelled, so that no part of a file is left."""
        lane = self.lanes[name]
        if name == "exports" and not lane.close(EXPORT_WAIT_MS):
            self.export.cancel()
        return lane.close(PROJECT_WAIT_MS if name == "project" else SHUTDOWN_WAIT_MS)

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        for presenter in (
            self.engine,
            self.script,
            self.fit,
            self.voices,
            self.arrivals,
            self.run,
            self.queue,
            self.transport,
            self.takes,
            self.meter,
            self.memory,
            self.weights,
            self.references,
            self.export,
            self.project,
            self.pronunciations,
        ):
            presenter.retranslate()

    # --- wishes -------------------------------------------------------------------------------

    def generate(self) -> None:
        """Render what is not rendered; where everything is, play it. Before the hosts have answered: then.

        While a run is under way, what is to do and not in it joins it.
        """
        if self.introductions.must_wait(self.generate):
            return
        if self._tell_problem() or not self.engine.state.can_generate:
            return
        lines = self.script.todo()
        if self.run.running:
            self.run.join(lines, self.engine.choices)
            return
        self.teller.cleared.emit()
        if lines:
            self.run.start(lines, self.engine.choices, self.playhead.number)
        else:
            self.transport.play_from(0)
            self.teller.tell_all_rendered()

    def cancel(self) -> None:
        """Stop the run; without one, stop what is heard."""
        if self.run.running:
            self.run.cancel()
        self.transport.stop()

    def play_or_pause_voice(self, voice_id: str) -> None:
        """Hear a voice, or hold it."""
        if self.voices.is_playing(voice_id):
            self.transport.stop()
        else:
            self.voices.play(voice_id)

    def act(self, action: str) -> None:
        """Do what a notice's button says."""
        act(self, action)

    def ask_words(self) -> None:
        """Ask what is said in the chosen voice's recording."""
        voice = self.engine.choices.voice
        if voice is not None:
            self.voices.ask_words(voice.id)

    def make_folder(self, folder: Path, done: Callable[[Path], None]) -> None:
        """Make a folder of the user's data, if it is not there.

        Args:
            folder: Which.
            done: Called with it once it is there.
        """
        self.lanes["files"].submit(partial(make_folder, folder), done, self.teller.tell_error)

    # --- inside -------------------------------------------------------------------------------

    def _tell_problem(self) -> bool:
        """Say what is in the way of speaking at all; False when nothing is."""
        if not self.projects.writable:
            self.teller.tell(Notice("project_read_only"))
            return True
        problem = self.engine.state.problem
        if problem is None or not problem.blocks:
            return False
        self.teller.tell_problem(problem)
        return True

    def _renew_voice(self, voice: Voice) -> None:
        self.engine.renew_voice(voice)
        self.script.forget_failures(ReferenceTextNeeded)

    def _tell_host_ended(self, notice: Notice) -> None:
        self.meter.forget_host()
        self.memory.forget_host()
        self.teller.tell(notice)

    def _choices_changed(self, choices: Choices) -> None:
        self.script.set_choices(choices)
        self.voices.show_choices(choices)
