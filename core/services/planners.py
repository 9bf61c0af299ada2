"""Planners for the command line: which voices a text may name, and which engines speak them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from pathlib import Path

from core.errors import SottovoceError
from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.services.app import Services
from core.services.catalogue import own_engines
from core.services.choices import Choices
from core.services.lines import Describe, Planner
from core.services.models import default_model_folder, named_model_folder, with_weights
from core.services.settled import settled
from core.text.lexicon import Lexicon

log = logging.getLogger(__name__)


def make_planner(
    services: Services,
    text: str,
    lexicon: Lexicon | None = None,
    *,
    more: Sequence[Voice] = (),
    as_written: bool = False,
) -> Planner:
    """Return a planner for a text.

    Voices are looked for only where the text may name one.

    Args:
        services: The use cases.
        text: All of the text that will be planned.
        lexicon: Its pronunciations; None: there are none.
        more: Voices that are known beside the usual ones.
        as_written: Read no numbers, whatever the settings say.
    """
    voices = [*known_voices(services), *more] if "[" in text else []
    normalising = bool(services.settings.value("normalise")) and not as_written
    return Planner(voices, lexicon or Lexicon(), describe_with(services), normalising)


def known_voices(services: Services) -> list[Voice]:
    """Return every voice that a line may name: the user's, and the presets of the engines that are there."""
    describe = describe_with(services)
    found = [describe(engine) for engine in services.hosts.engine_ids()]
    presets = services.voices.presets([description for description in found if description is not None])
    return [*presets, *services.voices.references()]


def describe_with(services: Services) -> Describe:
    """Return what knows engines: this program's by its own word, others by theirs.

    An engine that cannot be asked is logged and not known.
    """
    known: dict[str, EngineDescription | None] = {one.id: one for one in own_engines()}

    def describe(engine: str) -> EngineDescription | None:
        if engine not in known:
            try:
                known[engine] = services.hosts.describe(engine)
            except SottovoceError as error:
                log.warning("the engine %s is not known: %s", engine, error)
                known[engine] = None
        return known[engine]

    return describe


def settle_choices(choices: Choices, services: Services) -> Choices:
    """Return choices with what nobody has said filled in, as the window does; no host of ours is started."""
    description = describe_with(services)(choices.engine)
    if description is not None:
        folder = (
            named_model_folder(services.paths, choices.engine, Path(choices.model)) if choices.model else None
        )
        folder = folder or default_model_folder(services.paths, description)
        description = with_weights(services.paths, description, folder)
    return settled(choices, description)
