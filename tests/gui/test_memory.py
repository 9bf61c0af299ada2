"""The memory window's state: figures that add up, what happened, age, and text to copy."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.model.events import STALE_S, EngineMemory, MemoryMark, MemorySample
from gui.presenters.memory_presenter import MemoryPresenter
from gui.presenters.memory_state import MemoryState

GB = 1000**3
ENGINES = (
    EngineMemory("f5", 1_200_000_000, "busy", 0, 200_000_000, 300_000_000),
    EngineMemory("xtts", 0, "parked", 1_900_000_000),
    EngineMemory("starter", 0, "absent"),
)
CARD = MemorySample(
    time_s=5000.0,
    device="GTX 1050 Ti",
    device_kind="cuda",
    simulated=False,
    total_bytes=4 * GB,
    free_bytes=1_700_000_000,
    allocated_bytes=1_410_000_000,
    reserved_bytes=1_500_000_000,
    peak_bytes=1_600_000_000,
    engines=ENGINES,
    host_rss_bytes=900_000_000,
    ram_total_bytes=16 * GB,
    ram_used_bytes=5 * GB,
    context_bytes=300_000_000,
    activation_bytes=210_000_000,
    marks=(MemoryMark(4958.0, "load", "f5", 1_200_000_000),),
)
PROCESSOR = replace(
    CARD,
    device="CPU",
    device_kind="cpu",
    total_bytes=0,
    free_bytes=0,
    engines=(EngineMemory("f5", 700_000_000, "resident"),),
)


class Clocks:
    """A steady clock and the system's; the second can be set."""

    def __init__(self) -> None:
        self.steady = 100.0
        self.system = 5000.0

    def pass_s(self, seconds: float) -> None:
        self.steady += seconds
        self.system += seconds


@pytest.fixture
def clocks() -> Clocks:
    return Clocks()


@pytest.fixture
def presenter(qapp, clocks):
    made = MemoryPresenter(None, lambda: clocks.steady, lambda: clocks.system)
    made.set_names({"f5": "F5-TTS", "xtts": "XTTS v2"})
    return made


def shown(presenter: MemoryPresenter) -> MemoryState:
    presenter.refresh()
    return presenter.state


def table(state: MemoryState) -> dict[str, tuple[str, ...]]:
    return {row.cells[0]: row.cells[1:] for row in state.rows}


def test_the_table_adds_up_to_the_card(presenter):
    presenter.show_sample(CARD)
    rows = table(shown(presenter))
    assert rows == {
        "F5-TTS": ("working", "1.40", "1.20", "0.20", "0.30", "0.00"),
        "XTTS v2": ("parked", "0.00", "0.00", "0.00", "0.00", "1.90"),
        "Workspace": ("", "0.01", "", "", "", ""),
        "Other programs": ("", "0.50", "", "", "", ""),
        "Context": ("", "0.30", "", "", "", ""),
        "Cache": ("", "0.09", "", "", "", ""),
        "Free": ("", "1.70", "", "", "", ""),
        "In all": ("", "4.00", "", "", "", ""),
    }
    held = [float(cells[1]) for name, cells in rows.items() if name != "In all"]
    assert sum(held) == pytest.approx(4.0)


def test_each_row_has_the_colour_of_its_segment(presenter):
    presenter.show_sample(CARD)
    state = shown(presenter)
    roles = {row.cells[0]: row.role for row in state.rows}
    assert (roles["F5-TTS"], roles["XTTS v2"]) == ("engine-1", "engine-2")
    assert {roles["Other programs"], roles["Context"], roles["Cache"]} == {"other", "context", "cache"}
    assert [role for role, _ in state.points[-1].shares] == [
        "other",
        "context",
        "engine-1",
        "activations",
        "cache",
    ]
    assert sum(share for _, share in state.points[-1].shares) == pytest.approx(2.3 / 4)


