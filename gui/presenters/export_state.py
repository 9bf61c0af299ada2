"""What the window of finished files shows, and which names its choices have."""

from __future__ import annotations

from dataclasses import dataclass, field

from core.delivery.wishes import Format, Layout, Wishes

FORMATS: dict[str, Format] = {
    "pcm_16": Format.WAV_16,
    "pcm_24": Format.WAV_24,
    "float_32": Format.WAV_FLOAT,
    "flac": Format.FLAC,
    "flac_24": Format.FLAC_24,
    "mp3": Format.MP3,
    "opus": Format.OPUS,
    "m4a": Format.M4A,
    "m4b": Format.M4B,
}
"""The setting ``export_format`` and the kinds of file."""

SHORT = {
    Format.FLAC: "FLAC",
    Format.FLAC_24: "FLAC",
    Format.MP3: "MP3",
    Format.OPUS: "Opus",
    Format.M4A: "M4A",
    Format.M4B: "M4B",
}


def short_name(fmt: Format) -> str:
    """Return what people call a kind of file."""
    return SHORT.get(fmt, "WAV")


@dataclass(frozen=True)
class FileQuestion:
    """What the file dialog begins with.

    Attributes:
        folder: Where it begins.
        name: The file's name; empty where a folder is asked for.
        format: Kind of file.
    """

    folder: str
    name: str
    format: Format = Format.WAV_16

    @property
    def for_folder(self) -> bool:
        """Whether a folder is asked for: there will be several files."""
        return not self.name


@dataclass(frozen=True)
class ReportRow:
    """One line of the report.

    Attributes:
        text: What was asked for and what came out.
        met: Whether it holds; None: nothing was asked for.
    """

    text: str
    met: bool | None = None


@dataclass(frozen=True)
class ExportState:
    """The window of finished files.

    Attributes:
        wishes: How the files shall be; ``format`` is set.
        formats: Kinds of file as setting and name, in the menu's order.
        loudness_note: What the chosen target means.
        format_note: What stands in the way of the format; or empty.
        beside_note: What happens to subtitles and labels that are there; or empty.
        template_hint: The pattern for names that is used where none is written.
        template_problem: Why the pattern cannot be used; or empty.
        can_export: Something has been rendered and nothing is being written.
        busy: Files are being written.
        cancelling: Cancel was asked for.
        fraction: 0 to 1 of the whole.
        progress_text: ``Writing… 43 % · about 0:12 left``.
        report_title: What was written; or empty.
        report: What was met and what was not.
    """

    wishes: Wishes = field(default_factory=lambda: Wishes(format=Format.WAV_16))
    loudness_note: str = ""
    format_note: str = ""
    beside_note: str = ""
    template_hint: str = ""
    template_problem: str = ""
    can_export: bool = False
    busy: bool = False
    cancelling: bool = False
    fraction: float = 0.0
    progress_text: str = ""
    report_title: str = ""
    report: tuple[ReportRow, ...] = ()

    @property
    def several(self) -> bool:
        """Whether there will be several files."""
        return self.wishes.layout is not Layout.ONE
