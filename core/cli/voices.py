"""``sottovoce voices list|add|remove``."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.cli.lists import list_voices, voice_json
from core.cli.terminal import Terminal
from core.errors import UsageError
from core.services.app import Services


def voices(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    """List voices, add a recording to the library, or take one out.

    Raises:
        UsageError: When a preset shall be removed.
        VoiceUnknown: When there is none of that id.
        ReferenceAudioError: When the recording cannot be used as a reference.
        StorageError: When the library, or standard output, cannot be written.
    """
    match arguments.action:
        case "add":
            _add(arguments, services, terminal)
        case "remove":
            if ":" in arguments.removed:
                raise UsageError(
                    reason=f'"{arguments.removed[:60]}" belongs to its engine and cannot be removed'
                )
            services.voices.remove(arguments.removed)
            if terminal.as_json:
                terminal.json_result({"removed": arguments.removed})
            else:
                terminal.info(f"removed {arguments.removed}")
        case _:
            list_voices(services, terminal)


def _add(arguments: argparse.Namespace, services: Services, terminal: Terminal) -> None:
    added = services.voices.add_reference(Path(arguments.recording), arguments.text, arguments.name or "")
    for notice in added.notices:
        terminal.warning(notice)
    voice = added.voice
    if terminal.as_json:
        terminal.json_result(voice_json(voice))
        return
    terminal.result(voice.id)
    if voice.reference is not None and not voice.reference.text:
        terminal.info("its words are not known: an engine that needs them, such as f5, cannot clone it yet")
