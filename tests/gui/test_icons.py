from importlib import resources

import pytest
from PySide6.QtGui import QColor

from gui.icons import icon, pixmap

NAMES = sorted(
    entry.name.removesuffix(".svg")
    for entry in resources.files("resources").joinpath("icons").iterdir()
    if entry.name.endswith(".svg")
)


def colours(image):
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


@pytest.mark.parametrize("name", NAMES)
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp, name):
    image = pixmap(name, QColor("#12ab56"), 32).toImage()
    assert colours(image) == {"#12ab56"}


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_crisp_at_each_device_pixel_ratio(qapp, ratio):
    made = pixmap("play", QColor("#ffffff"), 16, ratio)
    assert made.width() == round(16 * ratio)
    assert made.devicePixelRatio() == ratio


def test_state_marks_differ_in_shape(qapp):
    shapes = [
        pixmap(name, QColor("#000000"), 24).toImage() for name in ("todo", "rendering", "rendered", "failed")
    ]
    for index, one in enumerate(shapes):
        assert all(one != other for other in shapes[index + 1 :])


def test_an_icon_that_is_not_there_is_an_error(qapp):
    with pytest.raises(FileNotFoundError):
        pixmap("nothing", QColor("#000000"))


def test_menu_icons_have_a_disabled_look(qapp):
    assert len(icon("play").availableSizes()) >= 2
