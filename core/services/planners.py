"""Planners for the command line: which voices a text may name, and which engines speak them."""

from __future__ import annotations

import logging

from core.errors import SottovoceError
from core.model.engine import EngineDescription
from core.model.voice import Voice
from core.services.app import Services
from core.services.catalogue import own_engines
from core.services.lines import Describe, Planner
from core.text.lexicon import Lexicon

log = logging.getLogger(__name__)


def make_planner(
    services: Services, text: str, lexicon: Lexicon | None = None, *, as_written: bool = False
) -> Planner:
    """Return a planner for a text.

    Voices are looked for only where the text may name one.

    Args:
        services: The use cases.
        text: All of the text that will be planned.
        lexicon: Its pronunciations; None: there are none.
        as_written: Read no numbers, whatever the settings say.
    """
    voices = known_voices(services) if "[" in text else []
    normalising = bool(services.settings.value("normalise")) and not as_written
    return Planner(voices, lexicon or Lexicon(), describe_with(services), normalising)


def known_voices(services: Services) -> list[Voice]:
    """Return every voice that a line may name: the user's, and the presets of the engines that are there.

    An engine of this program is taken at the catalogue's word, others are asked.
    """
    describe = describe_with(services)
    found: list[EngineDescription] = []
    for engine in services.hosts.engine_ids():
        description = describe(engine)
        try:
            found.append(description or services.hosts.describe(engine))
        except SottovoceError as error:
            log.warning("the voices of %s are not known: %s", engine, error)
    return [*services.voices.presets(found), *services.voices.references()]


def describe_with(services: Services) -> Describe:
    """Return what knows engines without a host being started."""
    own = {description.id: description for description in own_engines()}

    def describe(engine: str) -> EngineDescription | None:
        known = services.hosts.known(engine)
        return known[0] if known is not None else own.get(engine)

    return describe
