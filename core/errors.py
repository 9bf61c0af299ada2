"""Every error that a user may meet.

::

    SottovoceError
    ├── TextError                TextEmpty*  TextFileEmpty  TextUnspeakable  TextFileUnreadable
    ├── ReferenceAudioError      ReferenceMissing  ReferenceNotAFile  ReferenceEmpty
    │                            ReferenceUnreadable  ReferenceSilent  ReferenceTooShort
    │                            ReferenceNeeded  ReferenceTextNeeded  ReferenceNotUsed*
    ├── VoiceError               VoiceUnknown  PresetUnknown*  VoiceOfOtherEngine*
    ├── EngineError              EngineUnknown*  EngineNotInstalled  EngineFailed  EngineCrashed
    │   │                        EngineHung  HostNotStarted  DeviceMissing  DeviceFailed
    │   │                        OutputInvalid  OutOfMemory
    │   ├── ParameterError       ParameterUnknown*  ParameterInvalid*
    │   ├── ModelError           ModelMissing  ModelBroken  ModelNotTaken*  PickleUnsafe
    │   └── WireError            WireBroken  WireVersionMismatch
    ├── AudioDeviceError         AudioDeviceMissing  AudioDeviceLost  AudioRateUnsupported
    ├── StorageError             FolderMissing  FolderNotWritable  OutputExists  OutputNotRegular
    │                            DiskFull  OutputUnwritable  NothingToExport  LinesNotRendered
    ├── SettingsError            SettingInvalid*  SettingsFileBroken  UsageError*
    ├── InstallationFailed       an environment could not be made or removed; the old one stays
    └── Unexpected               a fault of the program itself

    JobCancelled                 outside the tree: it is no error and is shown to nobody

``*``: misuse, wrong without a look at any file; the command line exits with 2, else with 1.

Each class has a stable ``code`` and typed fields, and no prose: ``core.services.explain`` has the
words. A field is a string, a number or a boolean, so that an error crosses the pipe as data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import ClassVar

FieldValue = str | int | float | bool

_BY_CODE: dict[str, type[SottovoceError]] = {}


class JobCancelled(Exception):
    """The user asked for the work to stop."""


@dataclass(eq=False)
class SottovoceError(Exception):
    """Base of every error that a user may meet."""

    code: ClassVar[str] = ""
    misuse: ClassVar[bool] = False

    def __init_subclass__(cls) -> None:
        """Register the class by its code."""
        if cls.code and "code" in vars(cls):
            _BY_CODE[cls.code] = cls

    def fields(self) -> dict[str, FieldValue]:
        """Return the typed fields by name."""
        return {spec.name: getattr(self, spec.name) for spec in fields(self)}

    def __str__(self) -> str:
        """Return code and fields, for the log."""
        return f"{self.code}: " + ", ".join(f"{k}={v!r}" for k, v in self.fields().items())


def error_from_fields(code: str, values: Mapping[str, FieldValue], text: str = "") -> SottovoceError:
    """Make the error of that code anew, as it crossed the pipe.

    Unknown fields are ignored. An unknown code, or missing fields, give ``EngineFailed`` with the text.
    """
    cls = _BY_CODE.get(code)
    if cls is not None:
        known = {spec.name for spec in fields(cls)}
        if known <= set(values):
            return cls(**{name: values[name] for name in known})
    return EngineFailed(engine=str(values.get("engine", "")), kind=code, reason=text)


# --- text -------------------------------------------------------------------------------------


class TextError(SottovoceError):
    """The text cannot be spoken."""


@dataclass(eq=False)
class TextEmpty(TextError):
    """There is no text, or only blanks and invisible characters."""

    code = "text_empty"
    misuse = True


@dataclass(eq=False)
class TextFileEmpty(TextError):
    """A text file holds nothing to speak."""

    code = "text_file_empty"
    path: str


@dataclass(eq=False)
class TextUnspeakable(TextError):
    """The engine has no sound for any of the text (emoji, punctuation, a foreign script)."""

    code = "text_unspeakable"
    engine: str
    sample: str


@dataclass(eq=False)
class TextFileUnreadable(TextError):
    """A text file is missing, a folder, or no text."""

    code = "text_file_unreadable"
    path: str
    reason: str


# --- reference --------------------------------------------------------------------------------


class ReferenceAudioError(SottovoceError):
    """The reference cannot be used."""


@dataclass(eq=False)
class ReferenceMissing(ReferenceAudioError):
    """There is no file of that name."""

    code = "reference_missing"
    path: str


@dataclass(eq=False)
class ReferenceNotAFile(ReferenceAudioError):
    """It is a folder or a device."""

    code = "reference_not_a_file"
    path: str


@dataclass(eq=False)
class ReferenceEmpty(ReferenceAudioError):
    """The file has no bytes or no samples."""

    code = "reference_empty"
    path: str


@dataclass(eq=False)
class ReferenceUnreadable(ReferenceAudioError):
    """It is not audio, or broken."""

    code = "reference_unreadable"
    path: str
    reason: str


@dataclass(eq=False)
class ReferenceSilent(ReferenceAudioError):
    """It holds no sound."""

    code = "reference_silent"
    path: str
    level_dbfs: float


@dataclass(eq=False)
class ReferenceTooShort(ReferenceAudioError):
    """It is too short for the engine."""

    code = "reference_too_short"
    path: str
    duration_s: float
    minimum_s: float


@dataclass(eq=False)
class ReferenceNeeded(ReferenceAudioError):
    """The engine has no voice of its own and was given no reference."""

    code = "reference_needed"
    engine: str


@dataclass(eq=False)
class ReferenceTextNeeded(ReferenceAudioError):
    """The engine needs the reference's words."""

    code = "reference_text_needed"
    engine: str


