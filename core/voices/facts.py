"""``voice.toml``: what is known of a voice (docs/voice-format.md has the schema)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec

from core.model.voice import Consent, Reference, Stretch, Voice, Whose

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

FACTS_FILE = "voice.toml"
FORMAT = 2
"""The form that is written. Form 1, without a number, had one recording a voice and is still read."""

MOST_BYTES = 1 << 20
"""A file of facts is no longer than this."""

_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_CONTROL = re.compile("[\\x00-\\x1f\\x7f-\\x9f]")
_Id = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z-]{1,40}$")]
_Sha256 = Annotated[str, msgspec.Meta(pattern=r"^([0-9a-f]{64})?$")]
_Seconds = Annotated[float, msgspec.Meta(ge=0, le=1e7)]


class OriginalFacts(msgspec.Struct, frozen=True):
    """The recording as it was given.

    Attributes:
        file: Its file in the voice's folder, or empty where it is not kept.
        sha256: Hash of its bytes.
    """

    file: str = ""
    sha256: _Sha256 = ""


class StretchFacts(msgspec.Struct, frozen=True):
    """The part of the original that engines hear."""

    start_s: _Seconds
    end_s: _Seconds


class ReferenceFacts(msgspec.Struct, frozen=True):
    """One recording."""

    file: str
    id: _Id
    text: str = ""
    duration_s: _Seconds = 0.0
    style: str = ""
    samples_sha256: _Sha256 = ""
    original: OriginalFacts = OriginalFacts()
    stretch: StretchFacts | None = None
    denoised: bool = False


class ConsentFacts(msgspec.Struct, frozen=True):
    """Whose voice it is."""

    whose: Whose = Whose.NOT_STATED
    stated_on: str = ""
    note: str = ""
    shared: bool = False


class VoiceFacts(msgspec.Struct, frozen=True):
    """A voice."""

    format: int
    name: str
    references: Annotated[tuple[ReferenceFacts, ...], msgspec.Meta(min_length=1)]
    language: str = ""
    added_at_s: Annotated[float, msgspec.Meta(ge=0, le=1e12)] | None = None
    tags: tuple[str, ...] = ()
    notes: str = ""
    archived: bool = False
    consent: ConsentFacts = ConsentFacts()


class _FirstForm(msgspec.Struct, frozen=True):
    """Form 1: one recording, and nothing else of it than this."""

    file: str
    name: str = ""
    text: str = ""
    language: str = ""
    duration_s: _Seconds = 0.0
    added_at_s: Annotated[float, msgspec.Meta(ge=0, le=1e12)] | None = None


def parse_facts(data: bytes) -> VoiceFacts:
    """Read what a ``voice.toml`` says, in any form that there has been.

    Raises:
        ValueError: When it is too long, no TOML, of a newer form, or has a value of a wrong type.
    """
    if len(data) > MOST_BYTES:
        raise ValueError("it is too long")
    try:
        values = tomllib.loads(data.decode("utf-8"))
        form = values.get("format", 1)
        if form == 1:
            return _from_first_form(msgspec.convert(values, _FirstForm))
        if isinstance(form, int) and form > FORMAT:
            raise ValueError("it was made by a newer Sottovoce")
        facts = msgspec.convert(values, VoiceFacts)
    except (RecursionError, OverflowError, msgspec.ValidationError) as error:
        raise ValueError(str(error)) from error
    names = [name for one in facts.references for name in (one.file, one.original.file)]
    if not all(name == "" or _FILE_NAME.fullmatch(name) for name in names):
        raise ValueError("a file name that leads elsewhere")
    if not all(one.file for one in facts.references):
        raise ValueError("a recording without a file")
    if len({one.id for one in facts.references}) < len(facts.references):
        raise ValueError("two recordings with one id")
    return facts


def _from_first_form(old: _FirstForm) -> VoiceFacts:
    file = Path(old.file).name
    if not file:
        raise ValueError("a recording without a file")
    reference = ReferenceFacts(file, "1", old.text, old.duration_s)
    return VoiceFacts(1, old.name, (reference,), old.language, old.added_at_s)


def voice_of(folder: Path, facts: VoiceFacts, changed_at_s: float) -> Voice:
    """Return the voice in a folder.

    Args:
        folder: The voice's own.
        facts: What its ``voice.toml`` says.
        changed_at_s: When that file was changed: stands for the day of adding where that is not written.
    """
    consent = facts.consent
    return Voice(
        folder.name,
        facts.name or folder.name,
        facts.language,
        references=tuple(_reference(folder, one) for one in facts.references),
        consent=Consent(consent.whose, consent.stated_on, consent.note, consent.shared),
        tags=facts.tags,
        notes=facts.notes,
        archived=facts.archived,
        added_at_s=changed_at_s if facts.added_at_s is None else facts.added_at_s,
    )


def _reference(folder: Path, facts: ReferenceFacts) -> Reference:
    stretch = facts.stretch
    return Reference(
        folder / facts.file,
        facts.text,
        facts.duration_s,
        id=facts.id,
        style=facts.style,
        original=folder / facts.original.file if facts.original.file else None,
        original_sha256=facts.original.sha256,
        stretch=Stretch(stretch.start_s, stretch.end_s) if stretch is not None else None,
        samples_sha256=facts.samples_sha256,
        denoised=facts.denoised,
    )


# --- writing --------------------------------------------------------------------------------------


def written(text: str) -> str:
    """Return text that a file can hold: a file's name may have bytes that are no characters."""
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """Return text that a file can hold, on one line and without control characters."""
    return _CONTROL.sub("", " ".join(written(text).split()))


