"""A window that is being taken apart."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication


def test_a_closed_window_does_not_translate_parts_that_may_be_gone(open_studio):
    """The end of the program takes its translators away, and Qt then tells every window that is left."""
    window = open_studio().window
    window.close()
    window.actions_.quit.setText("as it was")
    QApplication.sendEvent(window, QEvent(QEvent.Type.LanguageChange))
    assert window.actions_.quit.text() == "as it was"
