"""What a run makes, brought to where it belongs: takes to their lines, a sample to its voice."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.model.script import Take, Utterance
from core.model.voice import Voice
from core.services.choices import Choices
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.meter_presenter import MeterPresenter
from gui.presenters.notices import NoticePresenter
from gui.presenters.run_presenter import RunPresenter
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.transport_presenter import TransportPresenter, VoiceSound
from gui.presenters.voices_presenter import VoicesPresenter
from gui.runs import SAMPLE_ID, LineRendered, RunEnded, Runner

SAMPLE_TEXT = "This is how I sound when I read to you."


class RunFollower(QObject):
    """Connects the runner and its runs with all that shows, plays or keeps what they make."""

    def __init__(
        self,
        runner: Runner,
        run: RunPresenter,
        *,
        script: ScriptPresenter,
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
        runner.line_started.connect(script.start_line)
        runner.line_progressed.connect(script.show_progress)
        runner.line_rendered.connect(self._take_line)
        runner.line_failed.connect(script.keep_failure)
        runner.line_failed.connect(notices.tell_failure)
        runner.line_stopped.connect(script.keep_failure)
        runner.line_cancelled.connect(script.stop_line)
        runner.audio_made.connect(transport.hear)
        run.begun.connect(self._begin)
        run.ended.connect(self._end)
        run.view_changed.connect(engine.show_run)
        script.lines_edited.connect(run.follow_edits)
        script.lines_gone.connect(run.follow_deletions)
        voices.sample_wanted.connect(self._speak_sample)

    def _begin(self) -> None:
        self._made_something = False
        self._notices.begin_run()
        self._transport.follow_run()
        self._meter.set_busy(True)

    def _end(self, ended: RunEnded) -> None:
        self._script.end_run()
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
        self._transport.hear_take(rendered)
        self._made_something = True
        self._notices.tell_of_line(rendered.utterance_id, rendered.take.recipe.text, rendered.notices)

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
