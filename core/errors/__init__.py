"""Every error that a user may meet.

::

    SottovoceError
    ├── TextError                TextEmpty*  TextFileEmpty  TextUnspeakable  TextFileUnreadable
    │                            DocumentRefused  PronunciationBroken*  PronunciationSlow
    ├── ReferenceAudioError      ReferenceMissing  ReferenceNotAFile  ReferenceEmpty
    │                            ReferenceUnreadable  ReferenceSilent  ReferenceTooShort
    │                            ReferenceNeeded  ReferenceTextNeeded  ReferenceNotUsed*
    ├── VoiceError               VoiceUnknown  PresetUnknown*  VoiceOfOtherEngine*  VoiceAmbiguous*
    │                            LastReference  VoiceFileRefused
    ├── EngineError              EngineUnknown*  EngineNotInstalled  EngineFailed  EngineCrashed
    │   │                        EngineHung  HostNotStarted  DeviceMissing  DeviceFailed
    │   │                        OutputInvalid  OutOfMemory
    │   ├── ParameterError       ParameterUnknown*  ParameterInvalid*
    │   ├── ModelError           ModelMissing  ModelBroken  ModelNotTaken*  PickleUnsafe
    │   └── WireError            WireBroken  WireVersionMismatch
    ├── AudioDeviceError         AudioDeviceMissing  AudioDeviceLost  AudioRateUnsupported
    │                            MicrophoneMissing  MicrophoneLost
    ├── StorageError             FolderMissing  FolderNotWritable  OutputExists  OutputNotRegular
    │                            DiskFull  OutputUnwritable  NothingToExport  LinesNotRendered
    ├── DeliveryError            FormatUnknown*  FormatClash*  TemplateInvalid*  FfmpegMissing
    │                            EncoderFailed  CoverUnreadable
    ├── RenderError              RenderIncomplete
    ├── ProjectError             ProjectMissing  ProjectUnreadable  NotAProject  ProjectDamaged
    │                            ProjectTooNew  ProjectReadOnly  ProjectInUse  ProjectLocked
    │                            ProjectGone  ProjectOverwritten  ProjectWeightsElsewhere
    ├── WeightsError             ModelUnknown*  ManifestBroken  LicenceNotAccepted  RoomMissing
    │                            DownloadFailed  HashWrong  WeightsDamaged  DownloadBusy
    │                            LayoutUnknown  NameTaken
    ├── SettingsError            SettingInvalid*  SettingsFileBroken  UsageError*
    ├── AnalysisError            AnalysisFailed  RecognitionMissing  RecognitionBroken
    ├── InstallationFailed       an environment could not be made or removed; the old one stays
    └── Unexpected               a fault of the program itself

    JobCancelled                 outside the tree: it is no error and is shown to nobody

``*``: misuse, wrong without a look at any file; the command line exits with 2, else with 1.

Each class has a stable ``code`` and typed fields, and no prose: ``core.services.explain`` has the
words. A field is a string, a number or a boolean, so that an error crosses the pipe as data.
"""

from __future__ import annotations

from core.errors.analysis import AnalysisError, AnalysisFailed, RecognitionBroken, RecognitionMissing
from core.errors.audio_device import (
    AudioDeviceError,
    AudioDeviceLost,
    AudioDeviceMissing,
    AudioRateUnsupported,
    MicrophoneLost,
    MicrophoneMissing,
)
from core.errors.base import FieldValue, JobCancelled, SottovoceError
from core.errors.crossing import error_from_fields
from core.errors.delivery import (
    CoverUnreadable,
    DeliveryError,
    EncoderFailed,
    FfmpegMissing,
    FormatClash,
    FormatUnknown,
    TemplateInvalid,
)
from core.errors.download import (
    DownloadBusy,
    DownloadFailed,
    HashWrong,
    LayoutUnknown,
    LicenceNotAccepted,
    ManifestBroken,
    ModelUnknown,
    NameTaken,
    RoomMissing,
    WeightsDamaged,
    WeightsError,
)
from core.errors.engine import (
    DeviceFailed,
    DeviceMissing,
    EngineCrashed,
    EngineError,
    EngineFailed,
    EngineHung,
    EngineNotInstalled,
    EngineUnknown,
    HostNotStarted,
    ModelBroken,
    ModelError,
    ModelMissing,
    ModelNotTaken,
    OutOfMemory,
    OutputInvalid,
    ParameterError,
    ParameterInvalid,
    ParameterUnknown,
    PickleUnsafe,
    WireBroken,
    WireError,
    WireVersionMismatch,
)
from core.errors.installation import InstallationFailed
from core.errors.project import (
    NotAProject,
    ProjectDamaged,
    ProjectError,
    ProjectGone,
    ProjectInUse,
    ProjectLocked,
    ProjectMissing,
    ProjectOverwritten,
    ProjectReadOnly,
    ProjectTooNew,
    ProjectUnreadable,
    ProjectWeightsElsewhere,
)
from core.errors.reference import (
    ReferenceAudioError,
    ReferenceEmpty,
    ReferenceMissing,
    ReferenceNeeded,
    ReferenceNotAFile,
    ReferenceNotUsed,
    ReferenceSilent,
    ReferenceTextNeeded,
    ReferenceTooShort,
    ReferenceUnreadable,
)
from core.errors.render import RenderError, RenderIncomplete
from core.errors.settings import SettingInvalid, SettingsError, SettingsFileBroken, UsageError
from core.errors.storage import (
    DiskFull,
    FolderMissing,
    FolderNotWritable,
    LinesNotRendered,
    NothingToExport,
    OutputExists,
    OutputNotRegular,
    OutputUnwritable,
    StorageError,
)
from core.errors.text import (
    DocumentRefused,
    PronunciationBroken,
    PronunciationSlow,
    TextEmpty,
    TextError,
    TextFileEmpty,
    TextFileUnreadable,
    TextUnspeakable,
)
from core.errors.unexpected import Unexpected
from core.errors.voice import (
    LastReference,
    PresetUnknown,
    VoiceAmbiguous,
    VoiceError,
    VoiceFileRefused,
    VoiceOfOtherEngine,
    VoiceUnknown,
)

