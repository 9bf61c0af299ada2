"""What is asked for, checked before any host is troubled."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import (
    ModelBroken,
    ModelMissing,
    ModelNotTaken,
    PresetUnknown,
    ReferenceNeeded,
    ReferenceNotUsed,
    ReferenceTextNeeded,
    VoiceOfOtherEngine,
)
from core.model.engine import EngineDescription, PresetVoice
from core.model.events import Notice
from core.model.request import SynthesisRequest
from core.model.voice import Voice
from core.paths import is_folder
from core.services.parameters import check_number, check_parameters, check_seed
from core.services.references import check_reference, chosen_references
from core.text import clean_text, guess_language, letters_not_english, main_script, scripts_of

_SAMPLE_CHARS = 12


@dataclass(frozen=True)
class Order:
    """One utterance as the user asks for it; nothing is checked yet.

    Attributes:
        text: As it was written.
        engine: Engine id.
        voice: A preset or a reference of the library; None: the engine's first, or ``reference``.
        reference: A recording that is in no library; stronger than ``voice``.
        reference_text: Its words, or empty.
        language: BCP 47 tag, or empty: the voice's, else the engine's first.
        speed: Factor.
        seed: 0 to 2**32 - 1.
        parameters: Engine parameters by name: numbers, or their text.
        model_dir: Folder of weights, or None.
        device: ``auto``, ``cpu``, ``cuda``, ``cuda:1``, ``mps``; empty: as the settings say.
        whole: In one go, as far as the engine can.
    """

    text: str
    engine: str
    voice: Voice | None = None
    reference: Path | None = None
    reference_text: str = ""
    language: str = ""
    speed: float = 1.0
    seed: int = 0
    parameters: Mapping[str, object] = field(default_factory=dict)
    model_dir: Path | None = None
    device: str = ""
    whole: bool = False


@dataclass(frozen=True)
class Checked:
    """An order that an engine can be given.

    Attributes:
        request: Complete.
        notices: What is worth telling about it.
    """

    request: SynthesisRequest
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Numbers:
    """What of an order is a number, checked."""

    speed: float
    seed: int
    parameters: dict[str, float]


def check_wishes(order: Order, description: EngineDescription) -> Numbers:
    """Check what is wrong whatever the text and the files are.

    Raises:
        SottovoceError: The first thing that is wrong, always misuse.
    """
    voice = order.voice
    if (order.reference is not None or (voice is not None and not voice.is_preset)) and (
        not description.clones
    ):
        raise ReferenceNotUsed(engine=description.id)
    if order.reference is None and voice is not None and voice.is_preset:
        if voice.engine != description.id:
            raise VoiceOfOtherEngine(voice=voice.id, engine=description.id)
        if description.preset(voice.preset) is None and not description.presets_in_model:
            raise PresetUnknown(voice=voice.id)
    if order.model_dir is not None and not description.takes_model_folder:
        raise ModelNotTaken(engine=description.id)
    speed = check_number("speed", order.speed, description.speed_minimum, description.speed_maximum)
    return Numbers(speed, check_seed(order.seed), check_parameters(description, order.parameters))


def check_order(order: Order, description: EngineDescription) -> Checked:
    """Check an order: first what is wrong without a look at any file, then the files.

    Raises:
        SottovoceError: The first thing that is wrong.
    """
    numbers = check_wishes(order, description)
    cleaned = clean_text(order.text)
    preset, references, reference_text = _voice(order, description)
    notices = list(cleaned.notices)
    language, language_notices = _language(order, description, preset, cleaned.text)
    notices += language_notices
    if order.model_dir is not None and not is_folder(order.model_dir):
        if os.path.lexists(order.model_dir):
            reason = "it is a file, not a folder of weights"
            raise ModelBroken(engine=description.id, path=str(order.model_dir), reason=reason)
        raise ModelMissing(engine=description.id, path=str(order.model_dir))
    for reference in references:
        notices += check_reference(reference, description)
    request = SynthesisRequest(
        engine=description.id,
        text=cleaned.text,
        preset=preset,
        reference=references[0] if references else None,
        reference_text=reference_text,
        more_references=references[1:],
        language=language,
        speed=numbers.speed,
        seed=numbers.seed,
        parameters=numbers.parameters,
        model_dir=order.model_dir,
        device=order.device or "auto",
        whole=order.whole,
    )
    return Checked(request, tuple(notices))


def supported_language(tag: str, description: EngineDescription) -> str:
    """Return the engine's tag for a language, or empty: the same, else one of the same language."""
    return matching_language(tag, description.languages)


