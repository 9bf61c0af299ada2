"""What settings may hold."""

from __future__ import annotations

import pytest

from core.settings import parse_size


@pytest.mark.parametrize(
    ("text", "size_bytes"),
    [
        ("4GB", 4 * 10**9),
        ("4 gb", 4 * 10**9),
        ("4G", 4 * 10**9),
        ("4GiB", 4 * 2**30),
        ("1.5GB", 1_500_000_000),
        ("512MiB", 512 * 2**20),
        ("4000000000", 4 * 10**9),
        (" 6 GB ", 6 * 10**9),
    ],
)
def test_sizes(text: str, size_bytes: int) -> None:
    assert parse_size(text) == size_bytes


@pytest.mark.parametrize(
    "text", ["", "GB", "4XB", "-4GB", "0", "nan", "inf", "1e9", "4GB4", "99999999999TB", "٤GB x"]
)
def test_what_is_no_size(text: str) -> None:
    with pytest.raises(ValueError, match="no size"):
        parse_size(text)
