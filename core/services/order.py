"""What is asked for, checked before any host is troubled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from core.errors import (
    ModelMissing,
    ModelNotTaken,
    ReferenceNeeded,
    ReferenceNotUsed,
    ReferenceTextNeeded,
    VoiceOfOtherEngine,
    VoiceUnknown,
)
from core.model.engine import EngineDescription
from core.model.events import Notice
from core.model.request import SynthesisRequest
from core.model.voice import Voice
from core.paths import is_folder
from core.services.parameters import check_number, check_parameters, check_seed
from core.services.references import check_reference
from core.text import clean_text, guess_language


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


@dataclass(frozen=True)
class Checked:
    """An order that an engine can be given.

    Attributes:
        request: Complete.
        notices: What is worth telling about it.
    """

    request: SynthesisRequest
    notices: tuple[Notice, ...] = ()


def check_order(order: Order, description: EngineDescription) -> Checked:
    """Check an order: first what is wrong without a look at any file, then the files.

    Raises:
        SottovoceError: The first thing that is wrong.
    """
    preset, reference, reference_text = _voice(order, description)
    if order.model_dir is not None and not description.takes_model_folder:
        raise ModelNotTaken(engine=description.id)
    speed = check_number("speed", order.speed, description.speed_minimum, description.speed_maximum)
    seed = check_seed(order.seed)
    parameters = check_parameters(description, order.parameters)
    cleaned = clean_text(order.text)
    notices = list(cleaned.notices)
    language, language_notices = _language(order, description, preset, cleaned.text)
    notices += language_notices
    if order.model_dir is not None and not is_folder(order.model_dir):
        raise ModelMissing(engine=description.id, path=str(order.model_dir))
    if reference is not None:
        notices += check_reference(reference, description)
    request = SynthesisRequest(
        engine=description.id,
        text=cleaned.text,
        preset=preset,
        reference=reference,
        reference_text=reference_text,
        language=language,
        speed=speed,
        seed=seed,
        parameters=parameters,
        model_dir=order.model_dir,
        device=order.device or "auto",
    )
    return Checked(request, tuple(notices))


def supported_language(tag: str, description: EngineDescription) -> str:
    """Return the engine's tag for a language, or empty: the same, else one of the same language."""
    wanted = tag.replace("_", "-").casefold()
    tags = {language.casefold(): language for language in description.languages}
    if wanted in tags:
        return tags[wanted]
    primary = wanted.partition("-")[0]
    return next((own for low, own in tags.items() if low.partition("-")[0] == primary), "")


def _voice(order: Order, description: EngineDescription) -> tuple[str, Path | None, str]:
    """Return preset, reference and the reference's words; one of the first two is set."""
    voice, engine = order.voice, description.id
    reference, text = order.reference, order.reference_text
    if reference is None and voice is not None and voice.reference is not None:
        reference, text = voice.reference.path, text or voice.reference.text
    if reference is not None:
        if not description.clones:
            raise ReferenceNotUsed(engine=engine)
        if description.needs_reference_text and not text.strip():
            raise ReferenceTextNeeded(engine=engine)
        return "", reference, text.strip()
    if voice is not None:
        if voice.engine != engine:
            raise VoiceOfOtherEngine(voice=voice.id, engine=engine)
        if description.preset(voice.preset) is None:
            raise VoiceUnknown(voice=voice.id)
        return voice.preset, None, ""
    if not description.presets:
        raise ReferenceNeeded(engine=engine)
    return description.presets[0].id, None, ""


def _language(
    order: Order, description: EngineDescription, preset: str, text: str
) -> tuple[str, list[Notice]]:
    """Return the engine's language for the text, and a notice where it has none."""
    own = description.preset(preset)
    default = (own.language if own else "") or (order.voice.language if order.voice else "")
    fallback = supported_language(default, description) or description.languages[0]
    asked = order.language.strip()
    language = supported_language(asked, description) if asked else fallback
    foreign = asked if asked and not language else guess_language(text) or ""
    if foreign and not supported_language(foreign, description):
        known = ", ".join(description.languages)
        fields = {"language": foreign, "engine": description.id, "languages": known}
        return language or fallback, [Notice("language_not_supported", fields)]
    return language or fallback, []