def matching_language(tag: str, languages: Sequence[str]) -> str:
    """Return the tag among languages that is the same, else one of the same language, else an empty text."""
    wanted = tag.strip().replace("_", "-").casefold()
    tags = {language.casefold(): language for language in languages}
    if wanted in tags:
        return tags[wanted]
    primary = wanted.partition("-")[0]
    return next((own for low, own in tags.items() if low.partition("-")[0] == primary), "")


def language_of(order: Order, description: EngineDescription) -> str:
    """Return the language that an order's text is meant to be in.

    It is what was asked for, as the engine calls it where it has it; else the voice's, or one that is
    written like the text.
    """
    asked = order.language.strip()
    if asked:
        return supported_language(asked, description) or asked
    preset = description.preset(order.voice.preset) if order.voice else None
    return _by_script(order.text, _fallback(order, preset, description), description)


def _voice(order: Order, description: EngineDescription) -> tuple[str, tuple[Path, ...], str]:
    """Return preset, references and the first one's words; one of the first two is set."""
    voice, engine, text = order.voice, description.id, order.reference_text
    references: tuple[Path, ...] = () if order.reference is None else (order.reference,)
    if not references and voice is not None and not voice.is_preset:
        chosen = chosen_references(voice, description)
        references, text = tuple(one.path for one in chosen), text or chosen[0].text
    if references:
        if description.needs_reference_text and not text.strip():
            raise ReferenceTextNeeded(engine=engine)
        return "", references, text.strip()
    if voice is not None:
        return voice.preset, (), ""
    if not description.presets:
        raise ReferenceNeeded(engine=engine)
    return description.presets[0].id, (), ""


def _language(
    order: Order, description: EngineDescription, preset: str, text: str
) -> tuple[str, list[Notice]]:
    """Return the engine's language for the text, and a notice where it has none."""
    fallback = _fallback(order, description.preset(preset), description)
    asked = order.language.strip()
    language = supported_language(asked, description) if asked else _by_script(text, fallback, description)
    foreign = asked if asked and not language else guess_language(text) or ""
    language = language or fallback
    fields = {"engine": description.id, "languages": ", ".join(description.languages)}
    if foreign and not supported_language(foreign, description):
        return language, [Notice("language_not_supported", {"language": foreign, **fields})]
    script = main_script(text)
    if script and script not in scripts_of(language):
        sample = text.strip()[:_SAMPLE_CHARS]
        return language, [
            Notice("script_not_of_language", {"language": language, "sample": sample, **fields})
        ]
    if not foreign and all(tag.partition("-")[0] == "en" for tag in description.languages):
        letters = letters_not_english(text)[:_SAMPLE_CHARS]
        if letters:
            return language, [Notice("letters_not_english", {"sample": letters, **fields})]
    return language, []


def _fallback(order: Order, preset: PresetVoice | None, description: EngineDescription) -> str:
    """Return the engine's language for a voice, where nobody says which it is."""
    own = (preset.language if preset else "") or (order.voice.language if order.voice else "")
    return supported_language(own, description) or description.languages[0]


def _by_script(text: str, fallback: str, description: EngineDescription) -> str:
    """Return the one language of the engine that is written like the text; the fallback where it may be that.

    Of several the one is taken whose usual script it is.
    """
    script = main_script(text)
    if not script or script in scripts_of(fallback):
        return fallback
    usual = [tag for tag in description.languages if scripts_of(tag)[0] == script]
    able = [tag for tag in description.languages if script in scripts_of(tag)]
    return next((found[0] for found in (usual, able) if len(found) == 1), fallback)
