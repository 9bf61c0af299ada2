"""What an engine is to the program: a description, and a ``load`` that gives a model.

An engine knows nothing of other engines, of the VRAM manager or of the host. It imports its packages
inside ``load`` only. A third party writes one like this and names a callable without arguments that
returns it in the entry point group ``sottovoce.engines``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from core.model.audio import Samples
from core.model.cancel import CancelToken
from core.model.engine import EngineDescription
from core.model.events import Notice
from core.model.need import MemoryNeed, Way
from core.model.request import SynthesisRequest

ENTRY_POINT_GROUP = "sottovoce.engines"

OWN_DISTRIBUTION = "sottovoce"

STUDIO_ENVIRONMENT = "studio"
"""Name of the studio's own environment, where the starter engine lives."""


@dataclass(frozen=True)
class LoadOptions:
    """Where to load weights from and to.

    Attributes:
        device: ``cpu``, ``cuda``, ``cuda:1``, ``mps``: resolved, never ``auto``.
        model_dir: Folder of weights, or None for the engine's own.
        stay: Leave the weights in the CPU's memory: who asks puts them on the device before the model
            speaks. An engine whose models are not ``Parkable`` need not look at it.
        precision: ``full`` or ``half``; empty: as the engine chooses. Only one that ``TellsNeed`` is asked
            for a precision.
        converted_dir: Where safetensors that were made of pickles are kept, or None: nowhere.
    """

    device: str
    model_dir: Path | None = None
    stay: bool = False
    precision: str = ""
    converted_dir: Path | None = None


@dataclass
class PartsDone:
    """How far a request has come: kept over a second try, which goes on from there.

    Attributes:
        count: Parts of the text whose audio has been given.
        tail: Audio of the last of them that the next one's beginning is still to be mixed with.
        samples: How much audio of the part after those has been given.
        codes: What the engine has drawn at random for that audio, for the second try to say the same.
    """

    count: int = 0
    tail: Samples | None = None
    samples: int = 0
    codes: list[int] = field(default_factory=list)

    @property
    def begun(self) -> bool:
        """True once something has been given by an engine that counts."""
        return self.count > 0 or self.samples > 0

    def end_part(self) -> None:
        """Count the part that has been given to its end."""
        self.count += 1
        self.samples = 0
        self.codes = []


@dataclass(frozen=True)
class JobContext:
    """How a model talks to the one who asked for speech.

    Attributes:
        cancel: To be checked at each step.
        report: Takes the fraction of the job done, 0 to 1.
        notice: Takes what is worth telling.
        part: Length of the parts that a text is cut into, by their usual length: shorter ones need less
            memory. An engine may pass it over.
        done: Where an engine that speaks a text in parts keeps how many are done, and begins.
    """

    cancel: CancelToken
    report: Callable[[float], None]
    notice: Callable[[Notice], None]
    part: float = 1.0
    done: PartsDone = field(default_factory=PartsDone)


class Model(Protocol):
    """Weights ready to speak."""

    def synthesize(self, request: SynthesisRequest, job: JobContext) -> Iterator[Samples]:
        """Speak a request, piece by piece.

        Yields:
            float32 mono, shape ``(samples,)``, at the description's sample rate; each piece at most
            30 s. The same request gives the same samples.

        Raises:
            JobCancelled: When the token says so.
            SottovoceError: When it cannot be spoken.
        """
        ...

    def close(self) -> None:
        """Give back all memory; the model is not used again."""
        ...


class Engine(Protocol):
    """A speech engine."""

    @property
    def description(self) -> EngineDescription:
        """Say what it is, in under 50 ms, without importing its packages."""
        ...

    def load(self, options: LoadOptions, job: JobContext) -> Model:
        """Import the packages and load the weights.

        Raises:
            JobCancelled: When the token says so.
            EngineNotInstalled: When its packages do not import.
            ModelError: When the weights are missing or broken.
        """
        ...


@runtime_checkable
class Parkable(Protocol):
    """What a model may have besides: weights that somebody else may move between a card and the RAM.

    They are only read. Between ``forget`` and the weights' return the model is not asked to speak.
    """

    def weights(self) -> Sequence[Any]:
        """Return the torch modules that hold all weights."""
        ...

    def forget(self) -> None:
        """Drop everything on the device that is no weight: caches of the model and of its packages."""
        ...


@runtime_checkable
class Prepares(Protocol):
    """What an engine may have besides: a way to have its packages ready before there is a job."""

    def prepare(self) -> None:
        """Import what ``load`` and the first job would, and do what is done once; touch no card, no weights.

        Raises:
            Exception: Any, when the packages do not import; ``load`` will say so again.
        """
        ...


@runtime_checkable
class TriesItself(Protocol):
    """What an engine may have besides: a trial that needs none of the user's weights.

    A new environment is put in its place only after each of its engines that has one has passed it.
    """

    def try_out(self) -> int:
        """Speak something tiny on the CPU, in a few seconds, such as by a small net with random weights.

        Returns:
            How many samples came.

        Raises:
            Exception: Any, when the packages do not work here.
        """
        ...


@runtime_checkable
class TellsNeed(Protocol):
    """What an engine may have besides: what a request needs of a card, so that it is known before it is run.

    Each answers in a few milliseconds and imports no package of the engine. An engine without it needs what
    its description says, for any text.
    """

    def need(self, request: SynthesisRequest | None, way: Way) -> MemoryNeed:
        """Estimate what a request needs, rather too much than too little.

        Args:
            request: What will be spoken, or None: the engine's longest part.
            way: How; its precision is one of ``precisions``.
        """
        ...

    def precisions(self, half_is_fast: bool) -> Sequence[str]:
        """Return the precisions that it can speak in on a card, the one it prefers first.

        Args:
            half_is_fast: The card computes in half precision as fast as in full, or faster.
        """
        ...
