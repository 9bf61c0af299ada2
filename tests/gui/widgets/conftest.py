from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QTranslator

from gui.theme import install


@pytest.fixture(autouse=True)
def look(qapp):
    """The dark theme at its own size, whatever the test before did."""
    yield install(qapp, "dark")
    # Widgets that tests have closed wait for an event loop; gone, they make theme changes no slower.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class Longer(QTranslator):
    """A language whose every text is 30 % longer and begins with ¿."""

    def translate(self, context, source, disambiguation=None, n=-1):
        return "¿" + source + "e" * max(1, len(source) * 3 // 10)

    def isEmpty(self):
        return False


@pytest.fixture
def longer_language(qapp) -> Iterator[Longer]:
    """Install that language for the length of a test."""
    translator = Longer()
    QCoreApplication.installTranslator(translator)
    yield translator
    QCoreApplication.removeTranslator(translator)
