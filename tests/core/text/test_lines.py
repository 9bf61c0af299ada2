import pytest

from core.text.lines import LONG_CHARS, is_long, split_line


@pytest.mark.parametrize(
    ("line", "lines"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Only one, Dr. Smith.", ["Only one, Dr. Smith."]),
        ("", [""]),
        ("[Ana] [speed 1.2] One. Two.", ["[Ana] [speed 1.2] One.", "[Ana] [speed 1.2] Two."]),
        ("# Chapter I. The fox.", ["# Chapter I.", "The fox."]),
        ("# Begin! The fox.", ["# Begin!", "The fox."]),
        ("One. [# Not. Cut.] Two.", ["One.", "[# Not. Cut.]", "Two."]),
        ("[pause 1s] One. Two.", ["[pause 1s] One.", "Two."]),
        ("Say [say X. Y. as A. B. C.] now. End.", ["Say [say X. Y. as A. B. C.] now.", "End."]),
        ("— Vens? — perguntou. — Sim.", ["— Vens? — perguntou.", "— Sim."]),
    ],
)
def test_a_line_becomes_its_sentences(line: str, lines: list[str]):
    assert split_line(line, {"Ana"}) == lines


def test_a_line_is_too_long_where_it_can_be_several():
    assert is_long("A sentence here. " * 20)
    assert not is_long("a" * (LONG_CHARS + 1))
    assert not is_long("A sentence. Another.")