def reference_table(facts: ReferenceFacts) -> dict[str, object]:
    """Return a recording as ``voice.toml`` has it."""
    table: dict[str, object] = {
        "file": facts.file,
        "id": facts.id,
        "text": written(facts.text),
        "duration_s": round(facts.duration_s, 3),
        "style": one_line(facts.style),
        "samples_sha256": facts.samples_sha256,
        "original": {"file": facts.original.file, "sha256": facts.original.sha256},
    }
    if facts.stretch is not None:
        table["stretch"] = {"start_s": facts.stretch.start_s, "end_s": facts.stretch.end_s}
    if facts.denoised:
        table["denoised"] = True
    return table


def consent_facts(consent: Consent) -> ConsentFacts:
    """Return whose a voice is as facts."""
    return ConsentFacts(consent.whose, consent.stated_on, consent.note, consent.shared)


def consent_table(consent: Consent) -> dict[str, object]:
    """Return whose a voice is as ``voice.toml`` has it."""
    return {
        "whose": consent.whose.value,
        "stated_on": written(consent.stated_on),
        "note": written(consent.note),
        "shared": consent.shared,
    }


def dump_facts(facts: VoiceFacts) -> bytes:
    """Return a new ``voice.toml``: the same bytes for the same facts."""
    import tomlkit

    said = facts.consent
    consent = Consent(said.whose, said.stated_on, said.note, said.shared)
    values: dict[str, object] = {
        "format": FORMAT,
        "name": written(facts.name),
        "language": facts.language,
        "tags": [written(tag) for tag in facts.tags],
        "notes": written(facts.notes),
        "archived": facts.archived,
        **({"added_at_s": facts.added_at_s} if facts.added_at_s is not None else {}),
        "consent": consent_table(consent),
        "references": [reference_table(one) for one in facts.references],
    }
    return tomlkit.dumps(values).encode()


def editable(data: bytes) -> TOMLDocument:
    """Return a ``voice.toml`` to be changed, in the form of today; comments and unknown keys stay in it.

    Raises:
        ValueError: As ``parse_facts``.
    """
    import tomlkit

    facts = parse_facts(data)
    document = tomlkit.parse(data.decode("utf-8"))
    if facts.format < FORMAT:
        for key in ("file", "text", "duration_s"):
            document.pop(key, None)
        document["format"] = FORMAT
        document["references"] = [reference_table(one) for one in facts.references]
    return document
