"""What can be told of a line without reading its words: for thousands of lines that come at once.

Numbers and pronunciations are read of lines whose takes are to be compared, and of those that are spoken.
"""

from __future__ import annotations

from core.model.script import Utterance
from core.services.choices import Choices
from core.services.lines import Planner
from gui.presenters.line_views import BLANK, SILENT, plain_view
from gui.presenters.states import LineView


class LineGlance:
    """Looks at lines with a planner and the choices of the script; markup is all that it reads."""

    def __init__(self, planner: Planner, choices: Choices) -> None:
        """Take what lines are looked at with."""
        self._planner = planner
        self._choices = choices
        self._plain = plain_view(choices)

    def speaks(self, line: Utterance) -> bool:
        """Say whether anything of a line is spoken."""
        return not line.is_blank and ("[" not in line.text or not self._planner.marked(line.text).is_silent)

    def written(self, line: Utterance) -> str:
        """Return a line's words without markup."""
        return self._planner.marked(line.text).written if "[" in line.text else line.text

    def view(self, line: Utterance) -> LineView:
        """Return the view of a line that has no take and no failure."""
        if not self.speaks(line):
            return BLANK if line.is_blank else SILENT
        if "[" not in line.text:
            return self._plain
        choices = self._planner.choices(line.text, self._choices)
        return self._plain if choices.voice is self._choices.voice else plain_view(choices)
