"""The project's pronunciations, and what will be spoken of the current line."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from core.audio.peaks import peaks
from core.errors import PronunciationBroken, PronunciationSlow, SottovoceError
from core.model.cancel import CancelToken
from core.projects.state import ProjectState
from core.services.choices import Choices
from core.services.lines import PLAIN
from core.services.speak_line import speak_line
from core.services.spoken_preview import Preview, preview
from core.services.takes import PEAK_BUCKETS
from core.text.lexicon import Entry, Lexicon, check_entry, speaks
from gui.history import History, Step
from gui.jobs import Lane
from gui.language_names import LANGUAGES, language_name
from gui.messages import sentence
from gui.planning import Planning
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.heard import VoiceSound
from gui.presenters.pronunciation_state import EntryRow, PronunciationState
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import Choice
from gui.projects import Projects

if TYPE_CHECKING:
    from core.services.app import Services
    from core.services.synthesize import Rendering

SOUND_ID = "pronunciation"

EXAMPLE_LINES = 2_000
"""So many lines are searched for words that a regular expression fits."""

LONGEST_CHARS = 20_000
"""A longer line is not shown: reading it would hold up the window."""


class PronunciationsPresenter(QObject):
    """Holds one `PronunciationState`; it is kept up to date only while the window is open."""

    state_changed = Signal(object)
    line_changed = Signal(int, str)
    """A line's number, and its text from now on."""
    sound_ready = Signal(object)
    kept = Signal()
    """A setting was changed."""

    def __init__(
        self,
        services: Services,
        lane: Lane,
        *,
        projects: Projects,
        planning: Planning,
        script: ScriptPresenter,
        engine: EnginePresenter,
        history: History,
        parent: QObject | None = None,
    ) -> None:
        """Follow the project that is open.

        Args:
            services: Speaks, and keeps the settings.
            lane: The engine lane.
            projects: Keeps the list.
            planning: Reads lines.
            script: Has the lines.
            engine: Has the choices.
            history: Takes changes back.
            parent: Owner.
        """
        super().__init__(parent)
        self._services, self._lane = services, lane
        self._projects, self._planning = projects, planning
        self._script, self._engine, self._history = script, engine, history
        self._entries: tuple[Entry, ...] = ()
        self._line = 0
        self._shown = self._busy = False
        self._problem = ""
        self._slow: set[Entry] = set()
        self._preview = Preview("", "", "")
        self._state = PronunciationState()
        projects.opened.connect(self._take)
        projects.view_changed.connect(self.refresh)
        planning.changed.connect(self.refresh)
        script.script_changed.connect(self.refresh)
        engine.state_changed.connect(self.refresh)

    @property
    def state(self) -> PronunciationState:
        """What the window shows."""
        return self._state

    def set_shown(self, shown: bool) -> None:
        """The window was opened or closed."""
        self._shown, self._problem = shown, ""
        self.refresh()

    def set_line(self, number: int) -> None:
        """The cursor is in another line."""
        if number != self._line:
            self._line, self._problem = number, ""
            self.refresh()

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self.refresh()

    # --- the list -----------------------------------------------------------------------------

    def add(self, entry: Entry) -> None:
        """Put an entry at the list's end; one that is written and for the same language is replaced."""
        same = [
            one for one in self._entries if (one.written, one.language) == (entry.written, entry.language)
        ]
        self._change((*(one for one in self._entries if one not in same), entry))

    def change(self, row: int, entry: Entry) -> None:
        """Put an entry in the place of another."""
        if 0 <= row < len(self._entries) and entry != self._entries[row]:
            self._change((*self._entries[:row], entry, *self._entries[row + 1 :]))

    def remove(self, row: int) -> None:
        """Take an entry out."""
        if 0 <= row < len(self._entries):
            self._change((*self._entries[:row], *self._entries[row + 1 :]))

    def set_normalise(self, normalise: bool) -> None:
        """Say numbers in words, or leave them to the engines."""
        self._services.settings.click("normalise", normalise)
        self._planning.set_normalising(normalise)
        self.kept.emit()
        self.refresh()

    def _change(self, entries: tuple[Entry, ...]) -> None:
        before = self._entries
        if self._projects.writable and entries != before:
            say = partial(self.tr, "pronunciations")
            self._history.push(Step(say, partial(self._use, entries), partial(self._use, before)))

    def _use(self, entries: tuple[Entry, ...]) -> None:
        self._projects.change(partial(_with_lexicon, entries=entries))
        self._read_by(entries)

    def _take(self, state: ProjectState) -> None:
        self._read_by(state.lexicon)

    def _read_by(self, entries: tuple[Entry, ...]) -> None:
        self._entries = entries
        lexicon, _ = Lexicon.of_usable(entries)
        self._planning.set_lexicon(lexicon)
        self.refresh()

    # --- the line -----------------------------------------------------------------------------

    def correct_here(self, text: str) -> None:
        """Have the current line spoken so, by markup in it."""
        asked = self._preview.corrected(text)
        self._problem = "" if asked else self._not_corrected(text)
        if asked and self._projects.writable:
            self.line_changed.emit(self._line, asked.line)
        self.refresh()

    def correct_everywhere(self, text: str) -> None:
        """Have the words that were corrected spoken so wherever they stand in this language."""
        asked = self._preview.corrected(text)
        self._problem = "" if asked else self._not_corrected(text)
        if asked:
            language = self._preview.language.partition("-")[0]
            self.add(Entry(asked.written.strip(".,;:!?…"), asked.spoken.strip(".,;:!?…"), language))
        self.refresh()

    def _not_corrected(self, text: str) -> str:
        if " ".join(text.split()) == self._preview.text:
            return self.tr("Change the words first, as they shall be spoken.")
        return self.tr("Only words of the line can be changed here; its markup is changed in the script.")

    # --- sound --------------------------------------------------------------------------------

    def play(self, row: int) -> None:
        """Speak an entry by the chosen voice; of a regular expression what it makes of the script."""
        if not 0 <= row < len(self._entries):
            return
        entry = self._entries[row]
        choices = self._engine.choices
        if not speaks(entry.language, choices.language):
            choices = replace(choices, language=entry.language)
        said = self._example(entry) if entry.regex else entry.spoken
        self._problem = (
            "" if said else self.tr("No line of the script has words for it, so there is nothing to play.")
        )
        self._speak(said, choices)
        self.refresh()

    def _example(self, entry: Entry) -> str:
        """Return what a regular expression says in the current line, or in the first one that it fits."""
        current = self._script.line(self._line)
        lexicon, _ = Lexicon.of_usable([entry])
        with suppress(PronunciationSlow):
            for line in (*((current,) if current else ()), *self._script.script.lines[:EXAMPLE_LINES]):
                for change in lexicon.changes(line.text[:LONGEST_CHARS], entry.language):
                    if change.spoken.strip():
                        return change.spoken
        return ""

    def speak(self, text: str) -> None:
        """Speak words as they stand, by the voice and in the language of the current line."""
        line = self._script.line(self._line)
        choices = self._engine.choices
        self._speak(text, self._planning.planner.choices(line.text, choices) if line else choices)

    def _speak(self, text: str, choices: Choices) -> None:
        if self._busy or not text.strip() or choices.voice is None:
            return
        plan = PLAIN.plan(text, choices)
        if plan.is_blank:
            return
        self._busy, self._problem = True, ""
        synthesizer = self._services.synthesizer
        work = partial(speak_line, synthesizer, plan, on_event=_ignore, cancel=CancelToken())
        self._lane.submit(work, partial(self._spoken, text), self._not_spoken)
        self.refresh()

    def _spoken(self, text: str, rendering: Rendering) -> None:
        self._busy = False
        drawn = peaks(rendering.clip.samples, PEAK_BUCKETS)
        self.sound_ready.emit(VoiceSound(SOUND_ID, text, rendering.clip, drawn))
        self.refresh()

    def _not_spoken(self, error: SottovoceError) -> None:
        self._busy, self._problem = False, sentence(error)
        self.refresh()

    # --- what is shown ------------------------------------------------------------------------

    def refresh(self, *_: object) -> None:
        """Show what is so now, while the window is open."""
        if not self._shown:
            return
        line = self._script.line(self._line)
        text = line.text if line is not None else ""
        is_long = len(text) > LONGEST_CHARS
        text = "" if is_long else text
        self._preview = preview(self._planning.planner, text, self._engine.choices)
        state = PronunciationState(
            rows=tuple(self._row(entry, text) for entry in self._entries),
            languages=self._languages(),
            writable=self._projects.writable,
            can_play=not self._busy and self._engine.choices.voice is not None,
            normalise=bool(self._services.settings.value("normalise")),
            line=self._script.script.ordinal(self._line) if self._preview.text else 0,
            spoken=self._preview.text,
            problem=self._problem or (self._too_long() if is_long else ""),
        )
        if state != self._state:
            self._state = state
            self.state_changed.emit(state)

    def _too_long(self) -> str:
        return self.tr("This line is too long to be shown here. Split it into sentences first.")

    def _row(self, entry: Entry, text: str) -> EntryRow:
        fault = self._fault(entry, text)
        return EntryRow(entry, language_name(entry.language) or self.tr("All languages"), fault)

    def _fault(self, entry: Entry, text: str) -> str:
        """Say what is wrong with an entry; one that once took too long is not tried at each key."""
        if entry in self._slow:
            return sentence(PronunciationSlow(entry.written))
        try:
            check_entry(entry)
            if entry.regex:
                Lexicon([entry]).changes(text, entry.language)
        except PronunciationBroken as error:
            return sentence(error)
        except PronunciationSlow as error:
            self._slow.add(entry)
            return sentence(error)
        return ""

    def _languages(self) -> tuple[Choice, ...]:
        tags = dict.fromkeys([*LANGUAGES, *(one.language for one in self._entries)])
        named = sorted((Choice(tag, language_name(tag)) for tag in tags if tag), key=lambda one: one.label)
        return (Choice("", self.tr("All languages")), *named)


def _with_lexicon(state: ProjectState, entries: tuple[Entry, ...]) -> ProjectState:
    return replace(state, lexicon=entries)


def _ignore(_: object) -> None:
    """Progress of one word is not shown."""
