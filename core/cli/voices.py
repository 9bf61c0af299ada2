"""``sottovoce voices list|add|check|show|export|import|remove|restore``."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.cli.lists import WHOSE, list_voices, voice_json
from core.cli.terminal import Terminal
from core.errors import UsageError
from core.model.events import Notice
from core.model.voice import Reference, Voice, Whose
from core.services.app import Services
from core.services.table import table
from core.services.voices import NewRecordings, stated_today


def voices(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """List voices, add recordings to the library, share a voice, or take one out.

    Raises:
        UsageError: When a preset is named where only a voice of the user's can be.
        VoiceError: When there is none of that id or name, or several; when a shared file is refused.
        ReferenceAudioError: When a recording cannot be used as a reference.
        StorageError: When the library, a file, or standard output, cannot be written.
    """
    match arguments.action:
        case "add":
            _add(arguments, services, terminal)
        case "check":
            from core.cli.check import check

            check(arguments, services, terminal)
        case "show":
            _show(_own(arguments.voice, services), terminal)
        case "export":
            _export(arguments, services, terminal)
        case "import":
            _import(arguments, services, terminal)
        case "remove":
            _remove(arguments, services, terminal)
        case "restore":
            _restore(arguments, services, terminal)
        case _:
            list_voices(services, terminal)


def _own(said: str, services: Services) -> Voice:
    """Return the voice of the user's that was said."""
    if ":" in said:
        raise UsageError(
            reason=f'"{said[:60]}" belongs to its engine; only a voice of yours can be named here'
        )
    return services.voices.find_own(said)


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    language = (arguments.language or "").strip()  # looked at with the settings, which have it too
    texts = arguments.text or []
    if len(texts) > len(arguments.recordings):
        raise UsageError(reason="there are more texts than recordings")
    consent = stated_today(Whose(arguments.consent or Whose.NOT_STATED.value), arguments.consent_note or "")
    paths = [Path(name) for name in arguments.recordings]
    added = services.voices.add(NewRecordings(paths, texts, arguments.name or "", language, consent))
    for notice in added.notices:
        terminal.warning(notice)
        if notice.code in ("recognition_missing", "recognition_broken"):
            terminal.info("  To get them: sottovoce models get whisper-base")
    voice = added.voice
    if not all(one.text for one in voice.references):
        terminal.warning(Notice("reference_words_missing", {"name": voice.name}))
    if terminal.as_json:
        terminal.json_result(voice_json(voice))
    else:
        terminal.result(voice.id)


def _show(voice: Voice, terminal: Terminal) -> None:
    if terminal.as_json:
        terminal.json_result(voice_json(voice))
        return
    consent = voice.consent
    said = [WHOSE[consent.whose], f"on {consent.stated_on}" if consent.stated_on else "", consent.note]
    if consent.shared:
        said.append("(said by whoever shared it)")
    rows = [
        ("id", voice.id),
        ("name", voice.name),
        ("language", voice.language or "-"),
        ("consent", " ".join(part for part in said if part)),
        ("tags", ", ".join(voice.tags) or "-"),
        ("notes", " ".join(voice.notes.split()) or "-"),
        *([("archived", "yes")] if voice.archived else []),
    ]
    blocks = ["\n".join(table(rows))]
    blocks += [_reference_lines(one, number) for number, one in enumerate(voice.references, 1)]
    terminal.result("\n\n".join(blocks))


def _reference_lines(reference: Reference, number: int) -> str:
    stretch = reference.stretch
    rows = [
        (f"reference {number}", reference.id),
        ("file", str(reference.path)),
        ("length", f"{reference.duration_s:.1f} s"),
        ("style", reference.style or "-"),
        ("words", " ".join(reference.text.split()) or "-"),
        ("original", str(reference.original) if reference.original is not None else "not here"),
    ]
    if stretch is not None:
        rows.append(("part of it", f"{stretch.start_s:.1f} s to {stretch.end_s:.1f} s"))
    return "\n".join(table(rows))


def _export(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    voice, target = _own(arguments.voice, services), Path(arguments.output)
    services.voices.export(voice.id, target)
    if terminal.as_json:
        terminal.json_result({"id": voice.id, "path": str(target), "size_bytes": target.stat().st_size})
    else:
        terminal.info(f"{voice.name} was written to {target}")


def _import(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    imported = services.voices.take_in(Path(arguments.file))
    if imported.was_there:
        terminal.info(f"it is among your voices already, as {imported.voice.name}")
    if terminal.as_json:
        terminal.json_result({**voice_json(imported.voice), "was_there": imported.was_there})
    else:
        terminal.result(imported.voice.id)


def _remove(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    voice = _own(arguments.voice, services)
    services.voices.remove(voice.id)
    if terminal.as_json:
        terminal.json_result({"removed": voice.id})
    else:
        terminal.info(f'removed {voice.id}; for 30 days "voices restore {voice.id}" brings it back')


def _restore(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    voice = services.voices.library.bring_back(arguments.voice)
    if terminal.as_json:
        terminal.json_result(voice_json(voice))
    else:
        terminal.result(voice.id)
