import dataclasses

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from gui.presenters.memory_state import ChartMark, ChartPoint, FigureRow, MemoryState
from gui.widgets.memory_chart import MARK_ROLES, spans
from gui.widgets.memory_dialog import LINES, MemoryDialog
from gui.widgets.status_bar import StatusBar
from tests.gui.widgets.sample_window import meter

COLUMNS = ("GB", "State", "Held", "Weights", "Activations", "At most", "Parked in RAM")
STATE = MemoryState(
    device="GTX 1050 Ti",
    figures="2.00 of 4.00 GB in use",
    span_s=300.0,
    top="4.0 GB",
    points=(
        ChartPoint(300.0, (("other", 0.25), ("engine-1", 0.5))),
        ChartPoint(150.0, ()),
        ChartPoint(75.0, (("other", 0.25),)),
    ),
    marks=tuple(ChartMark(60.0 - n, "load", f"0:{60 - n} ago: {n}") for n in range(7)),
    columns=COLUMNS,
    rows=(
        FigureRow("engine-1", ("F5-TTS", "ready", "1.00", "1.00", "0.00", "0.30", "0.00")),
        FigureRow("other", ("Other programs", "", "1.00", "", "", "", "")),
    ),
    summary="In use over the last five minutes: 1.00 to 3.00 GB",
    text="all of it",
)


