"""The studio without its window: presenters, runner and playback, wired to each other."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.errors import EngineNotInstalled, ReferenceTextNeeded, SottovoceError
from core.model.events import MemorySample, Notice
from core.model.script import Utterance
from core.model.voice import Voice
from core.paths import make_folder
from core.services.catalogue import own_engines
from core.services.readiness import Readiness, find_all_weights, not_installed
from gui.jobs import SHUTDOWN_WAIT_MS, Lane
from gui.library_watch import LibraryWatch
from gui.messages import error_view, know_engines, lasting, notice_view
from gui.playback import Playback
from gui.presenters.advice import ACCEPT_ADVICE, AdvicePresenter
from gui.presenters.arrivals import Arrivals
from gui.presenters.choices import Choices
from gui.presenters.engine_parts import ScriptCounts
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.export_presenter import EXPORT_RENDERED, GENERATE, ExportPresenter
from gui.presenters.fit_presenter import GENERATE_ON_CPU, FitPresenter
from gui.presenters.known_engines import Introduction, KnownEngines
from gui.presenters.memory_presenter import MemoryPresenter
from gui.presenters.meter_presenter import MeterPresenter
from gui.presenters.notices import NoticePresenter
from gui.presenters.readiness import EDIT_REFERENCE, WRITE_WORDS
from gui.presenters.removals import Removals
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import NoticeAction, NoticeView, Severity
from gui.presenters.transport_presenter import TransportPresenter, VoiceSound
from gui.presenters.voice_edits import VoiceEdits
from gui.presenters.voices_presenter import VoicesPresenter
from gui.presenters.weights_presenter import WeightsPresenter
from gui.references import References
from gui.runs import SAMPLE_ID, LineRendered, RunEnded, Runner
from gui.session import Session
from gui.take_store import RestoredTakes, TakeStore

if TYPE_CHECKING:
    from core.host.values import Hello
    from core.services.app import Services

log = logging.getLogger(__name__)

START_AGAIN = "start_hosts"

LANES = ("engine", "audio", "files", "fit", "hearing", "keep", "report", "takes")

EXPORT_WAIT_MS = 60_000
"""How long the end of the program waits for an export; an hour of audio takes seconds on a good disk."""

SAMPLE_TEXT = "This is how I sound when I read to you."


class MemoryBridge(QObject):
    """Brings what hosts tell on threads of theirs to the window's thread: memory samples, and their end."""

    sampled = Signal(object)
    host_ended = Signal(object)
    none_left = Signal()

    def __call__(self, sample: MemorySample) -> None:
        """Take a sample on any thread."""
        self.sampled.emit(sample)

    def tell_end(self, environment: str, reason: str) -> None:
        """Take the end of an idle host on any thread."""
        self.host_ended.emit(Notice("host_ended", {"environment": environment, "reason": reason}))

    def tell_none(self) -> None:
        """Take on any thread that no host holds anything any more."""
        self.none_left.emit()


