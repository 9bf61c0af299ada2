"""Proposes a voice or a language where what is chosen is not the script's language: once a script."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.services.order import supported_language
from core.services.readiness import State
from core.services.voices import presets_of
from core.text import guess_language
from gui.i18n import speaks_portuguese
from gui.language_names import language_in_sentence
from gui.presenters.engine_parts import language_of
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.readiness import problem_view
from gui.presenters.script_presenter import ScriptPresenter
from gui.presenters.states import NoticeAction, NoticeView, Severity

ACCEPT_ADVICE = "accept_advice"

SAMPLE_LINE = "Hello. I am the starter voice; write something here, and I will read it to you."
"""What the editor holds when the program is opened for the first time."""

SETTLED_MS = 600
"""So long after the last key the script is looked at."""

SAMPLE_CHARS = 4000
"""So much of it."""


@dataclass(frozen=True)
class _Proposal:
    """What is proposed, and what is shown of it.

    Attributes:
        voice: The voice; None: the chosen one may stay, in the other language.
        ready: It can speak now.
        language: The engine's tag for the script's language; empty: the voice brings it.
        view: What is said.
    """

    voice: Voice | None
    ready: bool
    language: str
    view: NoticeView


class AdvicePresenter(QObject):
    """Watches script and engine; says what it has to say in a notice, never twice for the same script."""

    noticed = Signal(object)
    withdrawn = Signal(object)
    told_changed = Signal()

    def __init__(
        self, engine: EnginePresenter, script: ScriptPresenter, *, told: bool, parent: QObject | None = None
    ) -> None:
        """Listen to both.

        Args:
            engine: What is chosen, and what is known of all engines.
            script: What will be spoken.
            told: It has been said of this script already, when the program was open before.
            parent: Owner.
        """
        super().__init__(parent)
        self.told = told
        self._engine = engine
        self._script = script
        self._proposal: _Proposal | None = None
        self._of_sample = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._look)
        script.script_changed.connect(self._timer.start)
        engine.choices_changed.connect(self._wait)
        engine.state_changed.connect(self._wait)

    def forget(self) -> None:
        """Another script has been opened."""
        self._tell(False)
        self._withdraw()

    def action(self) -> NoticeAction | None:
        """Return the button that chooses a voice of the script's language, where the engine lacks it."""
        proposal = self._proposed()
        return proposal.view.actions[0] if proposal is not None else None

    @property
    def language(self) -> str:
        """The language alone that the script seems to be in, such as ``pt``; the user's, of the sample.

        Empty where it is not clear.
        """
        return self._wanted_language(self._script.head(SAMPLE_CHARS))

    def accept(self) -> None:
        """Speak in the proposed voice; where its engine is not ready, choose it, so that it says the step."""
        proposal = self._proposal or self._proposed()
        if proposal is None:
            return
        self._withdraw()
        if proposal.voice is None:
            self._engine.choose_language(proposal.language)
        elif proposal.ready:
            self._engine.choose_voice(proposal.voice)
        else:
            self._engine.choose_engine(proposal.voice.engine)

    # --- inside -------------------------------------------------------------------------------

    def _wait(self, _: object) -> None:
        """Look soon, but do not let a stream of states put it off."""
        if not self._timer.isActive():
            self._timer.start()

    def _look(self) -> None:
        text = self._script.head(SAMPLE_CHARS)
        self._engine.know_language(self.language)
        if not text.strip():
            self.forget()
            return
        if not self._engine.known.introduced:
            return
        sample = text.strip() == SAMPLE_LINE
        if self._of_sample and not sample:
            self._tell(False)  # what was said of the sample was not said of what the user writes
        self._of_sample = sample
        proposal = self._proposed()
        if proposal is None:
            self._withdraw()
        elif not self.told or (self._proposal is not None and proposal != self._proposal):
            self._withdraw()
            self._proposal = proposal
            self._tell(True)
            self.noticed.emit(proposal.view)

    def _proposed(self) -> _Proposal | None:
        """Return what there is to propose now, said or not."""
        description = self._engine.description
        text = self._script.head(SAMPLE_CHARS)
        language = self.language
        if description is None or not language:
            return None
        tag = supported_language(language, description)
        if not tag:
            return self._propose(language, description)
        base = self._engine.choices.language.partition("-")[0].lower()
        if base in ("", language) or guess_language(_without_marks(text)) != language:
            return None
        return self._propose_language(tag, description)

    def _propose_language(self, tag: str, chosen: EngineDescription) -> _Proposal:
        """Propose the script's language to an engine that speaks it, by a voice where voices have theirs."""
        voice = self._engine.choices.voice
        what = self.tr("The script seems to be in {language}.").format(language=language_in_sentence(tag))
        spoken = self.tr("It would be read as {language}.").format(
            language=language_in_sentence(self._engine.choices.language)
        )
        other = None
        if voice is not None and voice.is_preset and voice.language:
            base = tag.partition("-")[0].lower()
            other = next((one for one in presets_of(chosen) if language_of(one) == base), None)
        if other is not None:
            label = self.tr("Use {voice} ({engine})").format(voice=other.name, engine=chosen.name)
        else:
            label = self.tr("Speak {language}").format(language=language_in_sentence(tag))
        view = NoticeView(Severity.INFO, what, "", spoken, (NoticeAction(ACCEPT_ADVICE, label),))
        return _Proposal(other, True, tag, view)

    def _wanted_language(self, text: str) -> str:
        guessed = guess_language(text) or ""
        if speaks_portuguese() and (not guessed or text.strip() == SAMPLE_LINE):
            return "pt"
        return guessed

    def _propose(self, language: str, chosen: EngineDescription) -> _Proposal | None:
        voices = list(self._voices(language))
        ready = [voice for voice in voices if self._is_ready(voice)]
        voice = next(iter((*ready, *voices)), None)
        if voice is None:
            return None
        engine = self._engine.known.name(voice.engine)
        what = self.tr("{engine} does not speak {language}.").format(
            engine=chosen.name, language=language_in_sentence(language)
        )
        if ready:
            remedy = self.tr("{voice}, a voice of {engine}, does.").format(voice=voice.name, engine=engine)
            label = self.tr("Use {voice} ({engine})").format(voice=voice.name, engine=engine)
        else:
            remedy = self.tr("{engine} does, but is not ready yet.").format(engine=engine)
            remedy = f"{remedy} {self._step(voice)}".strip()
            label = self.tr("Choose {engine}").format(engine=engine)
        action = NoticeAction(ACCEPT_ADVICE, label)
        view = NoticeView(Severity.INFO, what, "", remedy, (action,))
        return _Proposal(voice, bool(ready), "", view)

    def _voices(self, language: str) -> Iterator[Voice]:
        """Give the first voice of each engine that has one in that language."""
        for engine in self._engine.known.ids:
            description = self._engine.known.describe(engine)
            voices = presets_of(description) if description is not None else []
            own = [one for one in voices if language_of(one) == language]
            yield from own[:1]

    def _is_ready(self, voice: Voice) -> bool:
        return self._engine.known.readiness(voice.engine).state is State.READY

    def _step(self, voice: Voice) -> str:
        known = self._engine.known
        name, description = known.name(voice.engine), known.describe(voice.engine)
        problem = problem_view(name, known.readiness(voice.engine), description, voice)
        return problem.sentence if problem is not None else ""

    def _tell(self, told: bool) -> None:
        if told != self.told:
            self.told = told
            self.told_changed.emit()

    def _withdraw(self) -> None:
        proposal, self._proposal = self._proposal, None
        if proposal is not None:
            self.withdrawn.emit(proposal.view)


def _without_marks(text: str) -> str:
    """Return the lines that are spoken as it is chosen: those that begin with a voice or the like are not."""
    return "\n".join(line for line in text.splitlines() if not line.lstrip().startswith("["))
