"""Icons: SVG files drawn in a colour role, cached, crisp at any device pixel ratio."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import resources

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui.theme import theme


@cache
def _source(name: str) -> str:
    return resources.files("resources").joinpath("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, color: str, width: int, ratio: float) -> QPixmap:
    pixels = max(1, round(width * ratio))
    pixmap = QPixmap(QSize(pixels, pixels))
    pixmap.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, color: QColor, width: int = 16, ratio: float = 1.0) -> QPixmap:
    """Return an icon as a pixmap.

    Args:
        name: File name in resources/icons, without its ending.
        color: Colour of its lines.
        width: Width and height in device-independent pixels.
        ratio: Device pixel ratio of the screen it is drawn on.

    Raises:
        FileNotFoundError: When there is no such icon.
    """
    return _pixmap(name, color.name(), width, ratio)


def icon(name: str, role: str = "text", disabled_role: str = "disabled") -> QIcon:
    """Return an icon in the present theme's colours, for menus; ask again when the theme changes."""
    made = QIcon()
    for width in (16, 24):
        for ratio in (1.0, 2.0):
            made.addPixmap(pixmap(name, theme().color(role), width, ratio))
            made.addPixmap(pixmap(name, theme().color(disabled_role), width, ratio), QIcon.Mode.Disabled)
    return made


def paint_icon(painter: QPainter, name: str, role: str, where: QRectF) -> None:
    """Draw an icon in the middle of a rectangle, as wide as its shorter side."""
    width = int(min(where.width(), where.height()))
    device = painter.device()
    ratio = device.devicePixelRatioF() if device is not None else 1.0
    drawn = pixmap(name, theme().color(role), width, ratio)
    at = where.center()
    painter.drawPixmap(round(at.x() - width / 2), round(at.y() - width / 2), drawn)
