import re
from importlib import resources

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QDialogButtonBox, QLabel

from gui.theme import FONT_SCALES, Scheme, install, load_roles, theme

TEXT = 4.5
GRAPHIC = 3.0
METER = ("other", "context", "activations", "cache")

GROUNDS = ("background", "surface", "raised")

PAIRS = [
    *[(role, ground, TEXT) for role in ("text", "muted", "accent", "error") for ground in GROUNDS],
    *[(role, ground, TEXT) for role in ("ok", "warning") for ground in GROUNDS],
    *[(role, "hover", TEXT) for role in ("text", "muted", "error")],
    ("text", "groove", TEXT),  # a pressed button
    ("on-accent", "accent", TEXT),  # Generate, Ctrl+Enter, the tick, play
    ("on-accent", "accent-hover", TEXT),
    ("on-selection", "selection", TEXT),
    ("ok", "hover", TEXT),  # the pill under the mouse
    *[("focus", ground, GRAPHIC) for ground in (*GROUNDS, "hover")],
    *[("wave", ground, GRAPHIC) for ground in ("surface", "raised")],
    *[("accent", ground, GRAPHIC) for ground in ("surface", "groove")],  # played part, slider, progress
    ("handle", "surface", GRAPHIC),
    ("handle", "groove", GRAPHIC),
    *[("control-border", ground, GRAPHIC) for ground in GROUNDS],  # empty check box, pill, drop zone
    *[(f"engine-{n}", ground, GRAPHIC) for n in (1, 2, 3, 4) for ground in ("groove", "background")],
    *[(role, ground, GRAPHIC) for role in METER for ground in ("groove", "background")],
]
"""Every pair of roles that is drawn one on the other, with what WCAG AA asks of it."""


def luminance(color: QColor) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF())


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2, relative luminance and contrast ratio."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_agrees_with_the_standard():
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21.0)
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("name", ["dark", "light"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS, ids=str)
def test_pairs_meet_aa(name, front, ground, least):
    roles = load_roles(name)
    assert contrast(roles[front], roles[ground]) >= least


def test_both_themes_have_the_same_roles():
    assert set(load_roles("dark")) == set(load_roles("light"))


def test_every_role_of_the_stylesheet_exists():
    sheet = resources.files("resources").joinpath("themes", "studio.qss").read_text(encoding="utf-8")
    named = set(re.findall(r"@([a-z0-9-]+)", sheet))
    assert named - set(load_roles("dark")) <= {f"size-{size}" for size in FONT_SCALES}


def test_switches_live(qtbot, qapp):
    look = install(qapp, Scheme.DARK)
    shown = QLabel("words")
    qtbot.addWidget(shown)
    with qtbot.waitSignal(look.changed):
        look.set_scheme(Scheme.LIGHT)
    assert not look.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#ffffff")
    assert shown.palette().color(QPalette.ColorRole.WindowText) == look.color("text")
    with qtbot.waitSignal(look.changed):
        look.set_scheme(Scheme.DARK)
    assert look.dark
    assert shown.palette().color(QPalette.ColorRole.WindowText) == look.color("text")


def test_follows_the_system_unless_overridden(qapp):
    look = install(qapp, Scheme.SYSTEM)
    real = look.system_scheme
    changed = qapp.styleHints().colorSchemeChanged
    try:
        for scheme, dark in ((Qt.ColorScheme.Dark, True), (Qt.ColorScheme.Light, False)):
            look.system_scheme = lambda scheme=scheme: scheme
            changed.emit(scheme)
            assert look.dark is dark
        look.set_scheme(Scheme.LIGHT)
        look.system_scheme = lambda: Qt.ColorScheme.Dark
        changed.emit(Qt.ColorScheme.Dark)
        assert not look.dark
        look.set_scheme(Scheme.SYSTEM)
        assert look.dark
    finally:
        look.system_scheme = real
        look.set_scheme(Scheme.DARK)


def test_an_unknown_scheme_is_refused(qapp):
    with pytest.raises(ValueError, match="purple"):
        install(qapp).set_scheme("purple")


def test_text_scales(qapp):
    look = install(qapp)
    before = look.point_size()
    look.set_text_scale(1.25)
    assert look.point_size() == pytest.approx(before * 1.25, abs=0.02)
    assert qapp.font().pointSizeF() == pytest.approx(look.point_size())
    look.set_text_scale(1.0)


def test_the_theme_is_one(qapp):
    assert theme() is install(qapp)


def test_buttons_of_dialogs_have_no_icons_of_qt(qapp, qtbot):
    look = install(qapp, "dark")
    wants_icons = "QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 1; }"  # as many desktops do
    qapp.setStyleSheet(wants_icons + qapp.styleSheet())
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
    qtbot.addWidget(box)
    assert [button.icon().isNull() for button in box.buttons()] == [True, True]
    look.set_scheme("dark")