class Studio(QObject):
    """Holds the presenters and decides what a wish of the user sets in motion."""

    noticed = Signal(object)
    notice_withdrawn = Signal(object)
    notices_cleared = Signal()
    notices_changed = Signal()
    settings_touched = Signal()

    def __init__(
        self,
        services: Services,
        memory: MemoryBridge,
        session: Session,
        takes: Path,
        parent: QObject | None = None,
    ) -> None:
        """Wire everything; nothing is started yet.

        Args:
            services: The use cases.
            memory: Brings the hosts' memory samples.
            session: The last session.
            takes: Folder of this studio's takes.
            parent: Owner.
        """
        super().__init__(parent)
        memory.setParent(self)
        self.services = services
        self.lanes = {name: Lane(name, self) for name in LANES}
        self.takes = TakeStore(takes)
        self.runner = Runner(services.hosts, services.synthesizer, self.lanes["engine"], self.takes, self)
        self.playback = Playback(self.lanes["audio"], self)
        known = KnownEngines(own_engines(), services.hosts.engine_ids())
        self.engine = EnginePresenter(services, known, session.parameters, self)
        self.script = ScriptPresenter(self.engine.choices, self)
        self.fit = FitPresenter(services.forecaster, self.lanes["fit"], self.engine, self.script, self)
        self.advice = AdvicePresenter(self.engine, self.script, told=session.advised, parent=self)
        self.voices = VoicesPresenter(services.voices, self.lanes["files"], self)
        self.arrivals = Arrivals(services.voices, self.lanes["hearing"], self)
        self.voice_edits = VoiceEdits(services.voices, self.voices, self.lanes["files"], self)
        self.library_watch = LibraryWatch(services.paths.voices_dir, self)
        self.run = RunPresenter(self.runner, self.script.place, self)
        self.transport = TransportPresenter(self.playback, self.script, self)
        self.export = ExportPresenter(self.script, services.settings, self.lanes["files"], self)
        self.meter = MeterPresenter(self.engine.low_vram, self)
        self.memory = MemoryPresenter(self)
        self.notices = NoticePresenter(self.script, self.playback, self.fit.cpu_action, self)
        self.removals = Removals(self.voices, self)
        self.references = References(services, self.voices, self.engine, self)
        self.weights = WeightsPresenter(services, known, self.lanes["files"], self)
        self._selected: Sequence[int] = ()
        self._current_line = 0
        self._made_something = False
        self._generate_wanted = False
        self._connect(memory)

    def _connect(self, memory: MemoryBridge) -> None:
        self.runner.hosts_ready.connect(self._introduce)
        self.runner.hosts_failed.connect(self._hosts_failed)
        self.runner.line_started.connect(self.script.start_line)
        self.runner.line_progressed.connect(self.script.show_progress)
        self.runner.line_rendered.connect(self._keep_take)
        self.runner.line_failed.connect(self.script.keep_failure)
        self.runner.line_stopped.connect(self.script.keep_failure)
        self.runner.audio_made.connect(self.transport.hear)
        self.run.begun.connect(self._follow_run)
        self.run.ended.connect(self._end_run)
        self.run.view_changed.connect(self.engine.show_run)
        self.script.lines_edited.connect(self.run.follow_edits)
        self.script.lines_gone.connect(self.run.follow_deletions)
        self.script.counts_changed.connect(self._count)
        self.engine.choices_changed.connect(self._choices_changed)
        self.engine.policy_changed.connect(self.meter.show_low_vram)
        self.engine.idle_timeout_changed.connect(self.meter.show_idle_timeout)
        self.meter.show_idle_timeout(float(self.services.settings.value("idle_timeout_s")))
        self.engine.kept.connect(self.settings_touched)
        self.export.kept.connect(self.settings_touched)
        self.export.begun.connect(self.notices_cleared)
        self.export.noticed.connect(self.noticed)
        self._connect_voices()
        self.advice.noticed.connect(self.noticed)
        self.advice.withdrawn.connect(self.notice_withdrawn)
        self.transport.playing_voice_changed.connect(self.voices.show_playing)
        self.notices.noticed.connect(self.noticed)
        self.notices.withdrawn.connect(self.notice_withdrawn)
        self.notices.run_failed.connect(self.tell_error)
        self.notices.changed.connect(self.notices_changed)
        self.runner.line_failed.connect(self.notices.tell_failure)
        memory.sampled.connect(self.meter.show_sample)
        memory.sampled.connect(self.memory.show_sample)
        memory.sampled.connect(self.fit.follow_memory)
        memory.host_ended.connect(self._tell_host_ended)
        memory.none_left.connect(self.meter.forget_host)
        memory.none_left.connect(self.memory.forget_host)
        self._connect_weights()

    def _connect_weights(self) -> None:
        self.weights.installed.connect(self.runner.start_hosts)
        self.weights.weights_changed.connect(self.look_around)
        self.weights.failed.connect(self.tell_error)
        self.weights.noticed.connect(self.noticed)
        self.engine.model_chosen.connect(self._keep_model)

    def _keep_model(self, engine: str, name: str) -> None:
        choose = partial(self.services.weights.ledger.choose, engine, name)
        self.lanes["keep"].submit(choose, failed=self.tell_error)

    def _connect_voices(self) -> None:
        self.voices.chosen.connect(self.engine.choose_voice)
        self.voices.removed.connect(self.engine.forget_voice)
        self.voices.references_read.connect(self._restore_voice)
        self.voices.words_kept.connect(self._renew_voice)
        self.voices.renewed.connect(self.engine.renew_voice)
        self.voices.given.connect(self.arrivals.add)
        self.arrivals.came.connect(self.voices.take_added)
        self.arrivals.failed.connect(self.tell_error)
        self.voice_edits.noticed.connect(self._tell_good_news)
        self.voice_edits.failed.connect(self.tell_error)
        self.library_watch.changed.connect(self.voices.read_references)
        self.voices.sound_ready.connect(self.transport.play_voice)
        self.references.hear_by(self.transport)
        self.voices.sample_wanted.connect(self._speak_sample)
        self.voices.failed.connect(self.tell_error)
        self.voices.noticed.connect(self._tell_good_news)
        self.voices.warned.connect(self.tell)
        self.removals.noticed.connect(self.noticed)
        self.removals.withdrawn.connect(self.notice_withdrawn)
        self.voices.hidden.connect(self.transport.forget_voice)
        self.voices.added.connect(self.library_watch.look)
        self.voices.references_read.connect(self.library_watch.look)

    # --- beginning and end --------------------------------------------------------------------

    def start(self) -> None:
        """Begin what takes time; the window is shown already."""
        settings = self.services.settings
        self.transport.set_output(str(settings.value("output_device")), float(settings.value("output_level")))
        self.lanes["takes"].submit(
            partial(self.takes.restore, self.script.script), self._restore_takes, self.tell_error
        )
        self.look_around()
        self.voices.read_references()
        self.runner.start_hosts()

    def look_around(self) -> None:
        """See which engines have what they need: weights may have been put in place meanwhile."""
        installed = self.services.hosts.engine_ids()
        known = [self.engine.known.describe(engine) for engine in installed]
        absent = [one.id for one in own_engines() if one.id not in installed]
        paths = self.services.paths

        def look() -> Mapping[str, Readiness]:
            found = find_all_weights(paths, [one for one in known if one is not None])
            return {**found, **{engine: not_installed(engine) for engine in absent}}

        self.lanes["files"].submit(look, self.engine.show_found)

    def close(self) -> bool:
        """Stop everything, hosts too; False when something would not stop in time."""
        self.run.cancel()
        self.arrivals.cancel()
        self.transport.stop()
        self.removals.finish()
        self.weights.close()
        self.services.close()
        waits_ms = {"files": EXPORT_WAIT_MS}
        ended = [lane.close(waits_ms.get(name, SHUTDOWN_WAIT_MS)) for name, lane in self.lanes.items()]
        ended.append(self.references.close(SHUTDOWN_WAIT_MS))
        self.takes.close()
        return all(ended)

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        for presenter in (
            self.engine,
            self.script,
            self.fit,
            self.voices,
            self.arrivals,
            self.run,
            self.transport,
            self.meter,
            self.memory,
            self.weights,
            self.references,
        ):
            presenter.retranslate()

    # --- wishes -------------------------------------------------------------------------------

    def generate(self) -> None:
        """Render what is not rendered; where everything is, play it. Before the hosts have answered: then."""
        if not self.engine.known.introduced:
            self._generate_wanted = True
            return
        if self.run.running or self._tell_problem() or not self.engine.state.can_generate:
            return
        self.notices_cleared.emit()
        lines = self.script.todo()
        if lines:
            self.run.start(lines, self.engine.choices)
            return
        self.transport.play_from(0)
        self.noticed.emit(lasting(self._say_all_is_rendered))

    def render_line(self, number: int) -> None:
        """Render one line, or make another take of it."""
        line = self.script.line(number)
        if line is None or line.is_blank or self._tell_problem() or self.engine.choices.voice is None:
            return
        if not self.run.running:
            self.notices_cleared.emit()
        self.run.render_again(line, self.engine.choices)

    def play_line(self, number: int) -> None:
        """Play one line, or say that it has no audio yet."""
        if not self.transport.play_line(number):
            self.notices.tell_silent(number)

    def play_from(self, number: int) -> None:
        """Play a line and all that follow, or say that none of them has audio yet."""
        if not self.transport.play_from(number):
            self.notices.tell_silent(number)

    def cancel(self) -> None:
        """Stop the run; without one, stop what is heard."""
        if self.run.running:
            self.run.cancel()
            self.transport.stop()
        else:
            self.transport.stop()

    def play_or_pause_voice(self, voice_id: str) -> None:
        """Hear a voice, or hold it."""
        if self.voices.is_playing(voice_id):
            self.transport.stop()
        else:
            self.voices.play(voice_id)

    def act(self, action: str) -> None:
        """Do what a notice's button says."""
        if self.removals.act(action):
            return
        if self.fit.act(action):
            if action == GENERATE_ON_CPU:
                self.generate()
            return
        wishes: Mapping[str, Callable[[], None]] = {
            GENERATE: self.generate,
            EXPORT_RENDERED: self.export.ask_for_file,
            START_AGAIN: self.runner.start_hosts,
            WRITE_WORDS: self.ask_words,
            EDIT_REFERENCE: self.references.edit,
            ACCEPT_ADVICE: self.advice.accept,
        }
        wish = wishes.get(action)
        if wish is not None:
            self.notices_cleared.emit()
            wish()

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
        self.lanes["files"].submit(partial(make_folder, folder), done, self.tell_error)

    # --- what the window tells ----------------------------------------------------------------

    def set_cursor(self, line: int, selected: Sequence[int]) -> None:
        """Take the cursor's line and the selected lines."""
        self._current_line, self._selected = line, tuple(selected)
        self.transport.set_line(line)
        self._count()

    def set_output_device(self, device: str) -> None:
        """Play on another device."""
        self._keep("output_device", device)

    def set_output_level(self, level: float) -> None:
        """Play louder or softer."""
        self._keep("output_level", level)

    def _keep(self, key: str, value: object) -> None:
        settings = self.services.settings
        settings.click(key, value)
        self.transport.set_output(str(settings.value("output_device")), float(settings.value("output_level")))
        self.settings_touched.emit()

    # --- notices ------------------------------------------------------------------------------

    def tell_error(self, error: SottovoceError) -> None:
        """Say in the window what happened, why, and what to do."""
        if not isinstance(error, ReferenceTextNeeded):
            self.noticed.emit(error_view(error))
            return

        def say() -> NoticeView:
            return error_view(error, (NoticeAction(WRITE_WORDS, self.tr("Write its words…")),))

        self.noticed.emit(lasting(say))

    def tell(self, notice: Notice) -> None:
        """Say in the window what is no error."""
        self.noticed.emit(notice_view(notice))

    def tell_dropped(self, count: int) -> None:
        """Say that a paste lost control characters."""
        self.tell(Notice("control_characters_dropped", {"count": count}))

    def _say_all_is_rendered(self) -> NoticeView:
        what = self.tr("Every line is rendered already.")
        remedy = self.tr("Change a line or a setting, or make another take of a line with Ctrl+R.")
        return NoticeView(Severity.INFO, what, "", remedy)

    def _tell_good_news(self, notice: Notice) -> None:
        self.noticed.emit(notice_view(notice, Severity.INFO))

    # --- inside -------------------------------------------------------------------------------

    def _tell_problem(self) -> bool:
        """Say what is in the way of speaking at all; False when nothing is."""
        problem = self.engine.state.problem
        if problem is None or not problem.blocks:
            return False
        actions = (problem.action,) if problem.action is not None else ()
        step = " ".join(part for part in (problem.step, problem.command) if part)
        self.noticed.emit(NoticeView(Severity.WARNING, problem.what, "", step, actions))
        return True

    def _follow_run(self) -> None:
        self._made_something = False
        self.notices.begin_run()
        self.transport.follow_run()
        self.meter.set_busy(True)

    def _speak_sample(self, voice: Voice) -> None:
        if self.run.running:
            return
        choices = Choices(engine=voice.engine, voice=voice, language=voice.language)
        self.run.start([Utterance(SAMPLE_ID, SAMPLE_TEXT)], choices)

    def _introduce(self, hellos: Sequence[Hello]) -> None:
        said = Introduction.of(hellos, str(self.services.settings.value("device")))
        self.engine.introduce(said)
        self.fit.touch()
        self.voices.introduce(self.engine.known.introduced)
        self.look_around()
        names = {description.id: description.name for description in said.descriptions.values()}
        know_engines(names)
        self.meter.set_names(names)
        self.memory.set_names(names)
        self._restore_voice()
        for engine, reason in said.broken.items():
            self._hosts_failed(EngineNotInstalled(engine=engine, reason=reason))
        chosen = self.engine.choices.engine
        there = chosen if chosen in names else next(iter(names), "")
        client = self.services.hosts.client_for(there) if there else None
        if client is not None:
            self.lanes["engine"].submit(client.sample)  # comes by the memory bridge
        if self._generate_wanted:
            self._generate_wanted = False
            self.generate()

    def _restore_takes(self, restored: RestoredTakes) -> None:
        self.script.restore_takes(restored)
        if restored.lost:
            self.tell(Notice("takes_lost", {"count": restored.lost}))

    def _restore_voice(self) -> None:
        voice = self.voices.find(str(self.services.settings.value("voice")))
        if voice is not None:
            self.engine.restore_voice(voice)

    def _renew_voice(self, voice: Voice) -> None:
        self.engine.renew_voice(voice)
        self.script.forget_failures(ReferenceTextNeeded)

    def _hosts_failed(self, error: SottovoceError) -> None:
        def say() -> NoticeView:
            return error_view(error, (NoticeAction(START_AGAIN, self.tr("Try again")),))

        self.noticed.emit(lasting(say))

    def _tell_host_ended(self, notice: Notice) -> None:
        self.meter.forget_host()
        self.memory.forget_host()
        self.tell(notice)

    def _choices_changed(self, choices: Choices) -> None:
        self.script.set_choices(choices)
        self.voices.show_choices(choices)

    def _count(self) -> None:
        selected = any(self.script.take(number) is not None for number in self._selected)
        script = self.script
        counts = ScriptCounts(script.todo_count, script.rendered_count, int(selected))
        self.engine.show_counts(counts)

    def _keep_take(self, rendered: LineRendered) -> None:
        if rendered.utterance_id == SAMPLE_ID:
            take = rendered.take
            voice = self.voices.find(take.recipe.voice)
            if voice is not None and take.peaks is not None:
                sound = VoiceSound(voice.id, voice.name, take.clip, take.peaks)
                self.voices.keep_sound(sound)
                self.transport.play_voice(sound)
            return
        self.script.keep_take(rendered)
        self.transport.hear_take(rendered)
        self._made_something = True
        self.notices.tell_of_line(rendered.utterance_id, rendered.take.recipe.text, rendered.notices)

    def _end_run(self, ended: RunEnded) -> None:
        self.script.end_run()
        self.transport.end_run(ended)
        self.meter.set_busy(False)
        if self._made_something:
            self.engine.draw_seed()
        self.notices.end_run(ended.error)
