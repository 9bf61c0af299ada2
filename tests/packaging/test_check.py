"""Which tests the one check command runs."""

import pytest

from tests.packaging.scripts import load

check = load("check")


@pytest.mark.parametrize(
    ("given", "run"),
    [
        ("", "-m|not engines"),
        ("-x tests/core", "-m|not engines|-x|tests/core"),
        ("-m slow -x", "-m|(slow) and not engines|-x"),
        ("-q -mslow", "-m|(slow) and not engines|-q"),
        ("-m engines", "-m|engines"),
        ("-m=engines", "-m=engines"),
    ],
)
def test_the_engines_tests_are_left_out_unless_asked_for(given: str, run: str) -> None:
    assert "|".join(check.without_engines(given.split())) == run
