"""Projects for the command line and the renderer: making one of a text, what is in one, its text again."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from core.errors import VoiceError
from core.importing.document import TEXT_KINDS, Document, Form
from core.importing.reading import read_document
from core.model.events import Notice
from core.model.script import LineStatus, Script
from core.model.voice import Reference, Voice
from core.projects.known import KnownFiles
from core.projects.lock import held_by
from core.projects.project import Project
from core.projects.state import EmbeddedVoice, ProjectSettings, ProjectState, Source
from core.services.app import Services
from core.services.choices import Choices
from core.services.lines import Planner
from core.services.planners import make_planner, settle_choices
from core.text.lexicon import Lexicon


@dataclass(frozen=True)
class ProjectInfo:
    """What is in a project.

    Attributes:
        title: Its title, or the file's name.
        lines: Lines with something to speak.
        takes: Takes of all lines, earlier ones too.
        rendered: Lines that a take stands for.
        stale: Lines with takes, none of which fits any more.
        todo: Lines without a take.
        failed: Lines whose last attempt failed.
        audio_s: Length of the takes that stand, in seconds.
        voice: Voice id.
        engine: Engine id.
        language: BCP 47 tag, or empty.
        voices_inside: Voices that travel in the file.
        used_by: Who writes to it now, or empty.
        size_bytes: Size of the file.
    """

    title: str
    lines: int
    takes: int
    rendered: int
    stale: int
    todo: int
    failed: int
    audio_s: float
    voice: str
    engine: str
    language: str
    voices_inside: int
    used_by: str
    size_bytes: int


def settings_of(choices: Choices) -> ProjectSettings:
    """Return choices as a project keeps them."""
    return ProjectSettings(
        voice=choices.voice.id if choices.voice is not None else "",
        engine=choices.engine,
        language=choices.language,
        speed=choices.speed,
        seed=choices.seed,
        seed_locked=choices.seed_locked,
        parameters={choices.engine: dict(choices.parameters)} if choices.parameters else {},
        model=choices.model,
    )


def choices_of(settings: ProjectSettings, voice: Voice | None) -> Choices:
    """Return what a project's lines are spoken with, where nothing else is said.

    Args:
        settings: The project's.
        voice: The voice of the settings' id.
    """
    return Choices(
        engine=settings.engine,
        voice=voice,
        language=settings.language,
        speed=settings.speed,
        seed=settings.seed,
        seed_locked=settings.seed_locked,
        parameters=dict(settings.parameters.get(settings.engine, {})),
        model=settings.model,
    )


def voice_by_id(voice_id: str, services: Services) -> Voice | None:
    """Return the voice that has this id; one that is not known here by its id alone, so that takes are found.

    No engine is asked.
    """
    if not voice_id:
        return None
    engine, colon, preset = voice_id.partition(":")
    if colon:
        return Voice(voice_id, preset, "", engine, preset)
    try:
        return services.voices.find_own(voice_id)
    except VoiceError:
        return Voice(voice_id, voice_id, references=(Reference(Path(voice_id)),))


def planner_of(state: ProjectState, services: Services, inside: Sequence[EmbeddedVoice] = ()) -> Planner:
    """Return what reads a project's lines: with its pronunciations, as far as they can be used.

    Args:
        state: The project.
        services: The use cases.
        inside: The voices that travel in it; lines may name them.
    """
    lexicon, _ = Lexicon.of_usable(state.lexicon)
    more = [Voice(one.id, one.name, references=(Reference(Path(one.id)),)) for one in inside]
    return make_planner(services, state.script.text, lexicon, more=more)


def new_project(
    path: Path, text_file: Path, settings: ProjectSettings
) -> tuple[ProjectState, tuple[Notice, ...]]:
    """Make a project of a text.

    Args:
        path: Where to; nothing may be there.
        text_file: Whatever can be imported.
        settings: The choices.

    Returns:
        What is in it, and what is worth telling about the text.

    Raises:
        TextError: When the text cannot be read.
        StorageError: When the project cannot be made.
    """
    document = read_document(text_file)
    script, source = Script.from_text(document.text), source_of(document)
    state = ProjectState(script, settings, title=document.title, source=source)
    Project.create(path, state).close()
    return state, document.notices


def source_of(document: Document) -> Source | None:
    """Return how a text was written down; None for what was no text but a document, a book or a table."""
    if document.kind not in TEXT_KINDS:
        return None
    return Source(**asdict(document.form), text_sha256=_hash(document.text), data=document.data)


def exported_text(state: ProjectState) -> bytes:
    """Return a project's text as a file, byte for byte the imported one where nothing was edited.

    Else it is written as that one was; what was no plain text is UTF-8 with line feeds.
    """
    text, source = state.script.text, state.source
    if source is None:
        return Form().encode(text)
    if source.data and source.text_sha256 == _hash(text):
        return source.data
    form = Form(source.encoding, source.mark, source.line_end, source.other_ends, source.lines)
    return form.encode(text)


def project_info(path: Path, services: Services) -> ProjectInfo:
    """Say what is in a project, as it was last committed; no engine is asked.

    Raises:
        ProjectError: When it cannot be read.
    """
    project = Project.open(path, read_only=True, known=KnownFiles(services.paths.known_projects_dir))
    try:
        state, inside = project.state, project.embedded_voices()
    finally:
        project.close()
    owner, settings = held_by(path), state.settings
    choices = settle_choices(choices_of(settings, voice_by_id(settings.voice, services)), services)
    count, takes, audio_s = _counted(state, planner_of(state, services, inside), choices)
    return ProjectInfo(
        title=state.title or path.stem,
        lines=sum(number for status, number in count.items() if status is not LineStatus.BLANK),
        takes=takes,
        rendered=count[LineStatus.RENDERED],
        stale=count[LineStatus.STALE],
        todo=count[LineStatus.TODO],
        failed=count[LineStatus.FAILED],
        audio_s=round(audio_s, 3),
        voice=settings.voice,
        engine=settings.engine,
        language=settings.language,
        voices_inside=len(inside),
        used_by=str(owner) if owner is not None else "",
        size_bytes=path.stat().st_size,
    )


def _counted(
    state: ProjectState, planner: Planner, choices: Choices
) -> tuple[Counter[LineStatus], int, float]:
    """Return how many lines stand how, how many takes there are, and the length of those that stand."""
    count: Counter[LineStatus] = Counter()
    takes, audio_s = 0, 0.0
    for line in state.script.lines:
        takes += len(line.takes)
        plan = planner.plan(line.text, choices) if not line.is_blank else None
        if plan is None or plan.is_blank:
            count[LineStatus.BLANK] += 1
            continue
        count[line.status(plan.recipe, seed_counts=choices.seed_locked)] += 1
        take = line.current_take(plan.recipe, seed_counts=choices.seed_locked)
        audio_s += take.clip.duration_s if take is not None else 0.0
    return count, takes, audio_s


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
