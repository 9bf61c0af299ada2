"""What a third party needs to write an engine."""

from core.audio.read import read_reference
from core.engines.base import ENTRY_POINT_GROUP, Engine, JobContext, LoadOptions, Model, TriesItself
from core.errors import EngineFailed, JobCancelled, ModelBroken, ModelMissing, TextUnspeakable
from core.model.engine import (
    EngineDescription,
    EngineSizes,
    ExpectedSpeed,
    Licence,
    ModelFile,
    ParameterKind,
    ParameterSpec,
    PresetVoice,
)
from core.model.events import Notice
from core.model.request import SynthesisRequest

__all__ = [
    "ENTRY_POINT_GROUP",
    "Engine",
    "EngineDescription",
    "EngineFailed",
    "EngineSizes",
    "ExpectedSpeed",
    "JobCancelled",
    "JobContext",
    "Licence",
    "LoadOptions",
    "Model",
    "ModelBroken",
    "ModelFile",
    "ModelMissing",
    "Notice",
    "ParameterKind",
    "ParameterSpec",
    "PresetVoice",
    "SynthesisRequest",
    "TextUnspeakable",
    "TriesItself",
    "read_reference",
]
