"""What the window knows of each engine: what it is, whether it can speak here, what it will run on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.model.engine import EngineDescription
from core.services.readiness import READY, STARTING, Readiness, State
from core.services.speeds import expected_device

if TYPE_CHECKING:
    from core.host.values import Hello


@dataclass(frozen=True)
class Introduction:
    """What the hosts said.

    Attributes:
        descriptions: The engines that can be used, by id.
        broken: Why others cannot, by id.
        devices: The kind of device that each engine will run on, by id.
        card_total_bytes: The card's memory, or None without a usable card.
        simulated: The card is a simulated one.
    """

    descriptions: Mapping[str, EngineDescription]
    broken: Mapping[str, str]
    devices: Mapping[str, str]
    card_total_bytes: int | None = None
    simulated: bool = False

    @classmethod
    def of(cls, hellos: Sequence[Hello], device: str) -> Introduction:
        """Return what the hosts said.

        Args:
            hellos: Of all hosts.
            device: The setting: where to compute.
        """
        engines = [(hello, one) for hello in hellos for one in hello.engines]
        cards = [hello.card_total_bytes for hello in hellos if hello.card_total_bytes]
        return cls(
            descriptions={one.id: one for _, one in engines},
            broken={engine: reason for hello in hellos for engine, reason in hello.broken.items()},
            devices={one.id: expected_device(device, one, hello) for hello, one in engines},
            card_total_bytes=max(cards, default=None),
            simulated=any(hello.simulated for hello in hellos),
        )

    @property
    def has_card(self) -> bool:
        """True where there is a usable card, real or simulated."""
        return self.card_total_bytes is not None


class KnownEngines:
    """The program's own engines, installed or not, and those that hosts offer."""

    def __init__(self, catalogue: Sequence[EngineDescription], installed: Sequence[str]) -> None:
        """Begin before any host has answered.

        Args:
            catalogue: The program's own engines.
            installed: Ids of the engines that are installed.
        """
        self._catalogue = {description.id: description for description in catalogue}
        self._installed = tuple(installed)
        self._found: dict[str, Readiness] = {}
        self.said = Introduction({}, {}, {})

    @property
    def ids(self) -> tuple[str, ...]:
        """All engines that can be chosen, ready or not: the program's own first."""
        return tuple(dict.fromkeys((*self._catalogue, *self.said.descriptions, *self._installed)))

    @property
    def introduced(self) -> tuple[EngineDescription, ...]:
        """The engines that have introduced themselves."""
        return tuple(self.said.descriptions.values())

    def introduce(self, said: Introduction) -> None:
        """Take what the hosts say."""
        self.said = said

    def note_installed(self, engines: Sequence[str]) -> None:
        """Take the ids of the engines that are installed now; what was known of others is forgotten."""
        gone = set(self._installed).difference(engines)
        self._installed = tuple(engines)
        kept = {one: said for one, said in self.said.descriptions.items() if one not in gone}
        self.said = replace(self.said, descriptions=kept)
        for engine in gone:
            self._found.pop(engine, None)
        for engine in engines:
            if self._found.get(engine, READY).state is State.NOT_INSTALLED:
                del self._found[engine]

    def find(self, found: Mapping[str, Readiness]) -> None:
        """Take what was found of weights, and of engines that are not installed, by engine."""
        self._found |= found

    def describe(self, engine: str) -> EngineDescription | None:
        """Return what an engine says of itself, or what is known of it before it does."""
        return self.said.descriptions.get(engine) or self._catalogue.get(engine)

    def describe_with(self, engine: str, model: str) -> EngineDescription | None:
        """Return the same with weights of that name: it speaks the languages that were said for them."""
        description = self.describe(engine)
        languages = self._found.get(engine, READY).languages.get(model)
        return replace(description, languages=languages) if description and languages else description

    def name(self, engine: str) -> str:
        """Return an engine's name for people."""
        description = self.describe(engine)
        return description.name if description else engine.replace("_", " ").title()

    def readiness(self, engine: str) -> Readiness:
        """Say whether an engine can speak, as far as is known."""
        if engine in self.said.broken:
            return Readiness(State.BROKEN, self.said.broken[engine])
        if engine in self.said.descriptions:
            return self._found.get(engine, READY)
        if engine in self._installed:
            return STARTING
        return self._found.get(engine, Readiness(State.NOT_INSTALLED))

    def uses_card(self, engine: str) -> bool:
        """Say whether an engine takes memory of the card; a simulated one is filled by every engine."""
        description = self.describe(engine)
        can = description is not None and description.devices != ("cpu",)
        return self.said.has_card and (can or self.said.simulated)

    def device(self, engine: str) -> str:
        """Return the kind of device that it will run on; empty: not known."""
        return self.said.devices.get(engine, "")
