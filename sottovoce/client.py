"""What another program needs to speak with an engine of Sottovoce's, each in a process of its own."""

from core.errors import JobCancelled, SottovoceError
from core.host.client import Done, Hello, HostClient, HostOptions
from core.host.pool import HostPool
from core.install.environments import Environment
from core.model.audio import AudioClip
from core.model.cancel import CancelToken
from core.model.card_need import CardNeed, card_need
from core.model.events import AudioPiece, MemorySample, Notice, Progress, RenderEvent
from core.model.policy import LowVram, LowVramPolicy, resolve_low_vram
from core.model.request import SynthesisRequest
from core.model.sourced import Source, Sourced

__all__ = [
    "AudioClip",
    "AudioPiece",
    "CancelToken",
    "CardNeed",
    "Done",
    "Environment",
    "Hello",
    "HostClient",
    "HostOptions",
    "HostPool",
    "JobCancelled",
    "LowVram",
    "LowVramPolicy",
    "MemorySample",
    "Notice",
    "Progress",
    "RenderEvent",
    "SottovoceError",
    "Source",
    "Sourced",
    "SynthesisRequest",
    "card_need",
    "resolve_low_vram",
]
