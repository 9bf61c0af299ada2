"""Qt's own messages are kept, not shown on the terminal."""

from __future__ import annotations

import os
import subprocess
import sys

WARNS = """
import logging
from PySide6.QtCore import QObject, Qt, qWarning
from gui.qt_log import log_qt_messages
logging.basicConfig(filename={log!r}, level=logging.INFO, format="%(levelname)s %(name)s %(message)s")
log_qt_messages()
qWarning("something of Qt's")
"""


def test_a_warning_of_qt_goes_to_the_log(tmp_path):
    log = tmp_path / "a.log"
    done = subprocess.run(
        [sys.executable, "-c", WARNS.format(log=str(log))],
        env=os.environ | {"QT_LOGGING_TO_CONSOLE": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr == ""
    assert "WARNING gui.qt_log default: something of Qt's" in log.read_text()