__all__ = [
    "AnalysisError",
    "AnalysisFailed",
    "AudioDeviceError",
    "AudioDeviceLost",
    "AudioDeviceMissing",
    "AudioRateUnsupported",
    "CoverUnreadable",
    "DeliveryError",
    "DeviceFailed",
    "DeviceMissing",
    "DiskFull",
    "DocumentRefused",
    "DownloadBusy",
    "DownloadFailed",
    "EncoderFailed",
    "EngineCrashed",
    "EngineError",
    "EngineFailed",
    "EngineHung",
    "EngineNotInstalled",
    "EngineUnknown",
    "FfmpegMissing",
    "FieldValue",
    "FolderMissing",
    "FolderNotWritable",
    "FormatClash",
    "FormatUnknown",
    "HashWrong",
    "HostNotStarted",
    "InstallationFailed",
    "JobCancelled",
    "LastReference",
    "LayoutUnknown",
    "LicenceNotAccepted",
    "LinesNotRendered",
    "ManifestBroken",
    "MicrophoneLost",
    "MicrophoneMissing",
    "ModelBroken",
    "ModelError",
    "ModelMissing",
    "ModelNotTaken",
    "ModelUnknown",
    "NameTaken",
    "NotAProject",
    "NothingToExport",
    "OutOfMemory",
    "OutputExists",
    "OutputInvalid",
    "OutputNotRegular",
    "OutputUnwritable",
    "ParameterError",
    "ParameterInvalid",
    "ParameterUnknown",
    "PickleUnsafe",
    "PresetUnknown",
    "ProjectDamaged",
    "ProjectError",
    "ProjectGone",
    "ProjectInUse",
    "ProjectLocked",
    "ProjectMissing",
    "ProjectOverwritten",
    "ProjectReadOnly",
    "ProjectTooNew",
    "ProjectUnreadable",
    "ProjectWeightsElsewhere",
    "PronunciationBroken",
    "PronunciationSlow",
    "RecognitionBroken",
    "RecognitionMissing",
    "ReferenceAudioError",
    "ReferenceEmpty",
    "ReferenceMissing",
    "ReferenceNeeded",
    "ReferenceNotAFile",
    "ReferenceNotUsed",
    "ReferenceSilent",
    "ReferenceTextNeeded",
    "ReferenceTooShort",
    "ReferenceUnreadable",
    "RenderError",
    "RenderIncomplete",
    "RoomMissing",
    "SettingInvalid",
    "SettingsError",
    "SettingsFileBroken",
    "SottovoceError",
    "StorageError",
    "TemplateInvalid",
    "TextEmpty",
    "TextError",
    "TextFileEmpty",
    "TextFileUnreadable",
    "TextUnspeakable",
    "Unexpected",
    "UsageError",
    "VoiceAmbiguous",
    "VoiceError",
    "VoiceFileRefused",
    "VoiceOfOtherEngine",
    "VoiceUnknown",
    "WeightsDamaged",
    "WeightsError",
    "WireBroken",
    "WireError",
    "WireVersionMismatch",
    "error_from_fields",
]
