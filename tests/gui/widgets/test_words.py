import pytest
from PySide6.QtCore import QLocale

from gui.i18n import duration_text
from gui.widgets.words import clock, grouped


@pytest.mark.parametrize(
    ("seconds", "tenths", "words"),
    [
        (0, True, "0:00.0"),
        (6.24, True, "0:06.2"),
        (59.96, True, "1:00.0"),
        (59.96, False, "0:59"),
        (3723.4, True, "1:02:03.4"),
        (-3, True, "0:00.0"),
    ],
)
def test_clock(seconds, tenths, words):
    QLocale.setDefault(QLocale("en_US"))
    assert clock(seconds, tenths=tenths) == words


def test_clock_takes_the_languages_decimal_sign():
    QLocale.setDefault(QLocale("pt_BR"))
    try:
        assert clock(6.2) == "0:06,2"
    finally:
        QLocale.setDefault(QLocale("en_US"))


def test_grouped():
    assert grouped(48213) == "48\u202f213"
    assert grouped(4294967295) == "4\u202f294\u202f967\u202f295"


@pytest.mark.parametrize("seconds", [3.05, 0.25, 62.45, 3600.0])
def test_a_take_is_as_long_on_the_clock_as_in_its_row(seconds):
    QLocale.setDefault(QLocale("en_US"))
    assert clock(seconds) == duration_text(seconds, tenths=True)