def test_without_a_card_it_is_the_computers_memory(presenter):
    presenter.show_sample(PROCESSOR)
    state = shown(presenter)
    assert state.device == "Memory of the computer"
    assert state.figures == "5.00 of 16.00 GB in use"
    assert [cells[1] for cells in table(state).values()] == ["", "0.90", "4.10", "11.00", "16.00"]
    assert table(state)["F5-TTS"][2] == "0.70"


def test_what_happened_stands_at_its_time_in_words(presenter, clocks):
    presenter.show_sample(CARD)
    (mark,) = shown(presenter).marks
    assert (mark.age_s, mark.kind, mark.text) == (42.0, "load", "0:42 ago: F5-TTS loaded, 1.20 GB")
    kinds = ("release", "eviction", "out_of_memory")
    marks = tuple(MemoryMark(5001.0 + n, kind, "xtts", GB) for n, kind in enumerate(kinds))
    clocks.pass_s(4)
    presenter.show_sample(replace(CARD, time_s=5004.0, marks=(*CARD.marks, *marks)))
    assert [mark.text for mark in shown(presenter).marks[1:]] == [
        "0:03 ago: XTTS v2 released, 1.00 GB",
        "0:02 ago: XTTS v2 made room for another, 1.00 GB",
        "0:01 ago: not enough memory for XTTS v2, 1.00 GB needed",
    ]


def test_silence_makes_the_figures_old(presenter, clocks):
    presenter.show_sample(CARD)
    assert shown(presenter).stale == ""
    clocks.pass_s(STALE_S + 9)
    assert shown(presenter).stale == "The figures are old: 0:12. The engine host is silent."
    assert presenter.state.stale in presenter.state.text


def test_the_chart_ages_and_has_a_gap_where_no_host_ran(presenter, clocks):
    presenter.show_sample(CARD)
    clocks.pass_s(60)
    presenter.forget_host()
    clocks.pass_s(30)
    state = shown(presenter)
    assert state.figures == "No engine host runs: nothing is held."
    assert [(point.age_s, bool(point.shares)) for point in state.points] == [(90.0, True), (30.0, False)]
    clocks.pass_s(30)
    presenter.show_sample(replace(CARD, time_s=clocks.system))
    assert [bool(point.shares) for point in shown(presenter).points] == [True, False, True]
    clocks.pass_s(300)
    assert [point.age_s for point in shown(presenter).points] == [300.0]


def test_setting_the_systems_clock_moves_nothing_in_the_chart(presenter, clocks):
    presenter.show_sample(CARD)
    clocks.steady += 10
    clocks.system += 10_000
    presenter.show_sample(replace(CARD, time_s=clocks.system))
    assert [point.age_s for point in shown(presenter).points] == [10.0, 0.0]


def test_the_chart_is_told_in_words(presenter, clocks):
    presenter.show_sample(CARD)
    clocks.pass_s(2)
    presenter.show_sample(replace(CARD, time_s=5002.0, free_bytes=3_000_000_000, reserved_bytes=0))
    assert shown(presenter).summary == "In use over the last five minutes: 1.00 to 2.30 GB"


def test_the_copied_text_has_everything(presenter):
    presenter.show_sample(CARD)
    lines = shown(presenter).text.splitlines()
    assert lines[0].startswith("Sottovoce, ")
    assert lines[1] == ("GTX 1050 Ti: 2.30 of 4.00 GB in use, 1.70 free, peak of the engines 1.60")
    words = [line.split() for line in lines]
    assert ["F5-TTS", "working", "1.40", "1.20", "0.20", "0.30", "0.00"] in words
    assert ["In", "all", "4.00"] in words
    assert lines[-1] == "0:42 ago: F5-TTS loaded, 1.20 GB"


def test_nobody_is_told_anything_while_nobody_looks(presenter, qtbot):
    presenter.show_sample(CARD)
    presenter.retranslate()
    assert presenter.state == MemoryState()
    with qtbot.waitSignal(presenter.state_changed):
        presenter.set_shown(True)
    presenter.set_shown(False)
