"""The one place where audio is marked as synthetic speech; every file that we write goes through it."""

from __future__ import annotations

from sottovoce import __version__

SOFTWARE = f"Sottovoce {__version__}"
COMMENT = f"Synthetic speech. Made with {SOFTWARE}."


def wav_info() -> dict[str, str]:
    """Return the fields of a WAV file's LIST/INFO chunk; no time in it, so that files can be made again."""
    return {"ICMT": COMMENT, "IKEY": "synthetic speech", "ISFT": SOFTWARE}
