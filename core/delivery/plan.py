"""What will be written, settled before any sound is read: which files, which lines in each, which rate."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from core.atomic import check_target
from core.delivery.ffmpeg import find_ffmpeg
from core.delivery.formats import format_of_name, settle_format, settle_rate, usual_rate
from core.delivery.names import TEMPLATES, Names, check_template, fill, safe_name
from core.delivery.targets import TARGETS, Target
from core.delivery.wishes import Format, Layout, Piece, Pieces, Wishes
from core.errors import FfmpegMissing, FormatUnknown, NothingToExport, OutputNotRegular


@dataclass(frozen=True)
class Line:
    """A piece without its sound.

    Attributes:
        number: Of the line in the script.
        text: As a reader should see it.
        voice: Name of its voice.
        voice_id: Tells its voice from others.
        chapter: Title of the chapter that begins here.
        starts_paragraph: Whether an empty line stands before it.
        pause_after_s: A written pause.
        pause_before_s: A written pause before the first words of the script.
        duration_s: Length of its sound, not yet trimmed.
        sample_rate_hz: Of its sound.
    """

    number: int
    text: str
    voice: str
    voice_id: str
    chapter: str | None
    starts_paragraph: bool
    pause_after_s: float | None
    pause_before_s: float | None
    duration_s: float
    sample_rate_hz: int

    @classmethod
    def of(cls, piece: Piece) -> Line:
        """Return what is known of a piece without reading it."""
        return cls(
            piece.line,
            piece.text,
            piece.voice,
            piece.voice_id or piece.voice,
            piece.chapter,
            piece.starts_paragraph,
            piece.pause_after_s,
            piece.pause_before_s,
            piece.clip.duration_s,
            piece.clip.sample_rate_hz,
        )


@dataclass(frozen=True)
class Output:
    """One stretch of the script and what is written of it.

    Attributes:
        lines: Its lines.
        paths: Its files of sound: one, or one a voice.
        voices: Id of the voice of each path; empty where a path holds all.
        subtitles: Where its subtitles go, if there are to be any.
        labels: Where its labels go, if there are to be any.
        title: For tags.
        number: From 1; 0: there is one.
    """

    lines: tuple[Line, ...]
    paths: tuple[Path, ...]
    voices: tuple[str, ...]
    subtitles: Path | None
    labels: Path | None
    title: str
    number: int

    @property
    def extras(self) -> tuple[Path, ...]:
        """The files beside the sound."""
        return tuple(path for path in (self.subtitles, self.labels) if path is not None)

    @property
    def duration_s(self) -> float:
        """Length of its lines' sound, not yet trimmed."""
        return sum(line.duration_s for line in self.lines)


@dataclass(frozen=True)
class Plan:
    """All that is settled.

    Attributes:
        outputs: What is written, in order.
        format: Kind of file.
        sample_rate_hz: Samples per second of all files.
        target: What each shall be like.
        folder: The folder of all, if it is to be made first.
    """

    outputs: tuple[Output, ...]
    format: Format
    sample_rate_hz: int
    target: Target | None
    folder: Path | None

    @property
    def duration_s(self) -> float:
        """Length of all sound, not yet trimmed."""
        return sum(output.duration_s for output in self.outputs)


def make_plan(pieces: Pieces, wishes: Wishes, out: Path) -> Plan:
    """Settle what will be written.

    Args:
        pieces: Looked at, not read.
        wishes: How the files shall be.
        out: The file; where there are several, their folder, or a name in it that says the kind.

    Raises:
        NothingToExport: When there is no piece.
        DeliveryError: When the wishes cannot be fulfilled.
        StorageError: When a file cannot be written there.
    """
    lines = tuple(map(Line.of, pieces()))
    if not lines:
        raise NothingToExport
    fmt, folder, title = _place(wishes, out)
    if fmt.needs_ffmpeg and find_ffmpeg() is None:
        raise FfmpegMissing(format=fmt.value)
    target = TARGETS.get(wishes.loudness)
    outputs = tuple(_outputs(lines, wishes, fmt, folder, title))
    new = None if folder.exists() or wishes.layout is Layout.ONE else folder
    if new is None:
        for output in outputs:
            for path in (*output.paths, *output.extras):
                check_target(path, replace=wishes.replace)
    else:
        check_target(folder, replace=False)
    return Plan(outputs, fmt, _rate(lines, wishes, fmt, target), target, new)


def _place(wishes: Wishes, out: Path) -> tuple[Format, Path, str]:
    """Return the kind of file, the folder, and the title that stands for ``{title}``."""
    if wishes.layout is Layout.ONE and out.is_dir():
        raise OutputNotRegular(path=str(out))
    if wishes.layout is Layout.ONE or format_of_name(out.name) is not None:
        fmt, path = settle_format(out, wishes.format)
        return fmt, path.parent, path.name.removesuffix(path.suffix)
    if wishes.format is None:
        raise FormatUnknown(name=out.name)
    return wishes.format, out, wishes.tags.title or out.name


def _rate(lines: Sequence[Line], wishes: Wishes, fmt: Format, target: Target | None) -> int:
    wished = wishes.sample_rate_hz or (target.sample_rate_hz if target else 0)
    return settle_rate(fmt, wished or usual_rate(fmt, max(line.sample_rate_hz for line in lines)))


def _outputs(
    lines: tuple[Line, ...], wishes: Wishes, fmt: Format, folder: Path, title: str
) -> Iterator[Output]:
    if wishes.layout is Layout.ONE:
        path = folder / (title + fmt.suffix)
        yield Output(lines, (path,), (), *_beside(folder / title, wishes), wishes.tags.title, 0)
        return
    template = wishes.template or TEMPLATES[wishes.layout]
    check_template(template)
    names = Names()

    def name(number: int, digits: int, line: Line, chapter: str) -> str:
        values = {
            "number": f"{number:0{digits}}",
            "line": str(line.number),
            "chapter": chapter,
            "title": title,
        }
        return names.unique(fill(template, {**values, "voice": line.voice, "text": line.text}))

    if wishes.layout is Layout.STEMS:
        voices = {line.voice_id: line for line in lines}
        stems = [name(number, 2, line, "") for number, line in enumerate(voices.values(), 1)]
        paths = tuple(folder / (stem + fmt.suffix) for stem in stems)
        extras = _beside(folder / safe_name(title), wishes)
        yield Output(lines, paths, tuple(voices), *extras, wishes.tags.title, 0)
        return
    parts = list(_chapters(lines)) if wishes.layout is Layout.CHAPTERS else [((line,), "") for line in lines]
    for number, (part, chapter) in enumerate(parts, 1):
        stem = name(number, max(2, len(str(len(parts)))), part[0], chapter)
        extras = _beside(folder / stem, wishes)
        yield Output(part, (folder / (stem + fmt.suffix),), (), *extras, chapter or stem, number)


def _beside(stem: Path, wishes: Wishes) -> tuple[Path | None, Path | None]:
    """Return where subtitles and labels go."""
    subtitles = stem.with_name(f"{stem.name}.{wishes.subtitles}") if wishes.subtitles else None
    return subtitles, stem.with_name(f"{stem.name}.labels.txt") if wishes.labels else None


def _chapters(lines: tuple[Line, ...]) -> Iterator[tuple[tuple[Line, ...], str]]:
    """Yield the lines of each chapter with its title; what stands before the first is one without."""
    count = 0

    def chapter(line: Line) -> int:
        nonlocal count
        count += line.chapter is not None
        return count

    for _, group in groupby(lines, chapter):
        part = tuple(group)
        yield part, part[0].chapter or ""
