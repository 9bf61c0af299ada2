"""How an engine describes itself, without importing its packages."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ParameterKind(StrEnum):
    """The type of an engine parameter's value."""

    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"


@dataclass(frozen=True)
class ParameterSpec:
    """One parameter of an engine.

    Attributes:
        name: snake_case name, as in ``--param name=value``.
        kind: Type of the value.
        default: Value when nothing is said.
        minimum: Least value allowed (inclusive).
        maximum: Greatest value allowed (inclusive).
        label: English name for the window.
        unit: Unit for people, or empty.
    """

    name: str
    kind: ParameterKind
    default: float
    minimum: float
    maximum: float
    label: str
    unit: str = ""


@dataclass(frozen=True)
class PresetVoice:
    """A voice that comes inside an engine.

    Attributes:
        id: Name within the engine; the program-wide id is ``engine:preset``.
        name: Name for people.
        language: BCP 47 tag.
    """

    id: str
    name: str
    language: str


@dataclass(frozen=True)
class Licence:
    """A licence in short and in plain words.

    Attributes:
        spdx: SPDX identifier, or the licence's own short name.
        summary: What it allows, in one plain English phrase.
    """

    spdx: str
    summary: str


@dataclass(frozen=True)
class ExpectedSpeed:
    """How fast an engine speaks on a kind of device, as measured once, for an estimate before the first job.

    Attributes:
        device: ``cpu``, ``cuda`` or ``mps``.
        rtf: Real-time factor (synthesis time / audio time) with all parameters at their defaults.
        cores: CPU cores that it was measured on; 0: they do not matter.
        parameter: The parameter that the time grows with in proportion, or empty.
    """

    device: str
    rtf: float
    cores: int = 0
    parameter: str = ""


@dataclass(frozen=True)
class EngineSizes:
    """True sizes in bytes.

    Attributes:
        download_bytes: What has to be fetched before first use (0: comes in its package).
        weights_bytes: Weights in memory.
        peak_bytes: Estimated peak above the weights for a 10 s utterance.
        context_bytes: What the device's runtime takes besides (0 on a CPU).
    """

    download_bytes: int = 0
    weights_bytes: int = 0
    peak_bytes: int = 0
    context_bytes: int = 0

    @property
    def need_bytes(self) -> int:
        """Memory needed to speak: weights, peak and context."""
        return self.weights_bytes + self.peak_bytes + self.context_bytes


@dataclass(frozen=True)
class ModelFile:
    """A file that a folder of an engine's weights holds.

    Attributes:
        names: Names that it may have, best first, as patterns relative to the folder (``model*.pt``).
        pickles: Names that it may have as a pickle instead, which "models convert" makes safetensors of.
        needed: False: the engine does without it.
    """

    names: tuple[str, ...]
    pickles: tuple[str, ...] = ()
    needed: bool = True


@dataclass(frozen=True)
class EngineDescription:
    """What an engine is and can do.

    Attributes:
        id: Stable short name, as in ``--engine``.
        name: Name for people.
        environment: Name of the environment that it runs in (``studio``, ``torch``…).
        version: Version of the engine's package.
        languages: BCP 47 tags, the default first.
        sample_rate_hz: Rate of the audio that it gives.
        clones: Speaks in the voice of a reference.
        needs_reference_text: Cannot clone without the reference's words.
        presets: Voices of its own.
        presets_in_model: A model may bring more.
        voices_file: The file of a model's folder that brings them, or None.
        parameters: What ``--param`` takes.
        sizes: True sizes.
        devices: Kinds of device that it can run on, best first (``cuda``, ``mps``, ``cpu``).
        takes_model_folder: Loads weights from a folder (``--model``); False: they come in its package.
        model_files: What such a folder holds.
        speed_minimum: Slowest speed factor.
        speed_maximum: Fastest speed factor.
        reference_minimum_s: Shortest usable reference in seconds.
        reference_maximum_s: Longest part of a reference that it uses, in seconds.
        references_maximum: How many recordings of a voice it hears.
        code_licence: Licence of the engine's code.
        weights_licence: Licence of its weights.
        speeds: How fast it is, one for each kind of device that it was measured on.
    """

    id: str
    name: str
    environment: str
    version: str
    languages: tuple[str, ...]
    sample_rate_hz: int
    code_licence: Licence
    weights_licence: Licence
    clones: bool = False
    needs_reference_text: bool = False
    presets: tuple[PresetVoice, ...] = ()
    presets_in_model: bool = False
    voices_file: ModelFile | None = None
    parameters: tuple[ParameterSpec, ...] = ()
    sizes: EngineSizes = EngineSizes()
    devices: tuple[str, ...] = ("cpu",)
    takes_model_folder: bool = False
    model_files: tuple[ModelFile, ...] = ()
    speed_minimum: float = 0.5
    speed_maximum: float = 2.0
    reference_minimum_s: float = 1.0
    reference_maximum_s: float = 30.0
    references_maximum: int = 1
    speeds: tuple[ExpectedSpeed, ...] = ()

    def parameter(self, name: str) -> ParameterSpec | None:
        """Return the parameter of that name, or None."""
        return next((spec for spec in self.parameters if spec.name == name), None)

    def speed_on(self, device: str) -> ExpectedSpeed | None:
        """Return how fast it was measured to be on a kind of device, or None."""
        return next((speed for speed in self.speeds if speed.device == device), None)

    def preset(self, preset_id: str) -> PresetVoice | None:
        """Return the preset of that id, or None."""
        return next((preset for preset in self.presets if preset.id == preset_id), None)
