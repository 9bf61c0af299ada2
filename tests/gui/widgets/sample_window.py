"""A window composed of the widgets with sample states, for pictures and layout tests.

``python -m tests.gui.widgets.sample_window dark|light [busy|idle|notices]`` shows it.
"""

from __future__ import annotations

import math
import sys

import numpy as np
from PySide6.QtWidgets import QApplication, QSplitter, QVBoxLayout, QWidget

from gui.presenters.meter_states import MeterSegment, MeterState
from gui.presenters.states import (
    Choice,
    EngineChoice,
    EngineState,
    LineState,
    LineView,
    NoticeAction,
    NoticeView,
    Peaks,
    ScriptSummary,
    Severity,
    TransportState,
    VoiceCard,
    VoicesState,
)
from gui.theme import install
from gui.widgets.engine_panel import EnginePanel
from gui.widgets.script_panel import ScriptPanel
from gui.widgets.status_bar import StatusBar
from gui.widgets.top_bar import TopBar
from gui.widgets.transport import Transport
from gui.widgets.voices_panel import VoicesPanel

SCRIPT = """It was long past midnight when the radio woke by itself.
Nobody had touched it in years, and yet a voice came through, calm and close.
“If you can hear this,” it said, “do not answer yet.”
She counted 3 clicks, then 14, then silence.

And on 12/05/1987, at 7:30 p.m., it spoke again.
“Now,” it said. “Answer now.\u201d"""

VIEWS = (
    LineView(LineState.RENDERED, "0:03.8", "Elena", True),
    LineView(LineState.RENDERED, "0:05.1", "Elena", True),
    LineView(LineState.RENDERING, "rendering 62 %", "Marcus"),
    LineView(LineState.FAILED, "failed", "Elena", False, "The engine ended while it spoke this line."),
    LineView(),
    LineView(LineState.TODO, "", "Elena"),
    LineView(LineState.TODO, "", "Marcus"),
)


def speech_like(seed: int, buckets: int = 600) -> Peaks:
    """Make peaks that look like speech."""
    random = np.random.default_rng(seed)
    x = np.linspace(0, 1, buckets)
    envelope = np.abs(np.sin(x * math.pi * random.uniform(6, 11))) ** 2 * (
        0.4 + 0.6 * np.sin(x * 5 + seed) ** 2
    )
    high = (envelope * random.uniform(0.55, 1, buckets)).astype(np.float32)
    return np.stack([-high, high], axis=1)


def voices() -> VoicesState:
    """Return sample voices."""
    cards = (
        VoiceCard("1", "Elena", "English · 8.4 s", speech_like(1), removable=True),
        VoiceCard("2", "Marcus", "English · 11.0 s", speech_like(2), removable=True, playing=True),
        VoiceCard(
            "3",
            "Dona Lúcia",
            "Português (BR) · 6.2 s",
            speech_like(3),
            False,
            "Needs an engine that clones",
            True,
        ),
        VoiceCard("starter:heart", "Starter", "Built in · no download", speech_like(4)),
    )
    return VoicesState(cards, "1")


def engine(*, busy: bool = True) -> EngineState:
    """Return a sample engine state."""
    return EngineState(
        engines=(
            EngineChoice("starter", "Starter", "0.4 GB"),
            EngineChoice("toy", "Toy", "", "not installed"),
        ),
        engine="starter",
        engine_note="Needs 0.4 GB · weights Apache-2.0: free to use, also commercially",
        languages=(Choice("en-US", "English"), Choice("pt-BR", "Português (BR)")),
        language="en-US",
        seed=48213,
        low_vram=True,
        low_vram_note="One engine on the card at a time; it leaves when the job ends. "
        "Costs about 0.2 s a job.",
        low_vram_source="on (environment LOW_VRAM)",
        can_generate=not busy,
        generating=busy,
        progress=0.38,
        progress_text="Line 3 of 6 · 0:11 left",
        can_export=True,
        can_export_selection=True,
    )


