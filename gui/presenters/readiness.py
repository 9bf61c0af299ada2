"""What is in the way of speaking with an engine, in the window's words, with the step to take."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.services.readiness import Readiness, State
from core.services.references import chosen_references
from gui.engine_words import engine_words
from gui.i18n import gigabytes, size_text
from gui.presenters.states import NoticeAction, ProblemView

ADD_RECORDING = "add_recording"
COPY_COMMAND = "copy_command"
OPEN_MODELS = "open_models"
SHOW_WEIGHTS = "show_weights"
"""Opens the panel of engines and weights."""
SHOW_WEIGHTS_OF = "show_weights:"
"""Followed by an engine: opens the panel where that stands."""
WRITE_WORDS = "write_words"
EDIT_REFERENCE = "edit_reference"

INSTALL = "python3 packaging/bootstrap.py --engines {engine}"
REPAIR = "python3 packaging/bootstrap.py repair"

MANY_FILES = 4
"""So many missing files are named, no more."""


def lack_text(readiness: Readiness) -> str:
    """Say in a few words why an engine cannot speak, for the picker; empty where it can."""
    translate = QCoreApplication.translate
    match readiness.state:
        case State.STARTING:
            return translate("Readiness", "starting…")
        case State.NOT_INSTALLED if readiness.size_bytes:
            size = gigabytes(readiness.size_bytes)
            return translate("Readiness", "not installed · takes {size} GB").format(size=size)
        case State.NOT_INSTALLED:
            return translate("Readiness", "not installed")
        case State.BROKEN:
            return translate("Readiness", "cannot run")
        case State.WEIGHTS_MISSING:
            return translate("Readiness", "weights missing")
    return ""


def problem_view(
    name: str, readiness: Readiness, description: EngineDescription | None, voice: Voice | None
) -> ProblemView | None:
    """Say what is in the way, or return None.

    Args:
        name: The engine's name for people.
        readiness: Whether the engine can speak at all.
        description: What it is, where it is known.
        voice: The chosen voice.
    """
    match readiness.state:
        case State.NOT_INSTALLED:
            return _not_installed(name, description.id if description else "", readiness)
        case State.BROKEN:
            return _broken(name, readiness)
        case State.WEIGHTS_MISSING:
            return _weights_missing(name, readiness, description)
        case State.READY if description is not None:
            return _voice_problem(name, description, voice)
    return None


def _not_installed(name: str, engine: str, readiness: Readiness) -> ProblemView:
    translate = QCoreApplication.translate
    what = translate("Readiness", "{engine} is not installed.").format(engine=name)
    if readiness.fetchable:
        step = translate("Readiness", "It takes {size} on the disk.").format(
            size=size_text(readiness.size_bytes)
        )
        return ProblemView(what, step, "", NoticeAction(SHOW_WEIGHTS, translate("Readiness", "Install…")))
    step = translate("Readiness", "Run this in Sottovoce's folder, then open Sottovoce again:")
    copy = NoticeAction(COPY_COMMAND, translate("Readiness", "Copy the command"))
    return ProblemView(what, step, INSTALL.format(engine=engine), copy)


def _broken(name: str, readiness: Readiness) -> ProblemView:
    translate = QCoreApplication.translate
    what = translate("Readiness", "{engine} cannot run: {reason}").format(
        engine=name, reason=readiness.reason.strip() or translate("Readiness", "its environment is damaged")
    )
    step = translate("Readiness", "Repair it in Sottovoce's folder, then open Sottovoce again:")
    return ProblemView(
        what, step, REPAIR, NoticeAction(COPY_COMMAND, translate("Readiness", "Copy the command"))
    )


def _weights_missing(name: str, readiness: Readiness, description: EngineDescription | None) -> ProblemView:
    translate = QCoreApplication.translate
    what = translate("Readiness", "The weights of {engine} are not there.").format(engine=name)
    files = [_either(names) for names in readiness.missing]
    listed = ", ".join(files[:MANY_FILES]) + ("…" if len(files) > MANY_FILES else "")
    size_bytes = description.sizes.download_bytes if description else 0
    if readiness.fetchable:
        step = translate("Readiness", "They are fetched once ({size}), and checked.").format(
            size=size_text(size_bytes)
        )
        get = NoticeAction(SHOW_WEIGHTS, translate("Readiness", "Get the weights…"))
        return ProblemView(what, step, "", get)
    if size_bytes:
        template = translate("Readiness", "Put {files} ({size} GB in all) into {folder}")
    else:
        template = translate("Readiness", "Put {files} into {folder}")
    step = template.format(files=listed, size=gigabytes(size_bytes), folder=readiness.folder)
    return ProblemView(what, step, "", NoticeAction(OPEN_MODELS, translate("Readiness", "Open that folder")))


def _either(names: tuple[str, ...]) -> str:
    said = names[0]
    for other in names[1:]:
        said = QCoreApplication.translate("Readiness", "{one} or {other}").format(one=said, other=other)
    return said


def _voice_problem(name: str, description: EngineDescription, voice: Voice | None) -> ProblemView | None:
    translate = QCoreApplication.translate
    if voice is None:
        return ProblemView(
            translate("Readiness", "{engine} speaks in the voice of a recording.").format(engine=name),
            translate("Readiness", "Add one of 5 to 15 seconds, or choose one at the left."),
            "",
            NoticeAction(ADD_RECORDING, translate("Readiness", "Add a recording…")),
        )
    if voice.reference is not None and not description.clones:
        return ProblemView(
            translate("Readiness", "{engine} cannot speak in the voice of a recording.").format(engine=name),
            translate("Readiness", "Choose one of its own voices, or an engine that clones."),
            blocks=False,
        )
    if description.needs_reference_text and any(
        not one.text for one in chosen_references(voice, description)
    ):
        return ProblemView(
            translate("Readiness", "{engine} needs the words of {voice}'s recording.").format(
                engine=name, voice=voice.name
            ),
            translate("Readiness", "Write down what is said in it, word for word."),
            "",
            NoticeAction(WRITE_WORDS, translate("Readiness", "Write its words…")),
            blocks=False,
        )
    return None


def need_text(description: EngineDescription, *, on_card: bool) -> str:
    """Say what an engine needs, and what its weights may be used for."""
    translate = QCoreApplication.translate
    memory = translate("Readiness", "VRAM") if on_card else translate("Readiness", "memory")
    need = translate("Readiness", "{size} GB {memory}").format(
        size=gigabytes(description.sizes.need_bytes), memory=memory
    )
    licence = description.weights_licence
    summary = engine_words(licence.summary)
    weights = translate("Readiness", "weights {licence}: {summary}").format(
        licence=licence.spdx, summary=summary
    )
    return f"{need} · {weights}"
