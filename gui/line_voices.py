"""Gives lines to voices: writes a voice's name at their start, and takes it out."""

from __future__ import annotations

from PySide6.QtCore import QObject

from core.text.voice_markup import in_voice
from gui.studio import Studio
from gui.widgets.script_editor import ScriptEditor
from gui.widgets.script_edits import replace_lines
from gui.widgets.voices_panel import VoicesPanel


class LineVoices(QObject):
    """Does what the menu of a voice card wishes of the selected lines, as one step of undo."""

    def __init__(self, studio: Studio, editor: ScriptEditor, panel: VoicesPanel) -> None:
        """Connect them.

        Args:
            studio: Knows the voices.
            editor: Has the lines.
            panel: Has the cards.
        """
        super().__init__(editor)
        self._studio = studio
        self._editor = editor
        panel.voice_for_lines.connect(self.give)
        panel.voice_off_lines.connect(self.take)

    def give(self, voice_id: str) -> None:
        """Let the selected lines be spoken in this voice."""
        self._write(self._name(voice_id))

    def take(self) -> None:
        """Let the selected lines be spoken in the script's voice."""
        self._write("")

    def _write(self, name: str) -> None:
        voices = {one for voice in self._studio.voices.voices for one in (voice.name, voice.id)}
        lines = {number: self._editor.line_text(number) for number in self._editor.selected_lines()}
        changes = [(number, in_voice(line, name, voices)) for number, line in lines.items()]
        replace_lines(self._editor, changes)
        self._editor.setFocus()

    def _name(self, voice_id: str) -> str:
        """Return what a line calls a voice: its name, where that means no other; else its id."""
        voice = self._studio.voices.find(voice_id)
        if voice is None or not voice.name.strip():
            return voice_id
        plan = self._studio.planning.planner.plan(f"[{voice.name}] x", self._studio.engine.choices)
        meant = plan.choices.voice
        return voice.name if plan.marked.voice and meant is not None and meant.id == voice_id else voice_id
