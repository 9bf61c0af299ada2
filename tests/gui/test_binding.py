"""The Qt binding itself: what once ended the whole program."""

import sys

from PySide6.QtCore import QRectF


def test_calls_that_return_nothing_keep_none_alive():
    """PySide6 6.12.0 on Python 3.11 drops a reference to None at each such call, until the process aborts."""
    rect = QRectF()
    before = sys.getrefcount(None)
    for _ in range(500):
        rect.setHeight(1.0)
    assert sys.getrefcount(None) > before - 250
