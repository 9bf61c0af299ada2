"""From the options of ``say`` to what the services are asked for."""

from __future__ import annotations

import argparse
import secrets
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from core.cli.words import STANDARD_INPUT
from core.errors import (
    EngineNotInstalled,
    EngineUnknown,
    ParameterInvalid,
    PresetUnknown,
    TextEmpty,
    TextFileEmpty,
    UsageError,
    VoiceError,
    VoiceOfOtherEngine,
    VoiceUnknown,
)
from core.importing import Document, is_ssml, read_document, read_text
from core.importing.limits import MOST_TEXT_BYTES
from core.model.events import Notice
from core.model.request import SEED_LIMIT, SynthesisRequest
from core.model.sourced import Source
from core.model.voice import Reference, Voice
from core.services.app import Services
from core.services.choices import Choices
from core.services.order import Numbers, Order, check_wishes, matching_language
from core.services.parameters import check_seed, speed_beyond
from core.services.planners import settle_choices
from core.services.voices import only, presets_of
from core.text import clean_text
from core.voices.search import named

_SHOWN_CHARS = 80


@dataclass(frozen=True)
class Wish:
    """What shall be spoken, and where to.

    Attributes:
        order: All of it; the text may have many lines.
        output: A path, ``-``, or None to play.
        notices: What is worth telling about the text.
    """

    order: Order
    output: str | None
    notices: tuple[Notice, ...]


def read_wish(arguments: argparse.Namespace, services: Services) -> Wish:
    """Check what can be checked without an engine, and read the text; ``check_words`` comes before.

    Raises:
        SottovoceError: The first thing that is wrong; misuse before files.
    """
    order, notices = _read_order(arguments, services)
    text, text_notices = _text(arguments)
    voice = _voice(arguments, services, order.engine, order.voice)
    check_reference_text(arguments, voice)
    return Wish(replace(order, text=text, voice=voice), arguments.output, (*notices, *text_notices))


def read_choices(
    arguments: argparse.Namespace, services: Services, language: str = ""
) -> tuple[Choices, tuple[Notice, ...]]:
    """Return what the options and the settings say that a text is spoken with, and what is worth telling.

    The seed is locked where it was said.

    Args:
        arguments: The command line.
        services: The use cases.
        language: What the text itself says, for where nobody says another; or empty.

    Raises:
        SottovoceError: The first thing that is wrong; misuse before files.
    """
    order, notices = _read_order(arguments, services)
    voice = _voice(arguments, services, order.engine, order.voice)
    check_reference_text(arguments, voice)
    description = services.hosts.describe(order.engine)
    with numbers_named(arguments):
        numbers = check_wishes(replace(order, voice=voice), description)
    locked = arguments.seed is not None or bool(services.settings.value("seed_locked"))
    order = replace(order, voice=voice, language=order.language or language)
    choices = replace(choices_of_order(order, numbers), seed_locked=locked)
    return as_asked(choices, services), notices


def as_asked(choices: Choices, services: Services) -> Choices:
    """Return choices with what nobody has said filled in; a language that the engine lacks stays."""
    whole = settle_choices(choices, services)
    asked = choices.language.strip()
    strange = asked and not matching_language(asked, [whole.language])
    return replace(whole, language=asked) if strange else whole


def _read_order(arguments: argparse.Namespace, services: Services) -> tuple[Order, tuple[Notice, ...]]:
    """Return an order without a text, and with the voice that was said as far as it is known."""
    parameters = read_parameters(arguments)
    with numbers_named(arguments):
        seed = _seed(arguments, services)
    engine = _engine(arguments, services)
    voice = said_voice(arguments, services, engine)
    speed, notices = _speed(arguments, services, engine)
    order = Order(
        text="",
        engine=engine,
        voice=voice,
        reference=Path(arguments.reference) if arguments.reference is not None else None,
        reference_text=arguments.reference_text or "",
        language=services.settings.value("language"),
        speed=speed,
        seed=seed,
        parameters=parameters,
        model_dir=Path(arguments.model) if arguments.model is not None else None,
        device=services.settings.value("device"),
    )
    kept = services.settings.value("voice")
    if voice is not None or ":" in kept or not kept:
        check_reference_text(arguments, voice)
    with numbers_named(arguments):
        services.synthesizer.check_wishes(order)
    return order, notices


def choices_of_order(order: Order, numbers: Numbers | SynthesisRequest) -> Choices:
    """Return an order as the choices that every line starts from.

    Args:
        order: What was asked for.
        numbers: What of it is a number, checked.
    """
    voice, text = order.voice, order.reference_text
    if order.reference is not None:
        voice = Voice(str(order.reference), order.reference.name, references=(Reference(order.reference),))
    if voice is not None and text:
        voice = replace(voice, references=tuple(replace(one, text=text) for one in voice.references))
    return Choices(
        engine=order.engine,
        voice=voice,
        language=order.language,
        speed=numbers.speed,
        seed=numbers.seed,
        seed_locked=True,
        parameters=numbers.parameters,
        model=str(order.model_dir) if order.model_dir is not None else "",
        device=order.device,
    )


@contextmanager
def numbers_named(arguments: argparse.Namespace) -> Iterator[None]:
    """Call a wrong number by the option that it came from.

    Raises:
        ParameterInvalid: The block's, with another name.
    """
    try:
        yield
    except ParameterInvalid as error:
        name = {"speed": "--speed", "seed": "--seed"}.get(error.name, f"--param {error.name}")
        if error.name == "steps" and arguments.steps is not None:
            name = "--steps"
        raise ParameterInvalid(
            name=name, value=error.value, minimum=error.minimum, maximum=error.maximum
        ) from error


