"""References in the studio: their verdicts on the cards and before Generate, and the editor."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.model.voice import Voice
from core.services.app import Services
from core.services.choices import Choices
from gui.jobs import Lane
from gui.presenters.engine_presenter import EnginePresenter
from gui.presenters.reference_presenter import ReferencePresenter
from gui.presenters.states import VoicesState
from gui.presenters.transport_presenter import TransportPresenter
from gui.presenters.verdict_presenter import VerdictPresenter
from gui.presenters.voices_presenter import VoicesPresenter


class References(QObject):
    """Connects voices, engine panel and player with what judges and cuts recordings."""

    def __init__(
        self,
        services: Services,
        voices: VoicesPresenter,
        engine: EnginePresenter,
        parent: QObject | None = None,
    ) -> None:
        """Wire everything.

        Args:
            services: The use cases.
            voices: The voices panel.
            engine: The engine panel.
            parent: Owner.
        """
        super().__init__(parent)
        self._voices = voices
        self._engine = engine
        self._lanes = (Lane("verdicts", self), Lane("reference", self))
        self.verdicts = VerdictPresenter(services.verdicts, self._lanes[0], self)
        self.editor = ReferencePresenter(services, self._lanes[1], self)
        voices.state_changed.connect(self._ask)
        engine.choices_changed.connect(self._warn)
        self.verdicts.marks_changed.connect(self._show)
        self.editor.saved.connect(self._keep)

    def hear_by(self, transport: TransportPresenter) -> None:
        """Play what the editor wants to be heard."""
        self.editor.sound_ready.connect(transport.play_voice)

    def edit(self, voice_id: str = "", reference_id: str = "") -> None:
        """Open the editor for a recording.

        Args:
            voice_id: Whose; empty: the chosen voice's.
            reference_id: Which of its recordings; empty: the first.
        """
        chosen = self._engine.choices.voice
        self.editor.open(self._voices.find(voice_id) if voice_id else chosen, reference_id)

    def retranslate(self) -> None:
        """Say everything in the interface's new language."""
        self.verdicts.retranslate()
        self.editor.retranslate()

    def close(self, wait_ms: int) -> bool:
        """End the lanes; False when one would not stop in time."""
        self.editor.close()
        ended = [lane.close(wait_ms) for lane in self._lanes]  # each of them, whatever the first says
        return all(ended)

    def _ask(self, state: VoicesState) -> None:
        for card in state.cards:
            voice = self._voices.find(card.id)
            if voice is not None:
                self.verdicts.ask(voice)

    def _show(self, _marks: object) -> None:
        self._voices.show_marks(self.verdicts.marks)
        self._warn(self._engine.choices)

    def _warn(self, choices: Choices) -> None:
        self._engine.show_warning(self.verdicts.warning(choices.voice))

    def _keep(self, voice: Voice) -> None:
        self._voices.take_cut(voice)
