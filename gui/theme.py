"""Colour roles, fonts and the one stylesheet; follows the system's colour scheme or an override."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from enum import StrEnum
from importlib import resources
from typing import ClassVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

MINIMUM_POINT_SIZE = 9.75
"""13 px at 96 dpi, the body size of the design; a larger system font wins."""

FONT_SCALES: dict[str, float] = {
    "heading": 11 / 13,
    "small": 12 / 13,
    "body": 1.0,
    "large": 14 / 13,
    "script": 15 / 13,
}
"""Sizes of text by name, relative to the body size."""


class Scheme(StrEnum):
    """What the user may choose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def load_roles(name: str) -> dict[str, QColor]:
    """Read the colour roles of a theme file.

    Args:
        name: ``dark`` or ``light``.
    """
    text = resources.files("resources").joinpath("themes", f"{name}.toml").read_text(encoding="utf-8")
    return {role: QColor(value) for role, value in tomllib.loads(text)["roles"].items()}


class Theme(QObject):
    """The look in force. Make it once per application with ``install``; read it with ``theme()``."""

    current: ClassVar[Theme | None] = None
    """The one of this process; set by ``install``."""

    changed = Signal()
    """Colours or fonts have changed: repaint and make pixmaps anew."""

    def __init__(self, app: QApplication, scheme: str = Scheme.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self.system_scheme: Callable[[], Qt.ColorScheme] = QGuiApplication.styleHints().colorScheme
        self._system_font = QFont(app.font())
        self._system_is_dark = _is_dark(app.palette())
        self._scheme = Scheme.SYSTEM
        self._text_scale = 1.0
        self._roles: dict[str, QColor] = {}
        self._dark = True
        app.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self.set_scheme(scheme)

    @property
    def scheme(self) -> Scheme:
        """What was asked for."""
        return self._scheme

    @property
    def dark(self) -> bool:
        """True where the dark colours are shown."""
        return self._dark

    def set_scheme(self, scheme: str) -> None:
        """Follow the system, or hold to light or dark; acts at once."""
        self._scheme = Scheme(scheme)
        hints = QGuiApplication.styleHints()
        if self._scheme is Scheme.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self._scheme is Scheme.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        self._apply()

    def set_text_scale(self, factor: float) -> None:
        """Make all text larger or smaller; 1 is the system's size."""
        self._text_scale = factor
        self._apply()

    def color(self, role: str) -> QColor:
        """Return the colour of a role; an unknown role is a programming error (KeyError)."""
        return self._roles[role]

    def has_role(self, role: str) -> bool:
        """Say whether a role exists."""
        return role in self._roles

    def point_size(self, size: str = "body") -> float:
        """Return the size in points of text of that name (see ``FONT_SCALES``)."""
        body = max(self._system_font.pointSizeF(), MINIMUM_POINT_SIZE) * self._text_scale
        return round(body * FONT_SCALES[size], 2)

    def font(self, size: str = "body", *, bold: bool = False) -> QFont:
        """Return a font of the application's family."""
        font = QFont(self._system_font)
        font.setPointSizeF(self.point_size(size))
        font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        return font

    def _follow_system(self) -> None:
        if self._scheme is Scheme.SYSTEM:
            self._apply()

    def _wants_dark(self) -> bool:
        if self._scheme is not Scheme.SYSTEM:
            return self._scheme is Scheme.DARK
        known = self.system_scheme()
        if known is Qt.ColorScheme.Unknown:
            return self._system_is_dark
        return known is Qt.ColorScheme.Dark

    def _apply(self) -> None:
        self._dark = self._wants_dark()
        self._roles = load_roles("dark" if self._dark else "light")
        self._app.setFont(self.font())
        self._app.setPalette(self._palette())
        self._app.setStyleSheet(self._stylesheet())
        self.changed.emit()

    def _palette(self) -> QPalette:
        palette = QPalette()
        group = QPalette.ColorRole
        pairs = {
            group.Window: "surface",
            group.WindowText: "text",
            group.Base: "background",
            group.AlternateBase: "raised",
            group.Text: "text",
            group.PlaceholderText: "muted",
            group.Button: "raised",
            group.ButtonText: "text",
            group.BrightText: "error",
            group.ToolTipBase: "raised",
            group.ToolTipText: "text",
            group.Highlight: "selection",
            group.HighlightedText: "on-selection",
            group.Accent: "accent",
            group.Link: "accent",
            group.LinkVisited: "accent",
            group.Light: "hover",
            group.Midlight: "hover",
            group.Mid: "border",
            group.Dark: "border",
            group.Shadow: "background",
        }
        for which, role in pairs.items():
            palette.setColor(which, self._roles[role])
        for which in (group.WindowText, group.Text, group.ButtonText):
            palette.setColor(QPalette.ColorGroup.Disabled, which, self._roles["disabled"])
        return palette

    def _stylesheet(self) -> str:
        template = resources.files("resources").joinpath("themes", "studio.qss").read_text(encoding="utf-8")
        values = {role: color.name() for role, color in self._roles.items()}
        values |= {f"size-{name}": f"{self.point_size(name)}pt" for name in FONT_SCALES}
        return re.sub(r"@([a-z0-9-]+)", lambda found: values[found[1]], template)


def _is_dark(palette: QPalette) -> bool:
    window = palette.color(QPalette.ColorRole.Window).lightness()
    return window < palette.color(QPalette.ColorRole.WindowText).lightness()


def install(app: QApplication, scheme: str = Scheme.SYSTEM) -> Theme:
    """Put the look on the application, once; a second call only sets the scheme."""
    found = Theme.current
    if found is None:
        Theme.current = found = Theme(app, scheme)
    elif found.scheme != scheme:
        found.set_scheme(scheme)
    return found


def theme() -> Theme:
    """Return the theme of the running application, made on first use.

    Raises:
        RuntimeError: When there is no QApplication yet.
    """
    if Theme.current is None:
        app = QApplication.instance()
        if not isinstance(app, QApplication):
            raise RuntimeError("the theme needs a QApplication")
        return install(app)
    return Theme.current
