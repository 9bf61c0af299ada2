"""``sottovoce engines``, ``sottovoce voices list`` and ``sottovoce doctor``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from core.cli.terminal import Terminal
from core.errors import EngineNotInstalled, SottovoceError
from core.host.client import Hello
from core.model.engine import EngineDescription, ParameterSpec
from core.model.voice import Reference, Voice, Whose
from core.services.app import Services
from core.services.diagnose import diagnose
from core.services.explain import explain
from core.services.installation import size_bytes
from core.services.table import table

WHOSE = {
    Whose.MINE: "mine",
    Whose.PERMISSION: "with permission",
    Whose.SYNTHETIC: "synthetic or public domain",
    Whose.NOT_STATED: "whose: not stated",
}
"""Whose a voice is, in a list."""


def list_engines(services: Services, terminal: Terminal) -> None:
    """Show what engines there are; those that cannot be used or are not installed are told beside them.

    Raises:
        StorageError: When standard output cannot be written.
    """
    hellos = services.hosts.hello_all()
    descriptions, problems = sorted_out(hellos)
    absent = [EngineNotInstalled(engine=name, reason="") for name in services.hosts.not_installed(hellos)]
    if terminal.as_json:
        engines = [asdict(description) for description in descriptions]
        terminal.json_result(
            {"engines": engines, "not_installed": problems_json(absent), "problems": problems_json(problems)}
        )
        return
    rows: list[tuple[str, ...]] = [
        ("ID", "NAME", "VOICES", "LANGUAGES", "RATE", "WEIGHTS", "LICENCE OF THE WEIGHTS")
    ]
    rows += [_engine_row(description) for description in descriptions]
    blocks = ["\n".join(table(rows))]
    blocks += [_parameters(description) for description in descriptions if description.parameters]
    blocks += ["\n".join(_absent_line(error) for error in absent)] if absent else []
    terminal.result("\n\n".join(blocks))
    tell_problems(problems, terminal)


def list_voices(services: Services, terminal: Terminal) -> None:
    """Show the presets of the engines and the user's references.

    Raises:
        StorageError: When standard output cannot be written.
    """
    descriptions, problems = sorted_out(services.hosts.hello_all())
    voices = [*services.voices.presets(descriptions), *services.voices.references()]
    if terminal.as_json:
        items = [voice_json(voice) for voice in voices]
        terminal.json_result({"voices": items, "problems": problems_json(problems)})
        return
    rows: list[tuple[str, ...]] = [("ID", "NAME", "LANGUAGE", "KIND")]
    rows += [_voice_row(voice) for voice in voices]
    terminal.result("\n".join(table(rows)))
    tell_problems(problems, terminal)


def show_diagnosis(services: Services, terminal: Terminal) -> None:
    """Show what the doctor finds.

    Raises:
        StorageError: When standard output cannot be written.
    """
    report = diagnose(services.paths, services.settings, services.hosts)
    if terminal.as_json:
        terminal.json_result(report.as_json())
    else:
        terminal.result(report.as_text())


def sorted_out(hellos: Iterable[Hello]) -> tuple[list[EngineDescription], list[SottovoceError]]:
    """Return the engines of all hosts, and those that cannot be used."""
    descriptions: list[EngineDescription] = []
    problems: list[SottovoceError] = []
    for hello in hellos:
        descriptions += hello.engines
        problems += [EngineNotInstalled(engine=engine, reason=why) for engine, why in hello.broken.items()]
    return descriptions, problems


def _absent_line(error: EngineNotInstalled) -> str:
    size = size_bytes(error.engine)
    takes = f", takes {size / 1e9:.1f} GB" if size else ""
    return f"{error.engine}: not installed{takes}. {explain(error).remedy}"


def problems_json(problems: Iterable[SottovoceError]) -> list[dict[str, str]]:
    """Return errors as lists show them."""
    items = []
    for problem in problems:
        words = explain(problem)
        item = {"code": problem.code, "message": f"{words.what} {words.why}", "remedy": words.remedy}
        items.append(
            item | {name: str(value) for name, value in problem.fields().items() if name == "engine"}
        )
    return items


def tell_problems(problems: Iterable[SottovoceError], terminal: Terminal) -> None:
    """Say engines that cannot be used on standard error."""
    for problem in problems:
        words = explain(problem)
        terminal.info(f"problem: {words.what}\n  {words.why}\n  {words.remedy}")


def _engine_row(description: EngineDescription) -> tuple[str, ...]:
    kinds = ["clones"] if description.clones else []
    if description.presets:
        kinds.append(f"{len(description.presets)} of its own")
    return (
        description.id,
        description.name,
        ", ".join(kinds) or "none",
        ", ".join(description.languages),
        f"{description.sample_rate_hz} Hz",
        f"{description.sizes.weights_bytes / 1e6:.0f} MB",
        f"{description.weights_licence.spdx} ({description.weights_licence.summary})",
    )


def _parameters(description: EngineDescription) -> str:
    lines = [f"Parameters of {description.id} (--param NAME=VALUE):"]
    rows = [_parameter_row(spec) for spec in description.parameters]
    return "\n".join([*lines, *(f"  {line}" for line in table(rows))])


def _parameter_row(spec: ParameterSpec) -> tuple[str, ...]:
    unit = f" {spec.unit}" if spec.unit else ""
    return (
        spec.name,
        f"{spec.minimum:g} to {spec.maximum:g}{unit}",
        f"default {spec.default:g}",
        spec.label,
    )


def _voice_row(voice: Voice) -> tuple[str, ...]:
    if voice.reference is None:
        kind = f"preset of {voice.engine}"
    else:
        words = "words known" if all(one.text for one in voice.references) else "words missing"
        count = len(voice.references)
        what = "reference" if count == 1 else f"{count} references"
        length_s = sum(one.duration_s for one in voice.references)
        aside = ", archived" if voice.archived else ""
        kind = f"{what}, {length_s:.1f} s{aside}, {WHOSE[voice.consent.whose]}, {words}"
    return voice.id, voice.name, voice.language or "-", kind


def voice_json(voice: Voice) -> dict[str, object]:
    """Return a voice as ``voices list --json`` shows it."""
    references = [_reference_json(one) for one in voice.references]
    consent = voice.consent
    return {
        "id": voice.id,
        "name": voice.name,
        "kind": "preset" if voice.is_preset else "reference",
        "language": voice.language,
        "engine": voice.engine,
        "preset": voice.preset,
        "reference": references[0] if references else None,
        "references": references,
        "consent": None
        if voice.is_preset
        else {
            "whose": consent.whose.value,
            "stated_on": consent.stated_on,
            "note": consent.note,
            "shared": consent.shared,
        },
        "tags": list(voice.tags),
        "notes": voice.notes,
        "archived": voice.archived,
    }


def _reference_json(reference: Reference) -> dict[str, object]:
    stretch = reference.stretch
    return {
        "id": reference.id,
        "path": str(reference.path),
        "text": reference.text,
        "duration_s": reference.duration_s,
        "style": reference.style,
        "original": str(reference.original) if reference.original is not None else None,
        "original_sha256": reference.original_sha256,
        "stretch": None if stretch is None else {"start_s": stretch.start_s, "end_s": stretch.end_s},
    }
