"""The VRAM manager for another program: models lent one at a time, their memory given back and accounted.

Names and types are those of this page; `docs/vram.md` has a whole program. In short:

    footprint = Footprint("small", EngineSizes(weights_bytes=…, peak_bytes=…), ("cuda", "cpu"))
    manager = VramManager(find_card(None), {"small": Loadable(footprint, load)})
    with manager.lease("small", Need(low_vram=LOW)) as leased:
        leased.model.work()
    manager.settle_releases()   # after a block that failed, once its error is gone

One thread makes all calls but ``sample`` and ``forecast``, which any thread may make.
"""

from core.errors import DeviceMissing, JobCancelled, ModelMissing, OutOfMemory
from core.model.engine import EngineSizes
from core.model.events import EngineMemory, MemorySample, Notice
from core.model.fit import Fit
from core.model.line import JobQueue, TurnInsideTurn, Turns
from core.model.policy import LowVram, LowVramPolicy, resolve_low_vram
from core.model.sourced import Source, Sourced
from core.vram.cards import find_card
from core.vram.device import Card, Described, Figures, Footprint, Placement, SimulatedCard, Usage
from core.vram.leases import Closable, Leased, Loadable, Need
from core.vram.manager import VramManager
from core.vram.simulated import Link, SimulatedMemory
from core.vram.states import (
    LEGAL,
    IllegalTransition,
    LeaseInsideLease,
    ManagerMisused,
    NotTheOwner,
    State,
)
from core.vram.turns import CardTurns

__all__ = [
    "LEGAL",
    "Card",
    "CardTurns",
    "Closable",
    "Described",
    "DeviceMissing",
    "EngineMemory",
    "EngineSizes",
    "Figures",
    "Fit",
    "Footprint",
    "IllegalTransition",
    "JobCancelled",
    "JobQueue",
    "LeaseInsideLease",
    "Leased",
    "Link",
    "Loadable",
    "LowVram",
    "LowVramPolicy",
    "ManagerMisused",
    "MemorySample",
    "ModelMissing",
    "Need",
    "NotTheOwner",
    "Notice",
    "OutOfMemory",
    "Placement",
    "SimulatedCard",
    "SimulatedMemory",
    "Source",
    "Sourced",
    "State",
    "TurnInsideTurn",
    "Turns",
    "Usage",
    "VramManager",
    "find_card",
    "resolve_low_vram",
]