@dataclass(eq=False)
class ReferenceNotUsed(ReferenceAudioError):
    """The engine does not clone."""

    code = "reference_not_used"
    misuse = True
    engine: str


# --- voice ------------------------------------------------------------------------------------


class VoiceError(SottovoceError):
    """The voice cannot be used."""


@dataclass(eq=False)
class VoiceUnknown(VoiceError):
    """No voice has that id; ``known`` has those of the model that was asked, or is empty."""

    code = "voice_unknown"
    voice: str
    known: str = ""


@dataclass(eq=False)
class PresetUnknown(VoiceUnknown):
    """No engine has a voice of its own of that name: wrong without a look at any file."""

    misuse = True


@dataclass(eq=False)
class VoiceOfOtherEngine(VoiceError):
    """A preset of one engine was asked of another."""

    code = "voice_of_other_engine"
    misuse = True
    voice: str
    engine: str


# --- engine -----------------------------------------------------------------------------------


class EngineError(SottovoceError):
    """The engine could not do the job."""


@dataclass(eq=False)
class EngineUnknown(EngineError):
    """No engine has that name; ``origin`` names the settings file where that is who asks for it."""

    code = "engine_unknown"
    misuse = True
    engine: str
    known: str
    origin: str = ""


@dataclass(eq=False)
class EngineNotInstalled(EngineError):
    """The engine's environment is not there, or its packages do not import."""

    code = "engine_not_installed"
    engine: str
    reason: str


@dataclass(eq=False)
class EngineFailed(EngineError):
    """The engine raised an error of its own: its type's name and its text."""

    code = "engine_failed"
    engine: str
    kind: str
    reason: str


@dataclass(eq=False)
class DeviceFailed(EngineFailed):
    """The card failed for good while the engine used it; the host ends after it has told so."""

    code = "device_failed"


@dataclass(eq=False)
class EngineCrashed(EngineError):
    """The host ended in mid-job."""

    code = "engine_crashed"
    engine: str
    reason: str


@dataclass(eq=False)
class EngineHung(EngineError):
    """The host gave no sign of life."""

    code = "engine_hung"
    engine: str
    silence_s: float


@dataclass(eq=False)
class HostNotStarted(EngineError):
    """The host process could not be started."""

    code = "host_not_started"
    environment: str
    reason: str


@dataclass(eq=False)
class DeviceMissing(EngineError):
    """The engine cannot be put on the device asked for.

    It is ``absent``, or ``unused`` by the engine; or it is there, and the PyTorch build has ``no_kernels``
    for it, or it ``failed`` to compute: then ``detail`` names it, or says how.
    """

    code = "device_missing"
    engine: str
    device: str
    reason: str = ""
    detail: str = ""


@dataclass(eq=False)
class OutputInvalid(EngineError):
    """The audio is ``empty``, ``silent`` (all zero) or ``nonfinite``."""

    code = "output_invalid"
    engine: str
    problem: str


@dataclass(eq=False)
class OutOfMemory(EngineError):
    """It does not fit.

    Attributes:
        need_bytes: What it needs at least beyond what is there; 0: not known.
        free_bytes: What is free, or can be freed for it.
        others_bytes: What other programs hold on the card.
        alternative: Another engine that would fit, or empty.
        alternative_bytes: What that one needs.
        alternative_half: True where it would fit in half precision only.
    """

    code = "out_of_memory"
    engine: str
    need_bytes: int
    free_bytes: int
    others_bytes: int = 0
    alternative: str = ""
    alternative_bytes: int = 0
    alternative_half: bool = False


class ParameterError(EngineError):
    """A parameter is wrong."""


@dataclass(eq=False)
class ParameterUnknown(ParameterError):
    """The engine has no such parameter."""

    code = "parameter_unknown"
    misuse = True
    engine: str
    name: str
    known: str


