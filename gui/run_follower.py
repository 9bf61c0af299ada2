"""What a run makes, brought to where it belongs: takes to their lines, a sample to its voice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer

from core.model.script import Take, Utterance
from core.model.voice import Voice
from core.services.choices import Choices
from gui.held_lines import HeldLines
from gui.planning import Planning
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.heard import VoiceSound
from gui.presenters.meter_presenter import MeterPresenter
from gui.presenters.notices import NoticePresenter
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.transport_presenter import TransportPresenter
from gui.presenters.voices_presenter import VoicesPresenter
from gui.run_list import SAMPLE_ID
from gui.runs import LineAudio, LineFailed, LineRendered, RunEnded, Runner

SAMPLE_TEXT = "This is how I sound when I read to you."


class RunFollower(QObject):
    """Connects the runner and its runs with all that shows, plays or keeps what they make."""

    def __init__(
        self,
        runner: Runner,
        run: RunPresenter,
        *,
        script: ScriptPresenter,
        planning: Planning,
        transport: TransportPresenter,
        engine: EnginePresenter,
        voices: VoicesPresenter,
        meter: MeterPresenter,
        notices: NoticePresenter,
        parent: QObject,
    ) -> None:
        """Wire everything.

        Args:
            runner: Renders the lines.
            run: The run as it is shown.
            script: Keeps the takes of lines.
            planning: Reads the lines.
            transport: Plays what is made.
            engine: Shows the run; has the seed of the next one.
            voices: Keep the samples.
            meter: Shows that a run goes on.
            notices: Tell what there is to tell of lines.
            parent: Owner.
        """
        super().__init__(parent)
        self._run = run
        self._script = script
        self._transport = transport
        self._engine = engine
        self._voices = voices
        self._meter = meter
        self._notices = notices
        self._made_something = False
        self._held = HeldLines()
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._follow_choices)
        runner.line_started.connect(script.start_line)
        runner.line_progressed.connect(script.show_progress)
        runner.line_rendered.connect(self._take_line)
        runner.line_failed.connect(script.keep_failure)
        runner.line_failed.connect(notices.tell_failure)
        runner.line_stopped.connect(script.keep_failure)
        runner.line_cancelled.connect(script.stop_line)
        runner.line_begun.connect(self._held.begin)
        runner.audio_made.connect(self._hear)
        runner.line_failed.connect(self._pass_over_failed)
        runner.line_cancelled.connect(self._pass_over)
        runner.line_dropped.connect(self._pass_over)
        run.begun.connect(self._begin)
        run.ended.connect(self._end)
        run.view_changed.connect(engine.show_run)
        script.lines_edited.connect(run.follow_edits)
        script.lines_gone.connect(run.follow_deletions)
        script.lines_back.connect(run.follow_returns)
        engine.choices_changed.connect(self._settle_choices)
        planning.changed.connect(self._settle_choices)
        voices.sample_wanted.connect(self._speak_sample)

    def _begin(self) -> None:
        self._made_something = False
        self._notices.begin_run()
        self._held.begin_run()
        self._transport.follow_run()
        self._meter.set_busy(True)

    def _end(self, ended: RunEnded) -> None:
        self._script.end_run()
        self._hear_whole(self._held.end_run())
        self._transport.end_run(ended)
        self._meter.set_busy(False)
        if self._made_something:
            self._engine.draw_seed()
        self._notices.end_run(ended.error)

    def _take_line(self, rendered: LineRendered) -> None:
        if rendered.utterance_id == SAMPLE_ID:
            self._take_sample(rendered.take)
            return
        self._script.keep_take(rendered)
        if not self._held.holds(rendered.utterance_id):
            self._transport.hear_take(rendered)
        self._hear_whole(self._held.finish(rendered))
        self._made_something = True
        self._notices.tell_of_line(rendered.utterance_id, rendered.take.recipe.text, rendered.notices)

    def _hear(self, audio: LineAudio) -> None:
        if not self._held.holds(audio.utterance_id):
            self._transport.hear(audio)

    def _hear_whole(self, lines: Sequence[LineRendered]) -> None:
        for rendered in lines:
            self._transport.hear_whole(rendered)

    def _pass_over(self, utterance_id: int) -> None:
        self._hear_whole(self._held.pass_over(utterance_id))

    def _pass_over_failed(self, failed: LineFailed) -> None:
        self._pass_over(failed.utterance_id)

    def _settle_choices(self, _: object) -> None:
        self._settle.start(0)

    def _follow_choices(self) -> None:
        """Let the lines that wait be spoken as is chosen now, if that can speak at all."""
        problem = self._engine.state.problem
        if problem is None or not problem.blocks:
            self._run.follow_choices(self._engine.choices)

    def _take_sample(self, take: Take) -> None:
        voice = self._voices.find(take.recipe.voice)
        if voice is None or take.peaks is None:
            return
        sound = VoiceSound(voice.id, voice.name, take.clip, take.peaks)
        self._voices.keep_sound(sound)
        self._transport.play_voice(sound)

    def _speak_sample(self, voice: Voice) -> None:
        if self._run.running:
            return
        choices = Choices(engine=voice.engine, voice=voice, language=voice.language)
        self._run.start([Utterance(SAMPLE_ID, SAMPLE_TEXT)], choices)