def read_parameters(arguments: argparse.Namespace) -> dict[str, object]:
    """Return the engine parameters that were said, unchecked.

    Raises:
        UsageError: When one is no pair.
    """
    parameters: dict[str, object] = {}
    for item in arguments.param:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(reason=f'--param needs NAME=VALUE, not "{item[:60]}"')
        parameters[name.strip()] = value
    if arguments.steps is not None:
        parameters["steps"] = arguments.steps
    return parameters


def _seed(arguments: argparse.Namespace, services: Services) -> int:
    """Return the seed: said, or the setting's where it is locked, or a random one."""
    if arguments.seed is not None:
        return check_seed(arguments.seed)
    if services.settings.value("seed_locked"):
        return int(services.settings.value("seed"))
    return secrets.randbelow(SEED_LIMIT)


def _speed(
    arguments: argparse.Namespace, services: Services, engine: str
) -> tuple[float, tuple[Notice, ...]]:
    """Return the speed: said, or the setting's, brought into the engine's range with a notice."""
    if arguments.speed is not None:
        return arguments.speed, ()
    kept = services.settings.get("speed")
    description = services.hosts.describe(engine)
    notice = speed_beyond(kept, description, services.paths.settings_file)
    if notice is None:
        return kept.value, ()
    return min(max(kept.value, description.speed_minimum), description.speed_maximum), (notice,)


def _engine(arguments: argparse.Namespace, services: Services) -> str:
    """Return the engine: said, or that of the voice that was said, or the setting's."""
    kept = services.settings.get("engine")
    engine = str(kept.value)
    voice = arguments.voice or ""
    if arguments.engine is None and ":" in voice:
        engine = voice.partition(":")[0]
    try:
        services.hosts.check_known(engine)
    except EngineUnknown as error:
        if kept.source is Source.FILE and engine == kept.value:
            error.origin = str(services.paths.settings_file)
        raise
    return engine


def _text(arguments: argparse.Namespace) -> tuple[str, tuple[Notice, ...]]:
    """Return the text, clean."""
    if arguments.file is not None:
        path = Path(arguments.file)
        file = read_document(path)
        try:
            cleaned = clean_text(file.text)
        except TextEmpty:
            raise TextFileEmpty(path=str(path)) from None
        return cleaned.text, (*file.notices, *cleaned.notices)
    if arguments.text == STANDARD_INPUT:
        found = read_standard_input()
        cleaned = clean_text(found.text)
        return cleaned.text, (*found.notices, *cleaned.notices)
    if is_ssml(arguments.text):
        found = read_text(arguments.text.encode("utf-8", "surrogatepass"), "TEXT")
        return found.text, found.notices
    cleaned = clean_text(arguments.text)
    return cleaned.text, cleaned.notices


def read_standard_input() -> Document:
    """Return what comes on standard input as a text.

    Raises:
        UsageError: When it is too long.
        TextFileUnreadable: When it is no text.
    """
    data = sys.stdin.buffer.read(MOST_TEXT_BYTES + 1) if sys.stdin is not None else b""
    if len(data) > MOST_TEXT_BYTES:
        raise UsageError(reason=f"standard input is longer than {MOST_TEXT_BYTES // 10**6} MB")
    return read_text(data, "standard input")


def said_voice(arguments: argparse.Namespace, services: Services, engine: str) -> Voice | None:
    """Return the voice that was said, as far as it is known without a look at any file.

    A reference of the library is known by its id or name alone; where the engine does not clone, a name
    means one of its own voices.

    Raises:
        PresetUnknown: When no engine has a voice of that name.
        VoiceAmbiguous: When the engine has several of that name.
        VoiceOfOtherEngine: When another engine has it.
    """
    said = arguments.voice
    if said is None:
        return None
    owner, colon, _ = said.partition(":")
    if not colon:
        description = services.hosts.describe(engine)
        presets = named(presets_of(description), said)
        if presets and not description.clones:
            return only(presets, said)
        return Voice(said, said, references=(Reference(Path(said)),))
    if owner == engine:
        return services.voices.find(said)
    try:
        services.hosts.check_known(owner)
    except EngineUnknown:
        raise PresetUnknown(voice=said[:_SHOWN_CHARS]) from None
    except EngineNotInstalled:
        pass
    raise VoiceOfOtherEngine(voice=said[:_SHOWN_CHARS], engine=engine)


def check_reference_text(arguments: argparse.Namespace, voice: Voice | None) -> None:
    """See that words of a reference come with one."""
    alone = arguments.reference_text is not None and arguments.reference is None
    if alone and (voice is None or voice.is_preset):
        raise UsageError(reason="--reference-text goes with --reference, or with a reference of yours")


def _voice(
    arguments: argparse.Namespace, services: Services, engine: str, said: Voice | None
) -> Voice | None:
    """Return the voice that was said; the setting's where it fits the engine."""
    if arguments.reference is not None:
        return None
    if said is not None:
        return said if said.is_preset else own_or_preset(said.id, services, engine)
    kept = services.settings.get("voice")
    if kept.source is Source.DEFAULT or not kept.value:
        return None
    try:
        voice = services.voices.find(kept.value)
    except VoiceError:
        return None
    clones = services.hosts.describe(engine).clones
    return voice if voice.engine == engine or (not voice.is_preset and clones) else None


def own_or_preset(said: str, services: Services, engine: str) -> Voice:
    """Return the voice of the user's, or of an engine that clones, that has this id or name.

    Raises:
        VoiceUnknown: When there is none.
        VoiceAmbiguous: When several have that name.
    """
    presets = named(presets_of(services.hosts.describe(engine)), said)
    try:
        own = services.voices.find_own(said)
    except VoiceUnknown:
        return only(presets, said)
    return own if own.id == said else only([own, *presets], said)