@dataclass(eq=False)
class ParameterInvalid(ParameterError):
    """The value is no number, not finite or out of range."""

    code = "parameter_invalid"
    misuse = True
    name: str
    value: str
    minimum: float
    maximum: float


class ModelError(EngineError):
    """The weights cannot be used."""


@dataclass(eq=False)
class ModelMissing(ModelError):
    """The folder, or a file in it, is missing."""

    code = "model_missing"
    engine: str
    path: str


@dataclass(eq=False)
class ModelBroken(ModelError):
    """The weights do not load."""

    code = "model_broken"
    engine: str
    path: str
    reason: str


@dataclass(eq=False)
class PickleUnsafe(ModelError):
    """The weights are an unknown pickle, and the PyTorch that is installed cannot read those safely."""

    code = "pickle_unsafe"
    engine: str
    path: str
    torch: str
    needed: str


@dataclass(eq=False)
class ModelNotTaken(ModelError):
    """The engine's weights come in its package; it takes no folder."""

    code = "model_not_taken"
    misuse = True
    engine: str


class WireError(EngineError):
    """What came through the pipe is not our wire format."""


@dataclass(eq=False)
class WireBroken(WireError):
    """Garbage, truncated or over a cap."""

    code = "wire_broken"
    reason: str


@dataclass(eq=False)
class WireVersionMismatch(WireError):
    """The other side speaks another version of the wire format."""

    code = "wire_version_mismatch"
    ours: int
    theirs: int


# --- audio devices ----------------------------------------------------------------------------


class AudioDeviceError(SottovoceError):
    """Playback is not possible; exporting is."""


@dataclass(eq=False)
class AudioDeviceMissing(AudioDeviceError):
    """There is no output device, no device of that name, or no PortAudio library."""

    code = "audio_device_missing"
    device: str
    reason: str


@dataclass(eq=False)
class AudioDeviceLost(AudioDeviceError):
    """The device went away in mid-play."""

    code = "audio_device_lost"
    device: str


@dataclass(eq=False)
class AudioRateUnsupported(AudioDeviceError):
    """The device cannot play at that rate."""

    code = "audio_rate_unsupported"
    device: str
    sample_rate_hz: int


# --- storage ----------------------------------------------------------------------------------


class StorageError(SottovoceError):
    """A file could not be written."""


@dataclass(eq=False)
class FolderMissing(StorageError):
    """The folder to write into is not there."""

    code = "folder_missing"
    path: str


@dataclass(eq=False)
class FolderNotWritable(StorageError):
    """The folder may not be written to."""

    code = "folder_not_writable"
    path: str


@dataclass(eq=False)
class OutputExists(StorageError):
    """A file of that name is there and may not be replaced."""

    code = "output_exists"
    path: str


@dataclass(eq=False)
class OutputNotRegular(StorageError):
    """Something that is no regular file has that name."""

    code = "output_not_regular"
    path: str


@dataclass(eq=False)
class DiskFull(StorageError):
    """The disk is full; of a ``stream`` a part was written, of a file nothing is left."""

    code = "disk_full"
    path: str
    stream: bool = False


@dataclass(eq=False)
class OutputUnwritable(StorageError):
    """Writing failed for the reason that the system gave."""

    code = "output_unwritable"
    path: str
    reason: str


@dataclass(eq=False)
class NothingToExport(StorageError):
    """No line has been rendered."""

    code = "nothing_to_export"


@dataclass(eq=False)
class LinesNotRendered(StorageError):
    """Some lines to export have not been rendered."""

    code = "lines_not_rendered"
    missing: int
    total: int


# --- settings ---------------------------------------------------------------------------------


class SettingsError(SottovoceError):
    """A setting is wrong."""


@dataclass(eq=False)
class SettingInvalid(SettingsError):
    """A value is not allowed; ``origin`` names the variable, option or key."""

    code = "setting_invalid"
    misuse = True
    origin: str
    value: str
    allowed: str


@dataclass(eq=False)
class SettingsFileBroken(SettingsError):
    """The settings file could not be read and was kept aside."""

    code = "settings_file_broken"
    path: str
    kept_as: str
    reason: str


@dataclass(eq=False)
class UsageError(SettingsError):
    """The command line itself is wrong: unknown word or option, or two that exclude each other."""

    code = "usage_error"
    misuse = True
    reason: str


# --- environments -----------------------------------------------------------------------------


@dataclass(eq=False)
class InstallationFailed(SottovoceError):
    """An environment could not be made or removed; what was there before still is. Fields are for people."""

    code = "installation_failed"
    what: str
    reason: str
    remedy: str


# --- faults of our own ------------------------------------------------------------------------


@dataclass(eq=False)
class Unexpected(SottovoceError):
    """Something went wrong that the program did not foresee; the log has the traceback."""

    code = "unexpected"
    kind: str
    reason: str