def transport(*, playing: bool = True) -> TransportState:
    """Return a sample transport state."""
    return TransportState(
        title="Line 2",
        peaks=speech_like(5, 1200),
        position_s=6.2,
        duration_s=16.9,
        playing=playing,
        facts=("Line 2 · seed 48 213", "24 kHz · peak −2.1 dB", "0.31× real time"),
        level=0.8,
        devices=(Choice("", "System default"), Choice("a", "Headphones")),
    )


def meter() -> MeterState:
    """Return a sample meter."""
    return MeterState(
        device="NVIDIA GTX 1050 Ti (simulated)",
        segments=(
            MeterSegment("other", "other programs 0.5", 0.12),
            MeterSegment("engine-1", "Starter 1.3", 0.33),
            MeterSegment("cache", "cache 0.2", 0.05),
        ),
        figures="1.8 / 4.0 GB",
        peak="peak 1.9",
        accessible="1.8 of 4.0 GB: other programs 0.5, Starter 1.3, cache 0.2; peak 1.9",
        pill="Low VRAM on",
        pill_on=True,
        pill_detail="Low VRAM: on (environment LOW_VRAM)",
    )


NOTICES = (
    NoticeView(Severity.INFO, "3 control characters were dropped from the text."),
    NoticeView(
        Severity.WARNING,
        "The sound device has gone.",
        "“Headphones” is no longer there.",
        "Plug it in again, or choose another device. Export still works.",
    ),
    NoticeView(
        Severity.ERROR,
        "The engine ended while it spoke line 4.",
        "Its process was killed by the system (out of memory).",
        "Close other programs and press Generate again; what was rendered is kept.",
        (NoticeAction("log", "Open the log"),),
    ),
)


class SampleWindow(QWidget):
    """Every panel in its place."""

    def __init__(self, *, busy: bool = True, notices: bool = False) -> None:
        super().__init__()
        self.setWindowTitle("Sottovoce")
        self.top_bar = TopBar()
        self.voices, self.script, self.engine = VoicesPanel(), ScriptPanel(), EnginePanel()
        self.transport, self.status_bar = Transport(), StatusBar()
        self.notice_bar = self.script.notice_bar
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QSplitter()
        row.setHandleWidth(1)
        row.setChildrenCollapsible(False)
        for widget in (self.voices, self.script, self.engine):
            row.addWidget(widget)
        row.setStretchFactor(1, 1)
        row.setSizes([228, 765, 287])
        column.addWidget(self.top_bar)
        column.addWidget(row, 1)
        column.addWidget(self.transport)
        column.addWidget(self.status_bar)
        self.top_bar.show_state("The Midnight Radio — saved")
        self.voices.show_state(voices())
        self.script.show_state(ScriptSummary("6 lines · 52 words · about 0:26 · 2 rendered"))
        self.script.editor.set_plain_text(SCRIPT)
        self.script.editor.set_line_views(VIEWS)
        self.script.editor.go_to_line(1)
        self.engine.show_state(engine(busy=busy))
        self.transport.show_state(transport(playing=busy))
        self.status_bar.show_state(meter())
        if notices:
            for notice in NOTICES:
                self.notice_bar.show_notice(notice)


def main() -> int:
    """Show the window until it is closed, or save pictures: ``SCHEME MODE [FILE [WIDTH HEIGHT [SCALE]]]``."""
    app = QApplication(sys.argv)
    words = sys.argv[1:]
    scheme = words[0] if words else "dark"
    mode = words[1] if len(words) > 1 else "busy"
    look = install(app, scheme)
    if len(words) > 5:
        look.set_text_scale(float(words[5]))
    window = SampleWindow(busy=mode == "busy", notices=mode == "notices")
    width, height = (int(words[3]), int(words[4])) if len(words) > 4 else (1280, 800)
    window.resize(width, height)
    window.show()
    window.script.editor.setFocus()
    if len(words) > 2:
        app.processEvents()
        window.grab().save(words[2])
        return 0
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
