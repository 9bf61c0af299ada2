"""The one place where audio is marked as synthetic speech; every file that we write goes through it."""

from __future__ import annotations

from sottovoce import __version__

SOFTWARE = f"Sottovoce {__version__}"
COMMENT = f"Synthetic speech. Made with {SOFTWARE}."


KEYWORD = "synthetic speech"


def comment(own: str = "") -> str:
    """Return the comment of a file: the mark, and after it the user's own."""
    return f"{COMMENT} {own}".strip()


def wav_info(own: str = "") -> dict[str, str]:
    """Return the fields of a WAV file's LIST/INFO chunk; no time in it, so that files can be made again."""
    return {"ICMT": comment(own), "IKEY": KEYWORD, "ISFT": SOFTWARE}