@pytest.fixture
def dialog(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    made = MemoryDialog(parent)
    made.show_state(STATE)
    made.show()
    qtbot.waitExposed(made)
    yield made
    parent.close()


def test_the_chart_is_drawn_by_time_from_the_bottom(dialog, look):
    chart = dialog.chart
    chart.show_state(dataclasses.replace(STATE, marks=()))
    image = chart.grab().toImage()

    def at(x: float, y: float) -> str:
        left, right, top, bottom = 10, chart.width() - 10, 18, chart.height() - 20
        return image.pixelColor(round(left + (right - left) * x), round(bottom - (bottom - top) * y)).name()

    other, engine = look.color("other").name(), look.color("engine-1").name()
    ground = look.color("background").name()
    assert (at(0.2, 0.1), at(0.2, 0.4), at(0.2, 0.9)) == (other, engine, ground)
    assert at(0.6, 0.1) == ground  # nobody told anything
    assert (at(0.9, 0.1), at(0.9, 0.4)) == (other, ground)


@pytest.mark.parametrize(("kind", "role"), MARK_ROLES.items())
def test_each_kind_of_mark_is_drawn_in_its_colour(dialog, look, kind, role):
    mark = ChartMark(150.0, kind, "x")
    dialog.chart.show_state(dataclasses.replace(STATE, points=(), marks=(mark,)))
    image = dialog.chart.grab().toImage()
    row = image.height() - 30
    colours = {image.pixelColor(x, row).name() for x in range(image.width() // 2 - 3, image.width() // 2 + 4)}
    ground = look.color("background")
    wanted = look.color(role)

    def near(name: str) -> bool:
        seen = type(ground)(name)
        return abs(seen.red() - wanted.red()) < abs(seen.red() - ground.red())

    assert any(near(name) for name in colours)


def test_a_point_holds_until_the_next():
    found = [(round(left, 3), round(right, 3)) for left, right, _ in spans(STATE.points, STATE.span_s)]
    assert found == [(0.0, 0.5), (0.5, 0.75), (0.75, 1.0)]
    assert list(spans((), 300.0)) == []


@pytest.mark.parametrize(
    "points",
    [
        (ChartPoint(1e9, (("engine-99", 7.0), ("cache", -1.0))),),
        (ChartPoint(-5.0, (("other", 0.5),)), ChartPoint(0.0, (("other", 0.5),))),
        (),
    ],
)
def test_odd_points_do_no_harm(dialog, points):
    dialog.show_state(dataclasses.replace(STATE, points=points))
    assert not dialog.grab().isNull()


def test_the_table_has_all_figures_and_is_a_table_to_screen_readers(dialog):
    table = dialog.table
    assert [table.horizontalHeaderItem(n).text() for n in range(table.columnCount())] == list(COLUMNS)
    cells = [[table.item(y, x).text() for x in range(table.columnCount())] for y in range(table.rowCount())]
    assert cells == [list(row.cells) for row in STATE.rows]
    assert QAccessible.queryAccessibleInterface(table).role() == QAccessible.Role.Table


def test_no_name_and_no_figure_is_cut_short(dialog, qtbot):
    columns = ("GB", "Estado", "Ocupado", "Pesos", "Ativações", "No máximo", "Guardado na RAM")
    loaded = FigureRow("engine-1", ("F5-TTS", "não carregado", "1,00", "1,00", "0,00", "0,30", "0,00"))
    other = FigureRow("other", ("Outros programas", "", "1,00", "", "", "", ""))
    dialog.show_state(dataclasses.replace(STATE, columns=columns, rows=(loaded, other)))
    table = dialog.table
    qtbot.waitUntil(lambda: table.columnWidth(0) > table.sizeHintForColumn(0) - 1)
    for number in range(len(columns)):
        wanted = max(table.sizeHintForColumn(number), table.horizontalHeader().sectionSizeHint(number))
        assert table.columnWidth(number) >= wanted
    assert table.horizontalScrollBar().maximum() == 0


def test_new_figures_keep_the_row_that_is_being_read(dialog):
    dialog.table.selectRow(1)
    changed = FigureRow("other", ("Other programs", "", "1.50", "", "", "", ""))
    dialog.show_state(dataclasses.replace(STATE, rows=(STATE.rows[0], changed)))
    assert dialog.table.currentRow() == 1
    assert dialog.table.item(1, 2).text() == "1.50"
    dialog.show_state(dataclasses.replace(STATE, rows=STATE.rows[:1]))
    assert dialog.table.rowCount() == 1


def test_what_is_drawn_is_said(dialog):
    said = dialog.chart.accessibleDescription()
    assert STATE.summary in said
    assert all(mark.text in said for mark in STATE.marks)
    assert dialog.marks_label.text().splitlines() == [mark.text for mark in STATE.marks[::-1][:LINES]]
    assert dialog.chart.accessibleName()
    assert dialog.table.accessibleName()


def test_keyboard_reaches_everything_and_escape_closes(dialog, qtbot):
    dialog.activateWindow()
    dialog.table.setFocus()
    order = []
    for _ in range(3):
        order.append(QApplication.focusWidget())
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert order[:2] == [dialog.table, dialog.copy_button]
    assert order[2].text() == "Close"
    with qtbot.waitSignal(dialog.finished):
        qtbot.keyClick(dialog, Qt.Key.Key_Escape)


def test_copy_asks_and_says_so(dialog, qtbot):
    with qtbot.waitSignal(dialog.copy_requested):
        qtbot.keyClick(dialog.copy_button, Qt.Key.Key_Space)
    assert dialog.copy_button.text() == "Copied"
    qtbot.waitUntil(lambda: dialog.copy_button.text() == "Copy figures")


def test_without_a_host_there_is_no_table(dialog):
    dialog.show_state(MemoryState(figures="No engine host runs: nothing is held.", text="x"))
    assert not dialog.table.isVisible()
    assert not dialog.device_label.isVisible()
    assert not dialog.stale_label.isVisible()


def test_language_switches_live(dialog, longer_language):
    QApplication.sendEvent(dialog, QEvent(QEvent.Type.LanguageChange))
    assert dialog.copy_button.text().startswith("¿Copy")


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, None])
def test_the_meter_opens_it_by_mouse_and_by_keyboard(qtbot, key):
    bar = StatusBar()
    qtbot.addWidget(bar)
    bar.render(meter())
    bar.show()
    with qtbot.waitSignal(bar.memory_requested):
        if key is None:
            qtbot.mouseClick(bar.meter, Qt.MouseButton.LeftButton)
        else:
            qtbot.keyClick(bar.meter, key)
    assert QAccessible.queryAccessibleInterface(bar.meter).role() == QAccessible.Role.Button
